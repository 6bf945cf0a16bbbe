import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';

/** The number of the API. */
export const metadataKey = 3;

/** Versions that can be written: 10 is the first one with the ids of topics. */
export const metadataVersions: { readonly first: number; readonly last: number } = {
  first: 5,
  last: 10,
};

/** A topic in the cluster's metadata. */
export interface TopicMetadata {
  readonly topic: string;
  /** 16 bytes, all of them zero where the cluster has no ids. */
  readonly id: Buffer;
  readonly errorCode: number;
  readonly partitions: readonly PartitionMetadata[];
}

/** A partition and its leader: -1 while there is none. */
export interface PartitionMetadata {
  readonly partition: number;
  readonly leader: number;
  readonly errorCode: number;
}

/**
 * Writes the body of a metadata request that makes no topic.
 *
 * @see https://kafka.apache.org/protocol#The_Messages_Metadata
 */
export function writeMetadataRequest(topics: readonly string[], version: number): ByteWriter {
  const writer = new ByteWriter();
  if (version < 9) {
    writer.array(topics, (topic) => writer.string(topic)).int8(0);
    return version >= 8 ? writer.int8(0).int8(0) : writer;
  }
  return writer
    .noTags()
    .compactArray(topics, (topic) => {
      if (version >= 10) writer.bytes(Buffer.alloc(16));
      writer.compactString(topic).noTags();
    })
    .int8(0)
    .int8(0)
    .int8(0)
    .noTags();
}

/** Reads the body of a metadata response. */
export function readMetadataResponse(body: Buffer, version: number): readonly TopicMetadata[] {
  const reader = new ByteReader(body);
  const isFlexible = version >= 9;
  const list = <T>(each: () => T): T[] =>
    isFlexible ? reader.compactArray(each) : reader.array(each);
  const endOfStructure = () => {
    if (isFlexible) reader.tagged();
  };
  endOfStructure();
  reader.int32();
  list(() => {
    reader.int32();
    if (isFlexible) reader.compactString();
    else reader.string();
    reader.int32();
    if (isFlexible) reader.compactNullableString();
    else reader.nullableString();
    endOfStructure();
  });
  if (isFlexible) reader.compactNullableString();
  else reader.nullableString();
  reader.int32();
  return list(() => {
    const errorCode = reader.int16();
    const topic = isFlexible ? reader.compactString() : reader.string();
    const id = version >= 10 ? Buffer.from(reader.bytes(16)) : Buffer.alloc(16);
    reader.int8();
    const partitions = list(() => partitionOf(reader, version));
    if (version >= 8) reader.int32();
    endOfStructure();
    return { topic, id, errorCode, partitions };
  });
}

function partitionOf(reader: ByteReader, version: number): PartitionMetadata {
  const isFlexible = version >= 9;
  const nodes = () =>
    isFlexible ? reader.compactArray((each) => each.int32()) : reader.array((each) => each.int32());
  const errorCode = reader.int16();
  const partition = reader.int32();
  const leader = reader.int32();
  if (version >= 7) reader.int32();
  nodes();
  nodes();
  nodes();
  if (isFlexible) reader.tagged();
  return { partition, leader, errorCode };
}
