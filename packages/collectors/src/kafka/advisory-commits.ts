import type { KafkaReader } from './kafka-client.js';
import type { PartitionState } from './partition-state.js';

const betweenCommits = 5_000;

/**
 * Tells the group what has landed, for dashboards that watch groups. Offsets are the warehouse's to
 * say, so nothing that goes wrong here matters: with kafkajs's own consumer, a commit that met a
 * rebalance ended it for good.
 */
export class AdvisoryCommits {
  readonly #reader: KafkaReader;
  readonly #landed: Map<string, Parameters<KafkaReader['commit']>[0][number]> = new Map();
  #sentAt = 0;
  #sending: Promise<void> | undefined;

  constructor(reader: KafkaReader) {
    this.#reader = reader;
  }

  /** Takes note of what has landed of the partitions that this member has. */
  note(landed: ReadonlyMap<string, number>, states: ReadonlyMap<string, PartitionState>): void {
    for (const [name, offset] of landed) {
      const state = states.get(name);
      if (state === undefined) continue;
      this.#landed.set(name, { topic: state.topic, partition: state.partition, offset });
    }
  }

  /** Sends what was noted, unless that was done a moment ago, and does not wait for it. */
  sendNowAndThen(): void {
    if (performance.now() - this.#sentAt < betweenCommits) return;
    void this.send();
  }

  /** Sends what was noted. */
  async send(): Promise<void> {
    await this.#sending;
    if (this.#landed.size === 0) return;
    const positions = [...this.#landed.values()];
    this.#landed.clear();
    this.#sentAt = performance.now();
    this.#sending = this.#reader.commit(positions).catch(() => {});
    await this.#sending;
  }
}
