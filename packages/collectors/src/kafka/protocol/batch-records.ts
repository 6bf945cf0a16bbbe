import type { KafkaHeader, KafkaRecord } from '../kafka-client.js';
import { ByteReader, MalformedBytesError } from './byte-reader.js';
import type { RecordBatch } from './record-batch.js';

/**
 * The records of a batch, from an offset on, out of its decompressed bytes.
 *
 * @throws {@link MalformedBytesError} when the bytes are not records
 */
export function batchRecords(batch: RecordBatch, payload: Buffer, from: number): KafkaRecord[] {
  const reader = new ByteReader(payload);
  const records: KafkaRecord[] = [];
  let last = -1;
  for (let index = 0; index < batch.count; index += 1) {
    const length = reader.varint();
    const end = reader.position + length;
    reader.skip(1);
    const timestamp = reader.varlong();
    const delta = reader.varint();
    if (delta <= last || batch.baseOffset + delta > batch.lastOffset) {
      throw new MalformedBytesError('an offset is outside its batch');
    }
    last = delta;
    const offset = batch.baseOffset + delta;
    if (offset < from) {
      reader.skip(end - reader.position);
      continue;
    }
    const key = nullableBytes(reader);
    const value = nullableBytes(reader);
    const headers = headersOf(reader);
    if (reader.position !== end) throw new MalformedBytesError('a record has another length');
    records.push({
      offset,
      timestamp: batch.usesAppendTime ? batch.maxTimestamp : batch.baseTimestamp + timestamp,
      key,
      value,
      headers,
    });
  }
  return records;
}

/** Whether a control batch says that its transaction was aborted. */
export function isAbortMarker(batch: RecordBatch): boolean {
  const [marker] = batchRecords(batch, batch.payload, 0);
  const key = marker?.key;
  // A version and a type, both of 16 bits. Types: 0 abort, 1 commit.
  return key !== undefined && key !== null && key.length >= 4 && key[2] === 0 && key[3] === 0;
}

function nullableBytes(reader: ByteReader): Buffer | null {
  const length = reader.varint();
  return length < 0 ? null : reader.bytes(length);
}

const noHeaders: readonly KafkaHeader[] = Object.freeze([]);

function headersOf(reader: ByteReader): readonly KafkaHeader[] {
  const count = reader.varint();
  if (count === 0) return noHeaders;
  if (count < 0 || count > reader.left) throw new MalformedBytesError('a count is out of range');
  return Array.from({ length: count }, () => ({
    name: reader.bytes(reader.varint()).toString('utf8'),
    value: nullableBytes(reader),
  }));
}
