import { hash } from 'node:crypto';
import type { AnyContract, Duration } from '@das/contracts';
import type { Collector } from '../collector/collector.js';
import type { SourceBatch, SourceRecord } from '../collector/source.js';
import type { AcceptRecord, Finding } from './accept-record.js';
import type { QuarantineReason } from './landing-columns.js';

/** How far a partition was read in this flush. */
export interface PartitionProgress {
  readonly partition: string;
  readonly nextOffset: number;
  readonly position: string | undefined;
}

/** What a flush is about: who collects what, under which batch id. */
export interface FlushIdentity {
  readonly source: string;
  readonly contract: AnyContract;
  readonly batchId: string;
  readonly landedAt: Date;
}

/**
 * Rows on their way to one flush: NDJSON for BRONZE, NDJSON for quarantine, and how far each
 * partition was read. Filled record by record, then drained once.
 */
export class FlushBuffer {
  readonly identity: FlushIdentity;
  readonly accepted: string[] = [];
  readonly rejected: string[] = [];
  readonly progress: Map<string, PartitionProgress> = new Map();
  readonly quarantined: Map<QuarantineReason, number> = new Map();
  /** How long a record's bytes are remembered, or `undefined` to let duplicates land. */
  readonly window: Duration | undefined;
  duplicates = 0;
  bytes = 0;
  readonly #accept: AcceptRecord;
  readonly #seen: Set<string> | undefined;
  readonly #eventColumn: string | undefined;
  readonly #suffix: string;

  constructor(
    identity: FlushIdentity,
    accept: AcceptRecord,
    options: { deduplicate: Collector['deduplicate'] },
  ) {
    this.identity = identity;
    this.#accept = accept;
    this.window = options.deduplicate?.window;
    this.#seen = options.deduplicate === undefined ? undefined : new Set();
    this.#eventColumn = identity.contract.slo.freshness?.column;
    const constants = JSON.stringify({
      _DAS_SOURCE: identity.source,
      _DAS_BATCH_ID: identity.batchId,
      _DAS_CONTRACT_VERSION: identity.contract.version,
      _DAS_LANDED_AT: identity.landedAt,
    });
    this.#suffix = `,${constants.slice(1)}\n`;
  }

  get isEmpty(): boolean {
    return this.progress.size === 0;
  }

  get rows(): number {
    return this.accepted.length + this.rejected.length;
  }

  /** Takes a batch in: every record becomes a row of BRONZE, a row of quarantine, or a duplicate. */
  add(batch: SourceBatch): void {
    const partition = JSON.stringify(batch.partition);
    for (const record of batch.records) this.#addRecord(partition, record);
    this.progress.set(batch.partition, {
      partition: batch.partition,
      nextOffset: batch.nextOffset,
      position: batch.position,
    });
  }

  #addRecord(partition: string, record: SourceRecord): void {
    const digest = hash('sha256', record.raw);
    const verdict = this.#accept(record);
    if (!verdict.accepted) {
      this.#reject(partition, record, digest, verdict.reason, verdict.findings);
      return;
    }
    if (this.#seen?.has(digest)) {
      this.duplicates += 1;
      return;
    }
    this.#seen?.add(digest);
    const line = `${this.#body(verdict.row)}"_DAS_PARTITION":${partition},"_DAS_OFFSET":${record.offset},"_DAS_RECORD_HASH":"${digest}"${this.#eventAt(verdict.row)}${this.#suffix}`;
    this.accepted.push(line);
    this.bytes += line.length;
  }

  #body(row: Readonly<Record<string, unknown>>): string {
    const json = stringify(row);
    return json === '{}' ? '{' : `${json.slice(0, -1)},`;
  }

  #eventAt(row: Readonly<Record<string, unknown>>): string {
    const value = this.#eventColumn === undefined ? undefined : row[this.#eventColumn];
    return value === undefined || value === null ? '' : `,"_DAS_EVENT_AT":${JSON.stringify(value)}`;
  }

  #reject(
    partition: string,
    record: SourceRecord,
    digest: string,
    reason: QuarantineReason,
    findings: readonly Finding[],
  ): void {
    const isText = typeof record.raw === 'string';
    const line = `{"PARTITION":${partition},${JSON.stringify({
      ID: `${this.identity.batchId}-${this.rejected.length}`,
      SOURCE: this.identity.source,
      CONTRACT: this.identity.contract.name,
      CONTRACT_VERSION: this.identity.contract.version,
      OFFSET: record.offset,
      REASON: reason,
      FINDINGS: findings,
      // Half of a surrogate pair has no UTF-8: U+FFFD takes its place, as in any encoder.
      PAYLOAD: isText ? record.raw.toWellFormed() : Buffer.from(record.raw).toString('base64'),
      PAYLOAD_ENCODING: isText ? 'utf8' : 'base64',
      RECORD_HASH: digest,
      BATCH_ID: this.identity.batchId,
      QUARANTINED_AT: this.identity.landedAt,
    }).slice(1)}\n`;
    this.rejected.push(line);
    this.bytes += line.length;
    this.quarantined.set(reason, (this.quarantined.get(reason) ?? 0) + 1);
  }
}

/** A row as JSON. A replacer costs more than all the rest, so it is used only where there is a bigint. */
function stringify(row: Readonly<Record<string, unknown>>): string {
  try {
    return JSON.stringify(row);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return JSON.stringify(row, bigintAsText);
  }
}

/** JSON has no bigint; Snowflake reads digits in a string into NUMBER(38,0) without loss. */
function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
