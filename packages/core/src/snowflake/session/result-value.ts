import type { ResultColumn, Row, Value } from '../../warehouse/warehouse.js';
import type { DriverColumn } from '../driver/snowflake-driver.js';
import { SnowflakeError } from '../errors/snowflake-error.js';
import type { StatementOutline } from './statement-outline.js';

/** The columns of a result under the names that its rows have: a second `A` is `A_2`. */
export function resultColumns(columns: readonly DriverColumn[]): readonly ResultColumn[] {
  const seen = new Map<string, number>();
  return columns.map((column) => {
    if (column.name === '__proto__') throw unreadable(column, 'has a name that no row can hold');
    const count = (seen.get(column.name) ?? 0) + 1;
    seen.set(column.name, count);
    const name = count === 1 ? column.name : `${column.name}_${count}`;
    return { name, type: columnType(column) };
  });
}

/** The type as Snowflake writes it. The driver does not tell the length of a text or a binary. */
function columnType({ type, precision, scale }: DriverColumn): string {
  const word = type.toUpperCase();
  switch (word) {
    case 'FIXED':
      return `NUMBER(${precision ?? 38},${scale ?? 0})`;
    case 'TEXT':
      return 'VARCHAR';
    case 'REAL':
      return 'FLOAT';
    case 'TIME':
    case 'TIMESTAMP_NTZ':
    case 'TIMESTAMP_LTZ':
    case 'TIMESTAMP_TZ':
      return `${word}(${scale ?? 9})`;
    default:
      return word;
  }
}

/** Makes rows of the arrays that the driver gives. */
export function rowReader(
  columns: readonly DriverColumn[],
  names: readonly ResultColumn[],
): (cells: readonly unknown[]) => Row {
  return (cells) => {
    const row: Record<string, Value> = {};
    for (const [index, column] of columns.entries()) {
      row[names[index]?.name ?? column.name] = resultValue(cells[index], column);
    }
    return row;
  };
}

/**
 * One value as the port promises it: a `number` where it is exact, a `bigint` for a larger NUMBER
 * without a scale, a plain `Date` for dates and timestamps, text for TIME, `Uint8Array` for BINARY,
 * and parsed JSON for VARIANT, OBJECT and ARRAY.
 */
export function resultValue(value: unknown, column: DriverColumn): Value {
  if (value === null || value === undefined) return null;
  switch (column.type.toLowerCase()) {
    case 'fixed':
      return (column.scale ?? 0) > 0 ? float(value, column) : integer(value, column);
    case 'real':
      return float(value, column);
    case 'boolean':
      if (typeof value === 'boolean') return value;
      throw unreadable(column, 'is no boolean');
    case 'date':
    case 'timestamp_ntz':
    case 'timestamp_ltz':
    case 'timestamp_tz':
      if (value instanceof Date) return new Date(value.getTime());
      throw unreadable(column, 'is no date');
    case 'binary':
      if (value instanceof Uint8Array) return Uint8Array.from(value);
      throw unreadable(column, 'is no binary');
    case 'variant':
    case 'object':
    case 'array':
    case 'map':
      return semiStructured(value, column);
    case 'text':
      if (typeof value === 'string') return value;
      throw unreadable(column, 'is no text');
    case 'time':
      // The session asks for HH24:MI:SS.
      if (typeof value === 'string' && /^\d\d:\d\d:\d\d$/.test(value)) return value;
      throw unreadable(column, 'is no time of the form HH24:MI:SS');
    default:
      throw unreadable(column, 'is of a type that is not known');
  }
}

/** The driver gives an object of a library for large integers, whose text is exact. */
function integer(value: unknown, column: DriverColumn): number | bigint {
  const text = String(value);
  if (!/^-?\d+$/.test(text)) throw unreadable(column, 'is no whole number');
  const number = Number(text);
  if (Number.isSafeInteger(number)) return number;
  if (typeof value === 'number') throw unreadable(column, 'lost digits on its way');
  return BigInt(text);
}

function float(value: unknown, column: DriverColumn): number {
  const number = typeof value === 'number' ? value : Number(String(value));
  if (Number.isNaN(number) && String(value) !== 'NaN') throw unreadable(column, 'is no number');
  return number;
}

function semiStructured(value: unknown, column: DriverColumn): Value {
  if (typeof value !== 'string') return value as Value;
  if (value === 'undefined' || value === '') return null;
  try {
    return JSON.parse(value) as Value;
  } catch {
    throw unreadable(column, 'is not written as JSON');
  }
}

function unreadable(column: DriverColumn, what: string): SnowflakeError {
  return new SnowflakeError(
    'DAS_SNOWFLAKE_RESULT_UNREADABLE',
    `a ${column.type.toUpperCase()} column ${what}`,
    {
      place: column.name,
      next: 'cast the column in the query, to VARCHAR if nothing else fits',
    },
  );
}

/** COPY says in its rows how many it loaded. */
export function loadedRows({ words }: StatementOutline, rows: readonly Row[]): number {
  if (words[0] !== 'COPY') return 0;
  const loaded = rows.map((row): Value => row.rows_loaded ?? 0);
  return loaded.reduce<number>((sum, count) => sum + Number(count), 0);
}
