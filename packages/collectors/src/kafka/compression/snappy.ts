import { loadPeer } from '../../peer/load-peer.js';
import type { Decompress } from './decompress-batch.js';
import { TooLargeError } from './too-large-error.js';

/** What begins the framing of snappy-java, which Kafka's own producer uses; others send one block. */
const xerial: Buffer = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const xerialHeaderLength = 16;

/** Loads the codec Snappy. */
export async function loadSnappy(): Promise<Decompress> {
  const { uncompressSync } = await loadPeer('snappy', () => import('snappy'));
  return async (bytes, limit) => {
    const blocks = blocksOf(bytes);
    const total = blocks.reduce((sum, block) => sum + lengthOf(block), 0);
    if (total > limit) throw new TooLargeError();
    return Buffer.concat(
      blocks.map((block) => uncompressSync(block, { asBuffer: true }) as Buffer),
    );
  };
}

function blocksOf(bytes: Buffer): readonly Buffer[] {
  if (!bytes.subarray(0, xerial.length).equals(xerial)) return [bytes];
  const blocks: Buffer[] = [];
  let at = xerialHeaderLength;
  while (at < bytes.length) {
    const length = bytes.readUInt32BE(at);
    if (at + 4 + length > bytes.length) throw new RangeError('a block is cut off');
    blocks.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return blocks;
}

/** The length that a block says it has when it is decompressed, which the codec holds it to. */
function lengthOf(block: Buffer): number {
  let length = 0;
  for (let index = 0; index < 5; index += 1) {
    const byte = block.readUInt8(index);
    length += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return length;
  }
  throw new RangeError('a length does not end');
}
