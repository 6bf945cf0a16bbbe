import type { DetectorId, Finding as Found } from '@das/privacy';
import type { Collector } from '../collector/collector.js';
import type { SensitiveAction } from '../collector/sensitive-policy.js';
import { CleanValues } from './clean-values.js';
import type { FindingAction } from './landing-observer.js';
import { type ScannedColumn, scannedColumnsOf } from './scanned-columns.js';
import { sensitiveActionOf } from './sensitive-action.js';

/** Something that was found in a column of a row, and what was done about it. */
export interface SensitiveFinding {
  readonly column: string;
  readonly detector: DetectorId;
  readonly action: FindingAction;
}

/** Looks at the values of a row, and masks in place what is to be masked. */
export type SensitiveScan = (row: Record<string, unknown>) => readonly SensitiveFinding[];

const nothing: readonly SensitiveFinding[] = Object.freeze([]);

/** Compiles the scan of a collector's rows. */
export function sensitiveScanOf(collector: Collector): SensitiveScan {
  const columns = scannedColumnsOf(collector).map((column) => ({
    ...column,
    clean: new CleanValues(),
  }));
  const actionFor = sensitiveActionOf(collector);
  if (columns.length === 0) return () => nothing;

  return (row) => {
    let all: SensitiveFinding[] | undefined;
    for (const column of columns) {
      const value = row[column.name];
      if (value === null || value === undefined || value === true || value === false) continue;
      if (column.clean.has(value)) continue;
      const found = column.detector.scan(textOf(value));
      const believed = found.length === 0 ? found : found.filter(column.isBelieved);
      if (believed.length === 0) {
        column.clean.add(value);
        continue;
      }
      all ??= [];
      all.push(...treat(row, column, believed, actionFor));
    }
    return all ?? nothing;
  };
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Does with a value what its findings ask for: masks it, or says that the record must not land. */
function treat(
  row: Record<string, unknown>,
  column: ScannedColumn,
  found: readonly Found[],
  actionFor: (detector: DetectorId) => SensitiveAction,
): readonly SensitiveFinding[] {
  const wanted = found.map(({ kind }) => (column.isRedacted ? 'redact' : actionFor(kind)));
  const said = (actions: readonly FindingAction[]) =>
    found.map(({ kind }, index) => ({
      column: column.name,
      detector: kind,
      action: actions[index] ?? 'quarantine',
    }));
  if (wanted.includes('quarantine')) return said(wanted);
  const isMasked = (kind: DetectorId) => column.isRedacted || actionFor(kind) === 'mask';
  if (!found.some(({ kind }) => isMasked(kind))) return said(wanted);
  const masked = maskedValue(column, row[column.name], isMasked);
  // What cannot be masked where it stands must not land.
  if (masked === undefined) return said(found.map(() => 'quarantine'));
  row[column.name] = masked;
  return said(wanted);
}

/** The value with tokens in place of what was found; `undefined` if it can have none and not be null. */
function maskedValue(
  column: ScannedColumn,
  value: unknown,
  isMasked: (kind: DetectorId) => boolean,
): unknown {
  const { detector, isBelieved } = column;
  const find = (text: string) =>
    detector.scan(text).filter((each) => isBelieved(each) && isMasked(each.kind));
  if (!column.takesTokens) return column.isNullable ? null : undefined;
  const masked = maskedLeaves(value, find);
  const text = textOf(masked);
  // What is found only across several leaves, or has become too long, is still to be hidden.
  const isDone = text.length <= column.longest && find(text).length === 0;
  if (isDone) return masked;
  return column.isNullable ? null : undefined;
}

function maskedLeaves(value: unknown, find: (text: string) => readonly Found[]): unknown {
  if (typeof value === 'string') return replaced(value, find(value));
  if (typeof value === 'number' || typeof value === 'bigint') {
    const text = String(value);
    const found = find(text);
    return found.length === 0 ? value : replaced(text, found);
  }
  if (Array.isArray(value)) return value.map((item) => maskedLeaves(item, find));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      replaced(key, find(key)),
      maskedLeaves(item, find),
    ]),
  );
}

function replaced(text: string, found: readonly Found[]): string {
  let result = '';
  let from = 0;
  for (const { kind, start, end } of found) {
    result += `${text.slice(from, start)}[${kind}]`;
    from = end;
  }
  return result + text.slice(from);
}
