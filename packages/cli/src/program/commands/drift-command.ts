import type { CommandDefinition } from '../command-definition.js';

export const driftCommand: CommandDefinition = {
  path: ['drift'],
  summary: 'show what differs from the last apply, how dangerous it is, and who did it',
  description:
    'Compares what apply wrote down with what the warehouse has: objects, columns, policies, tags, ' +
    'privileges, roles, networks, warehouses, tasks and shares. Changes nothing, and records in the ' +
    'evidence log what it finds. Exit code 1 says that something is at least as dangerous as --fail-on.',
  operands: [],
  options: [
    [
      '--snowflake',
      'look at the account of connections.toml or SNOWFLAKE_*, not at the data folder',
    ],
    ['--format <format>', 'table, github (annotations) or sarif (default: table)'],
    [
      '--fail-on <grade>',
      'critical, high, medium or low: from where to exit with 1 (default: medium)',
    ],
    ['--watch', 'look again and again, print changes only, until an interrupt'],
    ['--every <duration>', 'how long to wait in between (with --watch; default: 5m)'],
  ],
  json:
    'domain, counts (critical, high, medium, low), findings[] (rule, grade, severity, message, place ' +
    '(address, column), next, origin (user, role, at, statement)), evidence; with --watch a line for ' +
    'each change (event: appeared or gone)',
  examples: [
    'das drift',
    'das drift --fail-on critical --format github',
    'das drift --watch --every 10m --json',
  ],
  load: () => import('../../commands/drift.js'),
};
