import type { SourceRecord } from '../collector/source.js';
import type { Finding } from './finding.js';
import type { QuarantineReason } from './landing-columns.js';

/** A record on its way to quarantine. */
export interface QuarantinedRecord {
  readonly id: string;
  readonly source: string;
  /** As JSON text. */
  readonly partition: string;
  readonly contract: { readonly name: string; readonly version: string };
  readonly record: SourceRecord;
  readonly digest: string;
  readonly reason: QuarantineReason;
  readonly findings: readonly Finding[];
  readonly batchId: string;
  readonly landedAt: Date;
}

/**
 * What one row holds of a payload. Snowflake's texts end at 16 MB: a UTF-16 code unit takes three
 * bytes at the most, and base64 takes four for three.
 */
const textPart = 5_500_000;
const bytesPart = 12_000_000;

/** A longer envelope is not kept: nothing of it is needed to read the payload again. */
const longestEnvelope = 4_000_000;

/** A list of findings ends here: a list of a million is no help, and a row has a limit. */
const mostFindings = 1000;

/**
 * The lines of a record in quarantine: one, or as many as its payload needs, whose ids are the
 * record's with the number of the part.
 */
export function quarantineLines(quarantined: QuarantinedRecord): readonly string[] {
  const { id, partition, record } = quarantined;
  const envelope = envelopeOf(record);
  const isDropped = (envelope?.length ?? 0) > longestEnvelope;
  const findings = quarantined.findings.slice(0, mostFindings);
  const parts = payloadParts(record.raw);
  const isText = typeof record.raw === 'string';
  return parts.map((payload, part) => {
    const row = {
      ID: parts.length === 1 ? id : `${id}.${String(part).padStart(6, '0')}`,
      SOURCE: quarantined.source,
      CONTRACT: quarantined.contract.name,
      CONTRACT_VERSION: quarantined.contract.version,
      OFFSET: record.offset,
      REASON: quarantined.reason,
      FINDINGS: isDropped ? [...findings, { code: 'envelope_dropped' }] : findings,
      PAYLOAD: payload,
      PAYLOAD_ENCODING: isText ? 'utf8' : 'base64',
      RECORD_HASH: quarantined.digest,
      BATCH_ID: quarantined.batchId,
      QUARANTINED_AT: quarantined.landedAt,
      ...(parts.length === 1 ? {} : { PART: part, PARTS: parts.length }),
      ...(envelope === undefined || isDropped ? {} : { ENVELOPE: envelope }),
    };
    return `{"PARTITION":${partition},${JSON.stringify(row).slice(1)}\n`;
  });
}

function payloadParts(raw: string | Uint8Array): readonly string[] {
  if (raw.length === 0) return [''];
  const parts: string[] = [];
  if (typeof raw !== 'string') {
    const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
    for (let at = 0; at < bytes.length; at += bytesPart) {
      parts.push(bytes.subarray(at, at + bytesPart).toString('base64'));
    }
    return parts;
  }
  // Half of a surrogate pair has no UTF-8: U+FFFD takes its place, as in any encoder.
  const text = raw.toWellFormed();
  for (let at = 0; at < text.length; ) {
    const end = Math.min(at + textPart, text.length);
    // A pair must not be cut in two.
    const isCut = end < text.length && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800;
    parts.push(text.slice(at, isCut ? end - 1 : end));
    at = isCut ? end - 1 : end;
  }
  return parts;
}

/** What came with a record: what a replay gives back to `transform`. */
export type Envelope = Pick<SourceRecord, 'key' | 'headers' | 'timestamp'>;

type Held = { readonly text: string } | { readonly base64: string };

interface HeldEnvelope {
  readonly key?: Held;
  readonly headers?: readonly (readonly [name: string, value: Held])[];
  readonly timestamp?: number;
}

function envelopeOf({ key, headers, timestamp }: SourceRecord): string | undefined {
  if (key === undefined && headers === undefined && timestamp === undefined) return undefined;
  const held: HeldEnvelope = {
    ...(key === undefined ? {} : { key: hold(key) }),
    ...(headers === undefined
      ? {}
      : { headers: Object.entries(headers).map(([name, value]) => [name, hold(value)] as const) }),
    ...(timestamp === undefined ? {} : { timestamp }),
  };
  return JSON.stringify(held).toWellFormed();
}

/** Reads what {@link quarantineLines} has kept beside a payload. */
export function readEnvelope(text: string | null): Envelope {
  if (text === null) return {};
  const held = JSON.parse(text) as HeldEnvelope;
  return {
    ...(held.key === undefined ? {} : { key: release(held.key) }),
    ...(held.headers === undefined
      ? {}
      : {
          headers: Object.fromEntries(
            held.headers.map(([name, value]) => [name, release(value)] as const),
          ),
        }),
    ...(held.timestamp === undefined ? {} : { timestamp: held.timestamp }),
  };
}

function hold(value: string | Uint8Array): Held {
  return typeof value === 'string'
    ? { text: value }
    : { base64: Buffer.from(value).toString('base64') };
}

function release(held: Held): string | Uint8Array {
  return 'text' in held ? held.text : Buffer.from(held.base64, 'base64');
}
