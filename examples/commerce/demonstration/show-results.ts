import type { CollectorRun, PromotionRun, SloStatus } from '@das/core';
import { total } from './counts.js';
import type { Comparison } from './expectations.js';
import type { TamperedCopy } from './tamper.js';
import type { Terminal } from './terminal.js';
import { type Cell, textTable } from './text-table.js';

function print(terminal: Terminal, titles: readonly string[], rows: readonly Cell[][]): void {
  for (const line of textTable(titles, rows)) terminal.line(line);
}

/** Prints what was collected, and what was quarantined for which reason. */
export function showCollected(
  terminal: Terminal,
  runs: readonly CollectorRun[],
  relanded: number,
): void {
  print(
    terminal,
    ['collector', 'landed', 'duplicates', 'quarantined', 'seconds'],
    runs.map((run) => [
      run.collector,
      run.landed,
      run.duplicates,
      total(run.quarantined),
      run.seconds,
    ]),
  );
  terminal.line();
  print(
    terminal,
    ['quarantined', 'reason', 'records'],
    runs.flatMap((run) =>
      Object.entries(run.quarantined).map(([reason, count]) => [run.collector, reason, count]),
    ),
  );
  terminal.line();
  terminal.line(`  landed by the second run: ${relanded}`);
}

/** Prints what was promoted. */
export function showPromoted(terminal: Terminal, runs: readonly PromotionRun[]): void {
  print(
    terminal,
    ['promotion', 'strategy', 'rows', 'quarantined', 'seconds'],
    runs.map((run) => [run.promotion, run.strategy, run.rows, run.quarantined, run.seconds]),
  );
}

/** Prints the service levels. */
export function showSlos(terminal: Terminal, statuses: readonly SloStatus[]): void {
  print(
    terminal,
    ['contract', 'tier', 'objective', 'column', 'measured', 'target', 'status'],
    statuses.map((slo) => [
      slo.contract,
      slo.tier,
      slo.objective,
      slo.column,
      measured(slo, slo.value),
      measured(slo, slo.target),
      slo.status,
    ]),
  );
}

function measured({ objective }: SloStatus, value: number | undefined): string {
  if (value === undefined) return '-';
  return objective === 'freshness' ? `${value.toFixed(0)} s` : `${(value * 100).toFixed(2)} %`;
}

/** Prints what verification says of the copy with a changed byte. */
export function showTampering(terminal: Terminal, { file, byte, verdict }: TamperedCopy): void {
  terminal.line(`  a copy, with byte ${byte} of ${file} changed:`);
  if (verdict.ok) {
    terminal.line(`    ${terminal.bad('the change is not found')}`);
    return;
  }
  for (const { code, message, place } of verdict.problems) {
    const entry = place.entry === undefined ? '' : `, entry ${place.entry}`;
    terminal.line(`    ${code}: ${message} (${place.file}${entry})`);
  }
}

/** Prints every expectation beside what was measured. */
export function showComparisons(terminal: Terminal, comparisons: readonly Comparison[]): void {
  const text = (value: unknown): Cell => (typeof value === 'number' ? value : briefly(value));
  const lines = textTable(
    ['what', 'planned', 'measured', ''],
    comparisons.map((each) => [
      each.what,
      text(each.expected),
      text(each.actual),
      each.isAsExpected ? 'as planned' : 'DIFFERENT',
    ]),
  );
  for (const [index, line] of lines.entries()) {
    const isDifferent = comparisons[index - 2]?.isAsExpected === false;
    terminal.line(isDifferent ? terminal.bad(line) : line);
  }
}

function briefly(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  if (value.length === 0) return 'none';
  return value.length > 3 ? `${value.length} columns` : value.join(', ');
}
