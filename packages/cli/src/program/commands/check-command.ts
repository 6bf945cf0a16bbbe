import type { CommandDefinition } from '../command-definition.js';

/** `das check` */
export const checkCommand: CommandDefinition = {
  path: ['check'],
  summary: 'check a change before it is merged: contracts, plan, coverage, policy tests, fixtures',
  description:
    'Looks at everything that can be said without an account: how contracts changed since the lockfile, ' +
    'traps of Snowflake that a declaration falls into, whether a deployment would leave data bare after any of its statements, who sees each classified ' +
    'column, whether the policy tests (*.policy.test.ts) pass, and whether fixtures and seeds hold ' +
    'personal data. What das.approvals.json names by rule and place, with by and reason, is a note.',
  operands: [],
  options: [
    ['--only <check...>', 'only these: contracts, lint, plan, coverage, policies, fixtures'],
    ['--base <commit>', 'compare contracts with the lockfile of a commit, such as origin/main'],
    ['--plan <file>', 'check this saved plan, not that of a first deployment'],
    ['--format <format>', 'table, github, sarif, junit or json (default: table)'],
    ['--fail-on <severity>', 'error or warning (default: error)'],
  ],
  json:
    'domain, counts (error, warning, note), checks[] (name, looked, findings[] (rule, severity, danger, ' +
    'address, column, message, next, file, line, approval))',
  examples: [
    'das check',
    'das check --base origin/main --format github',
    'das check --only coverage --format sarif > das.sarif',
  ],
  load: () => import('../../commands/check.js'),
};
