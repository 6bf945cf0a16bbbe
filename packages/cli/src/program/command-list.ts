import type { CommandDefinition } from './command-definition.js';
import { contractCommands } from './commands/contract-commands.js';

const planCommand: CommandDefinition = {
  path: ['plan'],
  summary: 'show what apply would change',
  description:
    'Compares the domain with the warehouse and prints the steps that would make them agree. ' +
    'Changes nothing, and makes no file.',
  operands: [],
  options: [['--sql', 'print the SQL of each step']],
  json: 'domain, digest, startsFrom, steps[] (action, address, statements[])',
  examples: ['das plan', 'das plan --sql', "das plan --json | jq -r '.steps[].address'"],
  load: () => import('../commands/plan.js'),
};

const applyCommand: CommandDefinition = {
  path: ['apply'],
  summary: 'bring the warehouse to what the domain declares',
  description:
    'Plans, shows the steps, asks, and applies them, with evidence before the first statement and ' +
    'after the last. Without a terminal, or with --json, nobody can be asked: --yes is required.',
  operands: [],
  options: [['-y, --yes', 'apply without asking']],
  json: 'domain, digest, steps, statements, seconds, evidence (origin, size, root)',
  examples: ['das apply', 'das apply --yes --json'],
  load: () => import('../commands/apply.js'),
};

const runCommand: CommandDefinition = {
  path: ['run'],
  summary: 'collect: land new records in BRONZE, exactly once',
  description:
    'Runs collectors to the end of their sources, one after the other. What has landed before ' +
    'does not land again; what cannot be accepted goes to quarantine with its reason. After an ' +
    'interrupt, what was read lands first.',
  operands: [['[collector...]', 'the collectors to run (default: all of the domain)']],
  options: [],
  json:
    'collectors[] (collector, source, landed, duplicates, quarantined by reason, partitions, ' +
    'batches, seconds), evidence',
  examples: ['das run', 'das run orders customers'],
  load: () => import('../commands/run.js'),
};

const replayCommand: CommandDefinition = {
  path: ['replay'],
  summary: 'send quarantined records or files through a collector again',
  description:
    'Reads again what a collector rejected, or other files, after code, contract or records were ' +
    'mended. What is in BRONZE already does not land twice.',
  operands: [['<collector>', 'the collector to replay through']],
  options: [
    ['--from-quarantine', "read the collector's own quarantine"],
    ['--file <path...>', 'read files, folders or globs, relative to the working directory'],
  ],
  json: 'replay (the keys of a collector in das run), evidence',
  examples: [
    'das replay orders --from-quarantine',
    'das replay orders --file backfill/2025-*.ndjson',
  ],
  load: () => import('../commands/replay.js'),
};

const promoteCommand: CommandDefinition = {
  path: ['promote'],
  summary: 'carry rows upward, stop what breaks the contract, measure SLOs',
  description:
    'Runs promotions, each after those that fill its source, and then measures the service level ' +
    'objectives of their contracts. A promotion that fails stops those after it.',
  operands: [['[promotion...]', 'the promotions to run (default: all of the domain)']],
  options: [],
  json:
    'promotions[] (promotion, strategy, rows, quarantined, seconds), slo[] (contract, tier, ' +
    'objective, column, value, target, status), evidence',
  examples: ['das promote', 'das promote orders_silver'],
  load: () => import('../commands/promote.js'),
};

const queryCommand: CommandDefinition = {
  path: ['query'],
  summary: 'read as a role, with its masking and row access',
  description:
    'Runs one Snowflake query under a role, without secondary roles, and prints the rows that the ' +
    'role may see as it may see them. Only reads: a change belongs in the configuration.',
  operands: [['[sql]', 'the query, as one argument']],
  options: [['--file <path>', 'read the query from a file']],
  requiredOptions: [['--as <role>', 'the role to query as']],
  json: 'role, columns[] (name, type), rows[] (an object each), rowCount',
  examples: [
    'das query --as ANALYST "SELECT * FROM BROOK_COMMERCE.PLATINUM.ORDERS LIMIT 10"',
    'das query --as ANALYST --file revenue.sql --json',
  ],
  load: () => import('../commands/query.js'),
};

const evidenceVerifyCommand: CommandDefinition = {
  path: ['evidence', 'verify'],
  summary: 'recompute the whole evidence log and check its signatures',
  description:
    'Recomputes every signature, leaf and tree hash of the log, and compares them with its signed ' +
    'checkpoints. Needs no configuration when --log and --key are given. The key beside the log ' +
    'could be replaced together with it: an auditor passes one that was kept elsewhere. Exit code ' +
    '3 says that the log does not verify.',
  operands: [],
  options: [
    ['--key <key>', 'the public key, as text (name+id+base64) or as a file'],
    ['--log <dir>', 'the folder of the log'],
  ],
  json: 'verified, log, key, origin, size, root, problems[] (code, file, entry, message)',
  examples: [
    'das evidence verify',
    'das evidence verify --log copy-of-evidence --key auditor/evidence.pub',
  ],
  load: () => import('../commands/evidence/verify.js'),
};

const localServeCommand: CommandDefinition = {
  path: ['local', 'serve'],
  summary: "serve an embedded warehouse to Snowflake's drivers",
  description:
    "Listens on loopback and speaks the protocol of Snowflake's drivers, until it is interrupted. " +
    'With --data it serves the warehouse of that data folder, otherwise an empty one in memory. ' +
    'Any name and password is accepted, until there are users: those of --users, or of CREATE USER.',
  operands: [],
  options: [
    ['--port <port>', 'the port to listen on (default: a free one)'],
    ['--users <file>', 'a JSON object of users by login name; only its owner may read it'],
    [
      '--external-location <url=dir...>',
      'a folder that stands for an external location: s3://bucket/=lake',
    ],
    ['--no-schedule', 'run no task and refresh no dynamic table by the clock'],
  ],
  json: 'url, data (null in memory), acceptsAnyone; printed as soon as it listens',
  examples: ['das local serve', 'das local serve --port 8080 --data .das --users users.json'],
  load: () => import('../commands/local/serve.js'),
};

/** The commands of `das`, in the order of the help. Their code is loaded when one is run. */
export const commandList: readonly CommandDefinition[] = [
  planCommand,
  applyCommand,
  runCommand,
  replayCommand,
  promoteCommand,
  queryCommand,
  ...contractCommands,
  evidenceVerifyCommand,
  localServeCommand,
];

/** What the help says of a command that only groups others. */
export const commandGroups: Readonly<Record<string, string>> = {
  contract: 'what is promised: changes, standards, enforcement',
  evidence: 'what happened, provably',
  local: 'a warehouse on this machine',
};
