import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import {
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { S3Collector, type S3Port } from '@das/collectors';
import { MemoryConsumer, type MemoryConsumerOptions, MemoryLedger } from '@das/collectors/testing';
import {
  apply,
  defineDomain,
  definePlatform,
  type EvidenceRecorder,
  runCollector,
  type Source,
  type SourceRange,
} from '@das/core';
import { openLocalWarehouse } from '@das/local';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Bucket, type BucketReader, numbers } from '../aws/bucket.js';
import { type AwsServer, startAws } from '../aws/start-aws.mjs';

let aws: AwsServer & AsyncDisposable;
let bucket: Bucket;
let ledger: MemoryLedger;

beforeAll(async () => {
  aws = await startAws();
});
afterAll(async () => {
  await aws[Symbol.asyncDispose]();
});
beforeEach(async () => {
  bucket = await Bucket.create(aws);
  ledger = new MemoryLedger();
});

const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `{"n":${from + index}}\n`).join('');
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);
const events = () => ledger.events.map((event) => (event as { n: number } | undefined)?.n);
const faults = () =>
  ledger.landed.flatMap(({ partition, record: { fault, offset } }) =>
    fault === undefined ? [] : [{ key: keyOf(partition), offset, fault }],
  );
const keyOf = (partition: string) => partition.replace(/^s3:\/\/[^/]*\//, '').replace(/#.*$/, '');

async function run(
  collector: S3Collector<typeof numbers>,
  options: Partial<MemoryConsumerOptions> = {},
): Promise<MemoryConsumer> {
  const source = await collector.openSource({ baseDirectory: '.', follow: false });
  return await consume(source, options);
}

async function consume(source: Source, options: Partial<MemoryConsumerOptions>) {
  const consumer = new MemoryConsumer(ledger, { source, ...options });
  await source.consume(consumer, new AbortController().signal);
  return consumer;
}

/** Lets something happen after each read of a collector, and counts them. */
function watched(
  options: BucketReader,
  onGet: (range: { readonly from: number; readonly to: number }) => Promise<void> | void,
): S3Collector<typeof numbers> {
  const collector = bucket.collector(options);
  const { openPort } = collector as unknown as { openPort: () => Promise<S3Port> };
  const open = async (): Promise<S3Port> => {
    const port = await openPort.call(collector);
    return {
      list: (request, signal) => port.list(request, signal),
      get: async (version, range, signal) => {
        const got = await port.get(version, range, signal);
        await onGet(range);
        return got;
      },
      [Symbol.asyncDispose]: () => port[Symbol.asyncDispose](),
    };
  };
  return Object.assign(collector, { openPort: open });
}

/** A consumer that dies at its second batch. */
const dying = (): Partial<MemoryConsumerOptions> => {
  let batches = 0;
  return {
    onDeliver: () => {
      batches += 1;
      if (batches === 2) throw new Error('dies');
    },
  };
};

describe('a replay', () => {
  test('reads records of one version by their numbers, and objects by when they were put', async () => {
    await bucket.put('a.ndjson', lines(0, 9));
    await wait(1500);
    const time = new Date();
    await wait(1500);
    await bucket.put('b.ndjson.gz', gzipSync(lines(9, 12)));
    const collector = bucket.collector();
    const replay = async (range: SourceRange) => {
      ledger = new MemoryLedger();
      const source = await collector.openSource({ baseDirectory: '.', follow: false });
      const part = source.openRange?.(range);
      if (part === undefined) throw new Error('the source has no range');
      await consume(part, {});
      return events();
    };
    await run(collector);
    const [first = ''] = [...ledger.entries.keys()].filter((each) => keyOf(each) === 'a.ndjson');
    expect(await replay({ kind: 'range', partitions: { [first]: [3, 5] } })).toEqual([3, 4]);
    expect(await replay({ kind: 'since', time })).toEqual([9, 10, 11]);
    await bucket.put('a.ndjson', lines(50, 60));
    await expect(replay({ kind: 'range', partitions: { [first]: [3, 5] } })).rejects.toMatchObject({
      code: 'DAS_SOURCE_NOT_FOUND',
    });
  });
});

describe('an object that is read in two runs', () => {
  test('is entered in the middle where it is plain', async () => {
    await bucket.put('a.ndjson', lines(0, 50_000));
    await expect(run(bucket.collector(), dying())).rejects.toThrow('dies');
    const [entry] = ledger.entries.values();
    const { byte } = JSON.parse(entry?.position ?? '{}') as { byte: number };
    const starts: number[] = [];
    await run(watched({}, ({ from }) => void starts.push(from)));
    expect(starts).toEqual([0, byte]);
    expect(byte).toBeGreaterThan(0);
    expect(events()).toEqual(upTo(50_000));
  });

  test('is read again and skipped where it is compressed', async () => {
    await bucket.put('a.ndjson', gzipSync(lines(0, 50_000)));
    await expect(run(bucket.collector(), dying())).rejects.toThrow('dies');
    await run(bucket.collector());
    expect(events()).toEqual(upTo(50_000));
  });

  test('is not read again when it has landed', async () => {
    await bucket.put('a.ndjson', lines(0, 10));
    await bucket.put('empty.ndjson', '');
    await run(bucket.collector());
    expect([...ledger.entries.values()].map(({ position }) => position)).toEqual([
      '{"done":true}',
      '{"done":true}',
    ]);
    let reads = 0;
    const again = watched({}, () => {
      reads += 1;
    });
    expect((await run(again)).batches).toEqual([]);
    expect(reads).toBe(0);
  });
});

describe('an object that changes', () => {
  test.each([
    ['replaced', 'object_replaced'],
    ['deleted', 'object_deleted'],
  ])('is noticed when it is %s under the reader', async (change, fault) => {
    await bucket.put('a.ndjson', lines(0, 50_000));
    let isChanged = false;
    const changing = watched({}, async () => {
      if (isChanged) return;
      isChanged = true;
      if (change === 'replaced') await bucket.put('a.ndjson', lines(50_000, 50_010));
      else await bucket.s3.send(new DeleteObjectCommand({ Bucket: bucket.name, Key: 'a.ndjson' }));
    });
    await run(changing);
    expect(faults()).toEqual([{ key: 'a.ndjson', offset: 0, fault }]);
    expect(JSON.parse(String(ledger.landed[0]?.record.raw))).toMatchObject({ key: 'a.ndjson' });
    await run(bucket.collector());
    expect(events().slice(1)).toEqual(change === 'replaced' ? upTo(50_010).slice(50_000) : []);
  });

  test('lands once in each version that is seen, and once more when it is another', async () => {
    await bucket.put('a.ndjson', lines(0, 3));
    await run(bucket.collector());
    await bucket.put('a.ndjson', lines(3, 5));
    await run(bucket.collector());
    await run(bucket.collector());
    expect(events()).toEqual(upTo(5));
  });

  test('is read in all its versions, the oldest first, where that is asked for', async () => {
    bucket = await Bucket.create(aws, { hasVersions: true });
    for (let version = 0; version < 3; version += 1) {
      await bucket.put('a.ndjson', lines(version, version + 1));
      await bucket.put('b.ndjson', lines(10, 11));
    }
    await bucket.s3.send(new DeleteObjectCommand({ Bucket: bucket.name, Key: 'a.ndjson' }));
    await run(bucket.collector({ versions: 'all', concurrency: 1 }));
    await run(bucket.collector({ versions: 'all' }));
    expect(events()).toEqual([0, 1, 2, 10, 10, 10]);
    const { Versions = [] } = await bucket.s3.send(
      new ListObjectVersionsCommand({ Bucket: bucket.name }),
    );
    const ids = Versions.map(({ VersionId }) => VersionId);
    const partitions = [...ledger.entries.keys()].map((each) => each.split('#').at(-1));
    expect(new Set(partitions)).toEqual(new Set(ids));
  });
});

describe('an object that cannot be read', () => {
  test('is in quarantine with its reason, and the next ones land', async () => {
    await bucket.put('a.ndjson', gzipSync(lines(0, 100_000)).subarray(0, 20_000));
    await bucket.put('b.parquet', 'PAR1 is not all it takes');
    await bucket.put('c.json', lines(0, 1));
    await bucket.put('d.csv', 'm\n1\n');
    await bucket.put('e.ndjson', lines(0, 2));
    await run(bucket.collector());
    await run(bucket.collector());
    expect(faults().toSorted((one, other) => (one.key < other.key ? -1 : 1))).toEqual([
      { key: 'a.ndjson', offset: expect.any(Number), fault: 'broken_gzip' },
      { key: 'b.parquet', offset: 0, fault: 'wrong_format' },
      { key: 'd.csv', offset: 0, fault: 'missing_column' },
    ]);
    expect(ledger.landed.filter(({ partition }) => keyOf(partition) === 'e.ndjson')).toHaveLength(
      2,
    );
  });

  test('is not read when it is not encrypted as demanded', async () => {
    const KMS = 'arn:aws:kms:eu-central-1:123456789012:key/5b0c1d52-3e4f-4a5b-8c6d-7e8f9a0b1c2d';
    const encryption = {
      algorithm: 'aws:kms',
      keyId: '5b0c1d52-3e4f-4a5b-8c6d-7e8f9a0b1c2d',
    } as const;
    const kms = { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: KMS } as const;
    await bucket.put('a.ndjson', lines(0, 1), kms);
    await bucket.put('b.ndjson', lines(1, 2), { ...kms, SSEKMSKeyId: KMS.replace('5b', '6c') });
    await bucket.put('c.ndjson', lines(2, 3), { ServerSideEncryption: 'AES256' });
    await run(bucket.collector({ encryption, concurrency: 1 }));
    expect(faults()).toEqual([
      { key: 'b.ndjson', offset: 0, fault: 'not_encrypted_as_demanded' },
      { key: 'c.ndjson', offset: 0, fault: 'not_encrypted_as_demanded' },
    ]);
    expect(events().filter((n) => n !== undefined)).toEqual([0]);
  });

  test('stops the run where the bucket is not there', async () => {
    const missing = Object.assign(bucket.collector(), { bucket: 'das-no-such-bucket' });
    await expect(run(missing)).rejects.toMatchObject({ code: 'DAS_SOURCE_NOT_FOUND' });
  });
});

describe('a prefix', () => {
  test('gives what its globs name, whatever is in the keys', async () => {
    const names = ['in/a b+c%é.ndjson', 'in/deep/x.ndjson', 'in/x.txt', 'other/x.ndjson', 'in/'];
    for (const [n, name] of names.entries()) await bucket.put(name, lines(n, n + 1));
    await run(bucket.collector({ prefix: 'in/', keys: '**/*.ndjson', concurrency: 1 }));
    expect(events()).toEqual([0, 1]);
  });

  test('is claimed page by page, and asks for no object that has landed', async () => {
    const count = 1050;
    const keys = Array.from({ length: count }, (_, n) => n);
    await Promise.all(
      Array.from({ length: 16 }, async () => {
        for (let n = keys.pop(); n !== undefined; n = keys.pop()) {
          const Key = `${String(n).padStart(6, '0')}.ndjson`;
          await bucket.s3.send(
            new PutObjectCommand({ Bucket: bucket.name, Key, Body: lines(n, n + 1) }),
          );
        }
      }),
    );
    const claims: number[] = [];
    let reads = 0;
    const counted = () =>
      watched({ concurrency: 8 }, () => {
        reads += 1;
      });
    const onAssign: MemoryConsumerOptions['onAssign'] = (all) => void claims.push(all.length);
    const first = await run(counted(), { onAssign });
    await run(counted(), { onAssign });
    expect(claims).toEqual([1000, 50]);
    expect(reads).toBe(count);
    expect(first.held).toEqual([]);
    expect(new Set(events())).toEqual(new Set(upTo(count)));
    expect(events()).toHaveLength(count);
  });

  test('is shared by those who follow it, and taken over from one that stops', async () => {
    const follow = async () => {
      const source = await bucket.collector().openSource({ baseDirectory: '.', follow: true });
      const consumer = new MemoryConsumer(ledger, { source });
      const controller = new AbortController();
      const done = source.consume(consumer, controller.signal);
      done.catch(() => {});
      const stop = async () => {
        controller.abort();
        await done;
      };
      return { consumer, stop };
    };
    const put = async (from: number, to: number) => {
      for (let n = from; n < to; n += 1) await bucket.put(`${n}.ndjson`, lines(n, n + 1));
    };
    const [one, other] = [await follow(), await follow()];
    await expect.poll(() => ledger.readers.size, { timeout: 5000 }).toBe(2);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await put(0, 40);
    await expect.poll(() => ledger.landed.length, { timeout: 20_000 }).toBe(40);
    expect(one.consumer.batches.length).toBeGreaterThan(0);
    expect(other.consumer.batches.length).toBeGreaterThan(0);
    await one.stop();
    await put(40, 60);
    await expect.poll(() => ledger.landed.length, { timeout: 20_000 }).toBe(60);
    await other.stop();
    expect(events().toSorted((a, b) => Number(a) - Number(b))).toEqual(upTo(60));
  });
});

describe('a queue', () => {
  beforeEach(async () => {
    bucket = await Bucket.create(aws, { notifies: true });
  });

  test('is empty when what it names has landed, and not before', async () => {
    await bucket.put('in/a b+c%é.ndjson', lines(0, 3));
    const failing = { onDeliver: () => Promise.reject(new Error('no warehouse')) };
    await expect(run(bucket.collector(), failing)).rejects.toThrow('no warehouse');
    expect(await bucket.waiting()).toBeGreaterThan(0);
    await run(bucket.collector());
    expect(events()).toEqual(upTo(3));
    expect(await bucket.waiting()).toBe(0);
  });

  test('may name an object twice, in any shape, and after a listing', async () => {
    await bucket.put('a.ndjson', lines(0, 3));
    const [key] = [...(await listedEntries())];
    const object = { key: 'a.ndjson', size: 24, etag: key, sequencer: '1' };
    const detail = { bucket: { name: bucket.name }, object };
    const event = { source: 'aws.s3', 'detail-type': 'Object Created', detail };
    await bucket.send(JSON.stringify(event));
    await bucket.send(JSON.stringify({ Type: 'Notification', Message: JSON.stringify(event) }));
    await run(bucket.collector());
    await bucket.send(JSON.stringify(event));
    await run(bucket.collector());
    await run(Object.assign(bucket.collector(), { notifications: undefined }));
    expect(events()).toEqual(upTo(3));
    expect(await bucket.waiting()).toBe(0);
  });

  test('puts aside what is no notification, or is one of another bucket', async () => {
    await bucket.send('no notification');
    const object = { key: 'k', size: 1, etag: 'e', sequencer: '1' };
    const foreign = {
      source: 'aws.s3',
      'detail-type': 'Object Created',
      detail: { bucket: { name: 'other' }, object },
    };
    await bucket.send(JSON.stringify(foreign));
    await bucket.put('outside/a.ndjson', lines(0, 1));
    await run(bucket.collector({ prefix: 'in/' }));
    expect(new Set(faults().map(({ fault }) => fault))).toEqual(
      new Set(['unknown_notification', 'notification_of_another_bucket']),
    );
    expect(ledger.landed.map(({ record }) => record.raw)).toContain('no notification');
    expect(await bucket.waiting()).toBe(0);
  });

  test('stops the run where it is not there', async () => {
    bucket.queueUrl = `${bucket.queueUrl}-gone`;
    await expect(run(bucket.collector())).rejects.toMatchObject({ code: 'DAS_SOURCE_NOT_FOUND' });
  });

  async function listedEntries(): Promise<ReadonlySet<string>> {
    const { Versions = [] } = await bucket.s3.send(
      new ListObjectVersionsCommand({ Bucket: bucket.name }),
    );
    return new Set(Versions.map(({ ETag = '' }) => ETag.replaceAll('"', '')));
  }
});

test('an object lands in the warehouse once, however often it is collected', async () => {
  const collector = bucket.collector({ prefix: 'in/' });
  class Numbers extends S3Collector<typeof numbers> {
    readonly contract = numbers;
    readonly bucket = collector.bucket;
    override readonly client = collector.client;
  }
  const domain = defineDomain({
    platform: definePlatform({ name: 'test', masking: [] }),
    name: 'test',
    contracts: [numbers],
    collectors: [Numbers],
  });
  const evidence: EvidenceRecorder = {
    record: async () => ({ index: 0, leafHash: '', treeSize: 1, root: '' }),
  };
  const warehouse = await openLocalWarehouse();
  try {
    await apply({ domain, warehouse, evidence });
    await bucket.put('in/a.ndjson.gz', gzipSync(lines(0, 20_000)));
    await bucket.put('in/b.json', `[${lines(20_000, 20_003).trim().replaceAll('\n', ',')}, oops]`);
    const collect = () => {
      const options = { domain, warehouse, evidence, baseDirectory: '.' };
      return runCollector(collector, options);
    };
    expect(await collect()).toMatchObject({
      landed: 20_003,
      quarantined: { UNDECODABLE: 1 },
      partitions: 2,
    });
    expect(await collect()).toMatchObject({ landed: 0, duplicates: 0, quarantined: {} });
  } finally {
    await warehouse.close();
  }
});
