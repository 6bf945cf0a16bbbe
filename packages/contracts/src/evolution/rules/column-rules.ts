import { always, type RuleFacts, row } from './rule-facts.js';

/** Changes of columns and their types. */
export type ColumnRule =
  | 'column-added'
  | 'column-added-required'
  | 'column-removed'
  | 'column-removed-too-early'
  | 'column-removed-while-read'
  | 'column-removed-after-deprecation'
  | 'columns-reordered'
  | 'type-widened'
  | 'type-widened-past-safe-integer'
  | 'type-narrowed'
  | 'type-changed'
  | 'timezone-changed';

/** What changes of columns and their types do to both sides. */
export const columnRules: Readonly<Record<ColumnRule, RuleFacts>> = {
  'column-added': row(
    '-~',
    '-',
    'minor',
    'A column was added that writers may leave out. Readers whose old schema refuses unknown keys are warned.',
  ),
  'column-added-required': row('-~', 'B', 'minor', 'A column was added that writers must hand in.'),
  'column-removed': row(
    'B',
    '-B',
    'major',
    'A column was removed that was not deprecated. Writers break if the contract refuses unknown keys.',
  ),
  'column-removed-too-early': row(
    'B',
    '-B',
    'major',
    'A deprecated column was removed before its day had passed.',
    always,
  ),
  'column-removed-while-read': row(
    'B',
    '-B',
    'major',
    'A column was removed that a pinned consumer still reads.',
    always,
  ),
  'column-removed-after-deprecation': row(
    '~',
    '-~',
    'major',
    'A deprecated column was removed after its day, and no pin reads it.',
  ),
  'columns-reordered': row('-', '-', 'patch', 'The columns come in another order.'),
  'type-widened': row(
    '~B',
    '-',
    'minor',
    'A column type holds more: a longer VARCHAR, a NUMBER with more digits on either side of the point and fewer on none. Breaking where whole numbers become fractions.',
  ),
  'type-widened-past-safe-integer': row(
    'B',
    '-',
    'major',
    'A NUMBER got more digits than a JavaScript number holds exactly (15).',
  ),
  'type-narrowed': row(
    'B',
    'B',
    'major',
    'A column type holds less: a shorter VARCHAR, a NUMBER with fewer digits before or after the point.',
  ),
  'type-changed': row('B', 'B', 'major', 'A column has a type of another family.'),
  'timezone-changed': row('B', 'B', 'major', 'A timestamp got or lost its time zone.'),
};
