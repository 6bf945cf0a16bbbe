import { setTimeout as wait } from 'node:timers/promises';
import type { PartitionLag, SourceConsumer } from '@das/core';
import type { KinesisPort, KinesisShard } from './kinesis-port.js';
import type { KinesisSourceOptions } from './kinesis-source.js';
import { isChild, readableShards } from './shard-family.js';
import { resumedPosition, writePosition } from './shard-position.js';
import { isAbort, readShard } from './shard-reader.js';

/** A shard that is being read here. */
interface Reading {
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

/** One run over a stream: what is held, what is being read, what is at its end. */
export class KinesisRun {
  readonly #options: KinesisSourceOptions;
  readonly #port: KinesisPort;
  readonly #consumer: SourceConsumer;
  readonly #lag: Map<string, PartitionLag>;
  readonly #readings: Map<string, Reading> = new Map();
  readonly #ended: Set<string> = new Set();
  /** Shards that were read to the tip, when the run does not follow. */
  readonly #finished: Set<string> = new Set();
  readonly #startedAt = Date.now();
  /** The shards whose leases were asked for last. */
  #named: readonly string[] = [];
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
      // That it was told to stop is no error; what fails meanwhile is one.
      if (!signal.aborted || !isAbort(error)) this.#failure ??= { error };
    } finally {
      signal.removeEventListener('abort', stop);
      await this.#stopAll();
    }
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Looks which shards are to be read here, lets go of others, and starts what is new. */
  async #balance(identity: string, signal: AbortSignal): Promise<boolean> {
    const shards = await this.#port.listShards(signal);
    await this.#whileRenewing(this.#learnEnds(shards));
    const readable = readableShards(shards, (id) => this.#ended.has(id));
    // What ends from here on is for the next round: its lease may be on its way back already.
    const busy = new Set(this.#readings.keys());
    const mine = await this.#share(readable);
    for (const [id, reading] of this.#readings) if (!mine.has(id)) reading.stop.abort();
    const fresh = readable.filter(
      ({ id }) => mine.has(id) && !busy.has(id) && !this.#finished.has(id),
    );
    await this.#whileRenewing(this.#start(fresh, identity));
    return !this.#options.follow && busy.size === 0 && fresh.length === 0;
  }

  /** Waits for the landing, whose flush may take longer than a lease lasts, and keeps what is held. */
  async #whileRenewing(work: Promise<void>): Promise<void> {
    if (!this.#options.follow) return await work;
    const { leases } = this.#consumer;
    let isOver = false;
    const over = new AbortController();
    const end = (): void => {
      isOver = true;
      over.abort();
    };
    const ended = work.then(end, end);
    while (!isOver) {
      await wait(leases.interval, undefined, { signal: over.signal }).catch(() => {});
      if (isOver) break;
      try {
        await leases.renew(this.#named);
      } catch (error) {
        // Whatever it starts is stopped with all the rest.
        await ended;
        throw error;
      }
    }
    await work;
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
    this.#named = readable.map(({ id }) => id);
    if (!this.#options.follow) return new Set(this.#named);
    return await this.#consumer.leases.renew(this.#named);
  }

  async #start(shards: readonly KinesisShard[], identity: string): Promise<void> {
    if (shards.length === 0) return;
    const resume = await this.#consumer.assign(
      shards.map(({ id }) => ({ partition: id, identity })),
    );
    for (const shard of shards) {
      const point = resume.get(shard.id) ?? { offset: 0, position: undefined };
      const position =
        resumedPosition(point, shard.id) ?? (await this.#firstPosition(shard, point.offset));
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
          // A flush takes no larger batch whole, and a part of one would land without its position.
          batch: Math.min(batch, 10_000),
          until: follow ? undefined : this.#startedAt,
          onLag: (lag) => this.#lag.set(shard.id, lag),
        },
        from,
        signal,
      );
      await this.#letGo(shard.id);
      // Only now: until its last records have landed, nobody else may have it, nor its children.
      if (reached === 'end') this.#ended.add(shard.id);
      else if (!follow) this.#finished.add(shard.id);
    } catch (error) {
      this.#failure ??= { error };
    } finally {
      this.#readings.delete(shard.id);
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
