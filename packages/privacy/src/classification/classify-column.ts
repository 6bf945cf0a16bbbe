import { classifyInTable } from './classify-in-table.js';
import type { ColumnClassification, ColumnSample } from './column-classification.js';
import { readColumn } from './read-column.js';
import { columnHint, tableContext } from './table-context.js';

/**
 * Says what a column means, how it should be declared, how sure that is and why: from its name, its
 * type, how its values are written, how many of their check digits are right, how often they repeat
 * and what stands beside it. No reason holds a value.
 *
 * It fails closed: what nothing speaks clearly of is `unknown`, never public. Linear in the samples;
 * a few hundred are enough.
 *
 * @example
 * ```ts
 * import { classifyColumn } from '@das/privacy';
 *
 * const { semanticType, classification, safeHarbor } = classifyColumn({
 *   name: 'contact',
 *   samples: Array.from({ length: 50 }, (_, index) => `person${index}@example.com`),
 * });
 * console.log(semanticType, classification, safeHarbor);
 * // => email pii [ 'F' ]
 * ```
 */
export function classifyColumn(column: ColumnSample): ColumnClassification {
  const neighbours = (column.neighbours ?? []).map((name) => columnHint(name));
  return classifyInTable(readColumn(column), tableContext(neighbours)).classification;
}
