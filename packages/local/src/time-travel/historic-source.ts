import {
  physicalTable,
  type RelationObject,
  type TableObject,
} from '../catalogue/catalogue-object.js';
import type { Compilation, Frame } from '../compile/compilation.js';
import { failure } from '../compile/typed.js';
import type { TimeClause } from '../query/query.js';
import { changeQuery } from '../streams/change-query.js';
import { executionFailed, invalidStatement, unsupported } from '../warehouse/errors.js';
import { positionOf } from './point-in-time.js';
import { isVersioned, journalOf, versionsAt } from './row-versions.js';

/** As of when tables are read, and whose statement says so. */
export interface AsOf {
  readonly clause: TimeClause;
  readonly frame: Frame;
}

/**
 * The rows of a table as they were, in the columns that it has today.
 *
 * @see https://docs.snowflake.com/en/user-guide/data-time-travel
 */
export function historicSource(
  relation: RelationObject,
  { clause, frame }: AsOf,
  compilation: Compilation,
): string {
  const table = versioned(relation);
  if (clause.start.by === 'STREAM') {
    throw invalidStatement('STREAM => is for CHANGES and for making a stream', 'STREAM');
  }
  compilation.isVolatile = true;
  const [source, journal] = [physicalTable(table), journalOf(table)];
  for (const name of [source, journal]) compilation.tables.add(name);
  const columns = table.columns.map((column) => `c${column.id}`).join(', ');
  const none = table.columns.map(() => 'NULL').join(', ');
  const position = positionOf(clause.start, table, compilation, frame);
  const [at, rows] = [compilation.alias('q'), compilation.alias('q')];
  // The last branch gives no row; it makes DuckDB look for the position even where nothing was kept.
  return `(WITH ${at} AS MATERIALIZED (SELECT ${position} AS p), ${rows} AS (SELECT ${columns} FROM ${source} WHERE since <= (SELECT p FROM ${at}) UNION ALL SELECT ${columns} FROM ${journal} WHERE since <= (SELECT p FROM ${at}) AND until > (SELECT p FROM ${at}) UNION ALL SELECT ${none} FROM ${at} WHERE p < 0) SELECT * FROM ${rows})`;
}

/** The rows of a table as they were after a change, with their numbers and those of their versions. */
export function trackedSource(
  table: TableObject,
  position: string,
  compilation: Compilation,
): string {
  for (const name of [physicalTable(table), journalOf(table)]) compilation.tables.add(name);
  return versionsAt(table, position);
}

/**
 * What changed in a table between two points in time.
 *
 * @see https://docs.snowflake.com/en/sql-reference/constructs/changes
 */
export function changesSource(
  relation: RelationObject,
  { clause, frame }: AsOf,
  compilation: Compilation,
): { readonly table: TableObject; readonly sql: string } {
  const table = versioned(relation);
  const mode = clause.changes;
  if (mode === undefined) throw invalidStatement('CHANGES is missing');
  if (table.changeKey === undefined) {
    throw executionFailed(
      `change tracking is not enabled on ${compilation.catalogue.fullName(table)}`,
      {
        sqlState: '02000',
        place: compilation.catalogue.fullName(table),
        next: 'set CHANGE_TRACKING = TRUE',
      },
    );
  }
  compilation.isVolatile = true;
  const start = positionOf(clause.start, table, compilation, frame);
  const since = table.trackedSince ?? 0;
  const after = `(SELECT CASE WHEN p < ${since} AND EXISTS (SELECT 1 FROM das_catalogue.moments WHERE table_id = ${table.id} AND position > p AND position < ${since}) THEN CAST(${failure('tracking')} AS BIGINT) ELSE p END FROM (SELECT ${start} AS p))`;
  const until = clause.end && positionOf(clause.end, table, compilation, frame);
  const sql = changeQuery(mode, table, { after, until, isInitial: 'FALSE' }, compilation);
  return { table, sql };
}

function versioned(relation: RelationObject): TableObject {
  if (relation.kind !== 'TABLE') {
    throw unsupported(`Time Travel of a ${relation.kind.toLowerCase()}`, relation.name);
  }
  if (!isVersioned(relation)) throw unsupported('Time Travel of a temporary table', relation.name);
  return relation;
}
