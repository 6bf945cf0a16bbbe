import { driftColumn, driftPrefix } from '../domain/drift-protection.js';
import type { ActualState } from './actual-state.js';

/**
 * The addresses of what protects the columns that drift has added to tables which stay. A collector adds
 * them by itself, so no definition of a table has them; what they hold nobody has said, so as long as they
 * are there nobody may read them.
 */
export function neededByDrift(
  { columns }: Pick<ActualState, 'columns'>,
  database: string,
  isDropped: (table: string) => boolean,
): ReadonlySet<string> {
  const needed = new Set<string>();
  for (const [table, names] of columns) {
    if (isDropped(table)) continue;
    for (const name of names) {
      if (!name.startsWith(driftPrefix)) continue;
      const { maskingPolicy, tags } = driftColumn(database, name);
      if (maskingPolicy !== undefined) needed.add(`maskingPolicy ${maskingPolicy.join('.')}`);
      for (const { tag } of tags) needed.add(`tag ${tag.join('.')}`);
    }
  }
  return needed;
}
