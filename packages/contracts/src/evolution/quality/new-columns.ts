import type { ContractDocument } from '../../model/contract-document.js';
import { admitsAbsence } from '../shapes/cover-collections.js';

/** Whether columns are new, and NULL in every row that is made of a record without them. */
export function areEmptyInOldRecords(
  names: readonly string[],
  before: ContractDocument,
  after: ContractDocument,
): boolean {
  return names.every((name) => {
    if (before.columns.some((column) => column.name === name)) return false;
    const added = after.columns.find((column) => column.name === name);
    // Where writers hand in something else than what is stored, a default may stand in.
    return added !== undefined && added.accepted === undefined && admitsAbsence(added.stored);
  });
}

/** Whether there are columns, none of which a version has any more. */
export function areGone(names: readonly string[], after: ContractDocument): boolean {
  return (
    names.length > 0 && names.every((name) => !after.columns.some((column) => column.name === name))
  );
}
