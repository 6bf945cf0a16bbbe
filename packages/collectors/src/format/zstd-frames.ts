import { CollectorsError } from '../errors/collectors-error.js';

/** As much as `zstd --long` needs, and what Node's decoder allows. */
const largestWindow = 128 * 1024 * 1024;

/**
 * Follows the frames of a zstd stream (RFC 8878, section 3.1) and refuses one that asks for more
 * memory than is sensible, before a decoder allocates it. What is broken is the decoder's to say.
 */
export class ZstdFrames {
  readonly #place: string;
  #state: 'frame' | 'block' | 'broken' = 'frame';
  #skip = 0;
  #kept: number[] = [];
  #hasChecksum = false;

  constructor(place: string) {
    this.#place = place;
  }

  add(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length && this.#state !== 'broken'; ) {
      if (this.#skip > 0) {
        const step = Math.min(this.#skip, bytes.length - at);
        this.#skip -= step;
        at += step;
        continue;
      }
      this.#kept.push(bytes[at] ?? 0);
      at += 1;
      const isWhole = this.#state === 'frame' ? this.#readFrame() : this.#readBlock();
      if (isWhole) this.#kept = [];
    }
  }

  #readFrame(): boolean {
    const header = Buffer.from(this.#kept);
    if (header.length < 5) return false;
    const magic = header.readUInt32LE(0);
    if (magic >>> 4 === 0x184d2a5) {
      if (header.length < 8) return false;
      this.#skip = header.readUInt32LE(4);
      return true;
    }
    if (magic !== 0xfd2fb528) {
      this.#state = 'broken';
      return true;
    }
    const flags = header[4] ?? 0;
    const isSingle = (flags & 0x20) !== 0;
    const dictionaryBytes = [0, 1, 2, 4][flags & 3] ?? 0;
    const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
    const windowBytes = isSingle ? 0 : 1;
    if (header.length < 5 + windowBytes + dictionaryBytes + sizeBytes) return false;
    const size = isSingle
      ? sizeOf(header.subarray(5 + dictionaryBytes), sizeBytes)
      : windowOf(header[5] ?? 0);
    if (size > largestWindow) throw this.#tooLarge();
    this.#hasChecksum = (flags & 4) !== 0;
    this.#state = 'block';
    return true;
  }

  #readBlock(): boolean {
    const [first, second, third] = this.#kept;
    if (first === undefined || second === undefined || third === undefined) return false;
    const type = (first >> 1) & 3;
    const size = (first >> 3) | (second << 5) | (third << 13);
    // A block of one repeated byte holds just that byte.
    this.#skip = type === 1 ? 1 : size;
    if ((first & 1) !== 0) {
      this.#skip += this.#hasChecksum ? 4 : 0;
      this.#state = 'frame';
    }
    return true;
  }

  #tooLarge(): CollectorsError {
    return new CollectorsError(
      'DAS_SOURCE_DECOMPRESSION_BOMB',
      'the zstd data asks for more than 128 MB of memory',
      { place: this.#place, next: 'compress it without `--ultra` and `--long`' },
    );
  }
}

function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

function sizeOf(bytes: Buffer, length: number): number {
  if (length === 8) return Number(bytes.readBigUInt64LE(0));
  return bytes.readUIntLE(0, length) + (length === 2 ? 256 : 0);
}
