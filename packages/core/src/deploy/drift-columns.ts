import { driftColumn, driftPrefix } from '../domain/drift-protection.js';
import { addressOf, type Resource } from '../resources/resource.js';
import type { ActualState } from './actual-state.js';

/**
 * The addresses of what protects the columns that drift has added to tables which stay. A collector adds
 * them by itself, so no definition of a table has them; what they hold nobody has said, so as long as they
 * are there nobody may read them.
 */
export function neededByDrift(
  { columns }: Pick<ActualState, 'columns'>,
  database: string,
  isDropped: (table: string, column: string) => boolean,
): ReadonlySet<string> {
  const needed = new Set<string>();
  for (const [table, names] of columns) {
    for (const name of names.filter((each) => isOfDrift(each) && !isDropped(table, each))) {
      for (const each of protectionOf(database, name)) needed.add(each);
    }
  }
  return needed;
}

/**
 * What there is, of tables that stay with the columns that drift has added. Where no collector may add any, they
 * are not declared any more, like other columns of a table; so a plan that drops what is not declared drops them.
 */
export function withDriftColumns(
  current: ReadonlyMap<string, Resource>,
  declared: ReadonlyMap<string, Resource>,
  { columns }: Pick<ActualState, 'columns'>,
  { database, isStaying }: { database: string; isStaying: (table: string) => boolean },
): ReadonlyMap<string, Resource> {
  const known = new Map(current);
  for (const table of current.values()) {
    const address = addressOf(table);
    if (table.kind !== 'table' || !isStaying(address)) continue;
    const added = (columns.get(address) ?? [])
      .filter(isOfDrift)
      .filter((name) => !table.columns.some((each) => each.name === name))
      .filter((name) => !protectionOf(database, name).some((each) => mayEvolve(each, declared)))
      .map((name) => driftColumn(database, name));
    if (added.length > 0) known.set(address, { ...table, columns: [...table.columns, ...added] });
  }
  return known;
}

/** Collectors that add columns are declared with the policy that masks these. */
function mayEvolve(protection: string, declared: ReadonlyMap<string, Resource>): boolean {
  return protection.startsWith('maskingPolicy ') && declared.has(protection);
}

/** Whether drift has added a column. */
export function isDriftColumn({ name }: { readonly name: string }): boolean {
  return isOfDrift(name);
}

function isOfDrift(column: string): boolean {
  return column.startsWith(driftPrefix);
}

function protectionOf(database: string, name: string): readonly string[] {
  const { maskingPolicy, tags } = driftColumn(database, name);
  return [
    ...(maskingPolicy === undefined ? [] : [`maskingPolicy ${maskingPolicy.join('.')}`]),
    ...tags.map(({ tag }) => `tag ${tag.join('.')}`),
  ];
}
