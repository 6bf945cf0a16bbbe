import type { WritableTable } from '../writing/pending-rows.js';

/** What was loaded into which table: kept with the data, in the same transaction. */
export const loadHistory: WritableTable = {
  name: 'das_catalogue.loads',
  columns: [
    'table_id',
    'file',
    'fingerprint',
    'stage',
    'bytes',
    'modified',
    'row_count',
    'row_parsed',
    'error_count',
    'error_limit',
    'first_error',
    'first_error_line',
    'first_error_character',
    'first_error_column',
    'status',
    'loaded_at',
    'is_forgotten',
  ],
  notNull: ['table_id', 'file', 'fingerprint'],
};

/** What an older file lacks of the table; the rows it has stay without. */
export const loadHistoryColumns: readonly string[] = [
  'stage VARCHAR',
  'bytes BIGINT',
  'modified TIMESTAMP',
  'row_count BIGINT',
  'row_parsed BIGINT',
  'error_count BIGINT',
  'error_limit BIGINT',
  'first_error VARCHAR',
  'first_error_line BIGINT',
  'first_error_character BIGINT',
  'first_error_column VARCHAR',
  'status VARCHAR',
  'loaded_at TIMESTAMP',
  // TRUNCATE lets a file be loaded again; that it was loaded stays in the history.
  'is_forgotten BOOLEAN',
].map((column) => `ALTER TABLE das_catalogue.loads ADD COLUMN IF NOT EXISTS ${column}`);
