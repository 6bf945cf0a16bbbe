import type { ResultSet } from '@das/core';
import type { StreamObject } from '../../catalogue/catalogue-object.js';
import { statusResult } from '../../shaping/status-result.js';
import { streamOffsets } from '../../streams/change-tracking.js';
import { timestamp } from '../../time-travel/moments.js';
import type { Definition } from '../definition.js';

/**
 * Writes down where a new stream stands.
 *
 * @param position - DuckDB text for the number of a change
 */
export async function insertOffset(
  definition: Definition,
  stream: number,
  table: number,
  position: string,
  isInitial: boolean,
): Promise<void> {
  const now = timestamp(Date.parse(definition.now));
  await definition.run(
    `INSERT INTO ${streamOffsets} (stream_id, table_id, position, is_initial, moved_at) VALUES (${stream}, ${table}, ${position}, ${isInitial}, ${now})`,
  );
}

/** `CREATE STREAM … CLONE source`: it stands where its source stands. */
export async function cloneStream(
  definition: Definition,
  source: StreamObject,
  schema: number,
  name: string,
): Promise<ResultSet> {
  definition.replaced ??= source;
  const stream: StreamObject = definition.withFutureGrants({
    ...source,
    ...definition.base(name, source.comment),
    parent: schema,
  });
  definition.draft.put(stream);
  await definition.run(
    `INSERT INTO ${streamOffsets} (stream_id, table_id, position, is_initial, moved_at) SELECT ${stream.id}, table_id, position, is_initial, moved_at FROM ${streamOffsets} WHERE stream_id = ${source.id}`,
  );
  return statusResult(`Stream ${name} successfully created.`);
}
