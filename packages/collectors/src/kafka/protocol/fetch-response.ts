import { ByteReader } from './byte-reader.js';
import { fetchByIdVersion } from './fetch-request.js';
import type { AbortedTransaction } from './read-log.js';

/** What a broker gives of one partition. */
export interface FetchedPartition {
  /** The topic's name, or its id in hexadecimal, as the version has it. */
  readonly topic: string;
  readonly partition: number;
  readonly errorCode: number;
  readonly highWatermark: number;
  readonly aborted: readonly AbortedTransaction[];
  /** The log was cut here and rewritten by another leader, before the offset that was asked for. */
  readonly divergedAt: number | undefined;
  /** Batches as they are in the log; the last one may be cut off. */
  readonly log: Buffer;
}

/** What a broker answers. */
export interface FetchResponse {
  readonly throttle: number;
  readonly errorCode: number;
  readonly partitions: readonly FetchedPartition[];
}

const nothing: Buffer = Buffer.alloc(0);

/** Reads the body of a fetch response, without copying what is in the log. */
export function readFetchResponse(body: Buffer, version: number): FetchResponse {
  const reader = new ByteReader(body);
  const isFlexible = version >= 12;
  if (isFlexible) reader.tagged();
  const throttle = reader.int32();
  const errorCode = version >= 7 ? reader.int16() : 0;
  if (version >= 7) reader.int32();
  const list = <T>(each: () => T): T[] =>
    isFlexible ? reader.compactArray(each) : reader.array(each);
  const partitions = list(() => {
    const topic = topicOf(reader, version);
    const inTopic = list(() => partitionOf(reader, topic, version));
    if (isFlexible) reader.tagged();
    return inTopic;
  });
  return { throttle, errorCode, partitions: partitions.flat() };
}

function topicOf(reader: ByteReader, version: number): string {
  if (version >= fetchByIdVersion) return reader.bytes(16).toString('hex');
  return version >= 12 ? reader.compactString() : reader.string();
}

function partitionOf(reader: ByteReader, topic: string, version: number): FetchedPartition {
  const isFlexible = version >= 12;
  const partition = reader.int32();
  const errorCode = reader.int16();
  const highWatermark = reader.int64();
  reader.int64();
  if (version >= 5) reader.int64();
  const transaction = (): AbortedTransaction => {
    const aborted = { producerId: reader.int64Exact(), firstOffset: reader.int64() };
    if (isFlexible) reader.tagged();
    return aborted;
  };
  const aborted = isFlexible ? reader.compactArray(transaction) : reader.array(transaction);
  if (version >= 11) reader.int32();
  const length = isFlexible ? reader.unsignedVarint() - 1 : reader.int32();
  const log = length > 0 ? reader.bytes(length) : nothing;
  let divergedAt: number | undefined;
  if (isFlexible) {
    reader.tagged((tag, field) => {
      if (tag === 0) divergedAt = divergenceOf(field);
    });
  }
  return { topic, partition, errorCode, highWatermark, aborted, divergedAt, log };
}

function divergenceOf(field: ByteReader): number | undefined {
  field.int32();
  const end = field.int64();
  return end < 0 ? undefined : end;
}
