import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { decompressBatches } from '../compression/decompress-batch.js';
import { crc32c } from './crc32c.js';
import { readLog } from './read-log.js';

interface Encoder {
  readonly buffer: Buffer;
}

type Encode = (batch: Readonly<Record<string, unknown>>) => Promise<Encoder>;

const require = createRequire(import.meta.url);
const kafkajsBatch: { RecordBatch: Encode } = require('kafkajs/src/protocol/recordBatch/v0');
const kafkajsRecord: (
  record: Readonly<Record<string, unknown>>,
) => Encoder = require('kafkajs/src/protocol/recordBatch/record/v0');

/** A batch of records as kafkajs writes it. */
async function batchOf(
  values: readonly (string | null)[],
  { firstOffset = 0, span = values.length, compression = 0 } = {},
): Promise<Buffer> {
  const { buffer } = await kafkajsBatch.RecordBatch({
    firstOffset,
    firstTimestamp: 1_000,
    maxTimestamp: 1_000,
    lastOffsetDelta: span - 1,
    compression,
    records: values.map((value, offsetDelta) =>
      kafkajsRecord({ offsetDelta, timestampDelta: 5, key: 'k', value, headers: { h: 'x' } }),
    ),
  });
  return buffer;
}

const decompress = decompressBatches(1024 ** 2);

const read = (log: Buffer, from = 0) => readLog(log, { from, aborted: [], decompress });

/** The same batch with other bytes from a place on, and the checksum that fits them. */
function changed(batch: Buffer, at: number, bytes: readonly number[]): Buffer {
  const copy = Buffer.from(batch);
  copy.set(bytes, at);
  copy.writeUInt32BE(crc32c(copy, 21), 17);
  return copy;
}

const attributesAt = 21;
const payloadAt = 61;

describe('a piece of a log', () => {
  test('gives records with their offsets, times, keys and headers', async () => {
    const content = await read(await batchOf(['a', null], { firstOffset: 7 }));
    expect(content.records.map(({ offset, timestamp }) => [offset, timestamp])).toEqual([
      [7, 1_005],
      [8, 1_005],
    ]);
    expect(content.records.map(({ value }) => value?.toString())).toEqual(['a', undefined]);
    const [record] = content.records;
    expect(record?.key?.toString()).toBe('k');
    expect(record?.headers.map(({ name, value }) => [name, value?.toString()])).toEqual([
      ['h', 'x'],
    ]);
    expect(content).toMatchObject({ nextOffset: 9, end: { kind: 'complete' } });
  });

  test('starts in the middle of a batch', async () => {
    const content = await read(await batchOf(['a', 'b', 'c'], { firstOffset: 7 }), 9);
    expect(content.records.map(({ offset }) => offset)).toEqual([9]);
  });

  test('passes a batch that compaction has emptied, and the offsets that it took from the end', async () => {
    const emptied = await batchOf([], { firstOffset: 0, span: 5 });
    const shortened = await batchOf(['a'], { firstOffset: 5, span: 5 });
    const content = await read(Buffer.concat([emptied, shortened]));
    expect(content.records.map(({ offset }) => offset)).toEqual([5]);
    expect(content.nextOffset).toBe(10);
  });

  test('leaves a batch that is cut off for the next time', async () => {
    const whole = await batchOf(['a']);
    const cut = (await batchOf(['b'], { firstOffset: 1 })).subarray(0, 66);
    const content = await read(Buffer.concat([whole, cut]));
    expect(content).toMatchObject({ nextOffset: 1, end: { kind: 'complete' } });
  });

  test('stops before a batch with another checksum', async () => {
    const whole = await batchOf(['a']);
    const other = await batchOf(['b'], { firstOffset: 1 });
    other[other.length - 1] = 0xff;
    const content = await read(Buffer.concat([whole, other]));
    expect(content).toMatchObject({ nextOffset: 1, end: { kind: 'corrupt', offset: 1 } });
  });

  test('stops before a batch in a format from before Kafka 0.11', async () => {
    const old = Buffer.from(await batchOf(['a']));
    old[16] = 1;
    // Such a message may be shorter than the header of a batch is today.
    for (const length of [old.length, 30]) {
      expect((await read(old.subarray(0, length))).end).toEqual({ kind: 'unsupported', offset: 0 });
    }
  });

  test('keeps a batch whole, as one record with a fault, when it is no sequence of records', async () => {
    const broken = changed(await batchOf(['a', 'b'], { firstOffset: 3 }), payloadAt, [0xff, 0xff]);
    const content = await read(broken, 3);
    expect(content.records).toMatchObject([{ offset: 3, fault: 'corrupt_batch' }]);
    expect(content.records[0]?.value).toEqual(broken);
    expect(content.nextOffset).toBe(5);
  });

  test.each([
    ['gzip', 1],
    ['snappy', 2],
    ['lz4', 3],
    ['zstd', 4],
  ])('keeps a batch whole that %s cannot decompress', async (_name, codec) => {
    const broken = changed(await batchOf(['a']), attributesAt, [0, codec]);
    expect((await read(broken)).records).toMatchObject([{ fault: 'corrupt_batch' }]);
  });

  test('fails at a codec that is not known', async () => {
    const unknown = changed(await batchOf(['a']), attributesAt, [0, 7]);
    await expect(read(unknown)).rejects.toMatchObject({ code: 'DAS_SOURCE_UNSUPPORTED' });
  });

  test('leaves out transactions that were aborted', async () => {
    const isTransactional = 0b10000;
    const isControl = 0b100000;
    const one = changed(await batchOf(['a']), attributesAt, [0, isTransactional]);
    const two = changed(await batchOf(['b'], { firstOffset: 1 }), attributesAt, [
      0,
      isTransactional,
    ]);
    const marker = changed(await batchOf(['end'], { firstOffset: 2 }), attributesAt, [
      0,
      isTransactional | isControl,
    ]);
    const aborted = [{ producerId: -1n, firstOffset: 1 }];
    const content = await readLog(Buffer.concat([one, two, marker]), {
      from: 0,
      aborted,
      decompress,
    });
    expect(content.records.map(({ offset }) => offset)).toEqual([0]);
    expect(content.nextOffset).toBe(3);
  });
});
