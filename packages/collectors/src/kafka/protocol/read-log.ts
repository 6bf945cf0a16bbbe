import type { DecompressBatch } from '../compression/decompress-batch.js';
import type { KafkaRecord } from '../kafka-client.js';
import { batchRecords, isAbortMarker } from './batch-records.js';
import { MalformedBytesError } from './byte-reader.js';
import { type LogEnd, type RecordBatch, readBatches } from './record-batch.js';

/** A transaction that was aborted: whose it was, and where it began in the partition. */
export interface AbortedTransaction {
  readonly producerId: bigint;
  readonly firstOffset: number;
}

/** What a piece of a partition's log holds for a reader. */
export interface LogContent {
  readonly records: readonly KafkaRecord[];
  /** After the last complete batch, whether or not it had records to give. */
  readonly nextOffset: number;
  /** The epoch of the leader that appended the last batch that was read. */
  readonly leaderEpoch: number | undefined;
  readonly end: LogEnd;
}

/** How a log is read. */
export interface ReadLogOptions {
  readonly from: number;
  readonly aborted: readonly AbortedTransaction[];
  readonly decompress: DecompressBatch;
}

/**
 * Reads the records of a piece of log, without those of aborted transactions and without control
 * records. Their offsets are passed all the same: a partition's end may be nothing but a marker, and
 * compaction leaves batches without a record, so positions follow batches and not records.
 *
 * A batch that cannot be decompressed, or is no sequence of records, is one record with a fault: its
 * value is the whole batch, so that nothing is lost and the partition keeps moving.
 */
export async function readLog(log: Buffer, options: ReadLogOptions): Promise<LogContent> {
  const { batches, end } = readBatches(log);
  const isAborted = abortedAmong(options.aborted);
  const records: KafkaRecord[] = [];
  let nextOffset = options.from;
  let leaderEpoch: number | undefined;
  for (const batch of batches) {
    if (batch.lastOffset < options.from) continue;
    nextOffset = batch.lastOffset + 1;
    leaderEpoch = batch.leaderEpoch;
    if (isAborted(batch) || batch.isControl) continue;
    for (const record of await recordsOf(batch, options)) records.push(record);
  }
  return { records, nextOffset, leaderEpoch, end };
}

async function recordsOf(
  batch: RecordBatch,
  { from, decompress }: ReadLogOptions,
): Promise<readonly KafkaRecord[]> {
  const payload = await decompress(batch);
  if (typeof payload === 'string') return [brokenBatch(batch, from, payload)];
  try {
    return batchRecords(batch, payload, from);
  } catch (error) {
    if (!(error instanceof MalformedBytesError)) throw error;
    return [brokenBatch(batch, from, 'corrupt_batch')];
  }
}

function brokenBatch(batch: RecordBatch, from: number, fault: string): KafkaRecord {
  const offset = Math.max(from, batch.baseOffset);
  const { bytes, maxTimestamp: timestamp } = batch;
  return { offset, timestamp, key: null, value: bytes, headers: [], fault };
}

/**
 * Says of each batch, given in the order of the log, whether it belongs to an aborted transaction.
 *
 * @see https://kafka.apache.org/documentation/#transactions KIP-98
 */
function abortedAmong(
  transactions: readonly AbortedTransaction[],
): (batch: RecordBatch) => boolean {
  const waiting = transactions.toSorted((one, other) => one.firstOffset - other.firstOffset);
  const open = new Set<bigint>();
  let next = 0;
  return (batch) => {
    for (; (waiting[next]?.firstOffset ?? Infinity) <= batch.lastOffset; next += 1) {
      const transaction = waiting[next];
      if (transaction !== undefined) open.add(transaction.producerId);
    }
    if (!batch.isTransactional || !open.has(batch.producerId)) return false;
    if (batch.isControl && isAbortMarker(batch)) open.delete(batch.producerId);
    return !batch.isControl;
  };
}
