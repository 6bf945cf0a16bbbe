import type { DeadLetterRecord } from '../collector/dead-letter.js';
import type { SourceRecord } from '../collector/source.js';
import type { Finding } from './finding.js';
import type { QuarantineReason } from './landing-columns.js';

/** What a dead letter is made of. */
export interface DeadLetterParts {
  readonly source: string;
  readonly contract: string;
  readonly partition: string;
  readonly record: SourceRecord;
  readonly reason: QuarantineReason;
  readonly findings: readonly Finding[];
}

/** How many codes a header names: brokers limit headers. */
const mostCodes = 50;

/** A rejected record as it is sent on. */
export function deadLetterRecord(parts: DeadLetterParts): DeadLetterRecord {
  const { source, contract, partition, record, reason, findings } = parts;
  const codes = findings
    .slice(0, mostCodes)
    .map(({ column, code }) => (column === undefined ? code : `${column}:${code}`));
  return {
    source,
    partition,
    offset: record.offset,
    reason,
    raw: record.raw,
    key: record.key,
    headers: {
      ...record.headers,
      'das.source': source,
      'das.partition': partition,
      'das.offset': String(record.offset),
      'das.contract': contract,
      'das.reason': reason,
      'das.codes': codes.join(','),
    },
  };
}
