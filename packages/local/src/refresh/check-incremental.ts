import type { Catalogue } from '../catalogue/catalogue.js';
import type { DynamicTableObject, RelationObject } from '../catalogue/catalogue-object.js';
import { tokenize } from '../lexing/tokenize.js';
import { parseQuery } from '../polyglot/parse-query.js';
import { invalidStatement } from '../warehouse/errors.js';
import { incrementalObstacle } from './incremental-obstacle.js';
import { upstreamOf } from './upstream.js';

/**
 * Refuses `REFRESH_MODE = INCREMENTAL` for a query that Snowflake refreshes only in full, whether
 * the reason stands in it, in a view or in a dynamic table that it reads. The engine itself always
 * refreshes in full.
 *
 * @param relations - what the query names, views opened
 */
export function checkIncremental(
  catalogue: Catalogue,
  table: DynamicTableObject,
  relations: Iterable<RelationObject>,
): void {
  const reason = obstacleOf(catalogue, table, relations);
  if (reason === undefined) return;
  throw invalidStatement(
    `dynamic table ${table.name} cannot be refreshed incrementally: ${reason}`,
    table.name,
    2711,
  );
}

function obstacleOf(
  catalogue: Catalogue,
  table: DynamicTableObject,
  relations: Iterable<RelationObject>,
): string | undefined {
  const own = incrementalObstacle(parseQuery(tokenize(table.text)));
  if (own !== undefined) return own;
  for (const relation of relations) {
    if (relation.kind !== 'VIEW') continue;
    const found = incrementalObstacle(parseQuery(tokenize(relation.text)));
    if (found !== undefined) return `${found} in the view ${catalogue.fullName(relation)}`;
  }
  for (const id of upstreamOf(catalogue, table)) {
    const upstream = catalogue.get(id);
    if (upstream?.kind === 'DYNAMIC TABLE' && isFull(catalogue, upstream)) {
      return `${catalogue.fullName(upstream)} is refreshed in full`;
    }
  }
  return undefined;
}

/** Whether a dynamic table is refreshed in full on Snowflake, as declared or as AUTO would choose. */
function isFull(catalogue: Catalogue, table: DynamicTableObject): boolean {
  if (table.refreshMode !== 'AUTO') return table.refreshMode === 'FULL';
  return obstacleOf(catalogue, table, []) !== undefined;
}
