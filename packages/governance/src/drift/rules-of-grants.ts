import { type DriftRule, driftRule, undo } from './drift-rule.js';

/** The names of rules about privileges, roles and users. */
export type GrantRuleName =
  | 'grantAdded'
  | 'grantToPublic'
  | 'ownership'
  | 'grantOption'
  | 'grantMissing'
  | 'accountPrivilege'
  | 'roleGranted'
  | 'roleToPublic'
  | 'roleGrantMissing'
  | 'member'
  | 'pipelineMember'
  | 'futureGrant'
  | 'schemaUnmanaged';

/** Rules about privileges, roles and users. */
export const grantRules: Readonly<Record<GrantRuleName, DriftRule>> = {
  grantAdded: driftRule(
    '050',
    'high',
    [
      'A privilege was granted that the domain does not declare',
      'More people can reach the object than were reviewed.',
    ],
    { page: 'grant', danger: 'exposure', fix: undo },
  ),
  grantToPublic: driftRule(
    '051',
    'critical',
    ['A privilege was granted to PUBLIC', 'Every user of the account has the role PUBLIC.'],
    { page: 'grant', danger: 'exposure', fix: undo },
  ),
  ownership: driftRule(
    '052',
    'critical',
    ['An object has another owner', 'An owner can change what protects it, and grant it on.'],
    { page: 'grant', danger: 'exposure', fix: 'grant ownership back with COPY CURRENT GRANTS' },
  ),
  grantOption: driftRule(
    '053',
    'high',
    ['Somebody may grant a privilege on to others', 'Access can spread without a review.'],
    { page: 'grant', fix: undo },
  ),
  grantMissing: driftRule(
    '054',
    'medium',
    ['A privilege that was deployed is not granted any more', 'What needs it fails.'],
    { page: 'grant', danger: 'outage' },
  ),
  accountPrivilege: driftRule(
    '055',
    'critical',
    [
      'A role of the domain, or PUBLIC, has a privilege on the account that the domain does not declare',
      'Privileges such as APPLY MASKING POLICY reach past every policy.',
    ],
    { page: 'grant', danger: 'exposure', fix: undo },
  ),
  roleGranted: driftRule(
    '056',
    'high',
    [
      'A role of the domain was granted to a role that the domain does not declare',
      'All who have the other role now see what this one sees.',
    ],
    { page: 'grant', danger: 'exposure', fix: undo },
  ),
  roleToPublic: driftRule(
    '057',
    'critical',
    [
      'A role of the domain was granted to PUBLIC',
      'Every user of the account now sees what this role sees.',
    ],
    { page: 'grant', danger: 'exposure', fix: undo },
  ),
  roleGrantMissing: driftRule(
    '058',
    'medium',
    ['A role that was granted is not granted any more', 'What needs it fails.'],
    { page: 'grant', danger: 'outage' },
  ),
  member: driftRule(
    '059',
    'low',
    [
      'A user has a role of the domain',
      'The domain does not declare who works for it: this is for who reviews it.',
    ],
    { page: 'member', fix: 'check that the user still needs the role' },
  ),
  pipelineMember: driftRule(
    '060',
    'critical',
    ['A user has the role of the pipeline', 'The pipeline reads everything in the clear.'],
    { page: 'member', danger: 'exposure', fix: undo },
  ),
  futureGrant: driftRule(
    '061',
    'high',
    [
      'Objects that are yet to be made are granted to somebody',
      'A new table is readable before anybody has reviewed it.',
    ],
    { page: 'grant', danger: 'exposure', fix: undo },
  ),
  schemaUnmanaged: driftRule(
    '062',
    'high',
    ['A schema is not under managed access any more', 'Each owner of an object can grant it on.'],
    { page: 'grant' },
  ),
};
