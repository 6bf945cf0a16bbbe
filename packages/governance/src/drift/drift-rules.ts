import type { DriftRule } from './drift-rule.js';
import { type AccessRuleName, accessRules } from './rules-of-access.js';
import { type GrantRuleName, grantRules } from './rules-of-grants.js';
import { type ObjectRuleName, objectRules } from './rules-of-objects.js';
import { type PolicyRuleName, policyRules } from './rules-of-policies.js';
import { type ServiceRuleName, serviceRules } from './rules-of-services.js';

/** What code calls the rules of drift. */
export type DriftRuleName =
  | ObjectRuleName
  | PolicyRuleName
  | GrantRuleName
  | ServiceRuleName
  | AccessRuleName;

/** The rules of drift, each with its stable id, its grade and its reason. */
export const driftRules: Readonly<Record<DriftRuleName, DriftRule>> = {
  ...objectRules,
  ...policyRules,
  ...grantRules,
  ...serviceRules,
  ...accessRules,
};
