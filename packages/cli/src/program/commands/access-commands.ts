import type { CommandDefinition } from '../command-definition.js';

const snowflake = [
  '--snowflake',
  'in the account of connections.toml or SNOWFLAKE_*, not in the data folder',
] as const;

const grantKeys =
  '(id, role, user, reason, ticket, grantedBy, requestedAt, expiresAt, grantedAt,\n' +
  '  endedAt, endedBy, endedBecause)';

const grantCommand: CommandDefinition = {
  path: ['access', 'grant'],
  summary: 'give a user an access role for a time, with a reason',
  description:
    'Records evidence, writes the grant down in OPS.ACCESS_GRANTS, starts a task that ends it, and only ' +
    'then gives the role. It ends on a whole minute, never later than asked. A role that the user has ' +
    'by other means stays. The reason goes into evidence: it may name no person.',
  operands: [['<role>', 'an access role of the domain']],
  requiredOptions: [
    ['--to <user>', 'the user of the account'],
    ['--for <duration>', 'how long, from 2m to 7d, such as 4h'],
    ['--reason <text>', 'why'],
  ],
  options: [
    ['--ticket <id>', 'the incident or ticket that it belongs to'],
    ['--by <name>', 'who grants it (default: the user of this machine)'],
    snowflake,
  ],
  json: `grant ${grantKeys}, evidence (origin, size, root)`,
  examples: [
    'das access grant CLINICIAN --to ADA --for 4h --reason "night shift without a clinician" --ticket INC-7',
    'das access grant CLINICIAN --to ADA --for 30m --reason "restore check" --snowflake',
  ],
  load: () => import('../../commands/access/grant.js'),
};

const revokeCommand: CommandDefinition = {
  path: ['access', 'revoke'],
  summary: 'end access before its time, or settle what is over',
  description:
    'Takes a role that was granted for a time from a user at once. With --expired it takes away what ' +
    'goes on beyond its time, should the task have failed, and writes down what has ended by itself: run ' +
    'it on a schedule as the second guard. What the user has by other means stays.',
  operands: [['[role]', 'the access role']],
  options: [
    ['--from <user>', 'the user who has it'],
    ['--expired', 'everything whose time is over, of all users'],
    ['--by <name>', 'who ends it (default: the user of this machine)'],
    snowflake,
  ],
  json: `ended[] ${grantKeys.replace('(id', '(state, id')}, evidence (origin, size, root)`,
  examples: ['das access revoke CLINICIAN --from ADA', 'das access revoke --expired --snowflake'],
  load: () => import('../../commands/access/revoke.js'),
};

const listCommand: CommandDefinition = {
  path: ['access', 'list'],
  summary: 'show who was let in, by whom, why, until when',
  description:
    'Lists what was granted for a time, and how it stands in the account now. With --used it reads from ' +
    "the account's history how many queries each user made meanwhile, and records that as evidence: " +
    'counts and query ids, never texts. Exit code 1 says that access goes on beyond its time, that ' +
    'no task will end it, or that a role is there which no row tells of.',
  operands: [],
  options: [['--used', 'count the queries that were made, and record the counts'], snowflake],
  json:
    `grants[] ${grantKeys.replace('(id', '(state, expiry, id')}, unrecorded[], used[] (grant, underRole,\n` +
    '  onDomain, queryIds[]; null without --used), evidence (origin, size, root)',
  examples: ['das access list', 'das access list --used --snowflake --json'],
  load: () => import('../../commands/access/list.js'),
};

/** `das access …` */
export const accessCommands: readonly CommandDefinition[] = [
  grantCommand,
  revokeCommand,
  listCommand,
];
