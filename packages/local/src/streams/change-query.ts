import type { StreamObject, TableObject } from '../catalogue/catalogue-object.js';
import { physicalTable } from '../catalogue/catalogue-object.js';
import type { Compilation } from '../compile/compilation.js';
import { journalOf, streamOffsets } from './change-tracking.js';

/**
 * The net change between the offset of a stream and now, with the columns `c<id>`, `action`,
 * `is_update` and `row_id`: what was inserted, as it is now; what was there and is gone, as it was;
 * what was changed, as it was and as it is.
 *
 * @see https://docs.snowflake.com/en/user-guide/streams-intro
 */
export function changeQuery(
  stream: StreamObject,
  table: TableObject,
  compilation: Compilation,
): string {
  const source = physicalTable(table);
  const journal = journalOf(table);
  for (const name of [source, journal, streamOffsets]) compilation.tables.add(name);
  const offset = `(SELECT position FROM ${streamOffsets} WHERE stream_id = ${stream.id})`;
  const columns = ['row_id', ...table.columns.map((column) => `c${column.id}`)].join(', ');
  const bound = compilation.session.streamBounds?.get(table.id);
  const until = (name: string): string => (bound === undefined ? '' : ` AND ${name} <= ${bound}`);
  const first = 'QUALIFY row_number() OVER (PARTITION BY row_id ORDER BY position) = 1';
  if (stream.mode === 'APPEND_ONLY') {
    // Rows as they were inserted, whatever became of them.
    const kept = compilation.alias('q');
    return `(WITH ${kept} AS MATERIALIZED (SELECT ${columns} FROM ${journal} WHERE row_id > ${offset}${until('row_id')} ${first}) SELECT 'INSERT' AS action, FALSE AS is_update, ${columns} FROM ${kept} UNION ALL SELECT 'INSERT', FALSE, ${columns} FROM ${source} WHERE row_id > ${offset}${until('row_id')} AND row_id NOT IN (SELECT row_id FROM ${kept}))`;
  }
  const [before, now] = [compilation.alias('q'), compilation.alias('q')];
  const old = `SELECT ${columns} FROM ${journal} WHERE position > ${offset}${until('position')} AND row_id <= ${offset} ${first}`;
  const current =
    bound === undefined
      ? `SELECT ${columns} FROM ${source}`
      : `SELECT ${columns} FROM ${source} WHERE row_id <= ${bound} AND row_id NOT IN (SELECT row_id FROM ${journal} WHERE position > ${bound}) UNION ALL SELECT * FROM (SELECT ${columns} FROM ${journal} WHERE position > ${bound} AND row_id <= ${bound} ${first})`;
  const wasThere = `row_id IN (SELECT row_id FROM ${before})`;
  return `(WITH ${before} AS MATERIALIZED (${old}), ${now} AS MATERIALIZED (SELECT * FROM (${current}) WHERE row_id > ${offset} OR ${wasThere}) SELECT 'INSERT' AS action, ${wasThere} AS is_update, ${columns} FROM ${now} UNION ALL SELECT 'DELETE', row_id IN (SELECT row_id FROM ${now}), ${columns} FROM ${before})`;
}
