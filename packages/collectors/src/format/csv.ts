import type { SourceRecord } from '@das/core';
import { type CsvError, type Options, type Parser, parse } from 'csv-parse';
import { parse as parseNow } from 'csv-parse/sync';
import { CollectorsError } from '../errors/collectors-error.js';
import {
  keptOfLongRecord,
  longestRecord,
  mostRecordsOfChunk,
  type ReadOptions,
  type RecordChunk,
  type StreamedFormat,
} from './format.js';

/** How a CSV file is written. */
export interface CsvOptions {
  /** Default: a comma. */
  readonly delimiter?: string;
  /** `lower` writes the header's names in lower case, so that they fit a contract's columns. */
  readonly headerCase?: 'as-is' | 'lower';
  /** Columns that the header must have. Default: those of the contract, unless `transform` is overridden. */
  readonly columns?: readonly string[];
}

/**
 * CSV with a header line (RFC 4180): the record's number after the header as offset. An empty
 * field is null. A row with another number of fields than the header, a misplaced quote or bytes
 * that are not UTF-8 is a record with a fault.
 */
export function csv(options: CsvOptions = {}): StreamedFormat {
  const toLower = options.headerCase === 'lower';
  const required = options.columns ?? [];
  const delimiter = options.delimiter ?? ',';
  return Object.freeze({
    name: 'csv',
    access: 'streamed',
    isSeekable: false,
    isAppendable: true,
    identifyingLines: 2,
    check: (head: Uint8Array, place: string) =>
      checkHeader(headerOf(head, delimiter, toLower), required, place),
    read: (content: AsyncIterable<Uint8Array>, reading: ReadOptions) =>
      readRows(content, reading, { delimiter, toLower }),
  });
}

/** How both the header and the rows are read. A misplaced quote must not swallow the rows after it. */
const reading = {
  bom: true,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  // Found by the first line alone, a file of two kinds of line ends would run rows together.
  record_delimiter: ['\r\n', '\n', '\r'],
} satisfies Options;

/** The header's names, from the first bytes of a file. */
function headerOf(head: Uint8Array, delimiter: string, toLower: boolean): readonly string[] {
  const settings = { ...reading, delimiter, to: 1, skip_records_with_error: true };
  const [row] = parseNow(Buffer.from(head), settings);
  return (row ?? []).map((name) => (toLower ? name.toLowerCase() : name));
}

function checkHeader(header: readonly string[], required: readonly string[], place: string): void {
  const missing = required.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    throw new CollectorsError(
      'DAS_SOURCE_MISSING_COLUMN',
      `the header lacks ${missing.join(', ')}`,
      { place, next: 'add the column to the file, or make the contract do without it' },
    );
  }
  const repeated = header.find((column, index) => header.indexOf(column) !== index);
  if (repeated !== undefined) {
    throw new CollectorsError(
      'DAS_SOURCE_DUPLICATE_COLUMN',
      'two columns of the header have one name',
      {
        place,
        next: 'rename one of them',
      },
    );
  }
}

interface RowOptions {
  readonly delimiter: string;
  readonly toLower: boolean;
}

async function* readRows(
  content: AsyncIterable<Uint8Array>,
  { start, isGrowing }: ReadOptions,
  options: RowOptions,
): AsyncGenerator<RecordChunk> {
  const rows = new RowReader(start.offset, options);
  for await (const chunk of content) {
    await rows.write(chunk);
    while (rows.hasNew) yield rows.take();
  }
  // Where more is to come, a row without its end is not yet a row.
  if (isGrowing === true) return;
  await rows.end();
  while (rows.hasNew) yield rows.take();
}

/** Feeds a parser and collects its rows in order, the faulty ones among them. */
class RowReader {
  readonly #parser: Parser;
  readonly #from: number;
  readonly #toLower: boolean;
  readonly #delimiter: string;
  #header: readonly string[] | undefined;
  #offset = 0;
  #records: SourceRecord[] = [];
  #failure: Error | undefined;

  constructor(from: number, { delimiter, toLower }: RowOptions) {
    this.#from = from;
    this.#toLower = toLower;
    this.#delimiter = delimiter;
    const settings: Options = {
      ...reading,
      delimiter,
      raw: true,
      skip_records_with_error: true,
      on_record: (given: unknown) => {
        const { record, raw } = given as { record: string[]; raw: string };
        // The parser counts line ends, and empty lines before the row, as parts of it.
        this.#add(record, raw.replace(/^[\r\n]+|[\r\n]+$/g, ''));
        return null;
      },
      on_skip: (error: CsvError | undefined, raw: string | undefined) => {
        this.#push({
          raw: raw ?? '',
          fault: `invalid_csv${error === undefined ? '' : `:${error.code}`}`,
        });
        return undefined;
      },
    };
    this.#parser = parse(settings);
    this.#parser.on('error', (error) => {
      this.#failure = error;
    });
    // Rows are taken as they are parsed; the stream itself has nothing to give.
    this.#parser.resume();
  }

  get hasNew(): boolean {
    return this.#records.length > 0;
  }

  take(): RecordChunk {
    const records = this.#records.slice(0, mostRecordsOfChunk);
    this.#records = this.#records.slice(records.length);
    const next = this.#records[0]?.offset ?? this.#offset;
    return { records, nextOffset: next, nextByte: undefined };
  }

  async write(chunk: Uint8Array): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#parser.write(chunk, (error) => (error ? reject(error) : resolve()));
    });
    if (this.#failure !== undefined) throw this.#failure;
  }

  async end(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#parser.end(() => resolve());
    });
    if (this.#failure !== undefined) throw this.#failure;
  }

  #add(fields: readonly string[], raw: string): void {
    if (this.#header === undefined) {
      this.#header = fields.map((name) => (this.#toLower ? name.toLowerCase() : name));
      return;
    }
    if (fields.length !== this.#header.length) {
      this.#push({ raw, fault: 'wrong_number_of_fields' });
      return;
    }
    if (raw.includes('"') && !isWellQuoted(raw, this.#delimiter)) {
      this.#push({ raw, fault: 'misplaced_quote' });
      return;
    }
    // The parser puts this character where the bytes are not UTF-8; it seldom stands there by itself.
    if (raw.includes('\ufffd')) {
      this.#push({ raw, fault: 'invalid_utf8' });
      return;
    }
    const entries = this.#header.map((name, index) => [name, fields[index] || null] as const);
    const event = Object.fromEntries(entries);
    // JSON needs no header to be read again, so that is what is hashed and kept.
    this.#push({ raw: JSON.stringify(event), event });
  }

  #push(given: Omit<SourceRecord, 'offset'> & { readonly raw: string }): void {
    const isTooLong = given.raw.length > longestRecord;
    const record = isTooLong
      ? { raw: given.raw.slice(0, keptOfLongRecord), fault: 'record_too_large' }
      : given;
    const offset = this.#offset;
    this.#offset += 1;
    if (offset >= this.#from) this.#records.push({ offset, ...record });
  }
}

/** Whether quotes stand only around whole fields, or twice for one inside (RFC 4180, rules 5 to 7). */
function isWellQuoted(row: string, delimiter: string): boolean {
  let at = 0;
  for (;;) {
    if (row[at] === '"') {
      at = endOfQuoted(row, at);
      if (at === -1) return false;
    } else {
      const quote = row.indexOf('"', at);
      if (quote === -1) return true;
      at = row.indexOf(delimiter, at);
      if (at === -1 || quote < at) return false;
    }
    if (!row.startsWith(delimiter, at)) return at === row.length;
    at += delimiter.length;
  }
}

/** The place after a quoted field, or -1 when it does not end. */
function endOfQuoted(row: string, start: number): number {
  let at = start + 1;
  for (;;) {
    const quote = row.indexOf('"', at);
    if (quote === -1) return -1;
    if (row[quote + 1] !== '"') return quote + 1;
    at = quote + 2;
  }
}
