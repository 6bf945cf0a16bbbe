import { dependenciesOf } from '@das/core';
import type { AnyTable, ResourceState } from './effective-policy.js';

/**
 * What decides which values are in a table: of a dynamic one its query, with the queries of the dynamic tables
 * that it is made of. The rows of other tables no plan changes.
 */
export function contentOf(
  state: ResourceState,
  table: AnyTable,
  above: ReadonlySet<AnyTable> = new Set(),
): string {
  if (table.kind !== 'dynamicTable' || above.has(table)) return '';
  const within = new Set([...above, table]);
  const sources = [...new Set(dependenciesOf(table))].flatMap((address) => {
    const source = state.get(address);
    return source?.kind === 'dynamicTable' ? [[address, contentOf(state, source, within)]] : [];
  });
  return JSON.stringify([table.query, sources]);
}
