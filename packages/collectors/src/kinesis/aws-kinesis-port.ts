import { setTimeout as wait } from 'node:timers/promises';
import type {
  _Record,
  KinesisClient,
  KinesisClientConfig,
  ListShardsCommandOutput,
  Shard,
} from '@aws-sdk/client-kinesis';
import { loadPeer } from '../peer/load-peer.js';
import { isThrottle, kinesisFailureOf, nameOf } from './kinesis-fault.js';
import type {
  KinesisPort,
  KinesisRecord,
  KinesisShard,
  ShardPage,
  ShardStart,
} from './kinesis-port.js';

/** Which stream, and how to reach it. */
export interface AwsKinesisOptions {
  readonly stream: string;
  /** Passed on to the client: region, credentials, endpoint. Default: what the environment says. */
  readonly client?: KinesisClientConfig;
  /** Milliseconds between two questions at the tip of a shard. Default 250: five a second are allowed. */
  readonly pollInterval?: number;
}

type Sdk = typeof import('@aws-sdk/client-kinesis');

/** Kinesis by the AWS SDK. */
export class AwsKinesisPort implements KinesisPort {
  readonly #options: AwsKinesisOptions;
  readonly #sdk: Sdk;
  readonly #client: KinesisClient;

  private constructor(options: AwsKinesisOptions, sdk: Sdk, client: KinesisClient) {
    this.#options = options;
    this.#sdk = sdk;
    this.#client = client;
  }

  static async open(options: AwsKinesisOptions): Promise<AwsKinesisPort> {
    const sdk = await loadPeer('@aws-sdk/client-kinesis', () => import('@aws-sdk/client-kinesis'));
    const { client = {} } = options;
    return new AwsKinesisPort(
      options,
      sdk,
      new sdk.KinesisClient({ ...client, ...(await handlerFor(client)) }),
    );
  }

  async identify(abortSignal: AbortSignal): Promise<string> {
    const command = new this.#sdk.DescribeStreamSummaryCommand({
      StreamName: this.#options.stream,
    });
    const { StreamDescriptionSummary: stream } = await this.#about(
      () => this.#client.send(command, { abortSignal }),
      abortSignal,
    );
    return `${stream?.StreamARN}@${stream?.StreamCreationTimestamp?.toISOString()}`;
  }

  async listShards(abortSignal: AbortSignal): Promise<readonly KinesisShard[]> {
    const shards: Shard[] = [];
    let next: string | undefined;
    do {
      const command = new this.#sdk.ListShardsCommand(
        next === undefined ? { StreamName: this.#options.stream } : { NextToken: next },
      );
      const page: ListShardsCommandOutput = await this.#about(
        () => this.#client.send(command, { abortSignal }),
        abortSignal,
      );
      shards.push(...(page.Shards ?? []));
      next = page.NextToken;
    } while (next !== undefined);
    return shards.map(toShard);
  }

  async *read(shard: string, start: ShardStart, signal: AbortSignal): AsyncIterable<ShardPage> {
    const { pollInterval = 250 } = this.#options;
    let from = start;
    let iterator = await this.#iterator(shard, from, signal);
    while (iterator !== undefined && !signal.aborted) {
      const asked = performance.now();
      const page = await this.#page(iterator, signal);
      if (page === 'expired') {
        // A consumer that had no room for five minutes: the same place again.
        iterator = await this.#iterator(shard, from, signal);
        continue;
      }
      const last = page.records.at(-1);
      if (last !== undefined) from = { kind: 'after', sequence: last.sequence };
      iterator = page.next;
      yield { records: page.records, behind: page.behind, isEnd: iterator === undefined };
      const bytes = page.records.reduce((sum, { data }) => sum + data.length, 0);
      const pace = Math.max(pollInterval, (bytes / bytesPerSecond) * 1000);
      const rest = pace - (performance.now() - asked);
      if (iterator !== undefined && rest > 0) await wait(rest, undefined, { signal });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#client.destroy();
  }

  async #iterator(
    shard: string,
    start: ShardStart,
    abortSignal: AbortSignal,
  ): Promise<string | undefined> {
    const command = new this.#sdk.GetShardIteratorCommand({
      StreamName: this.#options.stream,
      ShardId: shard,
      ...iteratorOf(start),
    });
    const { ShardIterator } = await this.#about(
      () => this.#client.send(command, { abortSignal }),
      abortSignal,
    );
    return ShardIterator;
  }

  async #page(iterator: string, abortSignal: AbortSignal) {
    const command = new this.#sdk.GetRecordsCommand({ ShardIterator: iterator });
    try {
      const { Records, NextShardIterator, MillisBehindLatest } = await this.#about(
        () => this.#client.send(command, { abortSignal }),
        abortSignal,
      );
      return {
        records: (Records ?? []).map(toRecord),
        next: NextShardIterator ?? undefined,
        behind: MillisBehindLatest,
      };
    } catch (error) {
      if (nameOf(error) === 'ExpiredIteratorException') return 'expired';
      throw error;
    }
  }

  /** The client itself asks a few times; a throttle is no failure however long it lasts. */
  async #about<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    for (;;) {
      try {
        return await work();
      } catch (cause) {
        const name = nameOf(cause);
        if (name === 'AbortError' || name === 'ExpiredIteratorException') throw cause;
        if (!isThrottle(cause)) throw kinesisFailureOf(cause, this.#options.stream);
      }
      await wait(throttlePause * (0.5 + Math.random()), undefined, { signal });
    }
  }
}

/** Milliseconds for which a throttled request waits on the average, after those of the client. */
const throttlePause = 1000;

/** How much of a shard may be read a second, by all its readers that are not enhanced. */
const bytesPerSecond = 2 * 1024 * 1024;

/** The client speaks HTTP/2, which plain endpoints on a developer's machine do not. */
async function handlerFor({ endpoint, requestHandler }: KinesisClientConfig) {
  const isPlain = typeof endpoint === 'string' && endpoint.startsWith('http://');
  if (!isPlain || requestHandler !== undefined) return {};
  const { NodeHttpHandler } = await loadPeer(
    '@smithy/node-http-handler',
    () => import('@smithy/node-http-handler'),
  );
  return { requestHandler: new NodeHttpHandler() };
}

function iteratorOf(start: ShardStart) {
  switch (start.kind) {
    case 'oldest':
      return { ShardIteratorType: 'TRIM_HORIZON' } as const;
    case 'time':
      return { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(start.time) } as const;
    case 'at':
      return {
        ShardIteratorType: 'AT_SEQUENCE_NUMBER',
        StartingSequenceNumber: start.sequence,
      } as const;
    case 'after':
      return {
        ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
        StartingSequenceNumber: start.sequence,
      } as const;
  }
}

function toShard(shard: Shard): KinesisShard {
  return {
    id: shard.ShardId ?? '',
    parents: [shard.ParentShardId, shard.AdjacentParentShardId].filter((id) => id !== undefined),
    hashKeys: {
      from: shard.HashKeyRange?.StartingHashKey ?? '0',
      to: shard.HashKeyRange?.EndingHashKey ?? '0',
    },
  };
}

function toRecord(record: _Record): KinesisRecord {
  return {
    sequence: record.SequenceNumber ?? '',
    partitionKey: record.PartitionKey ?? '',
    data: record.Data ?? new Uint8Array(),
    arrivedAt: record.ApproximateArrivalTimestamp?.getTime() ?? Date.now(),
  };
}
