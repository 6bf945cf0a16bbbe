import { isRelation, type RelationObject } from '../../catalogue/catalogue-object.js';
import type { Definition } from '../definition.js';

/** The number of a column that is gone: a later column may be given the number that it had. */
const gone = 0;

/**
 * Marks the columns that a table has lost in what is measured of it, there and on other tables.
 *
 * @returns the changed table, to be stored
 */
export function forgetColumns<T extends RelationObject>(
  definition: Definition,
  before: RelationObject,
  after: T,
): T {
  const { draft } = definition;
  const lost = before.columns
    .map(({ id }) => id)
    .filter((id) => !after.columns.some((column) => column.id === id));
  if (lost.length === 0) return after;
  const marked = (columns: readonly number[]): readonly number[] =>
    columns.map((id) => (lost.includes(id) ? gone : id));
  const forget = <R extends RelationObject>(relation: R, isOwn: boolean): R => {
    const { metrics } = relation;
    if (metrics === undefined) return relation;
    const changed = metrics.map((each) => ({
      ...each,
      ...(isOwn ? { columns: marked(each.columns) } : {}),
      ...(each.second?.table === before.id
        ? { second: { ...each.second, columns: marked(each.second.columns) } }
        : {}),
    }));
    return { ...relation, metrics: changed };
  };
  for (const other of [...draft.all()]) {
    if (!isRelation(other) || other.id === before.id) continue;
    const reads = (other.metrics ?? []).some(({ second }) => second?.table === before.id);
    if (reads) draft.put(forget(other, false));
  }
  return forget(after, true);
}
