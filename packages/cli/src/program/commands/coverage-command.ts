import type { CommandDefinition } from '../command-definition.js';

export const coverageCommand: CommandDefinition = {
  path: ['coverage'],
  summary: 'show which role sees which classified column, and what is exposed',
  description:
    'Compiles the domain and says for each classified column, tier and role: masked, clear by right, no ' +
    'access, or exposed, with the reason. Reads declarations alone: no account and no data. A policy ' +
    'that cannot be understood by reading it is run on made-up rows, in memory. Exit code 1 says that ' +
    'something is exposed.',
  operands: [],
  options: [
    ['--format <format>', 'table, html (one file), json or sarif (default: table)'],
    ['--out <file>', 'write there, and not to the standard output'],
    ['--role <name...>', 'only these roles'],
    ['--tier <name...>', 'only these tiers: BRONZE, SILVER, PLATINUM or OPS'],
  ],
  json:
    'domain, counts (exposed, clear, masked, none), roles[] (name, type, isCleared), columns[] (table, ' +
    'isDynamic, tier, column, classification, policy, tag, cells[] (role, state, reason, rows, ' +
    'rowPolicy, accessBy, accessHolder, isConditional, isMaskedForAgents, shownBy)), ' +
    'combinations[] (roles, isByRight, columns), out',
  examples: [
    'das coverage',
    'das coverage --role ANALYST --tier SILVER PLATINUM',
    'das coverage --format html --out coverage.html',
    'das coverage --format sarif > coverage.sarif',
  ],
  load: () => import('../../commands/coverage.js'),
};
