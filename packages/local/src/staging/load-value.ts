import type { ColumnObject } from '../catalogue/catalogue-object.js';
import { type ConversionMode, convert } from '../compile/convert.js';
import { duckString, failure, type Typed, typed } from '../compile/typed.js';
import { type DataType, isSemiStructured, varchar } from '../datatype/data-type.js';
import { dateFormat } from '../functions/date-format.js';
import type { FileFormat, TextFormats } from './file-format.js';

/** What a load puts into one column. */
export interface LoadedColumn {
  readonly column: ColumnObject;
  /** The value as the file has it; absent: the column gets nothing, or its default. */
  readonly raw: Typed;
  /** Whether the value was converted by the statement itself: then its text formats do not count. */
  readonly isConverted: boolean;
  /** The type that a query casts it to on the way: `$1::DATE`. */
  readonly through?: DataType;
}

/** What may be wrong with a value, by the type it should have. */
export function faultKind(type: DataType): string {
  if (isSemiStructured(type)) return 'json';
  if (type.kind === 'NUMBER' || type.kind === 'FLOAT') return 'number';
  if (type.kind.startsWith('TIMESTAMP')) return 'timestamp';
  return type.kind === 'VARCHAR' ? 'length' : type.kind.toLowerCase();
}

/** The text of a field as the format wants it: trimmed, and NULL where it stands for that. */
export function rawText(value: Typed, format: FileFormat): Typed {
  if (value.type.kind !== 'VARCHAR' || format.type === 'CSV') return value;
  const text = format.trimSpace ? `trim(${value.sql}, ' \t\n\r')` : value.sql;
  if (format.nullIf.length === 0) return typed(text, varchar);
  const nulls = format.nullIf.map(duckString).join(', ');
  return typed(`(CASE WHEN ${text} NOT IN (${nulls}) THEN ${text} END)`, varchar);
}

/** The value of a column, which stops the statement or is NULL when it does not fit. */
export function loadedValue(
  { column, raw: written, isConverted, through }: LoadedColumn,
  format: FileFormat,
  truncates: boolean,
  mode: ConversionMode,
): string {
  const { type } = column;
  const raw = through === undefined ? written : convert(written, through, mode);
  const cut = truncates && type.kind === 'VARCHAR' && type.length !== undefined;
  if (cut) {
    const text = convert(raw, varchar, mode).sql;
    return `left(${text}, ${type.length})`;
  }
  if (isSemiStructured(type)) return semiStructured(raw, type, mode);
  if (raw.type.kind === 'VARCHAR' && !isConverted && format.type !== 'PARQUET') {
    const special = fromText(raw.sql, type, format.texts, mode);
    if (special !== undefined) return special;
  }
  return convert(raw, type, mode).sql;
}

function semiStructured(raw: Typed, type: DataType, mode: ConversionMode): string {
  const otherwise = mode === 'try' ? 'NULL' : failure('json');
  if (raw.type.kind === 'NULL') return 'CAST(NULL AS JSON)';
  let json = raw.sql;
  if (!isSemiStructured(raw.type)) {
    if (raw.type.kind !== 'VARCHAR') return convert(raw, type, mode).sql;
    json = `(CASE WHEN json_valid(${raw.sql}) THEN CAST(${raw.sql} AS JSON) WHEN ${raw.sql} IS NOT NULL THEN ${otherwise} END)`;
  }
  const tests = [notFinite(json)];
  if (type.kind !== 'VARIANT') tests.push(`json_type(${json}) <> '${type.kind}'`);
  const isNull = type.kind === 'VARIANT' ? '' : ` WHEN json_type(${json}) = 'NULL' THEN NULL`;
  return `(CASE WHEN ${json} IS NULL THEN NULL${isNull} WHEN ${tests.join(' OR ')} THEN ${otherwise} ELSE ${json} END)`;
}

/** Whether a JSON holds NaN or an infinity outside its strings: DuckDB reads them, JSON has none. */
export function notFinite(json: string): string {
  const text = `CAST(${json} AS VARCHAR)`;
  const bare = String.raw`regexp_replace(${text}, '"(?:[^"\\]|\\.)*"', '', 'g')`;
  return `(regexp_matches(${text}, '(?i)nan|inf') AND regexp_matches(${bare}, '(?i)nan|inf'))`;
}

/** A text that stands for a date, a time or bytes in a form of its own. */
function fromText(
  sql: string,
  type: DataType,
  texts: TextFormats,
  mode: ConversionMode,
): string | undefined {
  const otherwise = (code: Parameters<typeof failure>[0]): string =>
    mode === 'try' ? 'NULL' : failure(code);
  const checked = (value: string, code: Parameters<typeof failure>[0]): string =>
    `(CASE WHEN ${sql} IS NULL THEN NULL ELSE COALESCE(${value}, ${otherwise(code)}) END)`;
  const parsed = (format: string): string =>
    `try_strptime(${sql}, ${duckString(dateFormat(format))})`;
  switch (type.kind) {
    case 'DATE':
      if (texts.date.toUpperCase() === 'AUTO') return undefined;
      return checked(`CAST(${parsed(texts.date)} AS DATE)`, 'date');
    case 'TIME':
      if (texts.time.toUpperCase() === 'AUTO') return undefined;
      return checked(`CAST(${parsed(texts.time)} AS TIME)`, 'time');
    case 'TIMESTAMP_NTZ':
    case 'TIMESTAMP_LTZ':
    case 'TIMESTAMP_TZ':
      if (texts.timestamp.toUpperCase() === 'AUTO') return undefined;
      return checked(`CAST(${parsed(texts.timestamp)} AS TIMESTAMP)`, 'timestamp');
    case 'BINARY':
      if (texts.binary === 'UTF8') return `encode(${sql})`;
      if (texts.binary !== 'BASE64') return undefined;
      return checked(
        `(CASE WHEN regexp_full_match(${sql}, '([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?') THEN from_base64(${sql}) END)`,
        'base64',
      );
    default:
      return undefined;
  }
}
