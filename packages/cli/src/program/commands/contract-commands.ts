import type { CommandDefinition } from '../command-definition.js';

const comparisonKeys =
  'counts (error, warning, note), comparisons[] (contract, kind, before, after, mode,\n' +
  '  requiredBump, actualBump, severity, changes[] (id, rule, path, column, reader, writer,\n' +
  '  isSecurity, bump, severity, reason, consumers[], acceptance (by, reason)))';

const lockCommand: CommandDefinition = {
  path: ['contract', 'lock'],
  summary: 'agree to the contracts as they are now',
  description:
    'Compares the contracts with das.contracts.lock.json beside the configuration, prints what ' +
    'changed, and records it there. Commit the file. A change that is an error stops it, until ' +
    'somebody accepts that change by name: the name, who, and why stay in the file.',
  operands: [],
  options: [
    ['--check', 'write nothing; exit with 1 when the file is missing or stale'],
    ['--accept <change...>', 'accept errors, by the names that diff prints (rule:contract/path)'],
    ['--by <who>', 'who accepts'],
    ['--reason <text>', 'why'],
  ],
  json: `lockfile, state (written, current, stale, missing), ${comparisonKeys}`,
  examples: [
    'das contract lock',
    'das contract lock --check',
    'das contract lock --accept column-removed:commerce.orders/columns/region --by dana@example.com --reason "nobody reads it"',
  ],
  load: () => import('../../commands/contract/lock.js'),
};

const diffCommand: CommandDefinition = {
  path: ['contract', 'diff'],
  summary: 'show what changed in the contracts, and whom it breaks',
  description:
    'Compares the contracts with the lockfile, or with the lockfile at a commit of git, and says of ' +
    'each change what it does to readers and writers. Exit code 1 says that an error is among them. ' +
    'Changes nothing.',
  operands: [],
  options: [
    ['--base <ref>', 'the commit, branch or tag to compare with (default: the lockfile as it is)'],
    ['--format <format>', 'table, github (annotations) or sarif (default: table)'],
    [
      '--fail-on <severity>',
      'error or warning: from which severity to exit with 1 (default: error)',
    ],
  ],
  json: `base (kind, reference, commit, lockfile, isMissing), severity, ${comparisonKeys}`,
  examples: [
    'das contract diff',
    'das contract diff --base origin/main --format github',
    'das contract diff --base v1.4.0 --format sarif > contracts.sarif',
  ],
  load: () => import('../../commands/contract/diff.js'),
};

const docsCommand: CommandDefinition = {
  path: ['contract', 'docs'],
  summary: 'write a datasheet per contract, for people',
  description:
    'Writes a page per contract, and an index when no contract is named. A file that das did not ' +
    'write is never replaced, and no file is removed.',
  operands: [['[contract...]', 'the contracts to describe (default: all of the domain)']],
  options: [
    ['--format <format>', 'md or html (default: md)'],
    ['--out <dir>', 'the folder (default: docs/contracts beside the configuration)'],
  ],
  json: 'format, out, files[] (contract, file); the contract of the index is null',
  examples: ['das contract docs', 'das contract docs orders --format html --out site/contracts'],
  load: () => import('../../commands/contract/docs.js'),
};

const exportCommand: CommandDefinition = {
  path: ['contract', 'export'],
  summary: 'write contracts in a standard format',
  description:
    'Writes contracts as ODCS, as files of a dbt project, or as JSON Schema: one file to stdout, ' +
    'or any number to a folder, where files of the same name are replaced.',
  operands: [
    ['<format>', 'odcs, dbt or json-schema'],
    ['[contract...]', 'the contracts to write (default: all of the domain)'],
  ],
  options: [['--out <dir>', 'write files to this folder instead of stdout']],
  json: 'format, out, files[] (contract, path, content), leftOut[] (contract, path, reason); content is null with --out',
  examples: [
    'das contract export odcs orders',
    'das contract export json-schema --out schemas',
    'das contract export dbt --out dbt',
  ],
  load: () => import('../../commands/contract/export.js'),
};

const enforcementCommand: CommandDefinition = {
  path: ['contract', 'enforcement'],
  summary: 'show who enforces each clause, and what nobody does',
  description:
    'Lists every clause of every contract with who enforces it in this domain: the compiler, a ' +
    'collector, a promotion, a policy, the monitor of the objectives, the check of changes. Or it ' +
    'says that nobody does, why, and what to do.',
  operands: [['[contract...]', 'the contracts to report on (default: all of the domain)']],
  options: [['--fail-on-gap', 'exit with 1 when a clause is not enforced']],
  json:
    'contracts[] (contract, clauses[] (path, clause, enforcedBy[] (by, how), isEnforced, gap, ' +
    'next)), notEnforced (a count)',
  examples: ['das contract enforcement', 'das contract enforcement orders --fail-on-gap'],
  load: () => import('../../commands/contract/enforcement.js'),
};

/** `das contract …` */
export const contractCommands: readonly CommandDefinition[] = [
  lockCommand,
  diffCommand,
  docsCommand,
  exportCommand,
  enforcementCommand,
];
