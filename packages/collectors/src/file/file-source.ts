import type { Source, SourceConsumer } from '@das/core';
import { CollectorsError } from '../errors/collectors-error.js';
import { csv } from '../format/csv.js';
import type { Decode, FileFormat } from '../format/format.js';
import { ndjson } from '../format/ndjson.js';
import {
  checkGzip,
  contentOf,
  type FileHead,
  failureOf,
  identityOf,
  readHead,
  type SourceFile,
} from './file-content.js';
import { findFiles } from './find-files.js';

/** What a file source reads. */
export interface FileSourceOptions {
  /** The name under which offsets are kept. */
  readonly name: string;
  /** Files, folders or globs, relative to `baseDirectory`, with `/` separators. */
  readonly files: string | readonly string[];
  readonly baseDirectory: string;
  /** Default: CSV for `.csv` and `.csv.gz`, else NDJSON. */
  readonly format?: FileFormat | undefined;
  readonly decode: Decode;
  /** Columns that a CSV header must have when no format is given. */
  readonly columns?: readonly string[];
}

interface ReadyFile extends SourceFile {
  readonly head: FileHead;
  readonly format: FileFormat;
}

/**
 * Reads files to their end: each file is a partition, named by its path, and a record's number in
 * it is its offset. Gzip is recognised by its first bytes.
 *
 * All files are checked before the first record is delivered: a missing folder, an unreadable file,
 * broken gzip or a CSV header without a required column refuses the run with nothing landed.
 */
export class FileSource implements Source {
  readonly name: string;
  readonly #options: FileSourceOptions;

  constructor(options: FileSourceOptions) {
    this.name = options.name;
    this.#options = options;
  }

  async consume(consumer: SourceConsumer, signal: AbortSignal): Promise<void> {
    const { files, baseDirectory } = this.#options;
    const patterns = typeof files === 'string' ? [files] : files;
    const found = await findFiles(patterns, baseDirectory);
    const ready: ReadyFile[] = [];
    for (const file of found) ready.push(await this.#prepare(file));
    if (ready.length === 0) return;

    const resume = await consumer.assign(
      ready.map((file) => ({
        partition: file.partition,
        identity: identityOf(file.head, file.format.identifyingLines),
      })),
    );
    for (const file of ready) {
      if (signal.aborted) return;
      const point = resume.get(file.partition);
      const offset = point?.offset ?? 0;
      const byte = file.format.isSeekable ? Number(point?.position ?? 0) : 0;
      await this.#read(file, { offset, byte }, consumer, signal);
    }
  }

  async acknowledge(): Promise<void> {
    // A file keeps no state of who has read it: the warehouse's offsets are all there is.
  }

  async #prepare(file: SourceFile): Promise<ReadyFile> {
    const head = await readHead(file);
    if (head.isGzip) await checkGzip(file);
    const isCsv = /\.csv(\.gz)?$/i.test(file.path);
    const byName = isCsv ? csv({ columns: this.#options.columns ?? [] }) : ndjson;
    const format = this.#options.format ?? byName;
    format.check(head.bytes, file.partition);
    return { ...file, head, format };
  }

  async #read(
    file: ReadyFile,
    start: { readonly offset: number; readonly byte: number },
    consumer: SourceConsumer,
    signal: AbortSignal,
  ): Promise<void> {
    const { isGzip, size } = file.head;
    const { partition, format } = file;
    // Compressed content cannot be entered in the middle; what has landed is skipped instead. So it
    // is where no byte is known, because the file was compressed when it was read before.
    const canSeek = !isGzip && format.isSeekable;
    const from = canSeek && start.byte > 0 ? start : { offset: 0, byte: 0 };
    if (from.byte > size) throw shrunk(partition);
    const content = contentOf(file, { isGzip, from: from.byte });
    let reached = from.offset;
    try {
      for await (const chunk of format.read(content, from, this.#options.decode)) {
        if (signal.aborted) return;
        reached = chunk.nextOffset;
        if (chunk.nextOffset <= start.offset) continue;
        await consumer.deliver({
          partition,
          records: chunk.records.filter((record) => record.offset >= start.offset),
          nextOffset: chunk.nextOffset,
          position: canSeek ? String(chunk.nextByte) : undefined,
        });
      }
    } catch (error) {
      throw isReadFailure(error) ? failureOf(partition, error) : error;
    }
    if (reached < start.offset) throw shrunk(partition);
  }
}

function shrunk(partition: string): CollectorsError {
  return new CollectorsError('DAS_SOURCE_SHRUNK', 'the file is shorter than what was read of it', {
    place: partition,
    next: 'put the file back, or give the new content a new name',
  });
}

/** Whether an error comes from the file system or zlib rather than from the consumer. */
function isReadFailure(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return typeof code === 'string' && (code.startsWith('E') || code.startsWith('Z_'));
}
