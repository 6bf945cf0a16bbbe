import { detectorIds } from '../detection/detector.js';
import { heldOutIngredients } from './held-out-ingredients.js';
import { american, european } from './random.js';
import { openIngredients, sampleCells } from './sample-cells.js';
import { sampleColumns } from './sample-columns.js';
import {
  f1Of,
  ourDetectors,
  precisionOf,
  recallOf,
  type Score,
  scoreCells,
  total,
} from './score-cells.js';
import { type ColumnScore, scoreColumns } from './score-columns.js';

/** The seed of the published numbers. */
const publishedSeed = 20_261_123;

const cellSize = { named: 30, harmless: 20, sentences: 15 };
const roundsOfColumns = 2;

const none: Score = { found: 0, missed: 0, confused: 0, wrong: 0 };

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function cellsOf(score: Score): readonly string[] {
  return [
    String(score.found + score.missed),
    String(score.wrong),
    percent(precisionOf(score)),
    percent(recallOf(score)),
    percent(f1Of(score)),
  ];
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const [head = [], ...rest] = rows;
  const widths = head.map((_, index) => Math.max(...rows.map((row) => (row[index] ?? '').length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((text, index) => (index === 0 ? text.padEnd(widths[index] ?? 0) : text.padStart(widths[index] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, index) => (index === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...rest.map(line)];
}

function columnRow(title: string, score: ColumnScore): readonly string[] {
  return [
    title,
    String(score.sensitive),
    percent(score.understood / score.sensitive),
    percent(score.protected / score.sensitive),
    percent(score.undecided / score.sensitive),
    percent(score.released / score.sensitive),
    String(score.harmless),
    percent(score.alarms / score.harmless),
    percent(score.harmlessUndecided / score.harmless),
  ];
}

/** Measures both sets with the published seed and writes the tables of the README, in Markdown. */
export function evaluationReport(): string {
  const openCells = sampleCells(american(publishedSeed), openIngredients, cellSize);
  const heldOutCells = sampleCells(european(publishedSeed), heldOutIngredients, cellSize);
  const find = ourDetectors();
  const open = scoreCells(openCells, find);
  const heldOut = scoreCells(heldOutCells, find);
  const rows = detectorIds.map((kind) => [
    `\`${kind}\``,
    ...cellsOf(open.get(kind) ?? none),
    ...cellsOf(heldOut.get(kind) ?? none),
  ]);
  const titles = ['there', 'wrong', 'precision', 'recall', 'F1'];
  const columns = table([
    [
      'columns',
      'sensitive',
      'meaning right',
      'protected',
      'undecided',
      'released',
      'harmless',
      'protected',
      'undecided',
    ],
    columnRow(
      'open',
      scoreColumns(sampleColumns(american(publishedSeed), openIngredients, roundsOfColumns)),
    ),
    columnRow(
      'held out',
      scoreColumns(sampleColumns(european(publishedSeed), heldOutIngredients, roundsOfColumns)),
    ),
  ]);
  return [
    `Cells: ${openCells.length} open and ${heldOutCells.length} held out, of which the right-hand columns tell.`,
    '',
    ...table([
      ['kind', ...titles, ...titles.map((title) => `${title}, held out`)],
      ['**all**', ...cellsOf(total(open)), ...cellsOf(total(heldOut))],
      ...rows,
    ]),
    '',
    'Columns, each alone and known by its name and 4 or 60 values, up to 85 % of them empty:',
    '',
    ...columns,
  ].join('\n');
}
