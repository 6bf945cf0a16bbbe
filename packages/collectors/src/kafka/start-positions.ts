import { setTimeout as wait } from 'node:timers/promises';
import type { SourceRecord } from '@das/core';
import { checkPosition } from './check-position.js';
import type { KafkaReader, PartitionRange } from './kafka-client.js';
import type { LostRecordsPolicy } from './kafka-source.js';
import { nameOf, type PartitionState } from './partition-state.js';

/** Where a partition is read from. */
export interface StartPosition {
  readonly name: string;
  readonly offset: number;
  readonly highWatermark: number;
  /** What stands for records that retention has removed. */
  readonly gap: SourceRecord | undefined;
}

/** A new leader may not know for a moment how far its partition reaches. */
const triesBeyondEnd = 10;
const betweenTries = 500;

/**
 * Compares where partitions are to go on with what the cluster still has of them. A partition that
 * was never read starts at the first record that is left.
 *
 * @throws {@link CollectorsError} `DAS_SOURCE_RECORDS_LOST`, `DAS_SOURCE_TRUNCATED`
 */
export async function startPositions(
  reader: KafkaReader,
  states: readonly PartitionState[],
  policy: { readonly isNew: ReadonlySet<string>; readonly lostRecords: LostRecordsPolicy },
  signal: AbortSignal,
): Promise<readonly StartPosition[]> {
  for (let attempt = 1; ; attempt += 1) {
    const ranges = new Map((await reader.rangesOf(states)).map((each) => [nameOf(each), each]));
    const isBeyond = states.some(
      ({ name, nextOffset }) => nextOffset > (ranges.get(name)?.highWatermark ?? 0),
    );
    if (isBeyond && attempt < triesBeyondEnd && !signal.aborted) {
      await wait(betweenTries);
      continue;
    }
    return states.flatMap((state) => {
      const range = ranges.get(state.name);
      return range === undefined ? [] : [startPosition(state, range, policy)];
    });
  }
}

function startPosition(
  { name, topic, partition, nextOffset, leaderEpoch, identity }: PartitionState,
  range: PartitionRange,
  policy: { readonly isNew: ReadonlySet<string>; readonly lostRecords: LostRecordsPolicy },
): StartPosition {
  const { start, highWatermark } = range;
  if (policy.isNew.has(name)) return { name, offset: start, highWatermark, gap: undefined };
  if (nextOffset < start && policy.lostRecords === 'quarantine') {
    return { name, offset: start, highWatermark, gap: gapOf(nextOffset, start) };
  }
  checkPosition({ topic, partition, offset: nextOffset, leaderEpoch, identity }, range);
  return { name, offset: nextOffset, highWatermark, gap: undefined };
}

function gapOf(from: number, start: number): SourceRecord {
  const raw = JSON.stringify({ lost: { from, to: start - 1 } });
  return { offset: from, raw, fault: 'records_lost' };
}
