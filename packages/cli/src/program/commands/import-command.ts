import type { CommandDefinition } from '../command-definition.js';

export const importCommand: CommandDefinition = {
  path: ['import'],
  summary: 'write an existing database as contracts and a domain',
  description:
    'Reads a database that was not made by DAS, and writes TypeScript that says what it holds: contracts, ' +
    'tables, policies with their own bodies, tags, roles, privileges, networks. Lists by name all that it ' +
    'cannot say, and what it guessed: a column that no tag classifies is classified by its name and type, ' +
    'and as phi where nothing speaks clearly. Changes nothing, unless --adopt is given: then DAS takes the ' +
    'objects over as they are, with evidence, and das plan has nothing to do.',
  operands: [],
  requiredOptions: [
    ['--database <name>', 'the database, as it is called'],
    ['--out <dir>', 'the folder of the new domain'],
  ],
  options: [
    [
      '--snowflake',
      'read the account of connections.toml or SNOWFLAKE_*, not the data folder (default: .das in --out)',
    ],
    ['--role <role>', 'the role to read as, and to deploy as later (default: ACCOUNTADMIN)'],
    ['--owner <address>', 'who answers for the data, for the contracts'],
    ['--sample <rows>', 'read so many rows of each table, to classify its columns by their values'],
    ['--force', 'replace files that are there; with --adopt they stay'],
    ['--adopt', 'take over what the files in --out say; they are written where none are'],
    ['-y, --yes', 'adopt without asking'],
  ],
  json:
    'database, out, files[], imported, notes[] (outcome: omitted, partly or guessed; address, column, ' +
    'reason), notRead[], adopted (objects, made[], statements), evidence',
  examples: [
    'das import --database BROOK_SALES --out domains/sales --snowflake',
    'das import --database BROOK_SALES --out domains/sales --snowflake --adopt',
    "das import --database BROOK_SALES --out domains/sales --json | jq '.notes[]'",
  ],
  load: () => import('../../commands/import.js'),
};
