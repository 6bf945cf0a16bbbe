import { createHash } from 'node:crypto';
import { Writer } from 'protobufjs';

/** A record as a program hands it to the Kinesis Producer Library. */
export interface AggregatedRecord {
  readonly key: string;
  readonly hashKey: string;
  readonly data: string;
}

/**
 * Packs records as the Kinesis Producer Library does: a magic number, a protobuf message with tables
 * of keys, and its MD5.
 *
 * @see https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md
 */
export function aggregate(records: readonly AggregatedRecord[]): Uint8Array {
  const keys = [...new Set(records.map(({ key }) => key))];
  const hashKeys = [...new Set(records.map(({ hashKey }) => hashKey))];
  const message = Writer.create();
  for (const key of keys) message.uint32((1 << 3) | 2).string(key);
  for (const key of hashKeys) message.uint32((2 << 3) | 2).string(key);
  for (const record of records) {
    message.uint32((3 << 3) | 2).fork();
    message.uint32(1 << 3).uint64(keys.indexOf(record.key));
    message.uint32(2 << 3).uint64(hashKeys.indexOf(record.hashKey));
    message.uint32((3 << 3) | 2).bytes(Buffer.from(record.data));
    message.ldelim();
  }
  const bytes = message.finish();
  const digest = createHash('md5').update(bytes).digest();
  return Buffer.concat([Buffer.from([0xf3, 0x89, 0x9a, 0xc2]), bytes, digest]);
}
