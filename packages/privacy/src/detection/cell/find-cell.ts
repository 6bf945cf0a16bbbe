import type { DetectorId } from '../detector-id.js';
import type { Reason } from '../finding.js';
import type { Reading } from '../reading/reading.js';
import { cellRules, isPlaceholder } from './cell-rules.js';

const byName: readonly Reason[] = ['shape', 'name'];
const byNeighbours: readonly Reason[] = ['shape', 'name', 'neighbours'];

/** No value that is a name, a number or an address on its own is longer. */
const longest = 4096;

/** Kinds that a value with this name is, once it fits, and that nothing else in it can be. */
function settles(kind: DetectorId): boolean {
  return kind !== 'photo' && kind !== 'biometric' && kind !== 'unique_code';
}

/**
 * Looks at the value as a whole, as the name of its column suggests. Returns whether that settled it,
 * so that nothing more has to be looked for.
 */
export function findCell(reading: Reading): boolean {
  const { text, column } = reading;
  const kind = column.isAmbiguousName && column.isPersonal ? 'person_name' : column.primary;
  if (kind === undefined || kind === 'other') return false;
  const rule = cellRules[kind];
  if (rule === undefined) return false;
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 0x20) start += 1;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end -= 1;
  if (end - start > longest && kind !== 'photo' && kind !== 'biometric') return false;
  const value = start === 0 && end === text.length ? text : text.slice(start, end);
  if (isPlaceholder(value)) return true;
  const sure = rule(value);
  if (sure === 0) return false;
  reading.add(kind, start, end, sure, column.isAmbiguousName ? byNeighbours : byName);
  return settles(kind);
}
