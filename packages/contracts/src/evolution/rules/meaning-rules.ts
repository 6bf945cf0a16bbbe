import { type RuleFacts, row, security } from './rule-facts.js';

/** Changes of what data means and how it is protected. */
export type MeaningRule =
  | 'classification-lowered'
  | 'classification-raised'
  | 'semantic-added'
  | 'semantic-changed'
  | 'semantic-removed'
  | 'unit-declared'
  | 'unit-changed'
  | 'sharing-widened'
  | 'sharing-narrowed'
  | 'retention-shortened'
  | 'retention-lengthened';

/** What changes of what data means and how it is protected do to both sides. */
export const meaningRules: Readonly<Record<MeaningRule, RuleFacts>> = {
  'classification-lowered': row(
    'B',
    '-',
    'major',
    'A column is declared less sensitive, so fewer protections apply.',
    security,
  ),
  'classification-raised': row(
    'B',
    '-',
    'major',
    'A column is declared more sensitive, so readers without clearance see it masked. Lowers a protection if it was classified above internal: clearances are for one classification each.',
    security,
  ),
  'semantic-added': row('-', '-', 'minor', 'It is now declared what a value means.'),
  'semantic-changed': row(
    'B',
    '-',
    'major',
    'A value means something else. Lowers a protection if the old meaning was a Safe Harbor identifier and the new one is none.',
    security,
  ),
  'semantic-removed': row(
    '~',
    '-',
    'minor',
    'It is no longer declared what a value means. Lowers a protection if the meaning was a Safe Harbor identifier.',
    security,
  ),
  'unit-declared': row('~', '~', 'minor', 'A unit of measure was declared where there was none.'),
  'unit-changed': row('B', 'B', 'major', 'A value has another unit of measure, or none any more.'),
  'sharing-widened': row('-', '-', 'minor', 'The data may travel further.', security),
  'sharing-narrowed': row(
    '~B',
    '-',
    'minor',
    'The data may no longer travel as far; a warning where nothing had been declared.',
  ),
  'retention-shortened': row('B', '-', 'major', 'Rows are kept for a shorter time.'),
  'retention-lengthened': row(
    '~',
    '-',
    'minor',
    'Rows are kept for a longer time. Lowers a protection if a column is classified above internal: people were told when their data goes.',
    security,
  ),
};
