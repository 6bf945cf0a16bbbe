import {
  type CoverageCell,
  type CoverageReport,
  cellNotes,
  coverageFindings,
  coverageStates,
  placeText,
  stateWords,
} from '@das/governance';
import { formatTable } from '../terminal/table.js';
import type { Paint } from '../terminal/terminal.js';

/** What paints text, or leaves it. */
export interface CoveragePainter {
  paint(paint: Paint, text: string): string;
}

const paintOf: readonly (readonly [RegExp, Paint])[] = [
  [/\bEXPOSED\b/g, 'red'],
  [/\bclear\b/g, 'yellow'],
  [/\bmasked\b/g, 'green'],
];

/** A report for a terminal: a matrix for each tier, what is exposed, and the counts. */
export function coverageLines(report: CoverageReport, painter: CoveragePainter): readonly string[] {
  const tiers = [...new Set(report.columns.map(({ tier }) => tier))];
  return [
    ...tiers.flatMap((tier) => [...tierLines(report, tier, painter), '']),
    ...findingLines(report, painter),
    painter.paint('bold', countsLine(report)),
  ];
}

function tierLines(
  { roles, columns }: CoverageReport,
  tier: string,
  painter: CoveragePainter,
): readonly string[] {
  const titles = [tier, 'column', 'classification', ...roles.map(({ name }) => name)];
  const rows = columns
    .filter((column) => column.tier === tier)
    .map(({ table, column, classification, cells }) => [
      table.split('.').at(-1) ?? table,
      column,
      classification,
      ...cells.map(cellText),
    ]);
  const [title = '', ...body] = formatTable(
    titles.map((each) => ({ title: each })),
    rows,
  );
  return [painter.paint('bold', title), ...body.map((line) => paintStates(line, painter))];
}

function cellText(cell: CoverageCell): string {
  const notes = cellNotes(cell);
  const state = cell.state === 'none' ? '-' : stateWords[cell.state];
  return notes.length === 0 ? state : `${state} (${notes.join('; ')})`;
}

/** After the columns are aligned: what paints has a width of its own. */
function paintStates(line: string, painter: CoveragePainter): string {
  let painted = line;
  for (const [pattern, colour] of paintOf) {
    painted = painted.replaceAll(pattern, (word) => painter.paint(colour, word));
  }
  return painted;
}

function findingLines(report: CoverageReport, painter: CoveragePainter): readonly string[] {
  return coverageFindings(report).flatMap(({ rule, severity, message, place, next }) => [
    `${painter.paint(severity === 'error' ? 'red' : 'yellow', severity)} ${rule} ${placeText(place)}`,
    `  ${message}`,
    `  next: ${next}`,
  ]);
}

function countsLine({ counts, columns, roles }: CoverageReport): string {
  const states = coverageStates.map((state) => `${counts[state]} ${stateWords[state]}`);
  return `${columns.length} classified columns, ${roles.length} roles: ${states.join(', ')}`;
}
