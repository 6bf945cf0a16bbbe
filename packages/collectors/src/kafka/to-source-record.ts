import type { DecodedRecord, SourceRecord } from '@das/core';
import type { KafkaHeader, KafkaRecord } from './kafka-client.js';

/** What becomes of a tombstone, a record without a value. */
export type TombstonePolicy = 'quarantine' | 'skip' | 'transform';

const nothing: Uint8Array = new Uint8Array(0);

/** A record of Kafka's as a collector takes it. Nothing that a record holds makes this throw. */
export function toSourceRecord(
  record: KafkaRecord,
  decode: (raw: Uint8Array) => DecodedRecord,
  tombstones: TombstonePolicy,
): SourceRecord {
  const { offset, timestamp, key, value, fault } = record;
  const content: DecodedRecord =
    fault === undefined ? decoded(value, decode, tombstones) : { fault };
  const isBare = key === null && record.headers.length === 0 && timestamp >= 0;
  // What most records are: to put an object together from parts takes several times as long.
  if (isBare && content.fault === undefined) {
    return { offset, raw: value ?? nothing, event: content.event, timestamp };
  }
  return {
    offset,
    raw: value ?? nothing,
    ...content,
    ...(key === null ? {} : { key }),
    ...(record.headers.length === 0 ? {} : { headers: headersOf(record.headers) }),
    // The protocol's word for no timestamp is -1.
    ...(timestamp < 0 ? {} : { timestamp }),
  };
}

function decoded(
  value: Uint8Array | null,
  decode: (raw: Uint8Array) => DecodedRecord,
  tombstones: TombstonePolicy,
): DecodedRecord {
  if (value === null) return tombstones === 'transform' ? { event: null } : { fault: 'tombstone' };
  try {
    return decode(value);
  } catch {
    // A decoder must not throw; one that does may not hold the partition up. Its error may quote the record.
    return { fault: 'decoder_threw' };
  }
}

/** Of several headers with one name the last one counts, as it does for Kafka's own clients. */
function headersOf(headers: readonly KafkaHeader[]): Readonly<Record<string, Uint8Array>> {
  return Object.fromEntries(headers.map(({ name, value }) => [name, value ?? nothing]));
}
