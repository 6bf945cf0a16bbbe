import { classifyInTable } from './classify-in-table.js';
import type { ColumnClassification, ColumnSample } from './column-classification.js';
import { readColumn } from './read-column.js';
import { type ColumnHint, columnHint, type TableContext, tableContext } from './table-context.js';

/** How sure a neighbour must be for it to say something of the others. */
const sureness = 0.6;

/**
 * Classifies the columns of a table, each beside all others: what the values of one show counts for
 * the rest as well, so that a column of medical record numbers makes the dates beside it health data
 * whatever it is called. In the order given.
 *
 * @example
 * ```ts
 * import { classifyTable } from '@das/privacy';
 *
 * const columns = classifyTable([
 *   { name: 'mrn', samples: ['0048213', '0091736'] },
 *   { name: 'seen', type: 'DATE', samples: ['2024-05-01', '2024-06-12'] },
 * ]);
 * console.log(columns.map(({ classification }) => classification));
 * // => [ 'phi', 'phi' ]
 * ```
 */
export function classifyTable(
  columns: readonly Omit<ColumnSample, 'neighbours'>[],
): readonly ColumnClassification[] {
  const read = columns.map(readColumn);
  const named = columns.map(({ name }) => columnHint(name));
  const first = read.map((column, index) => classifyInTable(column, contextOf(named, index)));
  const known = first.map(({ meaning, classification }, index) => {
    const isSure = classification.confidence >= sureness;
    return columnHint(columns[index]?.name ?? '', isSure ? meaning : undefined);
  });
  return read.map(
    (column, index) => classifyInTable(column, contextOf(known, index)).classification,
  );
}

/** What all columns but one say. */
function contextOf(hints: readonly ColumnHint[], index: number): TableContext {
  return tableContext(hints.filter((_, other) => other !== index));
}
