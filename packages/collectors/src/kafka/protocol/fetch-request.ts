import { ByteWriter } from './byte-writer.js';

/** The number of the API. */
export const fetchKey = 1;

/** Versions that can be written: 13 names topics by their ids, 4 is what Kafka 0.11 began with. */
export const fetchVersions: { readonly first: number; readonly last: number } = {
  first: 4,
  last: 13,
};

/** From this version on a topic is named by its id. */
export const fetchByIdVersion = 13;

/** A partition to fetch. */
export interface FetchPosition {
  readonly topic: string;
  /** 16 bytes, for versions that name topics by their ids. */
  readonly topicId: Buffer;
  readonly partition: number;
  readonly offset: number;
  readonly leaderEpoch: number | undefined;
}

/** What one request asks a broker for. */
export interface FetchRequest {
  readonly version: number;
  readonly wait: number;
  readonly bytes: number;
  readonly bytesPerPartition: number;
  readonly readUncommitted: boolean;
  readonly positions: readonly FetchPosition[];
}

/**
 * Writes the body of a fetch request. Version 12 and later have "flexible" structures, whose header
 * ends with tagged fields: kafkajs writes the older header, so the body begins with that byte.
 *
 * @see https://kafka.apache.org/protocol#The_Messages_Fetch
 */
export function writeFetchRequest(request: FetchRequest): ByteWriter {
  const { version } = request;
  const isFlexible = version >= 12;
  const writer = new ByteWriter();
  if (isFlexible) writer.noTags();
  writer
    .int32(-1)
    .int32(request.wait)
    .int32(1)
    .int32(request.bytes)
    .int8(request.readUncommitted ? 0 : 1);
  if (version >= 7) writer.int32(0).int32(-1);
  const topics = byTopic(request);
  const list = <T>(items: readonly T[], each: (item: T) => void): ByteWriter =>
    isFlexible ? writer.compactArray(items, each) : writer.array(items, each);
  list([...topics], ([topic, positions]) => {
    if (version >= fetchByIdVersion) writer.bytes(positions[0]?.topicId ?? Buffer.alloc(16));
    else if (isFlexible) writer.compactString(topic);
    else writer.string(topic);
    list(positions, (position) => writePosition(writer, position, request));
    if (isFlexible) writer.noTags();
  });
  if (version >= 7) list([], () => {});
  if (isFlexible) return writer.compactString('').noTags();
  return version >= 11 ? writer.string('') : writer;
}

function writePosition(
  writer: ByteWriter,
  { partition, offset, leaderEpoch }: FetchPosition,
  { version, bytesPerPartition }: FetchRequest,
): void {
  writer.int32(partition);
  if (version >= 9) writer.int32(-1);
  writer.int64(offset);
  // A broker that knows another end of that epoch answers that the log was cut and rewritten.
  if (version >= 12) writer.int32(leaderEpoch ?? -1);
  if (version >= 5) writer.int64(-1);
  writer.int32(bytesPerPartition);
  if (version >= 12) writer.noTags();
}

function byTopic({ positions }: FetchRequest): Map<string, FetchPosition[]> {
  const topics = new Map<string, FetchPosition[]>();
  for (const position of positions) {
    topics.set(position.topic, [...(topics.get(position.topic) ?? []), position]);
  }
  return topics;
}
