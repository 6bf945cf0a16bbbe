import { type DataType, duckType } from '../datatype/data-type.js';
import { unsupported } from '../warehouse/errors.js';

/** An expression of DuckDB SQL with the Snowflake type of its value. */
export interface Typed {
  readonly sql: string;
  readonly type: DataType;
  /** The text of a string literal, for functions whose arguments are names: `DATEADD('month', …)`. */
  readonly text?: string | undefined;
}

/** The longest text that one expression may become: nested aliases and functions multiply theirs. */
const longest = 32_000_000;

export function typed(sql: string, type: DataType): Typed {
  if (sql.length > longest) throw unsupported('an expression that grows this large');
  return { sql, type };
}

/** A key of GROUP BY or ORDER BY: a bare constant there would be a position to DuckDB, or refused. */
export function sortKey(value: Typed): string {
  const isConstant = /^(?:-?\d+|\(-\d+\)|NULL|TRUE|FALSE|'(?:[^']|'')*')$/.test(value.sql);
  return isConstant ? `CAST(${value.sql} AS ${duckType(value.type)})` : value.sql;
}

/** Writes text as a DuckDB string literal. DuckDB reads no escapes but `''`. */
export function duckString(text: string): string {
  if (!text.includes('\0')) return `'${text.replaceAll("'", "''")}'`;
  const parts = text.split('\0').map((part) => duckString(part));
  return `(${parts.join(' || chr(0) || ')})`;
}

/** An expression that stops the statement with one of the messages in {@link failures}. */
export function failure(code: keyof typeof failures): string {
  return `error('DAS:${code}')`;
}

/** What the engine's own checks inside a statement say: fixed text, so that no value is echoed. */
export const failures = {
  division: { number: 100_051, sqlState: '22012', message: 'division by zero' },
  boolean: { number: 100_037, sqlState: '22018', message: 'a value is not a BOOLEAN' },
  date: { number: 100_040, sqlState: '22007', message: 'a value is not a DATE' },
  time: { number: 100_108, sqlState: '22007', message: 'a value is not a TIME' },
  timestamp: { number: 100_035, sqlState: '22007', message: 'a value is not a TIMESTAMP' },
  number: { number: 100_038, sqlState: '22018', message: 'a value is not a NUMBER' },
  position: { number: 100_047, sqlState: '22003', message: 'a start position is less than 1' },
  length: {
    number: 100_078,
    sqlState: '22000',
    message: 'a string is too long and would be truncated',
  },
  empty: {
    sqlState: '22000',
    message:
      'an empty string cannot be told from NULL in the file: set FIELD_OPTIONALLY_ENCLOSED_BY, or EMPTY_FIELD_AS_NULL = FALSE',
  },
  json: {
    number: 100_069,
    sqlState: '22P02',
    message: 'NaN and the infinities have no form in a VARIANT here',
  },
  object: { sqlState: '22000', message: 'a VARIANT is not of the kind that a function needs' },
  duplicate: { sqlState: '22000', message: 'the key is in the OBJECT already' },
  bucket: { sqlState: '22000', message: 'the bounds or the number of buckets are not in order' },
  ascii: { sqlState: '22000', message: 'a text is not plain ASCII' },
  depth: { sqlState: '22000', message: 'a value is nested too deeply for RECURSIVE' },
  character: { sqlState: '22000', message: 'a number is no code of a character' },
  domain: { sqlState: '22003', message: 'a number is outside of what a function takes' },
  order: {
    sqlState: '22000',
    message: 'the elements of an ARRAY are not all numbers or all texts',
  },
  base64: { sqlState: '22000', message: 'a value is not Base64' },
  past: {
    number: 707,
    sqlState: '02000',
    message:
      'time travel data is not available: the requested time is either beyond the allowed time travel period or before the object was created',
  },
  future: { number: 707, sqlState: '02000', message: 'the requested time is in the future' },
  statement: {
    number: 707,
    sqlState: '02000',
    message: 'the statement of AT or BEFORE is not found',
  },
  stale: {
    number: 91_901,
    sqlState: '55000',
    message: 'the stream is stale: its offset is outside of what is kept of its table',
  },
  tracking: {
    sqlState: '02000',
    message: 'change tracking is not enabled, or was not for the whole time that is requested',
  },
  binary: { number: 100_115, sqlState: '22000', message: 'a value is not hexadecimal' },
} as const;
