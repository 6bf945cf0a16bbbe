import { type AnyContract, rowRuleOf } from '@das/contracts';
import { detect } from '@das/privacy';
import type { Collector } from '../collector/collector.js';
import type { SourceRecord } from '../collector/source.js';
import { CoreError } from '../errors/core-error.js';
import type { QuarantineReason } from './landing-columns.js';
import { notJson, plainJson } from './plain-json.js';
import { storageFaultOf } from './storage-fault.js';

/** What the checks at the door say of a record. A finding names columns and codes, never values. */
export type Verdict =
  | { readonly accepted: true; readonly row: Readonly<Record<string, unknown>> }
  | {
      readonly accepted: false;
      readonly reason: QuarantineReason;
      readonly findings: readonly Finding[];
    };

/** One reason for a rejection. */
export interface Finding {
  readonly column?: string;
  readonly code: string;
}

/** Decides whether a record may land: decoded, transformed, in keeping with the contract, no surprise. */
export type AcceptRecord = (record: SourceRecord) => Verdict;

function reject(reason: QuarantineReason, findings: readonly Finding[]): Verdict {
  return { accepted: false, reason, findings };
}

/** Compiles the checks of one collector, so that nothing is looked up per record. */
export function acceptRecordOf(collector: Collector): AcceptRecord {
  const { contract } = collector;
  const scanned = contract.columns
    .filter((column) => column.isFreeText && isOpenlyClassified(column.classification))
    .map((column) => column.name);
  const violated = rowRulesOf(contract);
  const store = storedRowOf(contract);

  return (record) => {
    if (record.fault !== undefined) return reject('UNDECODABLE', [{ code: record.fault }]);
    let candidate: unknown;
    try {
      candidate = collector.transform(record.event);
    } catch {
      // The error's text is the domain's own and may quote the record, so it is not kept.
      return reject('TRANSFORM_FAILED', [{ code: 'transform_threw' }]);
    }
    if (candidate instanceof Promise) {
      // Nobody will wait for it, so a rejection of it would end the process.
      candidate.catch(() => {});
      throw asynchronousTransform(collector);
    }
    const parsed = contract.parseRecord(candidate);
    if (!parsed.ok) return reject('CONTRACT_VIOLATION', parsed.issues.map(toFinding));
    const row = { ...(parsed.row as Record<string, unknown>) };
    const unstorable = store(row);
    if (unstorable.length > 0) return reject('CONTRACT_VIOLATION', unstorable);
    const broken = violated(row);
    if (broken.length > 0) return reject('RULE_VIOLATION', broken);
    const sensitive = scan(row, scanned);
    if (sensitive.length > 0) return reject('UNDECLARED_PII', sensitive);
    return { accepted: true, row };
  };
}

function isOpenlyClassified(classification: string): boolean {
  return (
    classification === 'public' ||
    classification === 'internal' ||
    classification === 'confidential'
  );
}

function toFinding(issue: { column: string | undefined; code: string }): Finding {
  return issue.column === undefined
    ? { code: issue.code }
    : { column: issue.column, code: issue.code };
}

function scan(row: Readonly<Record<string, unknown>>, columns: readonly string[]): Finding[] {
  const findings: Finding[] = [];
  for (const column of columns) {
    const value = row[column];
    if (value === null || value === undefined) continue;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    for (const { kind } of detect(text)) findings.push({ column, code: kind });
  }
  return findings;
}

/** Writes nested values as JSON holds them, in place, and finds what the columns cannot hold. */
function storedRowOf(contract: AnyContract): (row: Record<string, unknown>) => Finding[] {
  const columns = contract.columns.map((column) => ({
    name: column.name,
    isNested: nestedTypes.has(column.type),
    faultOf: storageFaultOf(column),
  }));
  return (row) => {
    const findings: Finding[] = [];
    for (const { name, isNested, faultOf } of columns) {
      const value = isNested ? plainJson(row[name]) : row[name];
      if (isNested) row[name] = value;
      const code = value === notJson ? 'not_json' : faultOf(value);
      if (code !== undefined) findings.push({ column: name, code });
    }
    return findings;
  };
}

const nestedTypes: ReadonlySet<string> = new Set(['VARIANT', 'ARRAY', 'OBJECT']);

type RowCheck = (row: Readonly<Record<string, unknown>>) => Finding[];

/**
 * The rules that a single row can break, as promotions check them in SQL. Rules that only warn are
 * measured by the promotion, as are those over the whole table.
 */
function rowRulesOf(contract: AnyContract): RowCheck {
  const checks = contract.quality.flatMap((rule) => {
    const check = rule.severity === 'error' ? rowRuleOf(rule, contract.columns) : undefined;
    return check === undefined ? [] : [{ name: rule.name, keeps: check.keeps }];
  });
  if (checks.length === 0) return () => [];
  return (row) => {
    const findings: Finding[] = [];
    for (const { name, keeps } of checks) {
      if (!keeps(row)) findings.push({ code: name });
    }
    return findings;
  };
}

function asynchronousTransform(collector: Collector): CoreError {
  return new CoreError('DAS_COLLECT_TRANSFORM_INVALID', 'the transform returned a promise', {
    place: `collector ${collector.name}`,
    next: 'make transform synchronous: look things up before the run, or in a promotion',
  });
}
