import type { Catalogue } from '../catalogue/catalogue.js';
import type { DynamicTableObject } from '../catalogue/catalogue-object.js';
import { invalidStatement } from '../warehouse/errors.js';
import { upstreamOf } from './upstream.js';

/**
 * Refuses a target lag that is shorter than that of a dynamic table which is read, directly or
 * through views, or longer than that of one which reads the table.
 *
 * @see https://docs.snowflake.com/en/user-guide/dynamic-tables/target-lag
 */
export function checkLag(catalogue: Catalogue, table: DynamicTableObject): void {
  for (const id of upstreamOf(catalogue, table)) {
    const upstream = catalogue.get(id);
    if (upstream?.kind === 'DYNAMIC TABLE') comparePair(catalogue, upstream, table);
  }
  for (const object of catalogue.ofKind('DYNAMIC TABLE')) {
    if (object.kind !== 'DYNAMIC TABLE' || object.id === table.id) continue;
    if (upstreamOf(catalogue, object).includes(table.id)) comparePair(catalogue, table, object);
  }
}

function comparePair(
  catalogue: Catalogue,
  upstream: DynamicTableObject,
  downstream: DynamicTableObject,
): void {
  if (upstream.targetLag === 'DOWNSTREAM' || downstream.targetLag === 'DOWNSTREAM') return;
  if (downstream.targetLag >= upstream.targetLag) return;
  const name = catalogue.fullName(downstream);
  throw invalidStatement(
    `the target lag of ${name} (${downstream.targetLagText}) is shorter than that of ${catalogue.fullName(upstream)} (${upstream.targetLagText}), which it reads`,
    name,
  );
}
