import type { PhysicalType } from '@das/contracts';

/** The type of DuckDB that stands for a type of Snowflake. */
export function duckdbType(type: PhysicalType): string {
  if (type.startsWith('VARCHAR')) return 'VARCHAR';
  if (type.startsWith('NUMBER')) return type.replace('NUMBER', 'DECIMAL');
  switch (type) {
    case 'FLOAT':
      return 'DOUBLE';
    case 'TIMESTAMP_NTZ':
      return 'TIMESTAMP';
    case 'TIMESTAMP_TZ':
      return 'TIMESTAMPTZ';
    case 'VARIANT':
    case 'ARRAY':
    case 'OBJECT':
      return 'JSON';
    default:
      return type;
  }
}

/** The functions of Snowflake that data tests call and DuckDB does not have. */
export const snowflakeFunctions: readonly string[] = [
  'create or replace macro regexp_like(subject, pattern) as regexp_full_match(subject, pattern)',
  "create or replace macro sysdate() as (current_timestamp at time zone 'UTC')",
  'create or replace macro date_part(part, moment) as epoch(moment)',
];
