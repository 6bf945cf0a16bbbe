import { GovernanceError } from '../errors/governance-error.js';
import type { ExistingTable } from './import-tables.js';

/** How a domain is called so that its database has the name that it has. */
export interface DomainNaming {
  readonly prefix: string;
  readonly domain: string;
  /** Where prefix and name do not make the name. */
  readonly databaseName: string | undefined;
}

const defaultPrefix = 'BROOK';

/**
 * The prefix and the name of the domain of a database.
 *
 * @throws {@link GovernanceError} `DAS_IMPORT_UNNAMEABLE` for a name that has to be quoted
 */
export function domainNaming(database: string): DomainNaming {
  const isPlain = /^[A-Z][A-Z0-9_]{0,127}$/.test(database);
  const [, prefix = '', name = ''] = /^([A-Z][A-Z0-9]*)_([A-Z][A-Z0-9_]*)$/.exec(database) ?? [];
  if (isPlain && name !== '' && name.length <= 63) {
    return { prefix, domain: name.toLowerCase(), databaseName: undefined };
  }
  if (isPlain && database.length <= 63) {
    const domain = database.toLowerCase();
    return { prefix: defaultPrefix, domain, databaseName: database };
  }
  throw new GovernanceError(
    'DAS_IMPORT_UNNAMEABLE',
    'the name of the database has to be quoted, or is longer than a domain may be called',
    { place: `database ${database}`, next: 'rename it: upper case, digits and underscores' },
  );
}

/** A name of a contract or of a column: lower case with underscores, a letter first, unlike all others. */
function plainName(text: string, taken: Set<string>, longest: number): string {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  const base = (/^[a-z]/.test(plain) ? plain : `c_${plain}`.replace(/_$/, '')).slice(
    0,
    longest - 5,
  );
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? base : `${base}_${count}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

/** The contract's name of each table, and the column's names in it: by what they are called in the database. */
export function columnNaming(columns: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  // Who keeps its name comes first, so that no other one takes it.
  const isKept = (name: string) => /^[A-Z][A-Z0-9_]*$/.test(name) && name.length <= 240;
  const names = new Map(columns.filter(isKept).map((name) => [name, name.toLowerCase()]));
  for (const name of names.values()) taken.add(name);
  return new Map(columns.map((name) => [name, names.get(name) ?? plainName(name, taken, 240)]));
}

/** The contract of a table, by the table's full name. */
export function contractNaming(tables: readonly ExistingTable[]): ReadonlyMap<string, string> {
  const count = new Map<string, number>();
  const own = (table: ExistingTable) => table.table.name[2].toLowerCase();
  for (const table of tables) count.set(own(table), (count.get(own(table)) ?? 0) + 1);
  const taken = new Set<string>();
  return new Map(
    tables.map((each) => {
      const { name } = each.table;
      const text = (count.get(own(each)) ?? 0) > 1 ? `${name[1]}_${name[2]}` : name[2];
      return [name.join('.'), plainName(text, taken, 63)] as const;
    }),
  );
}

const reserved = new Set(
  `arguments await break case catch class const continue debugger default delete do else enum eval export
  extends false finally for function if implements import in instanceof interface let new null package private
  protected public return static super switch this throw true try typeof undefined var void while with yield
  z tables defineContract defineDomain importedTable domain platform`.split(/\s+/),
);

/** A name as a constant is called. */
export function constantName(name: string): string {
  const camel = name.replaceAll(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return reserved.has(camel) ? `${camel}Contract` : camel;
}
