import { readFile } from 'node:fs/promises';
import type { Classification } from '@das/contracts';
import type { ColumnSignal, KindRate } from '@das/privacy';
import { codeOf } from '../deployment/data-folder.js';
import { CliError } from '../errors/cli-error.js';
import type { DecidedColumn, DecidedColumns } from './decide-columns.js';

/** The name of the file that scans are kept in. It is beside the configuration. */
export const scanFileName = 'das.scan.json';

/** Who looked at a decision and why it may stand. Written by hand. */
export interface Review {
  readonly by: string;
  readonly why: string;
}

/** What a scan found in a column. It holds no value. */
export interface ScannedColumn {
  readonly semanticType: string;
  readonly classification: Classification | 'unknown';
  readonly declared: Classification | null;
  readonly confidence: number;
  readonly safeHarbor: readonly string[];
  readonly signals: Readonly<Partial<Record<ColumnSignal, number>>>;
  /** What is inside its values, and in what share of them. */
  readonly found: Readonly<Record<string, number>>;
  readonly reviewed?: Review;
}

/** What was found, by place and column. */
export interface ScanFile {
  readonly version: 1;
  readonly scans: Readonly<Record<string, Readonly<Record<string, ScannedColumn>>>>;
}

/** What is kept of a column. Shares and weights are rounded, so that another sample changes little. */
export function scannedColumn({ found, declared }: DecidedColumn): ScannedColumn {
  const { semanticType, classification, confidence, safeHarbor, reasons } = found;
  const signals: Partial<Record<ColumnSignal, number>> = {};
  for (const { signal, weight } of reasons) {
    signals[signal] = roundTo((signals[signal] ?? 0) + weight, 1);
  }
  return {
    semanticType,
    classification,
    declared: declared ?? null,
    confidence: roundTo(confidence, 1),
    safeHarbor,
    signals,
    found: Object.fromEntries(
      found.found.map(({ kind, rate }: KindRate) => [kind, roundTo(rate, 2)]),
    ),
  };
}

function roundTo(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}

/** Whether two scans say the same of a column: a review of one is one of the other. */
export function isSameDecision(first: ScannedColumn, second: ScannedColumn): boolean {
  return (
    first.semanticType === second.semanticType &&
    first.classification === second.classification &&
    first.declared === second.declared
  );
}

/** A file with what a new scan found in place of what an older one did; reviews of the same decision stay. */
export function withScan(file: ScanFile, scan: DecidedColumns): ScanFile {
  const before = file.scans[scan.target] ?? {};
  const columns = Object.fromEntries(
    scan.columns.map((column): [string, ScannedColumn] => {
      const now = scannedColumn(column);
      const known = before[column.found.name];
      const isReviewed = known?.reviewed !== undefined && isSameDecision(known, now);
      return [column.found.name, isReviewed ? { ...now, reviewed: known.reviewed } : now];
    }),
  );
  return { version: 1, scans: { ...file.scans, [scan.target]: columns } };
}

/** The text of a scan file, in an order that does not depend on that of the columns. */
export function formatScanFile(file: ScanFile): string {
  return `${JSON.stringify(sorted(file), undefined, 2)}\n`;
}

/** Objects of names are sorted by them; the members of a column keep the order they are written in. */
function sorted({ version, scans }: ScanFile): ScanFile {
  return {
    version,
    scans: byName(
      Object.entries(scans).map(([target, columns]) => [
        target,
        byName(
          Object.entries(columns).map(([name, column]) => [
            name,
            {
              ...column,
              signals: byName(Object.entries(column.signals)),
              found: byName(Object.entries(column.found)),
            },
          ]),
        ),
      ]),
    ),
  };
}

function byName<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.fromEntries([...entries].sort(([left], [right]) => (left < right ? -1 : 1)));
}

/**
 * Reads a scan file; an empty one where there is none.
 *
 * @throws {@link CliError} `DAS_FILE_UNREADABLE`, `DAS_SCAN_FILE_INVALID`
 */
export async function readScanFile(path: string): Promise<ScanFile> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new CliError('DAS_FILE_UNREADABLE', `the scan file cannot be read (${codeOf(error)})`, {
      place: path,
      next: 'check that it is a file that this user may read',
      cause: error,
    });
  });
  if (text === undefined) return { version: 1, scans: {} };
  const problem = (message: string): CliError =>
    new CliError('DAS_SCAN_FILE_INVALID', message, {
      place: path,
      next: 'restore the file, or remove it and run das scan --update',
    });
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw problem('the scan file is not JSON');
  }
  return checkedScanFile(content, problem);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isReview(value: unknown): boolean {
  const isText = (text: unknown): boolean => typeof text === 'string' && text.trim() !== '';
  return isObject(value) && isText(value.by) && isText(value.why);
}

/** A review without a name and a reason is none, and a decision that is not understood is no decision. */
function checkedScanFile(content: unknown, problem: (message: string) => CliError): ScanFile {
  if (!isObject(content) || content.version !== 1 || !isObject(content.scans)) {
    throw problem('it is not a scan file of version 1');
  }
  for (const [target, columns] of Object.entries(content.scans)) {
    if (!isObject(columns)) throw problem(`${target} is not an object of columns`);
    for (const [name, column] of Object.entries(columns)) {
      const isColumn =
        isObject(column) &&
        typeof column.semanticType === 'string' &&
        typeof column.classification === 'string' &&
        isObject(column.signals) &&
        isObject(column.found);
      if (!isColumn) throw problem(`column ${name} of ${target} is not understood`);
      if (column.reviewed !== undefined && !isReview(column.reviewed)) {
        throw problem(`the review of column ${name} of ${target} does not say by whom and why`);
      }
    }
  }
  return content as unknown as ScanFile;
}
