import { requirePrivilege } from '../access/privileges.js';
import type { TableObject } from '../catalogue/catalogue-object.js';
import type { Compilation, Frame } from '../compile/compilation.js';
import { compileExpression } from '../compile/compile-expression.js';
import { convert } from '../compile/convert.js';
import { Scope } from '../compile/scope.js';
import { duckString, failure, type Typed, typed } from '../compile/typed.js';
import { isTimestamp, numberType, simple } from '../datatype/data-type.js';
import { fullPath } from '../enforcement/resolve-name.js';
import { TokenReader } from '../lexing/token-reader.js';
import { tokenize } from '../lexing/tokenize.js';
import type { TimePoint } from '../query/query.js';
import { streamOffsets } from '../streams/change-tracking.js';
import { visibleStream } from '../streams/visible-stream.js';
import { invalidStatement, notFound, unsupported } from '../warehouse/errors.js';
import { momentTable, timestamp } from './moments.js';
import { horizonOf } from './retention.js';

const queryHistory = 'das_catalogue.query_history';

/**
 * DuckDB text for the number of the last change of a table that counts at a point in time. It stops
 * the statement when the point is outside of what is kept, or before the table was created.
 *
 * @see https://docs.snowflake.com/en/sql-reference/constructs/at-before
 */
export function positionOf(
  point: TimePoint,
  table: TableObject,
  compilation: Compilation,
  frame: Frame,
): string {
  compilation.tables.add(momentTable);
  const last = (condition: string): string =>
    `(SELECT coalesce(max(position), 0) FROM ${momentTable} WHERE table_id = ${table.id} AND ${condition})`;
  const includes = point.side !== 'BEFORE';
  switch (point.by) {
    case 'TIMESTAMP':
    case 'OFFSET': {
      const instant = instantSql(point, compilation, frame);
      const position = last(`committed_at ${includes ? '<=' : '<'} x`);
      return checked(position, instant, '<=', table, compilation);
    }
    case 'STATEMENT': {
      const id = duckString(textOf(point, compilation, frame));
      compilation.tables.add(queryHistory);
      compilation.readsHistory = true;
      const own = `(SELECT max(number) FROM ${momentTable} WHERE statement = ${id})`;
      const ended = `(SELECT max(end_time) FROM ${queryHistory} WHERE query_id = ${id})`;
      const other = `(SELECT max(number) FROM ${momentTable} WHERE committed_at ${includes ? '<=' : '<'} ${ended})`;
      const limit = `coalesce(${own}${includes ? '' : ' - 1'}, ${other})`;
      const instant = instantSql(point, compilation, frame);
      return checked(last(`number <= ${limit}`), instant, '<', table, compilation);
    }
    case 'STREAM':
      return offsetOf(point, table, compilation, frame);
  }
}

/** The position, unless the instant `x` is not kept. */
function checked(
  position: string,
  instant: string,
  isTooEarly: '<' | '<=',
  table: TableObject,
  compilation: Compilation,
): string {
  const { catalogue, session } = compilation;
  const created = timestamp(Date.parse(table.createdOn));
  const horizon = timestamp(horizonOf(catalogue, table, session.now));
  const stop = (code: Parameters<typeof failure>[0]): string => `CAST(${failure(code)} AS BIGINT)`;
  return `(SELECT CASE WHEN x IS NULL THEN ${stop('statement')} WHEN x ${isTooEarly} ${created} OR x < ${horizon} THEN ${stop('past')} WHEN x > ${timestamp(session.now.getTime())} THEN ${stop('future')} ELSE ${position} END FROM (SELECT ${instant} AS x))`;
}

/** DuckDB text for a point in time as a TIMESTAMP; NULL for a statement that is not known. */
export function instantSql(point: TimePoint, compilation: Compilation, frame: Frame): string {
  if (point.by === 'STREAM') {
    throw invalidStatement('STREAM => is for CHANGES and for making a stream', 'STREAM');
  }
  if (point.by === 'STATEMENT') {
    const id = duckString(textOf(point, compilation, frame));
    for (const name of [momentTable, queryHistory]) compilation.tables.add(name);
    compilation.readsHistory = true;
    return `coalesce((SELECT max(committed_at) FROM ${momentTable} WHERE statement = ${id}), (SELECT max(end_time) FROM ${queryHistory} WHERE query_id = ${id}))`;
  }
  const value = constant(point, compilation, frame);
  if (point.by === 'OFFSET') {
    const seconds = convert(value, numberType(18, 3)).sql;
    const now = timestamp(compilation.session.now.getTime());
    return `(${now} + to_milliseconds(CAST(${seconds} * 1000 AS BIGINT)))`;
  }
  if (!isTimestamp(value.type) && value.type.kind !== 'VARCHAR') {
    throw invalidStatement('TIMESTAMP takes a timestamp', 'TIMESTAMP');
  }
  // Without a cast, text is a time in UTC; every instant is kept as its UTC wall clock.
  const type = value.type.kind === 'VARCHAR' ? simple('TIMESTAMP_NTZ') : value.type;
  return `date_trunc('millisecond', ${convert(value, type).sql})`;
}

/** A constant expression: it reads nothing. */
function constant(point: TimePoint, compilation: Compilation, frame: Frame): Typed {
  if (holdsQuery(point.value)) {
    throw invalidStatement(`the value of ${point.by} is not a constant`, point.by);
  }
  const value = compileExpression(point.value, { compilation, frame, scope: new Scope() });
  return typed(value.sql, value.type);
}

/** Whether a query stands anywhere in a part of a syntax tree. */
function holdsQuery(part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return false;
  const { kind } = part as { readonly kind?: unknown };
  if (kind === 'select' || kind === 'set' || kind === 'values') return true;
  return Object.values(part).some(holdsQuery);
}

function textOf(point: TimePoint, compilation: Compilation, frame: Frame): string {
  const { text } = compileExpression(point.value, { compilation, frame, scope: new Scope() });
  if (text === undefined) throw unsupported(`${point.by} => anything but a literal`, point.by);
  return text;
}

/** Where a stream on the table stands. */
function offsetOf(
  point: TimePoint,
  table: TableObject,
  compilation: Compilation,
  frame: Frame,
): string {
  const reader = new TokenReader(tokenize(textOf(point, compilation, frame)));
  const path = fullPath(reader.name(), frame);
  reader.expectEnd();
  const { catalogue } = compilation;
  const stream = visibleStream(path, catalogue, frame.roles);
  if (stream === undefined) throw notFound('Stream', path.join('.'));
  requirePrivilege(catalogue, frame.roles, stream, 'SELECT');
  if (stream.table !== table.id || stream.tables !== undefined) {
    throw invalidStatement(`the stream ${path.join('.')} is not on this table`, path.join('.'));
  }
  compilation.tables.add(streamOffsets);
  return `(SELECT position FROM ${streamOffsets} WHERE stream_id = ${stream.id})`;
}
