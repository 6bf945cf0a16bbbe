import { hash } from 'node:crypto';
import type { AnyContract } from '@das/contracts';
import type { DeadLetterRecord } from '../collector/dead-letter.js';
import type { Deduplication } from '../collector/deduplication.js';
import type { SourceBatch, SourceRecord } from '../collector/source.js';
import type { AcceptRecord, StoredRow } from './accept-record.js';
import { deadLetterRecord } from './dead-letter-record.js';
import type { Finding } from './finding.js';
import { FlushCounts } from './flush-counts.js';
import type { QuarantineReason } from './landing-columns.js';
import { LineBuffer } from './line-buffer.js';
import { quarantineLines } from './quarantine-lines.js';
import { RejectionSamples } from './rejection-samples.js';
import { memberStart, type RowWriter, rowWriterOf, writeMember } from './row-writer.js';
import { SeenRecords } from './seen-records.js';
import type { Watermarks } from './watermarks.js';

/** How far a partition was read in this flush. */
export interface PartitionProgress {
  readonly partition: string;
  readonly nextOffset: number;
  readonly position: string | undefined;
  /** The latest event time that was seen in the partition, where one is kept. */
  readonly latestEventAt: Date | undefined;
}

/** What a flush is about: who collects what, under which batch id. */
export interface FlushIdentity {
  readonly source: string;
  readonly contract: AnyContract;
  readonly batchId: string;
  readonly landedAt: Date;
}

/** What a flush keeps besides its rows. */
export interface FlushBufferOptions {
  /** What is taken for the same, each in its own way; none lets duplicates land. */
  readonly deduplicate: readonly Deduplication[];
  readonly watermarks?: Watermarks | undefined;
  /** Whether rejected records are kept as they came, to be sent on. */
  readonly keepsRejected?: boolean;
  /** Where the accepted lines are kept: an empty one, whose memory is used again. */
  readonly lines?: LineBuffer | undefined;
  /** How many positions are kept for each reason of a rejection; none by default. */
  readonly samples?: number;
}

/** The JSON of a semi-structured value ends at 16 MB, and a line that is shorter holds none that is longer. */
const longestValue = 16_777_216;

/**
 * Rows on their way to one flush: NDJSON for BRONZE, NDJSON for quarantine, and how far each
 * partition was read. Filled record by record, then drained once.
 */
export class FlushBuffer {
  readonly identity: FlushIdentity;
  readonly accepted: LineBuffer;
  /** Lines, of which a long record takes several. */
  readonly rejected: LineBuffer = new LineBuffer();
  readonly rejectedRecords: DeadLetterRecord[] = [];
  readonly progress: Map<string, PartitionProgress> = new Map();
  readonly counts: FlushCounts = new FlushCounts();
  readonly deduplicate: readonly Deduplication[];
  readonly samples: RejectionSamples;
  duplicates = 0;
  /** How many records are rejected. */
  rejections = 0;
  readonly #accept: AcceptRecord;
  readonly #options: FlushBufferOptions;
  readonly #seen: SeenRecords | undefined;
  readonly #eventColumn: string | undefined;
  readonly #nested: readonly string[];
  readonly #declared: ReadonlySet<string>;
  readonly #writeRow: RowWriter;
  /** How each accepted line starts. */
  readonly #start: Uint8Array;

  constructor(identity: FlushIdentity, accept: AcceptRecord, options: FlushBufferOptions) {
    const { contract } = identity;
    this.identity = identity;
    this.#accept = accept;
    this.#options = options;
    this.accepted = options.lines ?? new LineBuffer();
    this.deduplicate = options.deduplicate;
    this.samples = new RejectionSamples(options.samples ?? 0);
    this.#seen =
      options.deduplicate.length === 0
        ? undefined
        : new SeenRecords(this.deduplicate, contract.columns);
    this.#eventColumn = contract.slo.freshness?.column;
    this.#nested = contract.columns
      .filter(({ type }) => /^(?:VARIANT|ARRAY|OBJECT)$/.test(type))
      .map(({ name }) => name);
    this.#declared = new Set(contract.columns.map(({ name }) => name));
    this.#writeRow = rowWriterOf(
      contract.columns.map(({ name }) => name),
      (name) => name.toUpperCase(),
    );
    this.#start = objectStart({
      _DAS_SOURCE: identity.source,
      _DAS_BATCH_ID: identity.batchId,
      _DAS_CONTRACT_VERSION: contract.version,
      _DAS_LANDED_AT: identity.landedAt,
    });
  }

  get isEmpty(): boolean {
    return this.progress.size === 0;
  }

  get rows(): number {
    return this.accepted.length + this.rejected.length;
  }

  /** How much is to be staged, in bytes. */
  get bytes(): number {
    return this.accepted.size + this.rejected.size;
  }

  /** Takes a batch in: every record becomes rows of BRONZE, rows of quarantine, a duplicate, or none. */
  add(batch: SourceBatch): void {
    const { partition } = batch;
    const quoted = JSON.stringify(partition);
    const place = Buffer.from(`,"_DAS_PARTITION":${quoted},"_DAS_OFFSET":`);
    for (const record of batch.records) this.#addRecord(partition, quoted, place, record);
    this.progress.set(partition, {
      partition,
      nextOffset: batch.nextOffset,
      position: batch.position,
      latestEventAt: this.#options.watermarks?.latest(partition),
    });
  }

  #addRecord(partition: string, quoted: string, place: Uint8Array, record: SourceRecord): void {
    const digest = digestOf(record);
    const verdict = this.#accept(record, partition);
    const { notes } = verdict;
    if (notes !== undefined) this.counts.note(partition, notes, verdict.accepted);
    if (!verdict.accepted) {
      this.#reject(partition, quoted, record, digest, verdict.reason, verdict.findings);
      return;
    }
    const { rows } = verdict;
    if (rows.length === 0) {
      this.counts.filtered += 1;
      return;
    }
    if (this.#seen?.hasDigest(digest) === true) {
      this.duplicates += rows.length;
      return;
    }
    const lines = this.accepted;
    const { size, length } = lines;
    for (let index = 0; index < rows.length; index += 1) {
      const before = lines.size;
      this.#writeLine(rows, index, place, record.offset, digest);
      const findings =
        lines.size - before > longestValue ? this.#oversized(rows[index] as StoredRow) : [];
      if (findings.length === 0) continue;
      lines.rewind(size, length);
      this.#reject(partition, quoted, record, digest, 'CONTRACT_VIOLATION', findings);
      return;
    }
    const seen = this.#seen;
    if (seen?.isKeyed !== true) return;
    const isKnown = rows.map((row) => seen.hasKeys(row));
    if (!isKnown.includes(true)) return;
    lines.rewind(size, length);
    for (const [index, isDuplicate] of isKnown.entries()) {
      if (isDuplicate) this.duplicates += 1;
      else this.#writeLine(rows, index, place, record.offset, digest);
    }
  }

  /** Adds the line of one of the rows of a record. */
  #writeLine(
    rows: readonly StoredRow[],
    index: number,
    place: Uint8Array,
    offset: number,
    digest: string,
  ): void {
    const lines = this.accepted;
    const row = rows[index] as StoredRow;
    lines.bytes(this.#start);
    this.#writeRow(row, lines);
    lines.bytes(place);
    lines.number(offset);
    lines.bytes(hashStart);
    lines.json(digest);
    if (rows.length > 1) writeMember(indexStart, index, lines);
    if (this.#eventColumn !== undefined) writeMember(eventStart, row[this.#eventColumn], lines);
    lines.bytes(lineEnd);
    lines.endLine();
  }

  #oversized(row: StoredRow): readonly Finding[] {
    // Drift fills columns beside those of the contract, each of which is a VARIANT.
    const added = Object.keys(row).filter((name) => !this.#declared.has(name));
    return [...this.#nested, ...added]
      .filter((name) => Buffer.byteLength(JSON.stringify(row[name]) ?? '') > longestValue)
      .map((column) => ({ column, code: 'value_too_large' }));
  }

  #reject(
    partition: string,
    quoted: string,
    record: SourceRecord,
    digest: string,
    reason: QuarantineReason,
    findings: readonly Finding[],
  ): void {
    const { source, contract, batchId, landedAt } = this.identity;
    const lines = quarantineLines({
      id: `${batchId}-${this.rejections}`,
      source,
      partition: quoted,
      contract,
      record,
      digest,
      reason,
      findings,
      batchId,
      landedAt,
    });
    for (const line of lines) this.rejected.push(line);
    this.rejections += 1;
    this.counts.reject(reason);
    this.samples.add(reason, { partition, offset: record.offset, findings });
    if (this.#options.keepsRejected !== true) return;
    this.rejectedRecords.push(
      deadLetterRecord({ source, contract: contract.name, partition, record, reason, findings }),
    );
  }
}

/** An object that is still open. */
function objectStart(members: Readonly<Record<string, unknown>>): Uint8Array {
  return Buffer.from(JSON.stringify(members).slice(0, -1));
}

const lineEnd: Uint8Array = Buffer.from('}\n');
const hashStart = memberStart('_DAS_RECORD_HASH');
const indexStart = memberStart('_DAS_INDEX');
const eventStart = memberStart('_DAS_EVENT_AT');

/** The hash of a record's content; of one without any, such as a tombstone, that of its key. */
function digestOf({ raw, key }: SourceRecord): string {
  if (raw.length > 0 || key === undefined) return hash('sha256', raw);
  // No content begins in this way by accident.
  return hash('sha256', Buffer.concat([Buffer.from('\0key\0'), Buffer.from(key)]));
}
