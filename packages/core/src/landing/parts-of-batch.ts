import type { SourceBatch } from '../collector/source.js';

/** How much is taken into a flush before it is asked whether it is full. */
const partSize = { records: 10_000, bytes: 32 * 1024 * 1024 };

/** A batch in parts, so that one that is larger than a flush does not land in one. */
export function* partsOf(batch: SourceBatch): Generator<SourceBatch> {
  const { partition, records } = batch;
  let start = 0;
  let bytes = 0;
  for (let index = 0; index < records.length; index += 1) {
    const record = records[index];
    if (record === undefined) continue;
    bytes += record.raw.length;
    const isFull = index + 1 - start >= partSize.records || bytes >= partSize.bytes;
    if (!isFull || index + 1 >= records.length) continue;
    // The token of the source's own stands for the end of the batch alone.
    const nextOffset = record.offset + 1;
    yield { partition, records: records.slice(start, index + 1), nextOffset };
    start = index + 1;
    bytes = 0;
  }
  yield start === 0 ? batch : { ...batch, records: records.slice(start) };
}

/** How much was read, before it was decoded. */
export function bytesOf({ records }: SourceBatch): number {
  let bytes = 0;
  for (const { raw } of records) {
    bytes += typeof raw === 'string' ? Buffer.byteLength(raw) : raw.length;
  }
  return bytes;
}
