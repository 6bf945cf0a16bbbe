import type { StreamObject } from '../catalogue/catalogue-object.js';
import type { Compilation } from '../compile/compilation.js';
import { failure } from '../compile/typed.js';
import { momentTable, positionAt, timestamp } from '../time-travel/moments.js';
import { staleAfter } from '../time-travel/retention.js';
import type { Interval } from './change-query.js';
import { streamOffsets } from './change-tracking.js';

/** The changes of a table that a stream has not yet consumed, up to where the transaction began. */
export function streamInterval(
  stream: StreamObject,
  table: number,
  compilation: Compilation,
): Interval {
  for (const name of [streamOffsets, momentTable]) compilation.tables.add(name);
  const own = `FROM ${streamOffsets} WHERE stream_id = ${stream.id} AND table_id = ${table}`;
  const bound = compilation.session.streamBound;
  const { catalogue, session } = compilation;
  const object = catalogue.get(table);
  const kept = object === undefined ? 0 : staleAfter(catalogue, object, 0);
  const oldest = timestamp(session.now.getTime() - kept);
  const stop = `CAST(${failure('stale')} AS BIGINT)`;
  return {
    after: `(SELECT CASE WHEN moved_at < ${oldest} THEN ${stop} ELSE position END ${own})`,
    until: bound === undefined ? undefined : positionAt(table, bound),
    isInitial: `(SELECT coalesce(is_initial, FALSE) ${own})`,
  };
}
