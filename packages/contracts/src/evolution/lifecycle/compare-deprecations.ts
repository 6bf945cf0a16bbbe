import { isSameJson } from '../../document/json.js';
import type { Deprecation } from '../../model/deprecation.js';
import { type Finding, finding } from '../finding.js';
import { isElapsed } from './is-elapsed.js';

/** Compares two deprecations of a column, or of the contract when no column is named. */
export function compareDeprecations(
  before: Deprecation | undefined,
  after: Deprecation | undefined,
  path: readonly string[],
  column: string | undefined,
  at: Date,
): readonly Finding[] {
  if (isSameJson(before, after)) return [];
  const what = column === undefined ? 'The contract' : `Column ${column}`;
  const place = [...path, 'deprecated'];
  if (after === undefined) {
    return [finding('deprecation-removed', place, `${what} is no longer deprecated.`, { column })];
  }
  const instead = after.replacedBy === undefined ? '' : `; read ${after.replacedBy} instead`;
  if (before === undefined && isElapsed(after, at)) {
    const reason = `${what} is deprecated, and the last day of its promise, ${after.removeAfter}, is over already; readers had no time${instead}.`;
    return [finding('deprecation-added', place, reason, { column, reader: 'breaking' })];
  }
  if (before === undefined) {
    const reason = `${what} is deprecated and may go after ${after.removeAfter}${instead}.`;
    return [finding('deprecation-added', place, reason, { column, reader: 'warning' })];
  }
  // Days of ISO 8601 sort as text.
  if (after.removeAfter < before.removeAfter) {
    const reason = `${what} was promised until ${before.removeAfter} and may now go after ${after.removeAfter}.`;
    const details = { column, reader: 'breaking' } as const;
    return [finding('deprecation-brought-forward', [...place, 'removeAfter'], reason, details)];
  }
  if (after.removeAfter > before.removeAfter) {
    const reason = `${what} stays until ${after.removeAfter} instead of ${before.removeAfter}.`;
    return [finding('deprecation-postponed', [...place, 'removeAfter'], reason, { column })];
  }
  const reason = `What is said of the deprecation changed: ${what.toLowerCase()}${instead}.`;
  return [finding('documentation-changed', place, reason, { column })];
}
