import { type DriftRule, driftRule, undo } from './drift-rule.js';

/** The names of rules about access for a time, and about copies. */
export type AccessRuleName =
  | 'accessUnguarded'
  | 'accessBeyond'
  | 'accessUnrecorded'
  | 'accessMember'
  | 'accessOpen'
  | 'copyUnprotected'
  | 'copyOfDomain';

const revoke =
  'end the access with das access revoke, and find out who changed the task or the role';

/** Rules about access for a time, and about copies of classified data. */
export const accessRules: Readonly<Record<AccessRuleName, DriftRule>> = {
  accessUnguarded: driftRule(
    '100',
    'critical',
    [
      'The task that ends an access for a time is gone, stopped or changed',
      'Nothing takes the role away when the time is over: the access goes on for good.',
    ],
    { page: 'task', danger: 'exposure', fix: revoke },
  ),
  accessBeyond: driftRule(
    '101',
    'critical',
    [
      'Access for a time is there although its time is over',
      'Somebody still reads what was allowed until then only.',
    ],
    { page: 'task', danger: 'exposure', fix: 'run das access revoke --expired' },
  ),
  accessUnrecorded: driftRule(
    '102',
    'critical',
    [
      'A role has the name of an access for a time, and nothing tells of such a grant',
      'Somebody has deleted the record or made the role: nobody knows who was let in, why and until when.',
    ],
    { page: 'grant', danger: 'exposure', fix: 'find out who made the role, and drop it' },
  ),
  accessMember: driftRule(
    '103',
    'critical',
    [
      'Somebody else has the role that was made for one access',
      'The access was given to one user, with a reason; nobody has allowed it to another one.',
    ],
    { page: 'member', danger: 'exposure', fix: undo },
  ),
  accessOpen: driftRule(
    '104',
    'low',
    [
      'Somebody has access for a time',
      'It ends by itself; until then it is more than the domain declares. This is for who reviews it.',
    ],
    { page: 'task', fix: 'look at das access list, and end what is not needed any more' },
  ),
  copyUnprotected: driftRule(
    '005',
    'critical',
    [
      'A column that nobody declared as classified was written from a classified one, and nothing hides it',
      'The copy carries none of the policies of the original: whoever may read it reads clear values.',
    ],
    {
      page: 'object',
      danger: 'exposure',
      fix: 'drop the copy, or classify it in a contract and apply',
    },
  ),
  copyOfDomain: driftRule(
    '006',
    'low',
    [
      'Another domain keeps what was written from a classified column of this one, and nothing is seen to hide it',
      'Its owner has classified the column anew; this is for who reviews what leaves the domain.',
    ],
    { page: 'object', fix: 'check that the other domain de-identifies what it takes' },
  ),
};
