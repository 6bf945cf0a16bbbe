import type { EnforcedClause, EnforcementReport } from '@das/contracts';
import { escapeControls } from '../terminal/display-text.js';
import { formatQuantity } from '../terminal/quantities.js';
import { formatTable } from '../terminal/table.js';
import type { Terminal } from '../terminal/terminal.js';
import { wrapText } from './wrap-text.js';

/** What nothing enforces is said in these words. */
const notEnforced = 'NOT ENFORCED';
const indent = '    ';
const widestClause = 48;

/** Who enforces each clause, for people: a table per contract, and what is not enforced at its end. */
export function enforcementLines(
  reports: readonly EnforcementReport[],
  terminal: Pick<Terminal, 'paint' | 'width'>,
): readonly string[] {
  return [
    ...reports.flatMap((report) => reportLines(report, terminal)),
    ...(reports.length > 1 ? [countPhrase(reports.flatMap(({ clauses }) => clauses))] : []),
  ];
}

/** How many clauses nothing enforces. */
export function countGaps(clauses: readonly EnforcedClause[]): number {
  return clauses.filter(({ isEnforced }) => !isEnforced).length;
}

function reportLines(
  { contract, clauses }: EnforcementReport,
  terminal: Pick<Terminal, 'paint' | 'width'>,
): readonly string[] {
  const rows = clauses.map(({ path, clause, enforcedBy, isEnforced }) => [
    path === '' ? '/' : path,
    clause,
    isEnforced ? [...new Set(enforcedBy.map(({ by }) => by))].join(', ') : notEnforced,
  ]);
  const [titles = '', rule = '', ...lines] = formatTable(
    [{ title: 'where' }, { title: 'clause' }, { title: 'enforced by' }],
    rows,
    { maximumCellWidth: terminal.width === undefined ? undefined : widestClause },
  );
  const shown = clauses.flatMap((clause, index) => [
    clause.isEnforced ? (lines[index] ?? '') : terminal.paint('red', lines[index] ?? ''),
    ...details(clause).flatMap((text) => indented(text, terminal.width)),
  ]);
  return [terminal.paint('bold', contract), titles, rule, ...shown, countPhrase(clauses), ''];
}

function details({ enforcedBy, gap, next }: EnforcedClause): readonly string[] {
  return [
    ...enforcedBy.map(({ by, how }) => `${by}: ${how}`),
    ...(gap === undefined ? [] : [`gap: ${gap}`]),
    ...(next === undefined ? [] : [`next: ${next}`]),
  ];
}

function countPhrase(clauses: readonly EnforcedClause[]): string {
  const gaps = countGaps(clauses);
  const total = formatQuantity(clauses.length, 'clause');
  return gaps === 0 ? `${total}, all enforced` : `${total}, ${gaps} not enforced`;
}

function indented(text: string, width: number | undefined): readonly string[] {
  const room = width === undefined ? Number.POSITIVE_INFINITY : width - indent.length;
  return wrapText(escapeControls(text), Math.max(room, 20)).map((line) => `${indent}${line}`);
}
