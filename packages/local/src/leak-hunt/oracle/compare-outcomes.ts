import type { Step } from '../grammar/program.js';
import type { Outcome } from './outcome.js';

/** How two outcomes of one step differ, in words; nothing when they agree. */
export function compareOutcomes(
  one: Outcome,
  other: Outcome,
  compare: Step['compare'],
): string | undefined {
  if (compare === 'none') return undefined;
  if (one.error !== other.error) {
    return `one ended with ${one.error ?? 'rows'}, the other with ${other.error ?? 'rows'}`;
  }
  if (one.error !== undefined || compare === 'outcome') return undefined;
  if (one.columns.join() !== other.columns.join()) return 'the columns or their types differ';
  if (one.affected !== other.affected) return 'other numbers of rows were changed';
  if (one.rows.length !== other.rows.length) return 'other numbers of rows came';
  const [left, right] =
    compare === 'list' ? [one.rows, other.rows] : [one.rows.toSorted(), other.rows.toSorted()];
  return left.every((row, at) => row === right[at]) ? undefined : 'the rows differ';
}
