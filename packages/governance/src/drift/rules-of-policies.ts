import { type DriftRule, driftRule } from './drift-rule.js';

/** The names of rules about policies and tags. */
export type PolicyRuleName =
  | 'maskDetached'
  | 'maskReplaced'
  | 'rowAccessDetached'
  | 'rowAccessReplaced'
  | 'aggregationDetached'
  | 'projectionDetached'
  | 'tagPolicyDetached'
  | 'policyAttached'
  | 'policyInactive'
  | 'policyBody'
  | 'policySignature'
  | 'policyOptions'
  | 'tagRemoved'
  | 'tagChanged'
  | 'tagAdded'
  | 'tagValues'
  | 'tagPropagation';

/** Rules about policies and tags. */
export const policyRules: Readonly<Record<PolicyRuleName, DriftRule>> = {
  maskDetached: driftRule(
    '020',
    'critical',
    [
      'A column has lost its masking policy',
      'Everybody who may read the table reads it in the clear.',
    ],
    { page: 'policy', danger: 'exposure' },
  ),
  maskReplaced: driftRule(
    '021',
    'critical',
    ['A column has another masking policy', 'Nobody has reviewed what the other one reveals.'],
    { page: 'policy', danger: 'exposure' },
  ),
  rowAccessDetached: driftRule(
    '022',
    'critical',
    ['A table has lost its row access policy', 'Everybody who may read the table reads all rows.'],
    { page: 'policy', danger: 'exposure' },
  ),
  rowAccessReplaced: driftRule(
    '023',
    'critical',
    [
      'A table has another row access policy, or it takes other columns',
      'Nobody has reviewed which rows it shows.',
    ],
    { page: 'policy', danger: 'exposure' },
  ),
  aggregationDetached: driftRule(
    '024',
    'critical',
    ['A table has lost its aggregation policy, or has another', 'Single rows can be read.'],
    { page: 'policy', danger: 'exposure' },
  ),
  projectionDetached: driftRule(
    '025',
    'critical',
    [
      'A column has lost its projection policy, or has another',
      'The column can be put into a result.',
    ],
    { page: 'policy', danger: 'exposure' },
  ),
  tagPolicyDetached: driftRule(
    '026',
    'critical',
    ['A tag no longer has a masking policy', 'What carries the tag is no longer masked by it.'],
    { page: 'policy', danger: 'exposure' },
  ),
  policyAttached: driftRule(
    '027',
    'medium',
    [
      'A policy that the domain does not declare is attached',
      'It decides who sees what, and nobody reviewed it.',
    ],
    { page: 'policy' },
  ),
  policyInactive: driftRule(
    '028',
    'critical',
    ['A policy is attached, but not in force', 'Snowflake says that it masks nothing, or fails.'],
    { page: 'policy', danger: 'exposure' },
  ),
  policyBody: driftRule(
    '030',
    'critical',
    ['The body of a policy was changed', 'It may reveal what it hid.'],
    { page: 'policy', danger: 'exposure' },
  ),
  policySignature: driftRule(
    '031',
    'high',
    ['The arguments of a policy were changed', 'It decides on something else than was deployed.'],
    { page: 'policy' },
  ),
  policyOptions: driftRule(
    '032',
    'high',
    [
      'Another policy may or may no longer read through a masking policy',
      'Policies that depend on each other decide otherwise.',
    ],
    { page: 'policy' },
  ),
  tagRemoved: driftRule(
    '040',
    'high',
    [
      'A tag was taken off',
      'A policy of the tag no longer masks it, and no search finds it as classified.',
    ],
    { page: 'tag', danger: 'exposure' },
  ),
  tagChanged: driftRule(
    '041',
    'high',
    ['A tag has another value', 'It is taken for less or more sensitive than the contract says.'],
    { page: 'tag' },
  ),
  tagAdded: driftRule(
    '042',
    'low',
    [
      'A tag was set that the domain does not declare',
      'Searches by tag find what no contract says.',
    ],
    { page: 'tag' },
  ),
  tagValues: driftRule(
    '043',
    'medium',
    ['A tag allows other values', 'A value that the framework does not know can be set.'],
    { page: 'tag' },
  ),
  tagPropagation: driftRule(
    '044',
    'high',
    [
      'A tag goes along with data otherwise than was deployed',
      'What is made of tagged columns is no longer masked by the tag, or is where it should not be.',
    ],
    { page: 'tag' },
  ),
};
