/** The types of values that the hunt works with. */
export type CellType =
  | 'text'
  | 'number'
  | 'float'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | 'variant'
  | 'array'
  | 'binary';

/** A value: a NUMBER, DATE and TIMESTAMP as text, a BINARY as hexadecimal text, a VARIANT as JSON. */
export type Cell = string | number | boolean | null | { readonly [key: string]: unknown };

/** The Snowflake type that holds values of a type. */
export const declaredTypes: Readonly<Record<CellType, string>> = {
  text: 'VARCHAR',
  number: 'NUMBER(18,2)',
  float: 'FLOAT',
  boolean: 'BOOLEAN',
  date: 'DATE',
  timestamp: 'TIMESTAMP_NTZ',
  variant: 'VARIANT',
  array: 'ARRAY',
  binary: 'BINARY',
};

/** Writes a value as a Snowflake expression. */
export function writeCell(value: Cell, type: CellType): string {
  if (value === null) return 'NULL';
  switch (type) {
    case 'text':
      return quoted(String(value));
    case 'date':
      return `${quoted(String(value))}::DATE`;
    case 'timestamp':
      return `${quoted(String(value))}::TIMESTAMP_NTZ`;
    case 'variant':
    case 'array':
      return `PARSE_JSON(${quoted(JSON.stringify(value))})`;
    case 'binary':
      return `TO_BINARY(${quoted(String(value))}, 'HEX')`;
    case 'number':
    case 'float':
    case 'boolean':
      return String(value);
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
