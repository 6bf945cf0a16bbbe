import type { PartitionLag, SourceConsumer, SourceRecord } from '@das/core';
import type { Decode } from '../format/format.js';
import type { KinesisPort, KinesisRecord, KinesisShard } from './kinesis-port.js';
import { readPosition, type ShardPosition, startOf, writePosition } from './shard-position.js';
import {
  isAggregate,
  loadAggregateReader,
  type UserRecord,
  userRecordsOf,
} from './user-records.js';

/** What a reader of a shard works with. */
export interface ShardReaderOptions {
  readonly port: KinesisPort;
  readonly consumer: SourceConsumer;
  readonly shard: KinesisShard;
  readonly decode: Decode;
  readonly prepareToDecode: (raw: readonly Uint8Array[]) => Promise<void>;
  /** How many records a batch has at the most. */
  readonly batch: number;
  /** Ends at the tip, or at the first page that arrived after this moment; `undefined` to follow. */
  readonly until: number | undefined;
  readonly onLag: (lag: PartitionLag) => void;
}

/** A record on its way, with the position after it. */
interface Placed extends UserRecord {
  readonly arrivedAt: number;
  readonly next: ShardPosition;
}

/**
 * Reads one shard from where it was left. Resolves to `end` at the end of a closed shard, and to
 * `tip` when it has read what there was, or was told to stop.
 */
export async function readShard(
  options: ShardReaderOptions,
  from: { readonly offset: number; readonly position: string | undefined },
  signal: AbortSignal,
): Promise<'end' | 'tip'> {
  try {
    return await readPages(options, from, signal);
  } catch (error) {
    if (signal.aborted && isAbort(error)) return 'tip';
    throw error;
  }
}

/** Whether an error only says that something was told to stop. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

async function readPages(
  options: ShardReaderOptions,
  from: { readonly offset: number; readonly position: string | undefined },
  signal: AbortSignal,
): Promise<'end' | 'tip'> {
  const { port, consumer, shard, until, onLag } = options;
  const position = readPosition(from.position);
  if (position.kind === 'end') return 'end';
  let offset = from.offset;
  for await (const page of port.read(shard.id, startOf(position), signal)) {
    const placed = await placedRecords(page.records, shard, position);
    for (let start = 0; start < placed.length; start += options.batch) {
      if (signal.aborted) return 'tip';
      const chunk = placed.slice(start, start + options.batch);
      await deliver(options, chunk, offset, signal);
      offset += chunk.length;
    }
    onLag({ milliseconds: page.behind });
    if (page.isEnd) {
      const end = writePosition({ kind: 'end' });
      await consumer.deliver({
        partition: shard.id,
        records: [],
        nextOffset: offset,
        position: end,
      });
      return 'end';
    }
    const isAtTip = page.records.length === 0 && (page.behind ?? 0) === 0;
    const isLater = page.records.some(({ arrivedAt }) => until !== undefined && arrivedAt > until);
    if (signal.aborted || (until !== undefined && (isAtTip || isLater))) return 'tip';
  }
  return 'tip';
}

async function deliver(
  { consumer, shard, decode, prepareToDecode }: ShardReaderOptions,
  placed: readonly Placed[],
  offset: number,
  signal: AbortSignal,
): Promise<void> {
  await prepareToDecode(placed.map(({ data }) => data));
  const records = placed.map(
    ({ data, key, arrivedAt }, index): SourceRecord => ({
      offset: offset + index,
      raw: data,
      key,
      timestamp: arrivedAt,
      ...decode(data),
    }),
  );
  const last = placed.at(-1);
  const batch = {
    partition: shard.id,
    records,
    nextOffset: offset + records.length,
    position: last === undefined ? undefined : writePosition(last.next),
  };
  // Whoever shall have the shard next does not wait until a paused collector goes on.
  await consumer.deliver(batch, signal);
}

/** The records of a page, aggregates taken apart, without what was taken before. */
async function placedRecords(
  records: readonly KinesisRecord[],
  shard: KinesisShard,
  position: ShardPosition,
): Promise<readonly Placed[]> {
  const placed: Placed[] = [];
  for (const record of records) {
    const { sequence, arrivedAt } = record;
    const parts = await partsOf(record, shard);
    const isEntered = position.kind === 'inside' && position.sequence === sequence;
    const taken = isEntered ? position.taken : 0;
    for (const [index, part] of parts.entries()) {
      if (index < taken) continue;
      const isLast = index === parts.length - 1;
      const next: ShardPosition = isLast
        ? { kind: 'after', sequence }
        : { kind: 'inside', sequence, taken: index + 1 };
      placed.push({ ...part, arrivedAt, next });
    }
  }
  return placed;
}

async function partsOf(record: KinesisRecord, shard: KinesisShard): Promise<readonly UserRecord[]> {
  const whole = { key: record.partitionKey, data: record.data };
  if (!isAggregate(record.data)) return [whole];
  return userRecordsOf(await loadAggregateReader(), record, shard) ?? [whole];
}
