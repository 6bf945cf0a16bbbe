import { ContractError } from '../../errors/contract-error.js';
import type { Deprecation } from '../../model/deprecation.js';
import type { ColumnsByName } from './column-lookup.js';

function invalidDeprecation(message: string, next: string, place: string): ContractError {
  return new ContractError('DAS_CONTRACT_INVALID_DEPRECATION', message, { place, next });
}

/** Whether a text is a day of the calendar in ISO 8601: 2027-02-30 is none. */
function isDay(text: unknown): boolean {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text);
}

/** Checks when something goes, and that what replaces it is named. */
export function checkDeprecation(deprecated: Deprecation | undefined, place: string): void {
  if (deprecated === undefined) return;
  if (!isDay(deprecated.removeAfter)) {
    throw invalidDeprecation(
      'removeAfter is no day of the calendar',
      'write the last day on which it is still there, such as 2027-03-31',
      place,
    );
  }
  if (deprecated.replacedBy !== undefined && deprecated.replacedBy.trim() === '') {
    throw invalidDeprecation(
      'replacedBy names nothing',
      'name the successor, or leave it out',
      place,
    );
  }
}

/** Checks the deprecations of all columns: each successor is another column, and is not going itself. */
export function checkColumnDeprecations(columns: ColumnsByName, place: string): void {
  for (const { name, deprecated } of columns.values()) {
    const columnPlace = `${place}, column ${name}`;
    checkDeprecation(deprecated, columnPlace);
    const successor = deprecated?.replacedBy;
    if (successor === undefined) continue;
    if (successor === name || columns.get(successor) === undefined) {
      throw invalidDeprecation(
        `replacedBy names no other column of the contract`,
        'name the column to read instead, or leave it out',
        columnPlace,
      );
    }
  }
}
