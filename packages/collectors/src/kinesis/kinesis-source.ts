import { setTimeout as wait } from 'node:timers/promises';
import type { PartitionLag, Source, SourceConsumer } from '@das/core';
import type { Decode } from '../format/format.js';
import type { KinesisPort, KinesisShard } from './kinesis-port.js';
import { isChild, readableShards } from './shard-family.js';
import { writePosition } from './shard-position.js';
import { isAbort, readShard } from './shard-reader.js';

/** What a Kinesis source reads, and how. */
export interface KinesisSourceOptions {
  /** The name under which offsets are kept. */
  readonly name: string;
  readonly openPort: () => Promise<KinesisPort>;
  readonly decode: Decode;
  readonly prepareToDecode?: (raw: readonly Uint8Array[]) => Promise<void>;
  readonly follow: boolean;
  /** Where a shard starts that was never read and has no parents. Default `oldest`. */
  readonly startAt?: 'oldest' | 'newest' | Date;
  /** How many records a batch has at the most. Default 1,000. */
  readonly batch?: number;
}

/** A shard that is being read here. */
interface Reading {
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

/**
 * Reads the shards of a Kinesis stream, parents before their children. Each shard is a partition; a
 * record's place in what was read of it is its offset, and the position keeps the sequence number.
 *
 * While it follows, processes divide the shards by leases; a run that does not follow takes all of
 * them for itself, and reads what was there when it began.
 */
export class KinesisSource implements Source {
  readonly name: string;
  readonly #options: KinesisSourceOptions;
  readonly #lag: Map<string, PartitionLag> = new Map();

  constructor(options: KinesisSourceOptions) {
    this.name = options.name;
    this.#options = options;
  }

  async acknowledge(): Promise<void> {
    // Kinesis keeps no state of who has read it: the warehouse's offsets are all there is.
  }

  lag(): ReadonlyMap<string, PartitionLag> {
    return this.#lag;
  }

  async consume(consumer: SourceConsumer, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await using port = await this.#options.openPort();
    const run = new KinesisRun(this.#options, port, consumer, this.#lag);
    await run.until(signal);
  }
}

/** One run over a stream: what is held, what is being read, what is at its end. */
class KinesisRun {
  readonly #options: KinesisSourceOptions;
  readonly #port: KinesisPort;
  readonly #consumer: SourceConsumer;
  readonly #lag: Map<string, PartitionLag>;
  readonly #readings: Map<string, Reading> = new Map();
  readonly #ended: Set<string> = new Set();
  /** Shards that were read to the tip, when the run does not follow. */
  readonly #finished: Set<string> = new Set();
  readonly #startedAt = Date.now();
  #failure: { readonly error: unknown } | undefined;
  #wake = new AbortController();

  constructor(
    options: KinesisSourceOptions,
    port: KinesisPort,
    consumer: SourceConsumer,
    lag: Map<string, PartitionLag>,
  ) {
    this.#options = options;
    this.#port = port;
    this.#consumer = consumer;
    this.#lag = lag;
  }

  async until(signal: AbortSignal): Promise<void> {
    const stop = (): void => this.#wake.abort();
    signal.addEventListener('abort', stop);
    try {
      const identity = await this.#port.identify(signal);
      while (!signal.aborted && this.#failure === undefined) {
        const isOver = await this.#balance(identity, signal);
        if (isOver) break;
        await this.#sleep(signal);
      }
    } catch (error) {
      if (!signal.aborted) this.#failure ??= { error };
    } finally {
      signal.removeEventListener('abort', stop);
      await this.#stopAll();
    }
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Looks which shards are to be read here, lets go of others, and starts what is new. */
  async #balance(identity: string, signal: AbortSignal): Promise<boolean> {
    const shards = await this.#port.listShards(signal);
    await this.#learnEnds(shards);
    const readable = readableShards(shards, (id) => this.#ended.has(id));
    const mine = await this.#share(readable);
    for (const [id, reading] of this.#readings) if (!mine.has(id)) reading.stop.abort();
    const fresh = readable.filter(
      ({ id }) => mine.has(id) && !this.#readings.has(id) && !this.#finished.has(id),
    );
    await this.#start(fresh, identity);
    return !this.#options.follow && this.#readings.size === 0;
  }

  /** What other processes have read to its end is in the warehouse alone. */
  async #learnEnds(shards: readonly KinesisShard[]): Promise<void> {
    const unknown = shards
      .map(({ id }) => id)
      .filter((id) => !this.#ended.has(id) && !this.#readings.has(id));
    if (unknown.length === 0) return;
    const end = writePosition({ kind: 'end' });
    for (const [id, { position }] of await this.#consumer.standing(unknown)) {
      if (position === end) this.#ended.add(id);
    }
  }

  async #share(readable: readonly KinesisShard[]): Promise<ReadonlySet<string>> {
    const ids = readable.map(({ id }) => id);
    return this.#options.follow ? await this.#consumer.leases.renew(ids) : new Set(ids);
  }

  async #start(shards: readonly KinesisShard[], identity: string): Promise<void> {
    if (shards.length === 0) return;
    const resume = await this.#consumer.assign(
      shards.map(({ id }) => ({ partition: id, identity })),
    );
    for (const shard of shards) {
      const point = resume.get(shard.id) ?? { offset: 0, position: undefined };
      const position = point.position ?? (await this.#firstPosition(shard, point.offset));
      const stop = new AbortController();
      const done = this.#read(shard, { offset: point.offset, position }, stop.signal);
      this.#readings.set(shard.id, { stop, done });
    }
  }

  /** Where a shard starts for the first time; a moment is kept at once, or it would move on with each start. */
  async #firstPosition(shard: KinesisShard, offset: number): Promise<string | undefined> {
    const { startAt = 'oldest' } = this.#options;
    if (startAt === 'oldest' || isChild(shard)) return undefined;
    const time = startAt === 'newest' ? this.#startedAt : startAt.getTime();
    const position = writePosition({ kind: 'time', time });
    await this.#consumer.deliver({
      partition: shard.id,
      records: [],
      nextOffset: offset,
      position,
    });
    return position;
  }

  async #read(
    shard: KinesisShard,
    from: { readonly offset: number; readonly position: string | undefined },
    signal: AbortSignal,
  ): Promise<void> {
    const { decode, prepareToDecode = async () => {}, batch = 1000, follow } = this.#options;
    try {
      const reached = await readShard(
        {
          port: this.#port,
          consumer: this.#consumer,
          shard,
          decode,
          prepareToDecode,
          batch,
          until: follow ? undefined : this.#startedAt,
          onLag: (lag) => this.#lag.set(shard.id, lag),
        },
        from,
        signal,
      );
      if (reached === 'end') this.#ended.add(shard.id);
      else this.#finished.add(shard.id);
      await this.#letGo(shard.id);
    } catch (error) {
      this.#failure ??= { error };
    } finally {
      this.#readings.delete(shard.id);
      if (this.#options.follow) this.#finished.delete(shard.id);
      this.#wake.abort();
    }
  }

  /** Lands what was read of a shard before anybody else may claim it. */
  async #letGo(shard: string): Promise<void> {
    this.#lag.delete(shard);
    await this.#consumer.revoke([shard]);
    if (this.#options.follow) await this.#consumer.leases.release([shard]);
  }

  async #stopAll(): Promise<void> {
    const readings = [...this.#readings.values()];
    for (const { stop } of readings) stop.abort();
    await Promise.all(readings.map(({ done }) => done));
  }

  /** Waits for the next renewal, or until something ends. */
  async #sleep(signal: AbortSignal): Promise<void> {
    const { follow } = this.#options;
    const { interval } = this.#consumer.leases;
    try {
      await wait(follow ? interval : 60_000, undefined, { signal: this.#wake.signal });
    } catch (error) {
      if (!isAbort(error)) throw error;
      if (!signal.aborted) this.#wake = new AbortController();
    }
  }
}
