import { type RuleFacts, row } from './rule-facts.js';

/** Changes of keys, quality rules and service levels. */
export type QualityRule =
  | 'primary-key-changed'
  | 'grain-changed'
  | 'grain-declared'
  | 'unique-key-added'
  | 'unique-key-removed'
  | 'foreign-key-added'
  | 'foreign-key-removed'
  | 'layout-changed'
  | 'rule-added'
  | 'rule-removed'
  | 'rule-loosened'
  | 'rule-tightened'
  | 'rule-changed'
  | 'rule-severity-lowered'
  | 'rule-severity-raised'
  | 'rule-renamed'
  | 'objective-added'
  | 'objective-removed'
  | 'objective-loosened'
  | 'objective-tightened'
  | 'objective-column-changed';

/** What changes of keys, quality rules and service levels do to both sides. */
export const qualityRules: Readonly<Record<QualityRule, RuleFacts>> = {
  'primary-key-changed': row('B', 'B', 'major', 'Other columns identify a row.'),
  'grain-changed': row(
    'B',
    'B',
    'major',
    'A row stands for something else, or it is no longer said for what.',
  ),
  'grain-declared': row('-', '-', 'minor', 'It is now declared what a row stands for.'),
  'unique-key-added': row(
    '-',
    '-B',
    'minor',
    'No two rows may share values that they could share before. Safe where it follows from a key that is there.',
  ),
  'unique-key-removed': row(
    '-B',
    '-',
    'minor',
    'Rows may share values that were unique. Safe where it follows from a key that is left, or its columns are gone.',
  ),
  'foreign-key-added': row(
    '-',
    '-B',
    'minor',
    'Columns must hold the key of a row of another contract. Safe where the columns are new and may be left out.',
  ),
  'foreign-key-removed': row(
    '-B',
    '-',
    'minor',
    'Columns need no longer hold the key of a row of another contract. Safe where the columns are gone.',
  ),
  'layout-changed': row(
    '-',
    '-',
    'patch',
    'Partitioning, clustering or the order of key columns changed.',
  ),
  'rule-added': row(
    '-',
    '-~B',
    'minor',
    'A quality rule was added: breaking for writers at severity error, a warning at warning. Safe where null keeps it and its columns are new and may be left out.',
  ),
  'rule-removed': row(
    '-~B',
    '-',
    'minor',
    'A quality rule was removed: breaking for readers at severity error, a warning at warning. Safe where its columns are gone.',
  ),
  'rule-loosened': row('-~B', '-', 'minor', 'A quality rule lets more through.'),
  'rule-tightened': row('-', '-~B', 'minor', 'A quality rule lets less through.'),
  'rule-changed': row(
    '-~B',
    '-~B',
    'minor',
    'A quality rule asks for something else. Two queries of a sql rule, or two patterns, cannot be compared, so both sides count as hurt.',
  ),
  'rule-severity-lowered': row(
    '~B',
    '-',
    'minor',
    'Breaking a quality rule matters less: breaking for readers if it was an error.',
  ),
  'rule-severity-raised': row(
    '-',
    '~B',
    'minor',
    'Breaking a quality rule matters more: breaking for writers if it is now an error.',
  ),
  'rule-renamed': row('-', '-', 'patch', 'A quality rule has another name.'),
  'objective-added': row('-', '~', 'minor', 'A service level was promised.'),
  'objective-removed': row(
    '-B',
    '-',
    'minor',
    'A service level is no longer promised. Safe where its column is gone.',
  ),
  'objective-loosened': row('B', '-', 'major', 'A service level is weaker.'),
  'objective-tightened': row('-', '~', 'minor', 'A service level is stronger.'),
  'objective-column-changed': row(
    'B',
    '-',
    'major',
    'A service level is measured on another column.',
  ),
};
