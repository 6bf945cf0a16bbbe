import { setTimeout as sleep } from 'node:timers/promises';
import type {
  Leases,
  PartitionAssignment,
  ResumePoint,
  SourceBatch,
  SourceConsumer,
} from '../collector/source.js';
import type { RateLimit } from './rate-limit.js';
import type { RunControl } from './run-control.js';
import type { RunTelemetry } from './telemetry/run-telemetry.js';

/** What holds a source back. */
export interface HeldConsumerOptions {
  readonly control: RunControl;
  readonly limit: RateLimit;
  readonly telemetry: RunTelemetry;
  /** Lets go of a source that is held back: it is about to end. */
  readonly signal: AbortSignal;
}

/**
 * A consumer that holds the source back while the collector is paused, or faster than its rate.
 *
 * What the source has in its hands is taken first, and lands: it is held afterwards. So a partition
 * that is taken away meanwhile, or a run that ends, leaves nothing between the two.
 */
export class HeldConsumer implements SourceConsumer {
  readonly leases: Leases;
  readonly #consumer: SourceConsumer;
  readonly #options: HeldConsumerOptions;

  constructor(consumer: SourceConsumer, options: HeldConsumerOptions) {
    this.#consumer = consumer;
    this.#options = options;
    const { activity, onClaimed } = options.control;
    const { leases } = consumer;
    this.leases = {
      interval: leases.interval,
      renew: async (partitions) => {
        const mine = await activity.during(() => leases.renew(partitions));
        // What is claimed of its share, and when, is the source's to say: there may be nothing yet.
        onClaimed();
        return mine;
      },
      release: (partitions) => activity.during(() => leases.release(partitions)),
    };
  }

  async assign(
    partitions: readonly PartitionAssignment[],
  ): Promise<ReadonlyMap<string, ResumePoint>> {
    const { activity, onClaimed } = this.#options.control;
    for (const { partition } of partitions) this.#options.telemetry.waits(partition);
    const resume = await activity.during(() => this.#consumer.assign(partitions));
    onClaimed();
    return resume;
  }

  async standing(partitions: readonly string[]): Promise<ReadonlyMap<string, ResumePoint>> {
    return await this.#options.control.activity.during(() => this.#consumer.standing(partitions));
  }

  async revoke(partitions: readonly string[]): Promise<void> {
    const { control, telemetry } = this.#options;
    await control.activity.during(() => this.#consumer.revoke(partitions));
    for (const partition of partitions) telemetry.gives(partition);
  }

  async deliver(batch: SourceBatch, released?: AbortSignal): Promise<void> {
    const { control, limit, telemetry, signal } = this.#options;
    await telemetry.process(batch, () =>
      control.activity.during(() => this.#consumer.deliver(batch)),
    );
    const wait = limit(batch);
    // A batch without records only says how far the source is.
    if (batch.records.length > 0 && (wait > 0 || control.gate.isClosed)) {
      const ended = released === undefined ? signal : AbortSignal.any([signal, released]);
      // An abort ends the wait, and the source sees the signal itself.
      if (wait > 0) await sleep(wait, undefined, { signal: ended }).catch(() => {});
      await control.gate.pass(ended);
    }
    telemetry.waits(batch.partition);
  }
}
