import { formatQuantity } from '../terminal/quantities.js';
import { formatTable } from '../terminal/table.js';
import type { Terminal } from '../terminal/terminal.js';
import type { ScanComparison } from './compare-scan.js';
import type { DecidedColumn, DecidedColumns } from './decide-columns.js';

/** The widest that a cell may be on a terminal. */
const cellWidth = 60;

/** The strongest reasons of a column, in words. */
function whyOf({ found }: DecidedColumn): string {
  const strongest = [...found.reasons]
    .filter(({ weight, detail }) => weight >= 0 && detail !== '')
    .sort((left, right) => right.weight - left.weight);
  return strongest
    .slice(0, 2)
    .map(({ detail }) => detail)
    .join('; ');
}

function marked(name: string, { reviewed, added, changed }: ScanComparison): string {
  if (reviewed.includes(name)) return 'reviewed';
  if (changed.includes(name)) return 'changed';
  return added.includes(name) ? 'new' : 'unreviewed';
}

/** A scan for people: what is undeclared first, then a line on the rest. */
export function scanLines(
  scan: DecidedColumns,
  comparison: ScanComparison,
  terminal: Terminal,
): readonly string[] {
  const { target, records, columns, contract } = scan;
  const of = (verdict: DecidedColumn['verdict']): readonly DecidedColumn[] =>
    columns.filter((column) => column.verdict === verdict);
  const undeclared = of('undeclared');
  const head = `${target}: ${formatQuantity(records, 'record')}, ${formatQuantity(columns.length, 'column')}, ${contract === undefined ? 'no contract' : `contract ${contract}`}`;
  const rows = undeclared.map((column) => [
    column.found.name,
    column.declared ?? 'nothing',
    column.found.classification,
    column.found.semanticType,
    column.found.safeHarbor.join(' '),
    column.found.confidence.toFixed(2),
    marked(column.found.name, comparison),
    whyOf(column),
  ]);
  const table =
    rows.length === 0
      ? []
      : formatTable(
          ['undeclared', 'declared', 'found', 'meaning', 'letters', 'sure', 'state', 'why'].map(
            (title) => ({ title }),
          ),
          rows,
          {
            maximumCellWidth: terminal.width === undefined ? undefined : cellWidth,
            paintTitle: (text) => terminal.paint('bold', text),
          },
        );
  const counts = [
    `${undeclared.length} undeclared`,
    `${of('declared').length} declared`,
    `${of('undecided').length} undecided`,
    `${of('harmless').length} harmless`,
  ].join(', ');
  const undecided = of('undecided').map(({ found }) => found.name);
  return [
    terminal.paint('bold', head),
    ...table,
    counts,
    ...(undecided.length === 0 ? [] : [`undecided: ${undecided.join(', ')}`]),
    ...differences(comparison),
  ];
}

function differences({ added, changed, gone }: ScanComparison): readonly string[] {
  const parts: string[] = [];
  if (added.length > 0) parts.push(`${added.length} new`);
  if (changed.length > 0) parts.push(`${changed.length} changed: ${changed.join(', ')}`);
  if (gone.length > 0) parts.push(`${gone.length} gone: ${gone.join(', ')}`);
  return parts.length === 0 ? [] : [`since the scan that is kept: ${parts.join('; ')}`];
}
