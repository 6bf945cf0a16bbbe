import {
  type DataType,
  duckType,
  formatType,
  isSemiStructured,
  isTimestamp,
  simple,
  varchar,
} from '../datatype/data-type.js';
import { unsupported } from '../warehouse/errors.js';
import { failure, type Typed, typed } from './typed.js';

const isoTimestamp = String.raw`^\s*\d{4}-\d{1,2}-\d{1,2}([T ]\d{1,2}:\d{2}(:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}(:?\d{2})?)?)?)?\s*$`;
/** With the offset behind a space, or without seconds before it: DuckDB reads neither. */
const spacedTimestamp = String.raw`^\s*\d{4}-\d{1,2}-\d{1,2}[T ]\d{1,2}:\d{2}(:\d{2}(\.\d{1,9})?)?\s*(Z|[+-]\d{2}(:?\d{2})?)\s*$`;
const isoTime = String.raw`^\s*\d{1,2}:\d{2}(:\d{2}(\.\d{1,9})?)?\s*$`;
/** `NaN` and the infinities, in any case, as FLOAT alone takes them. */
const notFinite = '^(?i:nan|-?inf)$';
const decimal = String.raw`^\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*$`;

/** Whether a conversion gives NULL (`TRY_CAST`) or stops the statement when a value does not fit. */
export type ConversionMode = 'cast' | 'try';

/**
 * Converts an expression to another type with Snowflake's rules.
 *
 * @throws WarehouseError `DAS_WAREHOUSE_UNSUPPORTED` for a pair of types that Snowflake does not
 * convert, or whose result is not known to be the same.
 */
export function convert(value: Typed, target: DataType, mode: ConversionMode = 'cast'): Typed {
  const from = value.type;
  const sql = conversion(value, target, mode);
  if (sql === undefined) {
    throw unsupported(`a conversion from ${formatType(from)} to ${formatType(target)}`);
  }
  return typed(sql, target);
}

function conversion(value: Typed, target: DataType, mode: ConversionMode): string | undefined {
  const from = value.type;
  const cast = mode === 'try' ? 'TRY_CAST' : 'CAST';
  const plain = `${cast}(${value.sql} AS ${duckType(target)})`;
  if (from.kind === 'NULL') return `CAST(NULL AS ${duckType(target)})`;
  if (isSemiStructured(target)) return toSemiStructured(value, target);
  if (isSemiStructured(from)) {
    if (target.kind === 'BINARY') return undefined;
    const text = `json_extract_string(${value.sql}, '$')`;
    return conversion(typed(text, varchar), target, mode);
  }
  switch (target.kind) {
    case 'VARCHAR':
      return checkLength(toText(value), from, target, mode);
    case 'NUMBER':
      if (from.kind === 'NUMBER') {
        const isSame = from.precision === target.precision && from.scale === target.scale;
        return isSame ? value.sql : plain;
      }
      if (from.kind === 'FLOAT' || from.kind === 'BOOLEAN') return plain;
      return from.kind === 'VARCHAR' ? textToNumber(value.sql, target, mode) : undefined;
    case 'FLOAT':
      if (from.kind === 'FLOAT') return value.sql;
      if (from.kind === 'NUMBER' || from.kind === 'BOOLEAN') return plain;
      return from.kind === 'VARCHAR'
        ? guarded(value.sql, `${decimal}|${notFinite}`, plain, 'number', mode)
        : undefined;
    case 'BOOLEAN':
      if (from.kind === 'BOOLEAN') return value.sql;
      if (from.kind === 'NUMBER') return `(${value.sql} <> 0)`;
      return from.kind === 'VARCHAR' ? toBoolean(value.sql, mode) : undefined;
    case 'DATE':
      if (from.kind === 'DATE') return value.sql;
      if (isTimestamp(from)) return plain;
      if (from.kind !== 'VARCHAR') return undefined;
      return moment(
        value.sql,
        (sql) => `${cast}(${cast}(${sql} AS TIMESTAMP) AS DATE)`,
        'date',
        mode,
      );
    case 'TIME':
      if (from.kind === 'TIME') return value.sql;
      if (isTimestamp(from)) return plain;
      return from.kind === 'VARCHAR' ? guarded(value.sql, isoTime, plain, 'time', mode) : undefined;
    case 'TIMESTAMP_NTZ':
    case 'TIMESTAMP_LTZ':
    case 'TIMESTAMP_TZ':
      if (isTimestamp(from)) return value.sql;
      if (from.kind === 'DATE') return plain;
      if (from.kind !== 'VARCHAR') return undefined;
      return moment(value.sql, (sql) => toInstant(sql, target, cast), 'timestamp', mode);
    case 'BINARY':
      if (from.kind === 'BINARY') return value.sql;
      return from.kind === 'VARCHAR'
        ? guarded(value.sql, '^([0-9A-Fa-f]{2})*$', `unhex(${value.sql})`, 'binary', mode)
        : undefined;
    default:
      return undefined;
  }
}

/** DuckDB is forty times slower to read a wide DECIMAL from text than a BIGINT, so short ones take the way around. */
function textToNumber(
  sql: string,
  target: Extract<DataType, { kind: 'NUMBER' }>,
  mode: ConversionMode,
): string {
  const cast = mode === 'try' ? 'TRY_CAST' : 'CAST';
  const type = duckType(target);
  // DuckDB rounds digits that a negative exponent has moved behind the scale away from zero.
  const scaled = `${cast}(CAST(${sql} AS DOUBLE) AS ${type})`;
  const any = `(CASE WHEN contains(lower(${sql}), 'e-') THEN ${scaled} ELSE ${cast}(${sql} AS ${type}) END)`;
  const checked = guarded(sql, decimal, any, 'number', mode);
  if (target.precision <= 18 || target.precision - target.scale < 18) return checked;
  const short = `CAST(CAST(${sql} AS BIGINT) AS ${type})`;
  return `(CASE WHEN regexp_full_match(${sql}, '[+-]?[0-9]{1,18}') THEN ${short} ELSE ${checked} END)`;
}

/** TIMESTAMP_NTZ keeps the wall clock that was written; the others become the instant, in UTC. */
function toInstant(sql: string, target: DataType, cast: string): string {
  if (target.kind === 'TIMESTAMP_NTZ') return `${cast}(${sql} AS TIMESTAMP)`;
  return `make_timestamp(epoch_us(${cast}(${sql} AS TIMESTAMPTZ)))`;
}

/** A text as a DATE or TIMESTAMP; one that DuckDB would not read is written anew first. */
function moment(
  sql: string,
  read: (sql: string) => string,
  code: Parameters<typeof failure>[0],
  mode: ConversionMode,
): string {
  const seconds = String.raw`regexp_replace(${sql}, '([T ]\d{1,2}:\d{2})(\s*(?:Z|[+-][0-9:]+)\s*)$', '\1:00\2')`;
  const closed = String.raw`regexp_replace(${seconds}, '\s*(Z|[+-][0-9]{2})(?::?([0-9]{2}))?\s*$', '\1\2')`;
  const spaced = guarded(sql, spacedTimestamp, read(closed), code, mode);
  return `(CASE WHEN ${sql} IS NULL THEN NULL WHEN regexp_matches(${sql}, '${isoTimestamp}') THEN ${read(sql)} ELSE ${spaced} END)`;
}

function guarded(
  sql: string,
  pattern: string,
  converted: string,
  code: Parameters<typeof failure>[0],
  mode: ConversionMode,
): string {
  const otherwise = mode === 'try' ? 'NULL' : failure(code);
  return `(CASE WHEN ${sql} IS NULL THEN NULL WHEN regexp_matches(${sql}, '${pattern}') THEN ${converted} ELSE ${otherwise} END)`;
}

function toBoolean(sql: string, mode: ConversionMode): string {
  const otherwise = mode === 'try' ? 'NULL' : failure('boolean');
  return `(CASE WHEN ${sql} IS NULL THEN NULL WHEN lower(${sql}) IN ('true', 't', 'yes', 'y', 'on', '1') THEN TRUE WHEN lower(${sql}) IN ('false', 'f', 'no', 'n', 'off', '0') THEN FALSE ELSE ${otherwise} END)`;
}

function toText(value: Typed): string | undefined {
  switch (value.type.kind) {
    case 'VARCHAR':
      return value.sql;
    case 'NUMBER':
      return `CAST(CAST(${value.sql} AS ${duckType(value.type)}) AS VARCHAR)`;
    case 'BOOLEAN':
    case 'DATE':
      return `CAST(${value.sql} AS VARCHAR)`;
    case 'FLOAT':
      return `regexp_replace(replace(CAST(${value.sql} AS VARCHAR), 'nan', 'NaN'), '\\.0$', '')`;
    case 'TIME':
      return `strftime(DATE '1970-01-01' + ${value.sql}, '%H:%M:%S')`;
    case 'TIMESTAMP_NTZ':
      return `strftime(${value.sql}, '%Y-%m-%d %H:%M:%S.%g')`;
    case 'TIMESTAMP_LTZ':
    case 'TIMESTAMP_TZ':
      return `strftime(${value.sql}, '%Y-%m-%d %H:%M:%S.%g +0000')`;
    case 'BINARY':
      return `hex(${value.sql})`;
    default:
      return undefined;
  }
}

function checkLength(
  sql: string | undefined,
  from: DataType,
  target: DataType,
  mode: ConversionMode,
): string | undefined {
  if (sql === undefined || target.kind !== 'VARCHAR' || target.length === undefined) return sql;
  const fits = from.kind === 'VARCHAR' && from.length !== undefined && from.length <= target.length;
  if (fits) return sql;
  const otherwise = mode === 'try' ? 'NULL' : failure('length');
  return `(CASE WHEN length(${sql}) > ${target.length} THEN ${otherwise} ELSE ${sql} END)`;
}

function toSemiStructured(value: Typed, target: DataType): string | undefined {
  if (isSemiStructured(value.type)) return value.sql;
  if (target.kind !== 'VARIANT' || value.type.kind === 'BINARY') return undefined;
  const isText =
    isTimestamp(value.type) || value.type.kind === 'DATE' || value.type.kind === 'TIME';
  const inner = isText ? toText(value) : value.sql;
  if (value.type.kind === 'FLOAT') {
    return `(CASE WHEN isfinite(${inner}) THEN to_json(${inner}) WHEN ${inner} IS NOT NULL THEN ${failure('json')} END)`;
  }
  return `(CASE WHEN ${value.sql} IS NULL THEN NULL ELSE to_json(${inner}) END)`;
}

/** The type that holds both, or nothing when Snowflake would not bring them together. */
export function commonType(left: DataType, right: DataType): DataType | undefined {
  if (left.kind === 'NULL') return right;
  if (right.kind === 'NULL') return left;
  if (left.kind === 'NUMBER' && right.kind === 'NUMBER') {
    const scale = Math.max(left.scale, right.scale);
    const whole = Math.max(left.precision - left.scale, right.precision - right.scale);
    return { kind: 'NUMBER', precision: Math.min(38, whole + scale), scale };
  }
  if (left.kind === 'VARCHAR' && right.kind === 'VARCHAR') {
    if (left.length === undefined || right.length === undefined) return varchar;
    return { kind: 'VARCHAR', length: Math.max(left.length, right.length) };
  }
  if (left.kind === right.kind) return left.kind === 'BINARY' ? { kind: 'BINARY' } : left;
  const kinds = new Set([left.kind, right.kind]);
  if (kinds.has('VARIANT')) return simple('VARIANT');
  if (kinds.has('NUMBER') && kinds.has('FLOAT')) return simple('FLOAT');
  if (isTimestamp(left) && isTimestamp(right)) return simple('TIMESTAMP_LTZ');
  if (kinds.has('DATE') && isTimestamp(left)) return left;
  if (kinds.has('DATE') && isTimestamp(right)) return right;
  // Snowflake reads a string as the other side's type.
  if (left.kind === 'VARCHAR' && isComparableWithText(right)) return right;
  if (right.kind === 'VARCHAR' && isComparableWithText(left)) return left;
  return undefined;
}

function isComparableWithText(type: DataType): boolean {
  return isTimestamp(type) || ['NUMBER', 'FLOAT', 'DATE', 'TIME', 'BOOLEAN'].includes(type.kind);
}

/** Brings expressions to one type. */
export function unify(values: readonly Typed[], what: string): { type: DataType; sql: string[] } {
  let type: DataType = simple('NULL');
  for (const value of values) {
    const common = commonType(type, value.type);
    if (common === undefined) {
      throw unsupported(
        `${what} of ${formatType(type)} and ${formatType(value.type)} without a cast`,
      );
    }
    // A string that meets a number may have decimals that the number's own type would round away.
    const isMixed =
      common.kind === 'NUMBER' && type.kind !== 'NULL' && type.kind !== value.type.kind;
    type = isMixed ? { kind: 'NUMBER', precision: 38, scale: Math.max(common.scale, 12) } : common;
  }
  return { type, sql: values.map((value) => convert(value, type).sql) };
}
