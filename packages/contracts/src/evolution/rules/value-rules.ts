import { type RuleFacts, row } from './rule-facts.js';

/** Changes of the values of a column. */
export type ValueRule =
  | 'nullability-loosened'
  | 'nullability-tightened'
  | 'nullability-changed'
  | 'value-type-widened'
  | 'value-type-narrowed'
  | 'value-type-changed'
  | 'range-loosened'
  | 'range-tightened'
  | 'range-changed'
  | 'length-loosened'
  | 'length-tightened'
  | 'length-changed'
  | 'pattern-loosened'
  | 'pattern-tightened'
  | 'pattern-changed'
  | 'enum-value-added'
  | 'enum-value-removed'
  | 'enum-opened'
  | 'enum-closed'
  | 'field-added'
  | 'field-removed'
  | 'unknown-keys-loosened'
  | 'unknown-keys-tightened'
  | 'check-added'
  | 'check-removed'
  | 'values-not-comparable'
  | 'values-adjusted'
  | 'code-not-compared';

/** What changes of the values of a column do to both sides. */
export const valueRules: Readonly<Record<ValueRule, RuleFacts>> = {
  'nullability-loosened': row(
    'B',
    '-',
    'major',
    'A value may be null or absent that was always there.',
  ),
  'nullability-tightened': row('-', '-B', 'minor', 'A value may no longer be null or absent.'),
  'nullability-changed': row(
    'B',
    'B',
    'major',
    'A value may be null in other ways: null instead of absent, or the reverse.',
  ),
  'value-type-widened': row('B', '-', 'major', 'A value may be of a kind that it was not before.'),
  'value-type-narrowed': row(
    '-',
    'B',
    'minor',
    'A value may no longer be of a kind that it was before.',
  ),
  'value-type-changed': row('B', 'B', 'major', 'A value is of another kind.'),
  'range-loosened': row(
    'B',
    '-',
    'major',
    'Numbers or dates may lie outside the old bounds, be fractions, or be no multiples.',
  ),
  'range-tightened': row(
    '-',
    'B',
    'minor',
    'Numbers or dates are held to tighter bounds, to whole numbers, or to multiples.',
  ),
  'range-changed': row('B', 'B', 'major', 'The bounds of numbers or dates moved.'),
  'length-loosened': row('B', '-', 'major', 'Texts or lists may be shorter or longer than before.'),
  'length-tightened': row('-', 'B', 'minor', 'Texts or lists are held to a tighter length.'),
  'length-changed': row(
    'B',
    'B',
    'major',
    'The bounds of a length moved, or a tuple has another length.',
  ),
  'pattern-loosened': row(
    'B',
    '-',
    'major',
    'A text need no longer have the format or match the pattern that it had.',
  ),
  'pattern-tightened': row('-', 'B', 'minor', 'A text must have a format or match a pattern.'),
  'pattern-changed': row(
    'B',
    'B',
    'major',
    'A text has another format or pattern. Two patterns cannot be compared, so both sides count as broken.',
  ),
  'enum-value-added': row(
    '~B',
    '-',
    'minor',
    'A closed set got a value: a warning where the enum was declared open, breaking where it is exhaustive or a pin handles each value.',
  ),
  'enum-value-removed': row('-', 'B', 'minor', 'A closed set lost a value.'),
  'enum-opened': row(
    'B',
    '-',
    'major',
    'Readers must expect values of an enum that are not listed yet.',
  ),
  'enum-closed': row('-', '-', 'minor', 'An enum is declared exhaustive that was open.'),
  'field-added': row(
    '-B',
    '-B',
    'minor',
    'A field was added inside a value. Readers break if their old schema refuses unknown keys there, writers if it is required.',
  ),
  'field-removed': row(
    '-B',
    '-B',
    'minor',
    'A field was removed inside a value. Writers break if it is now refused.',
  ),
  'unknown-keys-loosened': row(
    '-B',
    '-',
    'minor',
    'Keys that are no field were refused and are dropped, or are kept inside a value.',
  ),
  'unknown-keys-tightened': row(
    '-',
    'B',
    'minor',
    'Keys that are no field were dropped and are refused.',
  ),
  'check-added': row(
    '-',
    'B',
    'minor',
    'A check in code was added. What it refuses cannot be seen, so writers count as broken.',
  ),
  'check-removed': row(
    'B',
    '-',
    'major',
    'A check in code was removed. What it refused cannot be seen, so readers count as broken.',
  ),
  'values-not-comparable': row(
    '-B',
    '-B',
    'minor',
    'Values that only code tells, or that hold to several shapes at once, changed: nothing proves that either side is safe.',
  ),
  'values-adjusted': row(
    '-',
    '-',
    'minor',
    'The values changed in a way that both sides bear: stored values are fewer, accepted values are more.',
  ),
  'code-not-compared': row(
    '-~',
    '-~',
    'none',
    'A transform or a check in code stands on both sides. Whether it does the same cannot be seen.',
    { severity: 'note' },
  ),
};
