import type { DecodedRecord, SourceRecord } from '@das/core';

/** Decodes what was read: a collector's own `decode`. */
export type Decode = (raw: string | Uint8Array) => DecodedRecord;

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

/** A longer record cannot be a value of Snowflake's, whose texts end at 16 MB. */
export const longestRecord: number = 16 * 1024 * 1024;

/** What is kept of a record that is too long. */
export const keptOfLongRecord: number = 64 * 1024;

/**
 * How a file's bytes become records. A format reads a whole file in one pass; it never throws for
 * a bad record, which it gives as one with a fault.
 */
export interface FileFormat {
  readonly name: 'ndjson' | 'csv';
  /** Whether reading may start at a byte in the middle. */
  readonly isSeekable: boolean;
  /** How many lines it takes to tell one file's content from another's. */
  readonly identifyingLines: number;
  /** Refuses content that cannot be what is expected, from its first bytes. Called before anything lands. */
  check(head: Uint8Array, place: string): void;
  read(
    content: AsyncIterable<Uint8Array>,
    start: StartAt,
    decode: Decode,
  ): AsyncIterable<RecordChunk>;
}
