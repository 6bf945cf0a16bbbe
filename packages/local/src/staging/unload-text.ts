import type { OutputColumn } from '../compile/compile-query.js';
import { convert } from '../compile/convert.js';
import { duckString, failure, typed } from '../compile/typed.js';
import { isSemiStructured, isTimestamp, varchar } from '../datatype/data-type.js';
import { dateFormat } from '../functions/date-format.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import type { CsvFormat, FileFormat, TextFormats } from './file-format.js';

/** The text of a record, without the end of its line. */
export function lineOf(
  format: Exclude<FileFormat, { type: 'PARQUET' }>,
  columns: readonly OutputColumn[],
  alias: string,
): string {
  if (format.type === 'JSON') return jsonLine(columns, alias);
  const fields = columns.map((column) => csvField(format, column, `${alias}.${column.sql}`));
  const delimiter = duckString(format.fieldDelimiter);
  return fields.join(` || ${delimiter} || `);
}

/** The first line of a CSV file: the names of its columns. */
export function headerLine(format: CsvFormat, columns: readonly OutputColumn[]): string {
  const { enclosedBy, fieldDelimiter } = format;
  const names = columns.map(({ name }) =>
    enclosedBy === ''
      ? name
      : enclosedBy + name.replaceAll(enclosedBy, enclosedBy + enclosedBy) + enclosedBy,
  );
  return names.join(fieldDelimiter);
}

/** JSON is written from one column of documents, as the page of the statement says. */
function jsonLine(columns: readonly OutputColumn[], alias: string): string {
  const [only, ...others] = columns;
  if (only === undefined || others.length > 0 || !isSemiStructured(only.type)) {
    throw invalidStatement(
      'JSON is unloaded from one VARIANT, OBJECT or ARRAY column: OBJECT_CONSTRUCT makes one',
    );
  }
  return `COALESCE(CAST(${alias}.${only.sql} AS VARCHAR), 'null')`;
}

function csvField(format: CsvFormat, column: OutputColumn, sql: string): string {
  const [nothing = '\\N'] = format.nullIf;
  const value = textOf(column, sql, format.texts);
  const isText = column.type.kind === 'VARCHAR' || isSemiStructured(column.type);
  const written = isText ? textField(format, value) : value;
  return `COALESCE(${written}, ${duckString(nothing)})`;
}

function textField(format: CsvFormat, value: string): string {
  const { enclosedBy, escapeCharacter, escapeUnenclosed, emptyIsNull } = format;
  const { fieldDelimiter, recordDelimiter } = format;
  const replaced = (text: string, from: string, to: string): string =>
    from === '' ? text : `replace(${text}, ${duckString(from)}, ${duckString(to)})`;
  if (enclosedBy !== '') {
    const doubled = escapeCharacter === '' ? enclosedBy + enclosedBy : escapeCharacter + enclosedBy;
    const inner =
      escapeCharacter === '' || escapeCharacter === enclosedBy
        ? value
        : replaced(value, escapeCharacter, escapeCharacter + escapeCharacter);
    const quote = duckString(enclosedBy);
    return `${quote} || ${replaced(inner, enclosedBy, doubled)} || ${quote}`;
  }
  const mark = escapeCharacter === '' ? escapeUnenclosed : escapeCharacter;
  let text = value;
  if (mark !== '') {
    text = replaced(text, mark, mark + mark);
    text = replaced(text, fieldDelimiter, mark + fieldDelimiter);
    text = replaced(text, recordDelimiter, mark + recordDelimiter);
    if (recordDelimiter === '\n') text = replaced(text, '\r', `${mark}\r`);
  }
  if (!emptyIsNull) return text;
  // Nothing would tell it from NULL when the file is read.
  return `(CASE WHEN ${value} = '' THEN ${failure('empty')} ELSE ${text} END)`;
}

/** A value as text, as the format says. */
function textOf(column: OutputColumn, sql: string, texts: TextFormats): string {
  const { type } = column;
  const formatted = (format: string): string =>
    `strftime(${sql}, ${duckString(dateFormat(format))})`;
  const isAuto = (format: string): boolean => format.toUpperCase() === 'AUTO';
  if (isSemiStructured(type)) return `CAST(${sql} AS VARCHAR)`;
  if (type.kind === 'DATE' && !isAuto(texts.date)) return formatted(texts.date);
  if (type.kind === 'TIME' && !isAuto(texts.time)) throw unsupported('TIME_FORMAT of an unload');
  if (isTimestamp(type) && !isAuto(texts.timestamp)) return formatted(texts.timestamp);
  if (type.kind === 'BINARY') {
    if (texts.binary === 'BASE64') return `to_base64(${sql})`;
    if (texts.binary === 'UTF8') return `decode(${sql})`;
  }
  return convert(typed(sql, type), varchar).sql;
}

/** The columns of a Parquet file: their names with HEADER, or `_COL_0`, `_COL_1`, … */
export function parquetList(
  columns: readonly OutputColumn[],
  hasHeader: boolean,
  alias: string,
): string {
  const names = columns.map(({ name }, at) => (hasHeader ? name : `_COL_${at}`));
  if (new Set(names.map((name) => name.toUpperCase())).size < names.length) {
    throw invalidStatement('two columns of an unload have one name');
  }
  return columns
    .map((column, at) => {
      if (column.type.kind === 'TIMESTAMP_TZ' || column.type.kind === 'TIMESTAMP_LTZ') {
        throw invalidStatement(`${column.type.kind} cannot be unloaded to Parquet`, column.name);
      }
      const value = `${alias}.${column.sql}`;
      const sql = isSemiStructured(column.type) ? `CAST(${value} AS VARCHAR)` : value;
      return `${sql} AS "${(names[at] ?? '').replaceAll('"', '""')}"`;
    })
    .join(', ');
}
