import { always, type RuleFacts, row } from './rule-facts.js';

/** Changes of the life of a contract. */
export type LifeRule =
  | 'deprecation-added'
  | 'deprecation-removed'
  | 'deprecation-brought-forward'
  | 'deprecation-postponed'
  | 'status-advanced'
  | 'status-deprecated'
  | 'status-retired'
  | 'status-withdrawn'
  | 'status-revived'
  | 'compatibility-loosened'
  | 'compatibility-tightened'
  | 'limitations-changed'
  | 'owner-changed'
  | 'documentation-changed'
  | 'tombstone-reused'
  | 'tombstone-returned'
  | 'pin-without-column'
  | 'contract-removed'
  | 'contract-removed-too-early'
  | 'contract-removed-while-read'
  | 'contract-removed-after-deprecation'
  | 'version-bump-too-small'
  | 'version-not-raised'
  | 'acceptance-unused'
  | 'pin-dropped'
  | 'history-removed';

/** What changes of the life of a contract do to both sides. */
export const lifeRules: Readonly<Record<LifeRule, RuleFacts>> = {
  'deprecation-added': row(
    '~B',
    '-',
    'minor',
    'A column or the contract was deprecated; breaking where the day is over already.',
  ),
  'deprecation-removed': row(
    '-',
    '-',
    'minor',
    'A column or the contract is no longer deprecated.',
  ),
  'deprecation-brought-forward': row(
    'B',
    '-',
    'major',
    'What is deprecated may be removed earlier than was said.',
    always,
  ),
  'deprecation-postponed': row('-', '-', 'patch', 'What is deprecated stays longer than was said.'),
  'status-advanced': row('-', '-', 'minor', 'The contract became active.'),
  'status-deprecated': row('~', '-', 'minor', 'The contract became deprecated.'),
  'status-retired': row(
    '~B',
    '~B',
    'major',
    'The contract was retired; a warning for both after the day of its deprecation.',
  ),
  'status-withdrawn': row(
    'B',
    '-',
    'major',
    'The contract became a draft again, which promises nothing.',
  ),
  'status-revived': row('-', '-', 'minor', 'The contract was retired and is not any more.'),
  'compatibility-loosened': row(
    '-~',
    '-~',
    'minor',
    'The compatibility mode protects less from the next version on. For this one the stricter mode holds.',
  ),
  'compatibility-tightened': row('-', '-', 'patch', 'The compatibility mode protects more.'),
  'limitations-changed': row(
    '~',
    '-',
    'minor',
    'The data must not be used for other things than before.',
  ),
  'owner-changed': row('-', '-', 'patch', 'Somebody else answers for the data.'),
  'documentation-changed': row(
    '-',
    '-',
    'patch',
    'A description, tag, example, support channel or term of use changed.',
  ),
  'tombstone-reused': row(
    'B',
    'B',
    'major',
    'The name of a removed column came back with another type or classification.',
    always,
  ),
  'tombstone-returned': row('-', '-', 'minor', 'A removed column came back as it was.'),
  'pin-without-column': row(
    'B',
    '-',
    'none',
    'A pinned consumer reads a column that neither version has.',
    always,
  ),
  'contract-removed': row('B', 'B', 'major', 'A contract was removed that was not deprecated.'),
  'contract-removed-too-early': row(
    'B',
    'B',
    'major',
    'A deprecated contract was removed before its day had passed.',
    always,
  ),
  'contract-removed-while-read': row(
    'B',
    'B',
    'major',
    'A contract was removed that a pinned consumer still reads.',
    always,
  ),
  'contract-removed-after-deprecation': row(
    '~',
    '~',
    'major',
    'A contract was removed that was retired, or deprecated and past its day.',
  ),
  'version-bump-too-small': row(
    '-',
    '-',
    'none',
    'The version was raised by less than the changes ask for.',
    always,
  ),
  'version-not-raised': row(
    '-',
    '-',
    'none',
    'The contract changed and its version did not, or went back.',
    always,
  ),
  'acceptance-unused': row(
    '-',
    '-',
    'none',
    'Somebody accepted a change that this version does not bring, or accepted it for an earlier step.',
    { severity: 'note' },
  ),
  'pin-dropped': row(
    '-~',
    '-',
    'none',
    'A consumer no longer pins a column; a warning where the same step hurts readers of it.',
  ),
  'history-removed': row(
    'B',
    '-',
    'none',
    'A lock has lost a tombstone, an earlier version or a removed contract that the lock before it had.',
    always,
  ),
};
