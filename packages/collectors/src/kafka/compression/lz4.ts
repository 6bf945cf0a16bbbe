import { loadPeer } from '../../peer/load-peer.js';
import type { Decompress } from './decompress-batch.js';
import { TooLargeError } from './too-large-error.js';

const frameMagic = 0x184d2204;

/** Bytes of a decompressed block, by its code in the frame. */
const blockSizes: Readonly<Record<number, number>> = {
  4: 64 * 1024,
  5: 256 * 1024,
  6: 1024 * 1024,
  7: 4 * 1024 * 1024,
};

/** Loads the codec LZ4. */
export async function loadLz4(): Promise<Decompress> {
  const { decompressFrameSync } = await loadPeer('lz4-napi', () => import('lz4-napi'));
  return async (bytes, limit) => {
    if (mostBytes(bytes) > limit + 4 * 1024 * 1024) throw new TooLargeError();
    const content = decompressFrameSync(bytes);
    if (content.length > limit) throw new TooLargeError();
    return content;
  };
}

/**
 * What a frame can decompress to at the most, by its blocks, since the codec itself has no limit.
 *
 * @see https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
 */
function mostBytes(frame: Buffer): number {
  if (frame.readUInt32LE(0) !== frameMagic) throw new RangeError('this is no frame');
  const flags = frame.readUInt8(4);
  const blockSize = blockSizes[(frame.readUInt8(5) >> 4) & 0b111];
  if (blockSize === undefined) throw new RangeError('the size of a block is not known');
  const checksum = (flags & 0b10000) === 0 ? 0 : 4;
  let at = 7 + ((flags & 0b1000) === 0 ? 0 : 8) + ((flags & 0b1) === 0 ? 0 : 4);
  let most = 0;
  for (;;) {
    const size = frame.readUInt32LE(at);
    if (size === 0) return most;
    const length = size & 0x7fffffff;
    // LZ4 makes nothing smaller than by a factor of 255.
    most += Math.min(blockSize, length * 255);
    at += 4 + length + checksum;
  }
}
