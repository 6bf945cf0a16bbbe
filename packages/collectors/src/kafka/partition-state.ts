import type { PartitionLag } from '@das/core';
import type { TopicPartition } from './kafka-client.js';

/** A partition's name among offsets. A topic's name has no slash. */
export function nameOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}

/** How far a partition was handed over, and how far it reaches. */
export interface PartitionState extends TopicPartition {
  readonly name: string;
  readonly identity: string | undefined;
  nextOffset: number;
  leaderEpoch: number | undefined;
  highWatermark: number;
  /** When the last record that was handed over was written, in milliseconds since 1970. */
  timestamp: number | undefined;
}

/** How far behind a partition is, as of its last answer. */
export function lagOf(state: PartitionState, now: number): PartitionLag {
  const records = Math.max(0, state.highWatermark - state.nextOffset);
  if (records === 0) return { records, milliseconds: 0 };
  // The record that waits is younger than the last one that does not, so this is an upper bound.
  if (state.timestamp === undefined) return { records };
  return { records, milliseconds: Math.max(0, now - state.timestamp) };
}
