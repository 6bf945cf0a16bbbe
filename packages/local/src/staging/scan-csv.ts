import {
  BIGINT,
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBType,
  VARCHAR,
} from '@duckdb/node-api';
import { cancelled, executionFailed } from '../warehouse/errors.js';
import { CsvReader, type CsvRecord } from './csv-reader.js';
import type { CsvFormat } from './file-format.js';
import { compressionOf, openFile } from './open-file.js';

export interface CsvScan {
  /** The temporary table that is made: `x`, `n`, `l`, `bad`, `pos` and `f1`, `f2`, … */
  readonly table: string;
  /** Whether the table is there already, from the file before. */
  readonly exists?: boolean;
  /** How many fields are kept; all of a header are. */
  readonly width: number;
  /** The number of fields that each record must have; absent: any. */
  readonly expected?: number | undefined;
  /** What stands in `x`: the number of the file. */
  readonly number: number;
  readonly signal: AbortSignal | undefined;
}

const batch = 2048;

type Cell = bigint | string | null;

/**
 * Reads a CSV file into a temporary table, one row for each record, with what is wrong with it.
 *
 * @returns the names in its header, where the format has one
 */
export async function scanCsv(
  connection: DuckDBConnection,
  file: string,
  format: CsvFormat,
  scan: CsvScan,
): Promise<readonly string[] | undefined> {
  const reader = new CsvReader(format);
  const rows = new CsvRows(connection, scan);
  let header: readonly string[] | undefined;
  const take = async (records: Iterable<CsvRecord>): Promise<void> => {
    for (const record of records) {
      if (format.parseHeader && header === undefined) {
        header = headerOf(record);
        rows.widen(header.length, format.errorOnCount);
      } else if (rows.add(record) >= batch) {
        await rows.flush();
      }
    }
  };
  try {
    const stream = openFile(file, await compressionOf(file, format.compression));
    for await (const chunk of stream) {
      if (scan.signal?.aborted === true) throw cancelled();
      await take(reader.read((chunk as Buffer).toString('latin1'), false));
    }
    await take(reader.read('', true));
    await rows.flush();
  } finally {
    rows.close();
  }
  return header;
}

/** Gathers records and appends them to the table, a batch at a time. */
class CsvRows {
  readonly #connection: DuckDBConnection;
  readonly #scan: CsvScan;
  #width: number;
  #expected: number | undefined;
  #appender: DuckDBAppender | undefined;
  #columns: Cell[][] = [];
  #count = 0;
  #number = 0n;

  constructor(connection: DuckDBConnection, scan: CsvScan) {
    this.#connection = connection;
    this.#scan = scan;
    this.#width = scan.width;
    this.#expected = scan.expected;
    this.#clear();
  }

  /** The header says how many fields there are. */
  widen(width: number, isExpected: boolean): void {
    if (this.#scan.exists !== true) this.#width = Math.max(this.#width, width);
    this.#expected = isExpected ? width : undefined;
    this.#clear();
  }

  /** Adds a record and tells how many wait. */
  add(record: CsvRecord): number {
    this.#number += 1n;
    const found = record.fields.length;
    const isMiscounted = this.#expected !== undefined && found !== this.#expected;
    const fault = record.fault ?? (isMiscounted ? `count:${found}:${this.#expected}` : null);
    const own = [
      BigInt(this.#scan.number),
      this.#number,
      BigInt(record.line),
      fault,
      fault === null ? null : BigInt(record.faultAt + 1),
    ];
    for (const [at, cells] of this.#columns.entries()) {
      cells.push((at < own.length ? own[at] : record.fields[at - own.length]) ?? null);
    }
    this.#count += 1;
    return this.#count;
  }

  async flush(): Promise<void> {
    this.#appender ??= await this.#open();
    if (this.#count === 0) return;
    const chunk = DuckDBDataChunk.create(this.#types());
    chunk.setColumns(this.#columns);
    this.#appender.appendDataChunk(chunk);
    this.#clear();
  }

  close(): void {
    this.#appender?.closeSync();
  }

  async #open(): Promise<DuckDBAppender> {
    const { table, exists } = this.#scan;
    if (exists !== true) {
      const fields = Array.from({ length: this.#width }, (_, at) => `, f${at + 1} VARCHAR`);
      await this.#connection.run(
        `CREATE TEMP TABLE ${table} (x BIGINT, n BIGINT, l BIGINT, bad VARCHAR, pos BIGINT${fields.join('')})`,
      );
    }
    return await this.#connection.createAppender(table.split('.').at(-1) ?? '', 'main', 'temp');
  }

  #types(): readonly DuckDBType[] {
    const own: readonly DuckDBType[] = [BIGINT, BIGINT, BIGINT, VARCHAR, BIGINT];
    return [...own, ...Array.from({ length: this.#width }, () => VARCHAR)];
  }

  #clear(): void {
    this.#columns = Array.from({ length: 5 + this.#width }, () => []);
    this.#count = 0;
  }
}

function headerOf(record: CsvRecord): readonly string[] {
  const names = record.fields.map((field) => (field ?? '').trim());
  const different = new Set(names.map((name) => name.toUpperCase()));
  if (record.fault !== undefined || names.includes('') || different.size < names.length) {
    throw executionFailed('the header of a CSV file is broken: a name is empty or stands twice', {
      next: 'write one line of different column names',
    });
  }
  return names;
}
