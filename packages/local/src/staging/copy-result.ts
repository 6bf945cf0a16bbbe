import type { ResultSet, Row } from '@das/core';

const text = 'VARCHAR(16777216)';
const number = 'NUMBER(38,0)';

const names: readonly (readonly [string, string])[] = [
  ['file', text],
  ['status', text],
  ['rows_parsed', number],
  ['rows_loaded', number],
  ['error_limit', number],
  ['errors_seen', number],
  ['first_error', text],
  ['first_error_line', number],
  ['first_error_character', number],
  ['first_error_column_name', text],
];

/** What became of one file. */
export interface LoadedFile {
  readonly file: string;
  readonly status: 'LOADED' | 'PARTIALLY_LOADED' | 'LOAD_FAILED';
  readonly rows_parsed: number;
  readonly rows_loaded: number;
  readonly error_limit: number;
  readonly errors_seen: number;
  readonly first_error: string | null;
  readonly first_error_line: number | null;
  readonly first_error_character: number | null;
  readonly first_error_column_name: string | null;
}

/** What `COPY INTO t` answers: one row for each file that it looked at. */
export function copyResult(files: readonly LoadedFile[], failedOnly: boolean): ResultSet {
  if (files.length === 0) {
    return {
      columns: [{ name: 'status', type: text }],
      rows: [{ status: 'Copy executed with 0 files processed.' }],
      rowsAffected: 0,
    };
  }
  const shown = failedOnly ? files.filter(({ status }) => status !== 'LOADED') : files;
  return {
    columns: names.map(([name, type]) => ({ name, type })),
    rows: shown.map((file): Row => ({ ...file })),
    rowsAffected: files.reduce((sum, file) => sum + file.rows_loaded, 0),
  };
}
