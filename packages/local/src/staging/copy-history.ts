import type { Engine } from '../engine/engine.js';
import type { LoadedFile } from './copy-result.js';
import { loadHistory } from './load-history.js';

/** One file that was loaded, or failed to be, as the history of loads keeps it. */
export interface CopyHistoryEntry {
  readonly tableId: number;
  readonly fileName: string;
  /** The stage as `DB.SCHEMA.STAGE`, `%DB.SCHEMA.TABLE` or `~`; absent for loads of older files. */
  readonly stage: string | null;
  readonly bytes: number | null;
  readonly rowCount: number | null;
  readonly rowParsed: number | null;
  readonly errorCount: number | null;
  readonly errorLimit: number | null;
  /** What is wrong with the first bad record; never its value. */
  readonly firstErrorMessage: string | null;
  readonly firstErrorLine: number | null;
  readonly firstErrorCharacter: number | null;
  readonly firstErrorColumn: string | null;
  readonly status: LoadedFile['status'];
  readonly lastLoadTime: Date | null;
}

/** SQL over the committed history of loads, for views of it: one row for each file and load. */
const copyHistoryQuery: string = `SELECT table_id, file, stage, bytes, row_count, row_parsed, error_count, error_limit, first_error, first_error_line, first_error_character, first_error_column, COALESCE(status, 'LOADED') AS status, loaded_at FROM ${loadHistory.name}`;

/** The files that were loaded into tables that are there still, the oldest first. */
export async function copyHistory(engine: Engine): Promise<readonly CopyHistoryEntry[]> {
  const connection = await engine.database.connect();
  try {
    const reader = await connection.runAndReadAll(
      `SELECT * EXCLUDE (loaded_at), epoch_ms(loaded_at) FROM (${copyHistoryQuery}) ORDER BY loaded_at NULLS FIRST, file`,
    );
    const number = (value: unknown): number | null => (value === null ? null : Number(value));
    const text = (value: unknown): string | null => (value === null ? null : String(value));
    return reader.getRows().map((row) => ({
      tableId: Number(row[0]),
      fileName: String(row[1]),
      stage: text(row[2]),
      bytes: number(row[3]),
      rowCount: number(row[4]),
      rowParsed: number(row[5]),
      errorCount: number(row[6]),
      errorLimit: number(row[7]),
      firstErrorMessage: text(row[8]),
      firstErrorLine: number(row[9]),
      firstErrorCharacter: number(row[10]),
      firstErrorColumn: text(row[11]),
      status: String(row[12]) as LoadedFile['status'],
      lastLoadTime: row[13] === null ? null : new Date(Number(row[13])),
    }));
  } finally {
    connection.closeSync();
  }
}
