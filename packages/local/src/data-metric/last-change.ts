import type { DuckDBConnection } from '@duckdb/node-api';
import type { RelationObject } from '../catalogue/catalogue-object.js';
import { momentTable } from '../time-travel/moments.js';

/** The last DML change of a table: a number that only grows, and when it was committed. */
export interface LastChange {
  readonly position: number;
  readonly committedAt: number;
}

/** What changed the rows of a table or dynamic table last; 0 for a view. */
export async function lastChange(
  connection: DuckDBConnection,
  relation: RelationObject,
): Promise<LastChange> {
  const sql = changeSql(relation);
  if (sql === undefined) return { position: 0, committedAt: 0 };
  const reader = await connection.runAndReadAll(sql);
  const [position, committedAt] = (reader.getRows()[0] ?? []).map(Number);
  return { position: position ?? 0, committedAt: committedAt ?? 0 };
}

function changeSql(relation: RelationObject): string | undefined {
  if (relation.kind === 'VIEW') return undefined;
  if (relation.kind === 'TABLE') {
    // A change of the columns is noted like one of the rows.
    const reshapes = [relation.reshapedAt ?? 0, ...(relation.reshapes ?? [])].join(', ');
    return `SELECT coalesce(max(position), 0), coalesce(epoch_ms(max(committed_at)), 0) FROM ${momentTable} WHERE table_id = ${relation.id} AND position NOT IN (${reshapes})`;
  }
  const count = (name: string): string =>
    `CAST(coalesce(json_extract_string(body, '$.statistics.${name}'), '0') AS BIGINT)`;
  return (
    'SELECT coalesce(max(data_timestamp), 0), coalesce(max(data_timestamp), 0) ' +
    `FROM das_catalogue.dynamic_table_refreshes WHERE table_id = ${relation.id} ` +
    `AND ${count('numInsertedRows')} + ${count('numDeletedRows')} > 0`
  );
}
