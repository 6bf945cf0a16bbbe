import type { DecodedRecord, SourceRecord } from '@das/core';

/** Decodes what was read: a collector's own `decode`. */
export type Decode = (raw: string | Uint8Array) => DecodedRecord;

/** What a format calls to turn what it read into events. */
export interface Decoding {
  readonly decode: Decode;
  /** Fetches what `decode` needs for these records. Called before it, chunk by chunk. */
  readonly prepareToDecode?: ((raw: readonly (string | Uint8Array)[]) => Promise<void>) | undefined;
}

/** Some records of a file, in order, and where reading goes on after them. */
export interface RecordChunk {
  readonly records: readonly SourceRecord[];
  readonly nextOffset: number;
  /** The byte of the (decompressed) content at which the next record starts, where that is known. */
  readonly nextByte: number | undefined;
}

/** Where to start in a file: record `offset`, which begins at `byte` of the content. */
export interface StartAt {
  readonly offset: number;
  readonly byte: number;
}

/** How content is read. */
export interface ReadOptions extends Decoding {
  readonly start: StartAt;
  /**
   * Whether more may be written behind the content's end. Then a last record that is not complete
   * is left for the next time; otherwise it is a record. Default: nothing more comes.
   */
  readonly isGrowing?: boolean;
}

/** Content of which any part can be read: a file, an object of S3. */
export interface RangedContent {
  /** In bytes, as stored. */
  readonly size: number;
  /** The bytes from `from` on, up to and without `to`. Default: to the end. */
  read(from: number, to?: number): AsyncIterable<Uint8Array>;
}

/** A longer record cannot be a value of Snowflake's, whose texts end at 16 MB. */
export const longestRecord: number = 16 * 1024 * 1024;

/** What is kept of a record that is too long. */
export const keptOfLongRecord: number = 64 * 1024;

/** No chunk has more records than that, so that a batch is bounded also where records are short. */
export const mostRecordsOfChunk: number = 10_000;

/** What every format says of itself. It never throws for a bad record, which it gives as one with a fault. */
interface AnyFormat {
  readonly name: 'ndjson' | 'csv' | 'json-array' | 'parquet';
  /** How many lines it takes to tell one file's content from another's. 0: all of its head. */
  readonly identifyingLines: number;
}

/** A format that is read from its start to its end, whatever it was compressed with. */
export interface StreamedFormat extends AnyFormat {
  readonly access: 'streamed';
  /** Whether reading may start at a byte in the middle. */
  readonly isSeekable: boolean;
  /** Whether content may grow at its end, record by record. */
  readonly isAppendable: boolean;
  /** Refuses content that cannot be what is expected, from its first bytes. Called before anything lands. */
  check(head: Uint8Array, place: string): void;
  read(content: AsyncIterable<Uint8Array>, options: ReadOptions): AsyncIterable<RecordChunk>;
}

/** A format that is read in parts, from an index in the content. */
export interface RangedFormat extends AnyFormat {
  readonly access: 'ranged';
  read(content: RangedContent, options: ReadOptions, place: string): AsyncIterable<RecordChunk>;
}

/** How a file's bytes become records. */
export type FileFormat = StreamedFormat | RangedFormat;
