import { createHash } from 'node:crypto';
import { loadPeer } from '../peer/load-peer.js';
import type { KinesisRecord, KinesisShard } from './kinesis-port.js';

/** A record as a producer handed it to its library. */
export interface UserRecord {
  readonly key: string;
  readonly data: Uint8Array;
}

type Reader = typeof import('protobufjs').Reader;

/** What an aggregate of the Kinesis Producer Library starts with. */
const magic = Buffer.from([0xf3, 0x89, 0x9a, 0xc2]);
/** What it ends with: an MD5 digest of what is between. */
const digestLength = 16;

/** Whether a record looks like an aggregate: what starts with the magic number and has its digest. */
export function isAggregate(data: Uint8Array): boolean {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (bytes.length < magic.length + digestLength || !bytes.subarray(0, 4).equals(magic)) {
    return false;
  }
  const digest = bytes.subarray(-digestLength);
  const message = bytes.subarray(magic.length, -digestLength);
  return createHash('md5').update(message).digest().equals(digest);
}

/** Loads the reader of aggregates, once one is met. */
export async function loadAggregateReader(): Promise<Reader> {
  const protobuf = await loadPeer('protobufjs', () => import('protobufjs'));
  return (protobuf.default ?? protobuf).Reader;
}

/**
 * Takes an aggregate of the Kinesis Producer Library apart. Records that hash into another shard are
 * left out: the library puts these again into their own, after a split that it had not heard of.
 *
 * `undefined` when it is no aggregate after all: then the record is one record as it is.
 *
 * @see https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md
 */
export function userRecordsOf(
  Reader: Reader,
  { data }: KinesisRecord,
  { hashKeys }: KinesisShard,
): readonly UserRecord[] | undefined {
  try {
    const { keys, explicitKeys, records } = readAggregate(
      Reader,
      data.subarray(magic.length, data.length - digestLength),
    );
    const from = BigInt(hashKeys.from);
    const to = BigInt(hashKeys.to);
    return records.flatMap((record) => {
      const key = keys[record.key];
      if (key === undefined) throw new RangeError('an aggregated record has no key');
      const explicit =
        record.explicitKey === undefined ? undefined : explicitKeys[record.explicitKey];
      const hash = explicit === undefined ? hashOf(key) : BigInt(explicit);
      return hash >= from && hash <= to ? [{ key, data: record.data }] : [];
    });
  } catch {
    // Whatever it is, it is not lost: the collector decodes it as one record.
    return undefined;
  }
}

interface Aggregate {
  readonly keys: readonly string[];
  readonly explicitKeys: readonly string[];
  readonly records: readonly {
    readonly key: number;
    readonly explicitKey: number | undefined;
    readonly data: Uint8Array;
  }[];
}

function readAggregate(Reader: Reader, message: Uint8Array): Aggregate {
  const reader = Reader.create(message);
  const keys: string[] = [];
  const explicitKeys: string[] = [];
  const records: Aggregate['records'][number][] = [];
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1:
        keys.push(reader.string());
        break;
      case 2:
        explicitKeys.push(reader.string());
        break;
      case 3:
        records.push(readRecord(Reader, reader.bytes()));
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { keys, explicitKeys, records };
}

function readRecord(Reader: Reader, message: Uint8Array): Aggregate['records'][number] {
  const reader = Reader.create(message);
  let key = 0;
  let explicitKey: number | undefined;
  let data: Uint8Array = new Uint8Array();
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1:
        key = Number(reader.uint64());
        break;
      case 2:
        explicitKey = Number(reader.uint64());
        break;
      case 3:
        data = reader.bytes();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { key, explicitKey, data };
}

/** The hash key of a partition key: its MD5 as a number. */
function hashOf(key: string): bigint {
  return BigInt(`0x${createHash('md5').update(key, 'utf8').digest('hex')}`);
}
