import type { KinesisClientConfig } from '@aws-sdk/client-kinesis';
import type { AnyContract } from '@das/contracts';
import { Collector, type CollectorContext, type Source } from '@das/core';
import { AwsKinesisPort } from './aws-kinesis-port.js';
import type { KinesisPort } from './kinesis-port.js';
import { KinesisSource } from './kinesis-source.js';

/**
 * Collects the records of a Kinesis stream, shard by shard, through splits and merges. Aggregates of
 * the Kinesis Producer Library are taken apart.
 *
 * A producer that tries again puts a record twice, under two sequence numbers: name what makes a
 * record one in `deduplicate`.
 *
 * @example
 * ```ts
 * import { KinesisCollector } from '@das/collectors';
 * import { defineContract } from '@das/core';
 * import { z } from 'zod';
 *
 * const clicks = defineContract({
 *   domain: 'commerce', name: 'clicks', version: '1.0.0', owner: 'data-commerce',
 *   schema: z.object({ click_id: z.uuid() }),
 *   columns: { click_id: 'internal' },
 * });
 *
 * class ClicksCollector extends KinesisCollector<typeof clicks> {
 *   readonly contract = clicks;
 *   readonly stream = 'clicks';
 *   override readonly client = { region: 'eu-central-1' };
 *   override readonly deduplicate = { window: '1d' } as const;
 * }
 * console.log(new ClicksCollector().stream);
 * // => clicks
 * ```
 */
export abstract class KinesisCollector<C extends AnyContract = AnyContract> extends Collector<C> {
  /** The stream's name. */
  abstract readonly stream: string;

  /** Region, credentials and endpoint. Default: what the environment says. */
  readonly client: KinesisClientConfig = {};

  /**
   * Where a shard starts that was never read and came out of no other: at the oldest record that
   * Kinesis still has, with what comes from the first run on, or at a moment. Default `oldest`.
   */
  readonly startAt: 'oldest' | 'newest' | Date = 'oldest';

  async openSource({ follow }: CollectorContext): Promise<Source> {
    return new KinesisSource({
      name: `kinesis:${this.stream}`,
      openPort: () => this.openPort(),
      decode: (raw) => this.decode(raw),
      prepareToDecode: (raw) => this.prepareToDecode(raw),
      follow,
      startAt: this.startAt,
    });
  }

  /** Connects to Kinesis. Override it to use another client. */
  protected async openPort(): Promise<KinesisPort> {
    return await AwsKinesisPort.open({ stream: this.stream, client: this.client });
  }
}
