import { CollectorsError } from '../../errors/collectors-error.js';
import type { PartitionPosition, TopicPartition } from '../kafka-client.js';
import { failureOf } from './failure.js';

/** Where a partition is read next, and since when it cannot be. */
export class PartitionCursor implements TopicPartition {
  readonly topic: string;
  readonly partition: number;
  offset: number;
  leaderEpoch: number | undefined;
  readonly identity: string | undefined;
  #failingSince: number | undefined;

  constructor({ topic, partition, offset, leaderEpoch, identity }: PartitionPosition) {
    this.topic = topic;
    this.partition = partition;
    this.offset = offset;
    this.leaderEpoch = leaderEpoch;
    this.identity = identity;
  }

  /** Its name, as messages and offsets have it. */
  get name(): string {
    return `${this.topic}/${this.partition}`;
  }

  advance(offset: number, leaderEpoch: number | undefined): void {
    this.offset = offset;
    this.leaderEpoch = leaderEpoch ?? this.leaderEpoch;
    this.#failingSince = undefined;
  }

  /**
   * Takes note that it cannot be read now.
   *
   * @throws {@link CollectorsError} when that has been so for longer than `patience` milliseconds
   */
  fail(failure: unknown, patience: number): void {
    const now = performance.now();
    this.#failingSince ??= now;
    if (now - this.#failingSince <= patience) return;
    if (failure instanceof CollectorsError) throw failure;
    throw failureOf(failure, 'be read', `partition ${this.name}`);
  }
}
