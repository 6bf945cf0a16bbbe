import type { ChangeSeverity, ContractChange, ContractComparison, Verdict } from '@das/contracts';
import { escapeControls } from '../terminal/display-text.js';
import { formatTable, type TableColumn } from '../terminal/table.js';
import type { Paint, Terminal } from '../terminal/terminal.js';
import { changeIdentifier } from './change-identifier.js';
import { isWorthShowing } from './comparison-summary.js';
import { shellWord } from './shell-word.js';
import { wrapText } from './wrap-text.js';

const paints: Readonly<Record<ChangeSeverity, Paint>> = {
  error: 'red',
  warning: 'yellow',
  note: 'dim',
};
const columns: readonly TableColumn[] = [
  { title: 'severity' },
  { title: 'rule' },
  { title: 'where' },
  { title: 'reader' },
  { title: 'writer' },
  { title: 'bump' },
];
const indent = '    ';

/** What a comparison is printed on. */
export type ComparisonTerminal = Pick<Terminal, 'paint' | 'width'>;

/** What happened to contracts, for people: a table for each that changed. */
export function comparisonLines(
  comparisons: readonly ContractComparison[],
  terminal: ComparisonTerminal,
): readonly string[] {
  return comparisons
    .filter(isWorthShowing)
    .flatMap((comparison) => [
      titleOf(comparison, terminal),
      ...changeLines(comparison, terminal),
      '',
    ]);
}

function titleOf(comparison: ContractComparison, terminal: ComparisonTerminal): string {
  const { contract, kind, before, after, mode } = comparison;
  const versions =
    before !== undefined && after !== undefined && before !== after
      ? `${before} -> ${after}`
      : (after ?? before ?? '');
  const title = `${contract} ${versions}: ${kind}`;
  const bumps = `needs ${comparison.requiredBump}, is ${comparison.actualBump}`;
  return kind === 'changed'
    ? `${terminal.paint('bold', title)} (mode ${mode}; version bump: ${bumps})`
    : terminal.paint('bold', title);
}

function changeLines(
  { contract, changes }: ContractComparison,
  terminal: ComparisonTerminal,
): readonly string[] {
  if (changes.length === 0) return [];
  const [titles = '', rule = '', ...rows] = formatTable(
    columns,
    changes.map(({ severity, rule, path, reader, writer, bump, isSecurity }) => [
      severity,
      isSecurity ? `${rule} (security)` : rule,
      path === '' ? '/' : path,
      verdictText(reader),
      verdictText(writer),
      bump,
    ]),
  );
  const shown = changes.flatMap((change, index) => [
    terminal.paint(paints[change.severity], rows[index] ?? ''),
    ...explanations(contract, change).flatMap((text) => indented(text, terminal.width)),
  ]);
  return [titles, rule, ...shown];
}

/** Safe is what needs no attention. */
function verdictText(verdict: Verdict): string {
  return verdict === 'safe' ? '-' : verdict;
}

function explanations(contract: string, change: ContractChange): readonly string[] {
  const { consumers, acceptance, severity } = change;
  return [
    change.reason,
    ...(consumers.length === 0 ? [] : [`Consumers: ${consumers.join(', ')}`]),
    ...(acceptance === undefined ? [] : [`Accepted by ${acceptance.by}: ${acceptance.reason}`]),
    ...(severity === 'error' ? [`Accept: ${shellWord(changeIdentifier(contract, change))}`] : []),
  ];
}

function indented(text: string, width: number | undefined): readonly string[] {
  const room = width === undefined ? Number.POSITIVE_INFINITY : width - indent.length;
  return wrapText(escapeControls(text), Math.max(room, 20)).map((line) => `${indent}${line}`);
}
