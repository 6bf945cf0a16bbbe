import type { DuckDBConnection } from '@duckdb/node-api';
import type { TableObject } from '../catalogue/catalogue-object.js';
import type { Engine } from '../engine/engine.js';
import { streamOffsets, streamsOn } from '../streams/change-tracking.js';
import { momentTable, timestamp } from './moments.js';
import { extensionDays, horizonOf, retentionDays } from './retention.js';
import { isVersioned, journalOf, type Versions } from './row-versions.js';

const hour = 60 * 60 * 1000;
const day = 24 * hour;

/** When each table of an engine was last pruned. */
const pruned = new WeakMap<object, Map<number, number>>();

/**
 * Forgets the versions of rows, and the moments, that neither Time Travel nor a stream can reach any
 * more. It is done by who writes to the table, under its lock, and at most once an hour.
 */
export async function pruneVersions(
  connection: DuckDBConnection,
  engine: Pick<Engine, 'catalogue' | 'clock' | 'moments'>,
  table: TableObject,
): Promise<void> {
  const { catalogue } = engine;
  const now = engine.clock();
  const times = pruned.get(engine.moments) ?? new Map<number, number>();
  pruned.set(engine.moments, times);
  const last = times.get(table.id);
  if (last !== undefined && Math.abs(now.getTime() - last) < hour) return;
  times.set(table.id, now.getTime());
  const extended = now.getTime() - extensionDays(catalogue, table) * day;
  const horizon = horizonOf(catalogue, table, now);
  const floorAt = (at: number): string =>
    `coalesce((SELECT max(position) FROM ${momentTable} WHERE table_id = ${table.id} AND committed_at <= ${timestamp(at)}), 0)`;
  const floors = [floorAt(horizon)];
  if (streamsOn(catalogue, table.id).length > 0) {
    const offset = `(SELECT min(position) FROM ${streamOffsets} WHERE table_id = ${table.id})`;
    floors.push(`greatest(${floorAt(Math.min(extended, horizon))}, ${offset})`);
  }
  const floor = `least(${floors.join(', ')})`;
  await connection.run(`DELETE FROM ${journalOf(table)} WHERE until <= ${floor}`);
  await connection.run(
    `DELETE FROM ${momentTable} WHERE table_id = ${table.id} AND position < ${floor}`,
  );
}

/** How a writer keeps the versions of a table's rows; a temporary table has none. */
export function versionsOf(
  { catalogue }: Pick<Engine, 'catalogue'>,
  id: number,
  position: () => number,
): Versions | undefined {
  const table = catalogue.get(id);
  if (table?.kind !== 'TABLE' || !isVersioned(table)) return undefined;
  const isKept = retentionDays(catalogue, table) > 0 || streamsOn(catalogue, id).length > 0;
  return { table, isKept, position };
}
