import { ByteReader } from './byte-reader.js';
import { crc32c } from './crc32c.js';

/** The codec of a batch, by its number in the protocol. */
export type CompressionCodec = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';

const codecs: readonly CompressionCodec[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];

/** A batch of records as the log holds it: its header is read, its records are not. */
export interface RecordBatch {
  readonly baseOffset: number;
  /** The last offset of the batch, also where that record was compacted away. */
  readonly lastOffset: number;
  readonly leaderEpoch: number;
  /** `undefined`: a codec that this version of DAS does not know. */
  readonly codec: CompressionCodec | undefined;
  readonly isTransactional: boolean;
  /** A marker of a transaction's end: it holds no record of anybody's. */
  readonly isControl: boolean;
  readonly usesAppendTime: boolean;
  readonly baseTimestamp: number;
  readonly maxTimestamp: number;
  readonly producerId: bigint;
  readonly count: number;
  /** The records, compressed if there is a codec. */
  readonly payload: Buffer;
  /** The whole batch. */
  readonly bytes: Buffer;
}

/** Where reading a log stopped, and why. */
export type LogEnd =
  /** The next batch was cut off, as a broker does at the limit of a response. */
  | { readonly kind: 'complete' }
  /** The bytes of the batch at this offset are not those that its producer sent. */
  | { readonly kind: 'corrupt'; readonly offset: number }
  /** The batch at this offset has a format from before Kafka 0.11, or one that is not known. */
  | { readonly kind: 'unsupported'; readonly offset: number };

const headerLength = 61;
const lengthOfStart = 12;
const magicAt = 16;
const crcStart = 21;

/**
 * Splits a piece of a log into batches of format 2, and checks each one's checksum: what the disk of
 * a broker or the network changed must not land.
 *
 * @see https://kafka.apache.org/documentation/#recordbatch
 */
export function readBatches(log: Buffer): {
  readonly batches: RecordBatch[];
  readonly end: LogEnd;
} {
  const batches: RecordBatch[] = [];
  let start = 0;
  // What ends before the number of its format is a batch that was cut off.
  while (log.length - start > magicAt) {
    const head = new ByteReader(log, start);
    const baseOffset = head.int64();
    const end = start + lengthOfStart + head.int32();
    const leaderEpoch = head.int32();
    const magic = head.int8();
    if (magic !== 2) return { batches, end: { kind: 'unsupported', offset: baseOffset } };
    if (end > log.length || log.length - start < headerLength) break;
    const crc = head.uint32();
    if (end - start < headerLength || crc32c(log, start + crcStart, end) !== crc) {
      return { batches, end: { kind: 'corrupt', offset: baseOffset } };
    }
    const attributes = head.int16();
    const lastOffset = baseOffset + head.int32();
    const baseTimestamp = head.int64();
    const maxTimestamp = head.int64();
    const producerId = head.int64Exact();
    head.skip(6);
    const count = head.int32();
    batches.push({
      baseOffset,
      lastOffset,
      leaderEpoch,
      codec: codecs[attributes & 0b111],
      usesAppendTime: (attributes & 0b1000) !== 0,
      isTransactional: (attributes & 0b10000) !== 0,
      isControl: (attributes & 0b100000) !== 0,
      baseTimestamp,
      maxTimestamp,
      producerId,
      count,
      payload: log.subarray(start + headerLength, end),
      bytes: log.subarray(start, end),
    });
    start = end;
  }
  return { batches, end: { kind: 'complete' } };
}
