import type { TableObject } from '../catalogue/catalogue-object.js';

/** What is wrong with a record: a code of the reader, or `<column>:<kind>`. */
export interface LoadFault {
  readonly code: string;
  readonly line: number | null;
  readonly character: number | null;
}

/** How a fault is told; never with the value that caused it, as Snowflake would. */
export interface FaultReport {
  readonly message: string;
  readonly columnName: string | null;
}

const messages: Readonly<Record<string, string>> = {
  quote: 'A field is not closed, or text follows its closing character',
  utf8: 'Invalid UTF8 detected in string',
  size: 'Max LOB size (16777216) exceeded',
  json: 'Error parsing JSON',
  number: 'Numeric value is not recognized',
  boolean: 'Boolean value is not recognized',
  date: 'Date is not recognized',
  time: 'Time is not recognized',
  timestamp: 'Timestamp is not recognized',
  binary: 'The value is not a legal hex- or Base64-encoded string',
  length: 'User character length limit exceeded by string',
  null: 'NULL result in a non-nullable column',
  value: 'A value cannot be converted',
};

/** The number of Snowflake's error and its SQL state, by the kind of a fault. */
export const faultNumbers: Readonly<Record<string, { number: number; sqlState: string }>> = {
  count: { number: 100_080, sqlState: '22000' },
  quote: { number: 100_016, sqlState: '22000' },
  utf8: { number: 100_144, sqlState: '22000' },
  size: { number: 100_082, sqlState: '22000' },
  json: { number: 100_069, sqlState: '22P02' },
  number: { number: 100_038, sqlState: '22018' },
  boolean: { number: 100_037, sqlState: '22018' },
  date: { number: 100_040, sqlState: '22007' },
  time: { number: 100_108, sqlState: '22007' },
  timestamp: { number: 100_035, sqlState: '22007' },
  binary: { number: 100_115, sqlState: '22000' },
  length: { number: 100_078, sqlState: '22000' },
  null: { number: 100_072, sqlState: '22000' },
};

/** The kind of a fault: what {@link faultNumbers} lists. */
export function faultKindOf(code: string): string {
  const [first = '', second] = code.split(':');
  return first === 'count' ? 'count' : (second ?? first);
}

/** Tells what is wrong, and where. */
export function reportFault(
  code: string,
  table: Pick<TableObject, 'name' | 'columns'>,
): FaultReport {
  const [first = '', second = '', third = ''] = code.split(':');
  if (first === 'count') {
    return {
      message: `Number of columns in file (${second}) does not match that of the corresponding table (${third}), use file format option error_on_column_count_mismatch=false to ignore this error`,
      columnName: `"${table.name}"[${Math.min(Number(second), Number(third)) + (Number(second) > Number(third) ? 1 : 0)}]`,
    };
  }
  if (!/^\d+$/.test(first))
    return { message: messages[first] ?? messages.value ?? '', columnName: null };
  const at = Number(first);
  const column = table.columns[at];
  return {
    message: messages[second] ?? messages.value ?? '',
    columnName: column === undefined ? null : `"${table.name}"["${column.name}":${at + 1}]`,
  };
}
