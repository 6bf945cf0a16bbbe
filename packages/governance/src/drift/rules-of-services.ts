import { type DriftRule, driftRule, undo } from './drift-rule.js';

/** The names of rules about networks, compute and shares. */
export type ServiceRuleName =
  | 'networkPolicy'
  | 'networkPolicyForce'
  | 'networkRule'
  | 'warehouse'
  | 'monitor'
  | 'taskSuspended'
  | 'taskChanged'
  | 'dynamicTable'
  | 'refreshSuspended'
  | 'stage'
  | 'shareAccount'
  | 'shareAccountMissing'
  | 'shareUndeclared'
  | 'shareGrant'
  | 'listing'
  | 'listingTexts'
  | 'listingUndeclared';

/** Rules about networks, compute and shares. */
export const serviceRules: Readonly<Record<ServiceRuleName, DriftRule>> = {
  networkPolicy: driftRule(
    '070',
    'high',
    [
      'A network policy lets other addresses in',
      'The account can be reached from where it should not, or not from where it should.',
    ],
    { page: 'network', danger: 'exposure' },
  ),
  networkPolicyForce: driftRule(
    '071',
    'high',
    [
      'A network policy is in force elsewhere than was deployed',
      'Where it is not in force it stops nobody.',
    ],
    { page: 'network', danger: 'exposure' },
  ),
  networkRule: driftRule(
    '072',
    'high',
    [
      'A network rule holds other addresses',
      'The account can be reached from where it should not, or not from where it should.',
    ],
    { page: 'network', danger: 'exposure' },
  ),
  warehouse: driftRule(
    '080',
    'low',
    ['A warehouse has other settings', 'It costs more, or less, than was planned.'],
    { page: 'warehouse' },
  ),
  monitor: driftRule(
    '081',
    'medium',
    ['A budget has other limits, or watches no warehouse', 'Credits can be spent without a limit.'],
    { page: 'warehouse' },
  ),
  taskSuspended: driftRule(
    '082',
    'high',
    ['A task is suspended', 'What it does by the clock, such as ending access, does not happen.'],
    { page: 'task', danger: 'outage', fix: 'resume the task with ALTER TASK … RESUME' },
  ),
  taskChanged: driftRule(
    '083',
    'high',
    ['A task does something else, or at other times', 'It runs as its owner.'],
    { page: 'task' },
  ),
  dynamicTable: driftRule(
    '084',
    'high',
    [
      'A dynamic table has another query, lag or warehouse',
      'It holds something else than the contract promises.',
    ],
    { page: 'object' },
  ),
  refreshSuspended: driftRule(
    '085',
    'medium',
    ['A dynamic table is suspended', 'Its data grows old.'],
    {
      page: 'object',
      danger: 'outage',
    },
  ),
  stage: driftRule(
    '086',
    'high',
    ['A stage lies elsewhere', 'What is written there leaves the account.'],
    { page: 'object', danger: 'exposure' },
  ),
  shareAccount: driftRule(
    '090',
    'critical',
    [
      'A share is open to an account that the domain does not declare',
      'The other account reads the data from now on.',
    ],
    { page: 'share', danger: 'exposure', fix: undo },
  ),
  shareAccountMissing: driftRule(
    '091',
    'medium',
    ['A share is closed to an account that the domain declares', 'The consumer reads nothing.'],
    { page: 'share', danger: 'outage' },
  ),
  shareUndeclared: driftRule(
    '092',
    'critical',
    ['A share that the domain does not declare shows its database', 'Data leaves the account.'],
    {
      page: 'share',
      danger: 'exposure',
      fix: 'drop the share, or declare it in the domain and apply',
    },
  ),
  shareGrant: driftRule(
    '093',
    'critical',
    ['A share shows something that the domain does not declare', 'Data leaves the account.'],
    { page: 'share', danger: 'exposure', fix: undo },
  ),
  listing: driftRule(
    '094',
    'critical',
    [
      'A listing is open to others than the domain declares, or shows another share',
      'Other accounts read the data from now on.',
    ],
    { page: 'listing', danger: 'exposure', fix: undo },
  ),
  listingTexts: driftRule(
    '095',
    'medium',
    ['A listing is not published, or says something else', 'Consumers do not find what they need.'],
    { page: 'listing', danger: 'outage' },
  ),
  listingUndeclared: driftRule(
    '096',
    'critical',
    ['A listing that the domain does not declare shows its share', 'Data leaves the account.'],
    {
      page: 'listing',
      danger: 'exposure',
      fix: 'unpublish and drop the listing, or declare it in the domain and apply',
    },
  ),
};
