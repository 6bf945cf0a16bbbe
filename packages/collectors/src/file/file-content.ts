import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline, Writable } from 'node:stream';
import { pipeline as pipelineDone } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { CollectorsError } from '../errors/collectors-error.js';

const headSize = 64 * 1024;

/** A file to read: where it is, and how it is called in offsets and messages. */
export interface SourceFile {
  readonly path: string;
  readonly partition: string;
}

/** What is known of a file before it is read. */
export interface FileHead {
  readonly isGzip: boolean;
  readonly size: number;
  /** The first bytes of the content, decompressed. */
  readonly bytes: Uint8Array;
}

/** Runs an operation on a file and says which file when it fails. */
async function about<T>({ partition }: SourceFile, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CollectorsError) throw error;
    throw failureOf(partition, error);
  }
}

/** Says which file failed, and how. */
export function failureOf(partition: string, error: unknown): CollectorsError {
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

/** Reads the first bytes of a file's content. */
export async function readHead(file: SourceFile): Promise<FileHead> {
  return await about(file, async () => {
    const { size } = await stat(file.path);
    await using handle = await open(file.path);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headSize), 0, headSize, 0);
    const bytes = buffer.subarray(0, bytesRead);
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return { isGzip, size, bytes: isGzip ? await inflatedHead(file) : bytes };
  });
}

async function inflatedHead(file: SourceFile): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of contentOf(file, { isGzip: true, from: 0 })) {
    parts.push(part);
    length += part.length;
    if (length >= headSize) break;
  }
  return Buffer.concat(parts).subarray(0, headSize);
}

/** Decompresses a whole file and keeps nothing: a broken one is found before any of it lands. */
export async function checkGzip(file: SourceFile): Promise<void> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  await about(file, () => pipelineDone(createReadStream(file.path), createGunzip(), nowhere));
}

/** The content of a file from a byte on, decompressed. */
export function contentOf(
  file: SourceFile,
  { isGzip, from }: { readonly isGzip: boolean; readonly from: number },
): AsyncIterable<Uint8Array> {
  const bytes = createReadStream(file.path, { start: from, highWaterMark: 1024 * 1024 });
  if (!isGzip) return bytes;
  // The error reaches whoever iterates over the content, so the callback has nothing to add.
  return pipeline(bytes, createGunzip({ chunkSize: 1024 * 1024 }), () => {});
}

/**
 * What tells a file's content from another's under the same name: a digest of its first lines, or
 * of its first 64 KB if those are longer. A file that grows keeps it. `undefined` while the lines
 * are not complete.
 *
 * @param lines - how many: the header of a CSV file is that of every file of its kind, so it takes two
 */
export function identityOf({ bytes }: FileHead, lines: number): string | undefined {
  let end = -1;
  for (let line = 0; line < lines; line += 1) {
    end = bytes.indexOf(0x0a, end + 1);
    if (end === -1) break;
  }
  if (end === -1 && bytes.length < headSize) return undefined;
  const head = end === -1 ? bytes : bytes.subarray(0, end);
  return createHash('sha256').update(head).digest('hex');
}
