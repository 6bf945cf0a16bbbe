import type { AnswerDifference } from './compare-answers.js';
import type { PolicyMismatch } from './judge-answers.js';

/** Mismatches as a table: persona, column, row, what was expected and what was seen. */
export function mismatchTable(mismatches: readonly PolicyMismatch[]): string {
  return table(
    ['persona', 'column', 'row', 'expected', 'seen'],
    mismatches.map(({ persona, column, row, expected, seen }) => [
      persona,
      column ?? '(the row)',
      row === undefined ? '' : String(row),
      expected,
      seen,
    ]),
  );
}

/** Differences between two warehouses as a table. */
export function differenceTable(
  differences: readonly AnswerDifference[],
  [first, second]: readonly [string, string],
): string {
  return table(
    ['persona', 'column', 'row', first, second],
    differences.map((each) => [
      each.persona,
      each.column ?? '(the row)',
      each.row === undefined ? '' : String(each.row),
      each.first,
      each.second,
    ]),
  );
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = titles.map((title, index) =>
    Math.max(title.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(titles), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join(
    '\n',
  );
}
