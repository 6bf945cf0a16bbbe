import type { Resource } from '@das/core';
import type { ColumnMeaning } from './classify-tables.js';
import { type ContractNames, contractText } from './contract-text.js';
import type { ExistingModel } from './existing-model.js';
import type { ExistingTable } from './import-tables.js';
import { columnNaming, constantName, contractNaming, domainNaming } from './imported-names.js';
import { tableText } from './table-text.js';
import { code, type Literal, stringText, typescriptText } from './typescript-text.js';

/** A file that an import writes, relative to the folder of the domain. */
export interface ImportedFile {
  readonly path: string;
  readonly text: string;
}

/** What {@link importFiles} needs beside what the database holds. */
export interface ImportFilesOptions {
  /** Who answers for the data, for the contracts. */
  readonly owner: string;
  /** What each column is taken for, by the table's full name. */
  readonly meanings: ReadonlyMap<string, ReadonlyMap<string, ColumnMeaning>>;
}

interface Part {
  readonly constant: string;
  readonly path: string;
  readonly says: string;
  readonly kinds: ReadonlySet<Resource['kind']>;
}

const parts: readonly Part[] = [
  {
    constant: 'database',
    path: 'database',
    says: 'The database and its schemas, stages and tasks.',
    kinds: new Set(['database', 'schema', 'stage', 'task', 'dataMetric']),
  },
  {
    constant: 'warehouses',
    path: 'warehouses',
    says: 'Warehouses that nobody else uses, and what watches them.',
    kinds: new Set(['warehouse', 'resourceMonitor']),
  },
  {
    constant: 'tags',
    path: 'access/tags',
    says: 'Tags, with the policies that mask what carries them.',
    kinds: new Set(['tag']),
  },
  {
    constant: 'policies',
    path: 'access/policies',
    says: 'Policies, with their bodies as they are.',
    kinds: new Set(['maskingPolicy', 'rowAccessPolicy', 'aggregationPolicy', 'projectionPolicy']),
  },
  {
    constant: 'network',
    path: 'access/network',
    says: 'From where one may connect.',
    kinds: new Set(['networkRule', 'networkPolicy']),
  },
  {
    constant: 'roles',
    path: 'access/roles',
    says: 'Roles that have privileges in this database alone, and who has them.',
    kinds: new Set(['role', 'databaseRole', 'roleGrant']),
  },
  {
    constant: 'shares',
    path: 'access/shares',
    says: 'What other accounts read.',
    kinds: new Set(['share']),
  },
  {
    constant: 'grants',
    path: 'access/grants',
    says: 'Who may do what.',
    kinds: new Set(['grant']),
  },
];

/** The files of a domain that says what a database holds. */
export function importFiles(
  model: ExistingModel,
  { owner, meanings }: ImportFilesOptions,
): readonly ImportedFile[] {
  const naming = domainNaming(model.database);
  const names = contractNames(model.tables);
  const used = parts.flatMap((part) => {
    const resources = model.resources.filter(({ kind }) => part.kinds.has(kind));
    return resources.length === 0 ? [] : [{ ...part, resources }];
  });
  const contracts = model.tables.map((table, at) => {
    const full = table.table.name.join('.');
    const own = names[at] ?? fallbackNames;
    return {
      path: `contracts/${fileName(own.contract)}.ts`,
      text: contractText(table, own, meanings.get(full) ?? new Map(), {
        domain: naming.domain,
        owner,
      }),
    };
  });
  return [
    { path: 'das.config.ts', text: configurationText(model, names, used) },
    { path: 'platform.ts', text: platformText(model) },
    ...contracts,
    ...(model.tables.length === 0
      ? []
      : [{ path: 'tables.ts', text: tablesText(model.tables, names) }]),
    ...used.map(({ path, constant, says, resources }) => ({
      path: `${path}.ts`,
      text: resourcesText(constant, says, resources),
    })),
  ];
}

const fallbackNames: ContractNames = { contract: 'c', constant: 'c', columns: new Map() };

function contractNames(tables: readonly ExistingTable[]): readonly ContractNames[] {
  const naming = contractNaming(tables);
  const taken = new Set(parts.map(({ constant }) => constant));
  return tables.map(({ table }) => {
    const contract = naming.get(table.name.join('.')) ?? table.name[2];
    const base = constantName(contract);
    let constant = base;
    for (let count = 2; taken.has(constant); count += 1) constant = `${base}Contract${count}`;
    taken.add(constant);
    return { contract, constant, columns: columnNaming(table.columns.map(({ name }) => name)) };
  });
}

function fileName(contract: string): string {
  return contract.replaceAll('_', '-');
}

function importLine(names: readonly string[], from: string): string {
  return `import { ${names.join(', ')} } from '${from}';`;
}

function configurationText(
  { database, tables }: ExistingModel,
  names: readonly ContractNames[],
  used: readonly Part[],
): string {
  const { domain, databaseName } = domainNaming(database);
  const spread = [
    ...used.map(({ constant }) => constant),
    ...(tables.length === 0 ? [] : ['tables']),
  ];
  const definition: Literal = {
    platform: code('platform'),
    name: domain,
    databaseName,
    contracts: names.map(({ constant }) => code(constant)),
    imported: spread.map((constant) => code(`...${constant}`)),
  };
  const start = 'const domain: Domain = defineDomain(';
  const withShorthand = typescriptText(definition, 0, 1000).replace(
    'platform: platform,',
    'platform,',
  );
  const imports = [
    ...used.map(({ constant, path }) => importLine([constant], `./${path}.js`)),
    ...names.map(({ constant, contract }) =>
      importLine([constant], `./contracts/${fileName(contract)}.js`),
    ),
    importLine(['platform'], './platform.js'),
    ...(tables.length === 0 ? [] : [importLine(['tables'], './tables.js')]),
  ];
  const from = (line: string) => line.slice(line.indexOf(' from '));
  return [
    importLine(['type Domain', 'defineDomain'], '@das/core'),
    ...imports.sort((a, b) => (from(a) < from(b) ? -1 : 1)),
    '',
    `/** What was in ${database} before: what it does not say, das plan does not change. */`,
    `${start}${withShorthand});`,
    '',
    'export default domain;',
    '',
  ].join('\n');
}

function platformText({ database, deployRole }: ExistingModel): string {
  const { prefix } = domainNaming(database);
  return [
    importLine(['definePlatform', 'type Platform'], '@das/core'),
    importLine(['standardMasking'], '@das/governance'),
    '',
    '/** What holds in every domain of the company. */',
    'export const platform: Platform = definePlatform({',
    `  name: ${stringText(prefix.toLowerCase())},`,
    `  prefix: ${stringText(prefix)},`,
    `  deployRole: ${stringText(deployRole)},`,
    '  masking: standardMasking(),',
    '});',
    '',
  ].join('\n');
}

function tablesText(tables: readonly ExistingTable[], names: readonly ContractNames[]): string {
  const imports = names.map(({ constant, contract }) =>
    importLine([constant], `./contracts/${fileName(contract)}.js`),
  );
  return [
    importLine(['type ImportedTable', 'importedTable'], '@das/core'),
    ...imports.sort((a, b) =>
      a.slice(a.indexOf(' from ')) < b.slice(b.indexOf(' from ')) ? -1 : 1,
    ),
    '',
    '/** The tables as they are, with the policies and tags that they have. */',
    'export const tables: readonly ImportedTable[] = [',
    ...tables.map((table, at) => tableText(table, names[at] ?? fallbackNames)),
    '];',
    '',
  ].join('\n');
}

function resourcesText(constant: string, says: string, resources: readonly Resource[]): string {
  return [
    "import type { Resource } from '@das/core';",
    '',
    `/** ${says} */`,
    `export const ${constant}: readonly Resource[] = [`,
    ...resources.map((each) => `  ${typescriptText(literalOf(each), 2, 3)},`),
    '];',
    '',
  ].join('\n');
}

/** A resource is plain data: what JSON says of it is all. */
function literalOf(resource: Resource): Literal {
  return JSON.parse(JSON.stringify(resource)) as Literal;
}
