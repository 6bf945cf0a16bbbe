/** A cell of a table: text, or a number, which goes to the right. */
export type Cell = string | number;

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

/** Lines of a table with its columns below each other. */
export function textTable(titles: readonly string[], rows: readonly (readonly Cell[])[]): string[] {
  const texts = rows.map((row) =>
    row.map((cell) => (typeof cell === 'number' ? grouped.format(cell) : cell)),
  );
  const widths = titles.map((title, column) =>
    Math.max(title.length, ...texts.map((row) => (row[column] ?? '').length)),
  );
  const layOut = (cells: readonly string[], isRight: (column: number) => boolean) =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return isRight(column) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  const isNumeric = (column: number) => rows.every((row) => typeof row[column] === 'number');
  return [
    layOut(titles, (column) => rows.length > 0 && isNumeric(column)),
    widths.map((width) => '-'.repeat(width)).join('  '),
    ...texts.map((row, index) =>
      layOut(row, (column) => typeof rows[index]?.[column] === 'number'),
    ),
  ].map((line) => `  ${line}`);
}
