import type { Row } from '@das/core';
import type { NetworkPolicyObject } from '../catalogue/network-policy-object.js';
import type { NetworkRuleObject } from '../catalogue/network-rule-object.js';

/** What SHOW NETWORK RULES has after the date and the name. */
export const networkRuleNames: readonly string[] = [
  'database_name',
  'schema_name',
  'owner',
  'comment',
  'type',
  'mode',
  'entries_in_valuelist',
  'owner_role_type',
];

/** What SHOW NETWORK POLICIES has after the date and the name. */
export const networkPolicyNames: readonly string[] = [
  'comment',
  'entries_in_allowed_ip_list',
  'entries_in_blocked_ip_list',
  'entries_in_allowed_network_rules',
  'entries_in_blocked_network_rules',
];

/** What SHOW NETWORK RULES says of a rule alone: how many addresses, not which. */
export function networkRuleValues(rule: NetworkRuleObject): Record<string, Row[string]> {
  return { type: rule.type, mode: rule.mode, entries_in_valuelist: rule.values.length };
}

/** What SHOW NETWORK POLICIES says of a policy alone. */
export function networkPolicyValues(policy: NetworkPolicyObject): Record<string, Row[string]> {
  return {
    entries_in_allowed_ip_list: policy.allowedAddresses?.length ?? 0,
    entries_in_blocked_ip_list: policy.blockedAddresses?.length ?? 0,
    entries_in_allowed_network_rules: policy.allowedRules.length,
    entries_in_blocked_network_rules: policy.blockedRules.length,
  };
}
