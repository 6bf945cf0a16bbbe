import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { CollectorsError } from '../errors/collectors-error.js';
import { decompressed } from '../format/decompress.js';
import type { RangedContent } from '../format/format.js';
import {
  type ContentExpectation,
  headSize,
  type OpenedContent,
  openContent,
} from '../format/open-content.js';

/** A file to read: where it is, and how it is called in offsets and messages. */
export interface SourceFile {
  readonly path: string;
  readonly partition: string;
}

/** A file as it was when it was looked at. */
export interface OpenedFile extends SourceFile {
  readonly size: number;
  readonly content: RangedContent;
  readonly opened: OpenedContent;
  readonly identity: string | undefined;
}

/** What a file is taken for, unless its name and first bytes are to say it. */
export type FileExpectation = Pick<ContentExpectation, 'format' | 'columns'>;

/** Runs an operation on a file and says which file when it fails. */
export async function about<T>({ partition }: SourceFile, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isReadFailure(error) ? failureOf(partition, error) : error;
  }
}

/** Whether an error comes from the file system or zlib rather than from the consumer. */
function isReadFailure(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return typeof code === 'string' && (code.startsWith('E') || code.startsWith('Z_'));
}

function failureOf(partition: string, error: unknown): CollectorsError {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? 'unknown';
  if (code.startsWith('Z_')) {
    return new CollectorsError('DAS_SOURCE_BROKEN_GZIP', `the gzip data is broken (${code})`, {
      place: partition,
      next: 'fetch or compress the file again: nothing of this run has landed from it',
      cause: error,
    });
  }
  return new CollectorsError('DAS_SOURCE_UNREADABLE', `the file cannot be read (${code})`, {
    place: partition,
    next: 'check that it is a file and that this user may read it',
    cause: error,
  });
}

/** Looks at a file's first bytes; decompresses one that is compressed once, so that a broken one is found. */
export async function openFile(
  file: SourceFile,
  expectation: FileExpectation,
): Promise<OpenedFile> {
  return await about(file, async () => {
    const { size } = await stat(file.path);
    const content = fileContent(file.path, size);
    const { path: name, partition: place } = file;
    const opened = await openContent(content, { ...expectation, name, place });
    const { compression, head, format } = opened;
    if (compression !== 'none') {
      for await (const _ of decompressed(content.read(0), compression, place));
    }
    const identity = identityOf(head, format.identifyingLines);
    return { ...file, size, content, opened, identity };
  });
}

/** Bytes read at once. What is landing meanwhile goes on only between two chunks, so they are small. */
const chunkSize = 256 * 1024;

/** A file up to the size that it had. */
function fileContent(path: string, size: number): RangedContent {
  return {
    size,
    read: async function* (from, to = size) {
      const end = Math.min(to, size);
      if (from >= end) return;
      yield* createReadStream(path, { start: from, end: end - 1, highWaterMark: chunkSize });
    },
  };
}

/**
 * What tells a file's content from another's under the same name: a digest of its first lines, or
 * of its first 64 KB if those are longer. A file that grows keeps it. `undefined` while the lines
 * are not complete.
 *
 * @param lines - how many: the header of a CSV file is that of every file of its kind, so it takes two. 0 stands
 * for all of the first 64 KB, where content does not grow
 */
function identityOf(bytes: Uint8Array, lines: number): string | undefined {
  if (bytes.length === 0) return undefined;
  if (lines === 0) return createHash('sha256').update(bytes).digest('hex');
  let end = -1;
  for (let line = 0; line < lines; line += 1) {
    end = bytes.indexOf(0x0a, end + 1);
    if (end === -1) break;
  }
  if (end === -1 && bytes.length < headSize) return undefined;
  const head = end === -1 ? bytes : bytes.subarray(0, end);
  return createHash('sha256').update(head).digest('hex');
}

const lineEnds: ReadonlySet<number | undefined> = new Set([0x0a, 0x0d, undefined]);

/** Whether no line that begins before this byte goes on at it. */
export async function isLineEnd(content: RangedContent, byte: number): Promise<boolean> {
  if (byte === 0 || byte >= content.size) return true;
  const around: number[] = [];
  for await (const part of content.read(byte - 1, byte + 1)) around.push(...part);
  return around.some((each) => lineEnds.has(each));
}

/** Whether a file may get more lines at its end, so that its last line need not be complete. */
export function isAppendable({ opened: { format, compression } }: OpenedFile): boolean {
  return compression === 'none' && format.access === 'streamed' && format.isAppendable;
}
