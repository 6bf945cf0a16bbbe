/** A Snowflake data type. `NULL` is the type of a bare NULL, which fits anywhere. */
export type DataType =
  | { readonly kind: 'NUMBER'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'VARCHAR' | 'BINARY'; readonly length?: number | undefined }
  | { readonly kind: SimpleKind };

export type SimpleKind =
  | 'FLOAT'
  | 'BOOLEAN'
  | 'DATE'
  | 'TIME'
  | 'TIMESTAMP_NTZ'
  | 'TIMESTAMP_LTZ'
  | 'TIMESTAMP_TZ'
  | 'VARIANT'
  | 'OBJECT'
  | 'ARRAY'
  | 'NULL';

export const numberType = (precision = 38, scale = 0): DataType => ({
  kind: 'NUMBER',
  precision: Math.min(precision, 38),
  scale,
});
export const varchar: DataType = { kind: 'VARCHAR' };
export const simple = (kind: SimpleKind): DataType => ({ kind });

export function isSemiStructured(type: DataType): boolean {
  return type.kind === 'VARIANT' || type.kind === 'OBJECT' || type.kind === 'ARRAY';
}

export function isTimestamp(type: DataType): boolean {
  return type.kind.startsWith('TIMESTAMP');
}

export function isNumeric(type: DataType): boolean {
  return type.kind === 'NUMBER' || type.kind === 'FLOAT';
}

/** The type as Snowflake writes it: `NUMBER(12,2)`, `VARCHAR(16777216)`, `TIMESTAMP_NTZ(9)`. */
export function formatType(type: DataType): string {
  switch (type.kind) {
    case 'NUMBER':
      return `NUMBER(${type.precision},${type.scale})`;
    case 'VARCHAR':
      return `VARCHAR(${type.length ?? 16_777_216})`;
    case 'BINARY':
      return `BINARY(${type.length ?? 8_388_608})`;
    case 'TIME':
    case 'TIMESTAMP_NTZ':
    case 'TIMESTAMP_LTZ':
    case 'TIMESTAMP_TZ':
      return `${type.kind}(9)`;
    case 'NULL':
      return 'VARCHAR(16777216)';
    default:
      return type.kind;
  }
}

/** The DuckDB type that holds it. */
export function duckType(type: DataType): string {
  switch (type.kind) {
    case 'NUMBER':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'FLOAT':
      return 'DOUBLE';
    case 'VARCHAR':
    case 'NULL':
      return 'VARCHAR';
    case 'BINARY':
      return 'BLOB';
    case 'BOOLEAN':
    case 'DATE':
    case 'TIME':
      return type.kind;
    case 'TIMESTAMP_NTZ':
    case 'TIMESTAMP_LTZ':
    case 'TIMESTAMP_TZ':
      // The time zone of every session is UTC, so an instant is its UTC wall clock.
      return 'TIMESTAMP';
    case 'VARIANT':
    case 'OBJECT':
    case 'ARRAY':
      return 'JSON';
  }
}

/** Whether a policy for one type may protect a column of another: the kinds must be the same. */
export function isSameKind(left: DataType, right: DataType): boolean {
  return left.kind === right.kind;
}
