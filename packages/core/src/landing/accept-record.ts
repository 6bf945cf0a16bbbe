import { type AnyContract, rowRuleOf } from '@das/contracts';
import { Collector } from '../collector/collector.js';
import type { RecordContext } from '../collector/record-context.js';
import type { SourceRecord } from '../collector/source.js';
import { CoreError } from '../errors/core-error.js';
import { coerceFieldsOf } from './coerce-fields.js';
import type { Finding } from './finding.js';
import { type DriftColumns, type JudgeDrift, judgeDriftOf } from './judge-drift.js';
import type { QuarantineReason } from './landing-columns.js';
import { notJson, plainJson } from './plain-json.js';
import { type SensitiveFinding, sensitiveScanOf } from './sensitive-scan.js';
import { storageFaultOf } from './storage-fault.js';
import type { Watermarks } from './watermarks.js';

/** A row as it is stored. */
export type StoredRow = Readonly<Record<string, unknown>>;

/** What the checks at the door say of a record. A finding names columns and codes, never values. */
export type Verdict =
  | {
      readonly accepted: true;
      /** None for a record that is not wanted. */
      readonly rows: readonly StoredRow[];
      readonly notes: RecordNotes | undefined;
    }
  | {
      readonly accepted: false;
      readonly reason: QuarantineReason;
      readonly findings: readonly Finding[];
      readonly notes: RecordNotes | undefined;
    };

/** What was noticed about a record, whether it lands or not. */
export interface RecordNotes {
  readonly unknownFields: string[];
  readonly sensitive: SensitiveFinding[];
  isLate: boolean;
}

/** Decides whether a record may land: decoded, transformed, in keeping with the contract, no surprise. */
export type AcceptRecord = (record: SourceRecord, partition?: string) => Verdict;

/** What the checks know besides the collector. */
export interface AcceptOptions {
  readonly watermarks?: Watermarks | undefined;
  /** The columns that drift may fill, where the collector lets the table evolve. */
  readonly driftColumns?: DriftColumns | undefined;
}

/** A row that may not land. */
interface Rejection {
  readonly reason: QuarantineReason;
  readonly findings: readonly Finding[];
}

function rejected(reason: QuarantineReason, findings: readonly Finding[]): Verdict {
  return { accepted: false, reason, findings, notes: undefined };
}

const nothing: readonly StoredRow[] = Object.freeze([]);

/** Compiles the checks of one collector, so that nothing is looked up per record. */
export function acceptRecordOf(collector: Collector, options: AcceptOptions = {}): AcceptRecord {
  const candidatesOf = transformOf(collector);
  const { watermarks } = options;
  const checkRow = rowCheckOf(collector, options);

  return (record, partition = '') => {
    if (record.fault !== undefined) return rejected('UNDECODABLE', [{ code: record.fault }]);
    let candidates: unknown;
    try {
      candidates = candidatesOf(record, partition);
    } catch {
      // The error's text is the domain's own and may quote the record, so it is not kept.
      return rejected('TRANSFORM_FAILED', [{ code: 'transform_threw' }]);
    }
    if (candidates === dropped) return { accepted: true, rows: nothing, notes: undefined };
    const notes: NotesHolder = { value: undefined };
    let rows: StoredRow[];
    if (candidates instanceof SeveralRows) {
      refusePromises(collector, candidates.rows);
      rows = [];
      for (const candidate of candidates.rows) {
        const row = checkRow(candidate, partition, notes);
        if (isRejection(row)) return { accepted: false, ...row.rejection, notes: notes.value };
        rows.push(row);
      }
    } else {
      if (candidates instanceof Promise) refusePromises(collector, [candidates]);
      const row = checkRow(candidates, partition, notes);
      if (isRejection(row)) return { accepted: false, ...row.rejection, notes: notes.value };
      rows = [row];
    }
    // Only when the whole record is accepted: what is put aside must not make others late.
    if (watermarks !== undefined) {
      for (const row of rows) watermarks.advance(partition, row[watermarks.column]);
    }
    return { accepted: true, rows, notes: notes.value };
  };
}

/** Allocated for the first thing that is noticed, which for most records is never. */
interface NotesHolder {
  value: RecordNotes | undefined;
}

function notesIn(holder: NotesHolder): RecordNotes {
  holder.value ??= { unknownFields: [], sensitive: [], isLate: false };
  return holder.value;
}

/** Wraps a rejection, so that no row can be taken for one. */
class RejectedRow {
  readonly rejection: Rejection;
  constructor(reason: QuarantineReason, findings: readonly Finding[]) {
    this.rejection = { reason, findings };
  }
}

function isRejection(value: unknown): value is RejectedRow {
  return value instanceof RejectedRow;
}

type CheckRow = (
  candidate: unknown,
  partition: string,
  notes: NotesHolder,
) => StoredRow | RejectedRow;

function rowCheckOf(collector: Collector, { watermarks, driftColumns }: AcceptOptions): CheckRow {
  const { contract } = collector;
  const coerce = coerceFieldsOf(collector);
  const judgeDrift: JudgeDrift = judgeDriftOf(collector, driftColumns);
  const violated = rowRulesOf(contract);
  const store = storedRowOf(contract);
  const scan = sensitiveScanOf(collector);

  return (candidate, partition, notes) => {
    const findings: Finding[] = [];
    const shaped = coerce(candidate, findings);
    if (findings.length > 0) return new RejectedRow('CONTRACT_VIOLATION', findings);
    const drift = judgeDrift(shaped);
    if (drift.unknown.length > 0) notesIn(notes).unknownFields.push(...drift.unknown);
    if (drift.findings.length > 0) return new RejectedRow('SCHEMA_DRIFT', drift.findings);
    const parsed = contract.parseRecord(drift.candidate);
    if (!parsed.ok) return new RejectedRow('CONTRACT_VIOLATION', parsed.issues.map(toFinding));
    const row = { ...(parsed.row as Record<string, unknown>) };
    const unstorable = store(row);
    if (unstorable.length > 0) return new RejectedRow('CONTRACT_VIOLATION', unstorable);
    const broken = violated(row);
    if (broken.length > 0) return new RejectedRow('RULE_VIOLATION', broken);
    const timeliness = watermarks?.judge(partition, row[watermarks.column]) ?? 'in time';
    if (timeliness !== 'in time' && watermarks !== undefined) {
      const finding = { column: watermarks.column, code: timeliness };
      if (timeliness === 'future') return new RejectedRow('FUTURE', [finding]);
      notesIn(notes).isLate = true;
      if (watermarks.isLateRejected) return new RejectedRow('LATE', [finding]);
    }
    const sensitive = scan(row);
    if (sensitive.length > 0) notesIn(notes).sensitive.push(...sensitive);
    const undeclared = sensitive.filter(({ action }) => action === 'quarantine');
    if (undeclared.length > 0) {
      return new RejectedRow(
        'UNDECLARED_PII',
        undeclared.map(({ column, detector }) => ({ column, code: detector })),
      );
    }
    return drift.added === undefined ? row : { ...row, ...drift.added };
  };
}

/** What stands for a record that is not wanted. */
const dropped: unique symbol = Symbol('dropped');

/** Tells a list of rows from an event that is a list. */
class SeveralRows {
  readonly rows: readonly unknown[];
  constructor(rows: readonly unknown[]) {
    this.rows = rows;
  }
}

/** Calls `transform`, where there is one: an event as it is may be a list, or nothing, which is no row. */
function transformOf(collector: Collector): (record: SourceRecord, partition: string) => unknown {
  if (collector.transform === Collector.prototype.transform) return (record) => record.event;
  return (record, partition) => {
    const given: unknown = collector.transform(record.event, contextOf(record, partition));
    if (given === undefined) return dropped;
    if (Array.isArray(given)) return given.length === 0 ? dropped : new SeveralRows(given);
    return given;
  };
}

const noHeaders: RecordContext['headers'] = Object.freeze({});

function contextOf(record: SourceRecord, partition: string): RecordContext {
  const { offset, key, headers = noHeaders, timestamp } = record;
  return { partition, offset, key, headers, timestamp };
}

function toFinding(issue: { column: string | undefined; code: string }): Finding {
  return issue.column === undefined
    ? { code: issue.code }
    : { column: issue.column, code: issue.code };
}

/** Writes nested values as JSON holds them, in place, and finds what the columns cannot hold. */
function storedRowOf(contract: AnyContract): (row: Record<string, unknown>) => readonly Finding[] {
  const columns = contract.columns.map((column) => ({
    name: column.name,
    isNested: nestedTypes.has(column.type),
    faultOf: storageFaultOf(column),
  }));
  return (row) => {
    let findings: Finding[] | undefined;
    for (const { name, isNested, faultOf } of columns) {
      const value = isNested ? plainJson(row[name]) : row[name];
      if (isNested) row[name] = value;
      const code = value === notJson ? 'not_json' : faultOf(value);
      if (code === undefined) continue;
      findings ??= [];
      findings.push({ column: name, code });
    }
    return findings ?? noFindings;
  };
}

const nestedTypes: ReadonlySet<string> = new Set(['VARIANT', 'ARRAY', 'OBJECT']);

const noFindings: readonly Finding[] = Object.freeze([]);

type RowCheck = (row: Readonly<Record<string, unknown>>) => readonly Finding[];

/**
 * The rules that a single row can break, as promotions check them in SQL. Rules that only warn are
 * measured by the promotion, as are those over the whole table.
 */
function rowRulesOf(contract: AnyContract): RowCheck {
  const checks = contract.quality.flatMap((rule) => {
    const check = rule.severity === 'error' ? rowRuleOf(rule, contract.columns) : undefined;
    return check === undefined ? [] : [{ name: rule.name, keeps: check.keeps }];
  });
  if (checks.length === 0) return () => noFindings;
  return (row) => {
    const findings: Finding[] = [];
    for (const { name, keeps } of checks) {
      if (!keeps(row)) findings.push({ code: name });
    }
    return findings;
  };
}

function refusePromises(collector: Collector, candidates: readonly unknown[]): void {
  const promises = candidates.filter((candidate) => candidate instanceof Promise);
  if (promises.length === 0) return;
  // Nobody will wait for them, so a rejection of one would end the process.
  for (const each of promises) each.catch(() => {});
  throw new CoreError('DAS_COLLECT_TRANSFORM_INVALID', 'the transform returned a promise', {
    place: `collector ${collector.name}`,
    next: 'make transform synchronous: look things up before the run, or in a promotion',
  });
}
