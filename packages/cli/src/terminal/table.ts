import { displayWidth, escapeControls, truncate } from './display-text.js';

/** A column of a table for people. */
export interface TableColumn {
  readonly title: string;
  /** Numbers go to the right. Default: `left`. */
  readonly align?: 'left' | 'right';
}

/** How a table is written. */
export interface TableOptions {
  /** Cells wider than this are cut. Default: none is. */
  readonly maximumCellWidth?: number | undefined;
  /** Paints the titles. */
  readonly paintTitle?: (text: string) => string;
}

/** Writes rows under titles, in aligned columns with two spaces between. Every row is one line. */
export function formatTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  options: TableOptions = {},
): readonly string[] {
  const { maximumCellWidth = Number.POSITIVE_INFINITY, paintTitle = (text) => text } = options;
  const shown = (text: string): string => truncate(escapeControls(text), maximumCellWidth);
  const titles = columns.map((column) => shown(column.title));
  const cells = rows.map((row) => columns.map((_, index) => shown(row[index] ?? '')));
  const widths = titles.map((title, index) =>
    cells.reduce(
      (width, row) => Math.max(width, displayWidth(row[index] ?? '')),
      displayWidth(title),
    ),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((text, index) => {
        const padding = ' '.repeat((widths[index] ?? 0) - displayWidth(text));
        return columns[index]?.align === 'right' ? padding + text : text + padding;
      })
      .join('  ')
      .trimEnd();
  return [
    paintTitle(line(titles)),
    line(widths.map((width) => '-'.repeat(width))),
    ...cells.map(line),
  ];
}
