import type { ResumePoint } from '@das/core';
import { CollectorsError } from '../errors/collectors-error.js';
import type { ShardStart } from './kinesis-port.js';

/**
 * Where reading of a shard goes on. The warehouse keeps it as a text beside the offset, which counts
 * records: a sequence number has more digits than the warehouse's numbers.
 */
export type ShardPosition =
  | { readonly kind: 'new' }
  /** Nothing was read yet, and what came before this moment is not wanted. */
  | { readonly kind: 'time'; readonly time: number }
  | { readonly kind: 'after'; readonly sequence: string }
  /** Some of the records that were aggregated in this one were taken. */
  | { readonly kind: 'inside'; readonly sequence: string; readonly taken: number }
  /** The shard was closed, and all of it was read. */
  | { readonly kind: 'end' };

/** Reads what {@link writePosition} wrote. */
export function readPosition(text: string | undefined): ShardPosition {
  const [kind, value = '', taken = ''] = text?.split(':') ?? [];
  switch (kind) {
    case 'time':
      return { kind, time: Number(value) };
    case 'after':
      return { kind, sequence: value };
    case 'inside':
      return { kind, sequence: value, taken: Number(taken) };
    case 'end':
      return { kind };
    default:
      return { kind: 'new' };
  }
}

/** A position as the warehouse keeps it. */
export function writePosition(position: ShardPosition): string | undefined {
  switch (position.kind) {
    case 'new':
      return undefined;
    case 'time':
      return `time:${position.time}`;
    case 'after':
      return `after:${position.sequence}`;
    case 'inside':
      return `inside:${position.sequence}:${position.taken}`;
    case 'end':
      return 'end';
  }
}

/**
 * The position of a shard that was read before, or `undefined` for one that never was.
 *
 * @throws {@link CollectorsError} `DAS_SOURCE_UNREADABLE` when it cannot be told where reading goes on:
 *   from the oldest record on, everything would land twice
 */
export function resumedPosition(
  { offset, position }: ResumePoint,
  shard: string,
): string | undefined {
  const isKnown = position !== undefined && readPosition(position).kind !== 'new';
  if (isKnown) return position;
  if (position === undefined && offset === 0) return undefined;
  throw new CollectorsError(
    'DAS_SOURCE_UNREADABLE',
    `nothing says where reading goes on after ${offset} records`,
    {
      place: `shard ${shard}`,
      next: 'give the shard its POSITION in OPS.COLLECTOR_OFFSETS again: `after:` and the sequence number of the last record that landed',
    },
  );
}

/** Where Kinesis is asked to start for a position that is not the end. */
export function startOf(position: Exclude<ShardPosition, { readonly kind: 'end' }>): ShardStart {
  switch (position.kind) {
    case 'new':
      return { kind: 'oldest' };
    case 'inside':
      return { kind: 'at', sequence: position.sequence };
    default:
      return position;
  }
}
