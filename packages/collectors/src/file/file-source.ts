import type { Duration } from '@das/contracts';
import type { PartitionLag, Source, SourceConsumer, SourceRange } from '@das/core';
import type { Decode, Decoding, FileFormat } from '../format/format.js';
import { openFile } from './file-content.js';
import { findFiles } from './find-files.js';
import { followFiles } from './follow-files.js';
import { readFile } from './read-file.js';
import { readFileRange } from './read-file-range.js';

/** What a file source reads. */
export interface FileSourceOptions {
  /** The name under which offsets are kept. */
  readonly name: string;
  /** Files, folders or globs, relative to `baseDirectory`, with `/` separators. */
  readonly files: string | readonly string[];
  readonly baseDirectory: string;
  /** Default: by a file's name and first bytes. */
  readonly format?: FileFormat | undefined;
  readonly decode: Decode;
  /** Fetches what `decode` needs for these records. Called before it, chunk by chunk. */
  readonly prepareToDecode?: Decoding['prepareToDecode'];
  /** Columns that a CSV header must have when no format is given. */
  readonly columns?: readonly string[];
  /** Whether to wait for new files and appended lines. Default: no. */
  readonly follow?: boolean;
  /** How often to look for them, beside what the file system says by itself. Default: 2 s. */
  readonly interval?: Duration | undefined;
}

/**
 * Reads files: each file is a partition, named by its path, and a record's number in it is its
 * offset. Compression is recognised by the first bytes.
 *
 * A run to the end checks all files before the first record is delivered: a missing folder, an
 * unreadable file, broken gzip or a CSV header without a required column refuses the run with
 * nothing landed. A last line without its end is a record then: many files end without one.
 *
 * A run that follows leaves such a line until it is complete, and reads content that cannot grow
 * line by line (compressed, Parquet, a JSON array) when it was not written to for a moment.
 */
export class FileSource implements Source {
  readonly name: string;
  readonly #options: FileSourceOptions;
  readonly #lag: Map<string, { readonly bytes: number }> = new Map();

  constructor(options: FileSourceOptions) {
    this.name = options.name;
    this.#options = options;
  }

  async consume(consumer: SourceConsumer, signal: AbortSignal): Promise<void> {
    const { files, baseDirectory, decode, prepareToDecode, follow = false } = this.#options;
    const patterns = typeof files === 'string' ? [files] : files;
    const reading = { consumer, signal, decode, prepareToDecode };
    if (follow) {
      const following = { ...reading, patterns, baseDirectory, expectation: this.#options };
      await followFiles({ ...following, lag: this.#lag, interval: this.#options.interval ?? '2s' });
      return;
    }
    const found = await findFiles(patterns, baseDirectory);
    const ready = [];
    for (const file of found) ready.push(await openFile(file, this.#options));
    if (ready.length === 0 || signal.aborted) return;
    const resume = await consumer.assign(
      ready.map(({ partition, identity }) => ({ partition, identity })),
    );
    for (const { partition, size } of ready) this.#lag.set(partition, { bytes: size });
    for (const file of ready) {
      if (signal.aborted) return;
      const onRead = (byte: number) => this.#lag.set(file.partition, { bytes: file.size - byte });
      const from = resume.get(file.partition);
      await readFile(file, from, { ...reading, isGrowing: false, onRead });
    }
  }

  /** Opens records of files by their numbers, or the files that were written to since a time. */
  openRange(range: SourceRange): Source {
    const { files, baseDirectory, decode, prepareToDecode } = this.#options;
    return {
      name: this.name,
      acknowledge: async () => {},
      consume: async (consumer, signal) => {
        const found = await findFiles(typeof files === 'string' ? [files] : files, baseDirectory);
        const reading = { consumer, signal, decode, prepareToDecode, expectation: this.#options };
        await readFileRange(found, range, reading);
      },
    };
  }

  async acknowledge(): Promise<void> {
    // A file keeps no state of who has read it: the warehouse's offsets are all there is.
  }

  lag(): ReadonlyMap<string, PartitionLag> {
    return this.#lag;
  }
}
