import { addRowAccess, dropRowAccess, swapRowAccess } from '../../../resources/alter-table.js';
import type { ColumnResource, TableResource } from '../../../resources/resource.js';
import { isEqual } from '../../same-value.js';
import { type Alteration, unsupported } from './alteration.js';
import { addColumns } from './column-changes.js';
import { maskColumn } from './mask-changes.js';

/**
 * Filters the rows, or filters them otherwise in one statement, before other columns come and before
 * masks change. Only the columns that the policy reads come first. Where masks change in the same plan,
 * the plan has narrowed the policies so that no row is shown in between.
 */
export function filterRows(alteration: Alteration, after: TableResource): void {
  const { rowAccess } = after;
  if (rowAccess === undefined) {
    checkNotMasked(alteration.current, after);
    return;
  }
  if (isEqual(alteration.current.rowAccess, rowAccess)) return;
  addColumns(alteration, {
    columns: after.columns.filter(({ name }) => rowAccess.columns.includes(name)),
  });
  freeOfMasks(alteration, after, rowAccess.columns);
  const { current } = alteration;
  const statement =
    current.rowAccess === undefined
      ? addRowAccess(current, rowAccess)
      : swapRowAccess(current, current.rowAccess, rowAccess);
  alteration.alter(statement, { ...current, rowAccess });
}

/** Takes the row access policy off, when all else is as it is to be. Whether that is wanted has been asked. */
export function openRows(alteration: Alteration, after: TableResource): void {
  const { current } = alteration;
  if (after.rowAccess !== undefined || current.rowAccess === undefined) return;
  alteration.alter(dropRowAccess(current, current.rowAccess), { ...current, rowAccess: undefined });
}

/** A column of a row access policy may be in no masking policy. */
function freeOfMasks(
  alteration: Alteration,
  after: TableResource,
  columns: readonly string[],
): void {
  for (const [now, to] of alteration.kept(after)) {
    if (!columns.some((each) => isMaskedBy(now, each))) continue;
    if (alteration.current.rowAccess === undefined) {
      throw unsupported(
        after,
        `its rows would be filtered by a column that the mask of ${now.name} hides or reads`,
        'change the mask first, and filter the rows in a plan of its own',
      );
    }
    maskColumn(alteration, now, to);
  }
}

/** The policy would have to go before the mask comes, and show all rows with the column unmasked. */
function checkNotMasked({ rowAccess }: TableResource, after: TableResource): void {
  for (const column of after.columns) {
    if (!rowAccess?.columns.some((each) => isMaskedBy(column, each))) continue;
    throw unsupported(
      after,
      `it would lose its row access policy, and column ${column.name} gets a mask that hides or reads a column of it`,
      'filter the rows by another column first, set the mask, and then take the policy off',
    );
  }
}

function isMaskedBy(
  { name, maskingPolicy, maskingArguments = [] }: ColumnResource,
  column: string,
): boolean {
  return maskingPolicy !== undefined && [name, ...maskingArguments].includes(column);
}
