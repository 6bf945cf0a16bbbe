import type { ContractColumn, ContractDocument } from '@das/contracts';

/** A row of a seed: text as CSV holds it, `''` for NULL. */
export type SampleRow = Readonly<Record<string, string>>;

/** What a test wants of some columns instead of the usual sample. */
export type SampleOverrides = Readonly<Record<string, (index: number) => string>>;

/** Rows that keep a contract whose rules ask for nothing unusual; the same column names give the same keys. */
export function sampleRows(
  { columns }: ContractDocument,
  overrides: SampleOverrides = {},
  count = 4,
): readonly SampleRow[] {
  return Array.from({ length: count }, (_, index) =>
    Object.fromEntries(
      columns.map((column) => [
        column.name.toUpperCase(),
        overrides[column.name]?.(index) ?? sampleValue(column, index),
      ]),
    ),
  );
}

function sampleValue(column: ContractColumn, index: number): string {
  if (column.enum !== undefined) return column.enum[index % column.enum.length] ?? '';
  const family = column.type.replace(/\(.*$/, '');
  switch (family) {
    case 'VARCHAR':
      return `${column.name}-${index}`;
    case 'NUMBER':
    case 'FLOAT':
      return String(index + 1);
    case 'BOOLEAN':
      return String(index % 2 === 0);
    case 'DATE':
      return `2026-01-0${index + 1}`;
    case 'TIME':
      return `0${index + 1}:30:00`;
    case 'TIMESTAMP_NTZ':
    case 'TIMESTAMP_TZ':
      return new Date(Date.now() - index * 1000).toISOString().replace('Z', '');
    case 'ARRAY':
      return '[{"n":1}]';
    default:
      return '{"n":1}';
  }
}

/** Rows as CSV, each field in quotes. */
export function csvOf(rows: readonly SampleRow[]): string {
  const names = Object.keys(rows[0] ?? {});
  const line = (fields: readonly string[]) =>
    // An empty field without quotes is NULL.
    fields.map((field) => (field === '' ? '' : `"${field.replaceAll('"', '""')}"`)).join(',');
  return `${[line(names), ...rows.map((row) => line(names.map((name) => row[name] ?? '')))].join('\n')}\n`;
}
