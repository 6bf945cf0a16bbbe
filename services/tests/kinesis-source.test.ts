import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
  ListShardsCommand,
  MergeShardsCommand,
  PutRecordsCommand,
  type Shard,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis';
import { KinesisCollector } from '@das/collectors';
import {
  describeSource,
  MemoryConsumer,
  MemoryLedger,
  type SourceOrigin,
} from '@das/collectors/testing';
import { defineContract } from '@das/core';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { aggregate } from '../aws/aggregate.js';
import { startAws } from '../aws/start-aws.mjs';

const clicks = defineContract({
  domain: 'commerce',
  name: 'clicks',
  version: '1.0.0',
  owner: 'data-commerce',
  schema: z.object({ n: z.number().int() }),
  columns: { n: 'internal' },
});

let aws: Awaited<ReturnType<typeof startAws>>;
let client: KinesisClient;

beforeAll(async () => {
  aws = await startAws();
  client = new KinesisClient({ ...aws.clientOptions, requestHandler: new NodeHttpHandler() });
});
afterAll(async () => {
  client.destroy();
  await aws[Symbol.asyncDispose]();
});

/** A stream of its own, deleted when it is disposed of. */
class Stream implements SourceOrigin {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  static async create(shards: number, name = `clicks-${randomUUID()}`): Promise<Stream> {
    await client.send(new CreateStreamCommand({ StreamName: name, ShardCount: shards }));
    const stream = new Stream(name);
    await stream.#active();
    return stream;
  }

  async append(partition: number, records: readonly string[]): Promise<void> {
    const shard = (await this.openShards())[partition];
    await this.put(
      records.map((record) => Buffer.from(record)),
      shard,
    );
  }

  /** Puts records into a shard, by a hash key of its own. */
  async put(records: readonly Uint8Array[], shard: Shard | undefined): Promise<void> {
    const hashKey = shard?.HashKeyRange?.StartingHashKey;
    for (let start = 0; start < records.length; start += 500) {
      const { FailedRecordCount } = await client.send(
        new PutRecordsCommand({
          StreamName: this.name,
          Records: records.slice(start, start + 500).map((data) => ({
            Data: data,
            PartitionKey: 'key',
            ExplicitHashKey: hashKey,
          })),
        }),
      );
      expect(FailedRecordCount).toBe(0);
    }
  }

  async open({ follow }: { readonly follow: boolean }, requestHandler?: NodeHttpHandler) {
    const { name } = this;
    const handler = requestHandler === undefined ? {} : { requestHandler };
    class ClicksCollector extends KinesisCollector<typeof clicks> {
      readonly contract = clicks;
      readonly stream = name;
      override readonly client = { ...aws.clientOptions, ...handler };
    }
    return await new ClicksCollector().openSource({ baseDirectory: '.', follow });
  }

  async shards(): Promise<readonly Shard[]> {
    const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName: this.name }));
    return Shards;
  }

  async openShards(): Promise<readonly Shard[]> {
    return (await this.shards()).filter(
      (shard) => shard.SequenceNumberRange?.EndingSequenceNumber === undefined,
    );
  }

  async split(shard: Shard): Promise<void> {
    const from = BigInt(shard.HashKeyRange?.StartingHashKey ?? 0);
    const to = BigInt(shard.HashKeyRange?.EndingHashKey ?? 0);
    await client.send(
      new SplitShardCommand({
        StreamName: this.name,
        ShardToSplit: shard.ShardId,
        NewStartingHashKey: String((from + to) / 2n),
      }),
    );
    await this.#active();
  }

  async merge(first: Shard, second: Shard): Promise<void> {
    await client.send(
      new MergeShardsCommand({
        StreamName: this.name,
        ShardToMerge: first.ShardId,
        AdjacentShardToMerge: second.ShardId,
      }),
    );
    await this.#active();
  }

  async #active(): Promise<void> {
    const command = new DescribeStreamSummaryCommand({ StreamName: this.name });
    for (;;) {
      const { StreamDescriptionSummary: summary } = await client.send(command);
      if (summary?.StreamStatus === 'ACTIVE') return;
      await wait(100);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await client.send(new DeleteStreamCommand({ StreamName: this.name }));
  }
}

describeSource('a Kinesis stream', {
  runner: { describe, test },
  traits: {
    partitions: 3,
    largestBatch: { records: 1000 },
    isShared: true,
    session: 2000,
    patience: 30_000,
  },
  create: () => Stream.create(3),
});

/** Reads what is there, as a run that does not follow. */
async function read(stream: Stream, ledger = new MemoryLedger()): Promise<MemoryLedger> {
  const source = await stream.open({ follow: false });
  await source.consume(new MemoryConsumer(ledger, { source }), new AbortController().signal);
  return ledger;
}

const numbers = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => JSON.stringify({ n: from + index }));
const numbersOf = (ledger: MemoryLedger) =>
  ledger.events.map((event) => (event as { n: number }).n);

describe('a replay since a time', () => {
  const replay = async (stream: Stream, time: Date): Promise<MemoryLedger> => {
    const ledger = new MemoryLedger();
    const source = (await stream.open({ follow: false })).openRange?.({ kind: 'since', time });
    if (source === undefined) throw new Error('the source has no range');
    await source.consume(new MemoryConsumer(ledger, { source }), new AbortController().signal);
    return ledger;
  };

  test('reads what arrived then or later, also of shards that came of others', async () => {
    await using stream = await Stream.create(1);
    await stream.append(0, numbers(0, 5));
    const [parent] = await stream.openShards();
    if (parent === undefined) throw new Error('the stream has no shard');
    await stream.split(parent);
    await stream.append(0, numbers(5, 5));
    await wait(1500);
    const time = new Date();
    await wait(1500);
    for (const shard of [0, 1]) await stream.append(shard, numbers(10 + shard * 5, 5));
    const sorted = (ledger: MemoryLedger) => numbersOf(ledger).toSorted((a, b) => a - b);
    expect(sorted(await replay(stream, time))).toEqual([...Array(10).keys()].map((n) => 10 + n));
    expect(sorted(await replay(stream, new Date(0)))).toEqual([...Array(20).keys()]);
    expect(sorted(await replay(stream, new Date(Date.now() + 60_000)))).toEqual([]);
  });

  test('is all that there is: offsets of a shard cannot be sought', async () => {
    await using stream = await Stream.create(1);
    const source = await stream.open({ follow: false });
    expect(() => source.openRange?.({ kind: 'range', partitions: { any: [0, 1] } })).toThrow(
      expect.objectContaining({ code: 'DAS_REPLAY_UNSUPPORTED' }),
    );
  });
});

describe('a stream that is resharded', () => {
  test('is read parents first: no record overtakes an earlier one of its key', async () => {
    await using stream = await Stream.create(1);
    await stream.append(0, numbers(0, 20));
    const [parent] = await stream.openShards();
    if (parent === undefined) throw new Error('the stream has no shard');
    await stream.split(parent);
    for (const shard of [0, 1]) await stream.append(shard, numbers(20 + shard * 10, 10));
    const [first, second] = await stream.openShards();
    if (first === undefined || second === undefined) throw new Error('the split failed');
    await stream.merge(first, second);
    await stream.append(0, numbers(40, 10));

    const order = numbersOf(await read(stream));
    expect(order.toSorted((one, other) => one - other)).toEqual([...Array(50).keys()]);
    expect(order.slice(0, 20)).toEqual([...Array(20).keys()]);
    expect(order.slice(40)).toEqual([...Array(10).keys()].map((n) => 40 + n));
  });

  test('is followed through a split, and a second run gives nothing again', async () => {
    await using stream = await Stream.create(1);
    const ledger = new MemoryLedger();
    const source = await stream.open({ follow: true });
    const controller = new AbortController();
    const done = source.consume(new MemoryConsumer(ledger, { source }), controller.signal);
    await stream.append(0, numbers(0, 5));
    const [parent] = await stream.openShards();
    if (parent === undefined) throw new Error('the stream has no shard');
    await stream.split(parent);
    await stream.append(1, numbers(5, 5));
    while (ledger.landed.length < 10) await Promise.race([wait(50), done]);
    controller.abort();
    await done;
    expect(numbersOf(await read(stream, ledger))).toEqual([...Array(10).keys()]);
    expect(ledger.entries.get(parent.ShardId ?? '')?.position).toBe('end');
  });
});

describe('an aggregate of the producer library', () => {
  test('is taken apart, without the records that hash into another shard', async () => {
    await using stream = await Stream.create(2);
    const [left, right] = await stream.openShards();
    const here = left?.HashKeyRange?.StartingHashKey ?? '';
    const elsewhere = right?.HashKeyRange?.StartingHashKey ?? '';
    const bytes = aggregate([
      { key: 'a', hashKey: here, data: '{"n":0}' },
      { key: 'b', hashKey: elsewhere, data: '{"n":99}' },
      { key: 'c', hashKey: here, data: '{"n":1}' },
    ]);
    await stream.put([bytes, Buffer.from('{"n":2}')], left);
    const ledger = await read(stream);
    expect(ledger.landed.map(({ record }) => [record.key, record.event])).toEqual([
      ['a', { n: 0 }],
      ['c', { n: 1 }],
      ['key', { n: 2 }],
    ]);
  });

  test('is entered again where it was left', async () => {
    await using stream = await Stream.create(1);
    const [shard] = await stream.openShards();
    const hashKey = shard?.HashKeyRange?.StartingHashKey ?? '';
    const records = numbers(0, 2500).map((data) => ({ key: 'a', hashKey, data }));
    await stream.put([aggregate(records)], shard);
    const ledger = new MemoryLedger();
    const source = await stream.open({ follow: false });
    let batches = 0;
    const dying = new MemoryConsumer(ledger, {
      onDeliver: () => {
        batches += 1;
        if (batches === 2) throw new Error('dies');
      },
    });
    await expect(source.consume(dying, new AbortController().signal)).rejects.toThrow('dies');
    expect(ledger.entries.get(shard?.ShardId ?? '')?.position).toMatch(/^inside:\d+:1000$/);
    expect(numbersOf(await read(stream, ledger))).toEqual([...Array(2500).keys()]);
  });

  test('with a wrong digest is one record, which nobody loses', async () => {
    await using stream = await Stream.create(1);
    const [shard] = await stream.openShards();
    const broken = Buffer.from(aggregate([{ key: 'a', hashKey: '0', data: '{"n":0}' }]));
    broken.writeUInt8(broken.readUInt8(broken.length - 1) ^ 1, broken.length - 1);
    await stream.put([broken], shard);
    const [landed] = (await read(stream)).landed;
    expect(landed?.record.fault).toBe('invalid_utf8');
    expect(Buffer.from(landed?.record.raw ?? '').equals(broken)).toBe(true);
  });
});

describe('a stream that is not what it was', () => {
  test('is refused when it was deleted and made again under its name', async () => {
    const ledger = new MemoryLedger();
    {
      await using first = await Stream.create(1, 'again');
      await first.append(0, numbers(0, 1));
      await read(first, ledger);
    }
    await wait(1100);
    await using second = await Stream.create(1, 'again');
    await second.append(0, numbers(1, 1));
    await expect(read(second, ledger)).rejects.toThrow('is not the one that was read before');
  });

  test('is named when it does not exist', async () => {
    await expect(read(new Stream('nowhere'))).rejects.toMatchObject({
      code: 'DAS_SOURCE_NOT_FOUND',
    });
  });
});

/** Answers as Kinesis does when it is asked too often, this many times, for one kind of request. */
class Throttling extends NodeHttpHandler {
  left = 7;
  readonly #action: string;

  constructor(action: string) {
    super();
    this.#action = action;
  }

  override async handle(...parameters: Parameters<NodeHttpHandler['handle']>) {
    const [{ headers }] = parameters;
    if (headers['x-amz-target']?.endsWith(`.${this.#action}`) === true && this.left > 0) {
      this.left -= 1;
      const name = 'ProvisionedThroughputExceededException';
      throw Object.assign(new Error('Rate exceeded'), { name });
    }
    return await super.handle(...parameters);
  }
}

describe('a stream that is read too fast', () => {
  test.each(['GetRecords', 'GetShardIterator', 'ListShards'])(
    'is asked again for as long as it takes: %s',
    async (action) => {
      await using stream = await Stream.create(1);
      await stream.append(0, numbers(0, 5));
      const throttling = new Throttling(action);
      const source = await stream.open({ follow: false }, throttling);
      const ledger = new MemoryLedger();
      await source.consume(new MemoryConsumer(ledger, { source }), new AbortController().signal);
      expect(throttling.left).toBe(0);
      expect(numbersOf(ledger)).toEqual([0, 1, 2, 3, 4]);
    },
  );

  test('is given up at once when it is told to stop', async () => {
    await using stream = await Stream.create(1);
    const throttling = new Throttling('GetRecords');
    throttling.left = Number.POSITIVE_INFINITY;
    const source = await stream.open({ follow: true }, throttling);
    const controller = new AbortController();
    const consumer = new MemoryConsumer(new MemoryLedger(), { source });
    const done = source.consume(consumer, controller.signal);
    while (consumer.held.length === 0) await Promise.race([wait(50), done]);
    await wait(2000);
    controller.abort();
    await done;
  });
});
