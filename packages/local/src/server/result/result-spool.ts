import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { StatementAnswer } from '../../warehouse/statement-answer.js';
import { encoderFor, type WireValue } from './encode-value.js';

const compress = promisify(gzip);

/** Rows that travel in the answer itself; what is more goes into chunks. */
const inlineRows = 2000;
const inlineCharacters = 1_000_000;

/** A chunk is closed at this many characters of JSON, so that memory holds a few of them at most. */
const chunkCharacters = 1_000_000;

/** Rows that lie on the disk until a driver fetches them. */
export interface SpooledChunk {
  readonly file: string;
  readonly rowCount: number;
  readonly uncompressedSize: number;
  readonly compressedSize: number;
}

/** The rows of a result: the first ones, and files with the others. */
export interface SpooledRows {
  readonly rowset: readonly (readonly WireValue[])[];
  readonly chunks: readonly SpooledChunk[];
  readonly total: number;
  /** What a driver must show to fetch a chunk. */
  readonly key: string;
}

/**
 * Writes the rows of an answer as drivers read them: the first ones as they are, the others as
 * compressed files of JSON rows, so that a result of any length takes little memory.
 */
export async function spoolRows(
  answer: StatementAnswer,
  folder: string,
  name: string,
): Promise<SpooledRows> {
  const encoders = answer.columns.map(({ type }) => encoderFor(type));
  const rowset: (readonly WireValue[])[] = [];
  const chunks: SpooledChunk[] = [];
  let inlined = 0;
  let pending: string[] = [];
  let characters = 0;
  let total = 0;
  const flush = async (): Promise<void> => {
    if (pending.length === 0) return;
    const file = join(folder, `${name}-${chunks.length}.json.gz`);
    const text = Buffer.from(pending.join(',\n'));
    const bytes = await compress(text, { level: 1 });
    await writeFile(file, bytes, { mode: 0o600, flag: 'wx' });
    chunks.push({
      file,
      rowCount: pending.length,
      uncompressedSize: text.length,
      compressedSize: bytes.length,
    });
    pending = [];
    characters = 0;
  };
  try {
    for await (const { columns, rowCount } of answer.batches) {
      const encoded = columns.map((values, at) => {
        const encode = encoders[at];
        if (encode === undefined) throw new TypeError('a batch has more columns than its answer');
        return values.map(encode);
      });
      total += rowCount;
      for (let row = 0; row < rowCount; row += 1) {
        const values = encoded.map((cells) => cells[row] ?? null);
        const isInline = rowset.length < inlineRows && inlined < inlineCharacters;
        if (isInline && chunks.length === 0 && pending.length === 0) {
          rowset.push(values);
          for (const value of values) inlined += value?.length ?? 4;
          continue;
        }
        const text = JSON.stringify(values);
        pending.push(text);
        characters += text.length;
        if (characters >= chunkCharacters) await flush();
      }
    }
    await flush();
    return { rowset, chunks, total, key: randomBytes(32).toString('base64') };
  } catch (error) {
    await removeChunks(chunks);
    throw error;
  }
}

export async function removeChunks(chunks: readonly SpooledChunk[]): Promise<void> {
  for (const { file } of chunks) await rm(file, { force: true });
}
