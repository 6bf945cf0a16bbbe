import type { TableObject } from '../catalogue/catalogue-object.js';
import { physicalTable } from '../catalogue/catalogue-object.js';
import type { Compilation } from '../compile/compilation.js';
import { journalOf } from '../time-travel/row-versions.js';

/** An interval of the changes of a table; its ends are DuckDB text for numbers of changes. */
export interface Interval {
  /** The last change that is not in it. */
  readonly after: string;
  /** The last change that is in it. Absent: what the reader sees. */
  readonly until: string | undefined;
  /** A condition under which the interval begins with an empty table. */
  readonly isInitial: string;
}

/**
 * The net change between two moments of a table, with the columns `c<id>`, `action`, `is_update` and
 * `row_id`: what was inserted, as it is in the end; what was there and is gone, as it was; what was
 * changed, as it was and as it is.
 *
 * @see https://docs.snowflake.com/en/user-guide/streams-intro
 */
export function changeQuery(
  mode: 'DEFAULT' | 'APPEND_ONLY',
  table: TableObject,
  { after, until, isInitial }: Interval,
  compilation: Compilation,
): string {
  const source = physicalTable(table);
  const journal = journalOf(table);
  for (const name of [source, journal]) compilation.tables.add(name);
  const columns = ['row_id', ...table.columns.map((column) => `c${column.id}`)].join(', ');
  const begun = until === undefined ? '' : ` AND since <= ${until}`;
  const isNew = `(since > ${after} OR ${isInitial})${begun}`;
  if (mode === 'APPEND_ONLY') {
    // A row was born with the change that its number tells of; what was there at first counts as it was then.
    const isBorn = `((row_id >> 32) = since AND since > ${after}${begun})`;
    const atFirst = `(${isInitial} AND since <= ${after}`;
    return `(SELECT 'INSERT' AS action, FALSE AS is_update, ${columns} FROM ${source} WHERE ${isBorn} OR ${atFirst}) UNION ALL SELECT 'INSERT', FALSE, ${columns} FROM ${journal} WHERE ${isBorn} OR ${atFirst} AND until > ${after}))`;
  }
  const [before, now] = [compilation.alias('q'), compilation.alias('q')];
  const ended = until === undefined ? '' : ` AND until <= ${until}`;
  const old = `SELECT ${columns} FROM ${journal} WHERE since <= ${after} AND until > ${after}${ended} AND NOT ${isInitial}`;
  const current = `SELECT ${columns} FROM ${source} WHERE ${isNew}`;
  const then =
    until === undefined
      ? current
      : `${current} UNION ALL SELECT ${columns} FROM ${journal} WHERE ${isNew} AND until > ${until}`;
  const wasThere = `row_id IN (SELECT row_id FROM ${before})`;
  return `(WITH ${before} AS MATERIALIZED (${old}), ${now} AS MATERIALIZED (${then}) SELECT 'INSERT' AS action, ${wasThere} AS is_update, ${columns} FROM ${now} UNION ALL SELECT 'DELETE', row_id IN (SELECT row_id FROM ${now}), ${columns} FROM ${before})`;
}
