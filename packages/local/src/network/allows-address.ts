import { isIP } from 'node:net';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { NetworkPolicyObject } from '../catalogue/network-policy-object.js';
import type { NetworkRuleObject } from '../catalogue/network-rule-object.js';
import { holdsAddress } from './address-set.js';

/**
 * Whether a network policy lets an address in. What is blocked counts first; an allowed list lets in
 * what it names and nothing else. Rules of private endpoints say nothing of an address, so a policy
 * whose allowed list has only those keeps nobody out by itself.
 *
 * @see https://docs.snowflake.com/en/user-guide/network-policies
 */
export function allowsAddress(
  catalogue: Catalogue,
  policy: NetworkPolicyObject,
  address: string,
): boolean {
  if (isIP(address) === 0) return false;
  if (policy.allowedRules.length + policy.blockedRules.length === 0) {
    if (holdsAddress(policy.blockedAddresses ?? [], address)) return false;
    return holdsAddress(policy.allowedAddresses ?? [], address);
  }
  const blocked = publicRules(catalogue, policy.blockedRules);
  if (blocked.some(({ values }) => holdsAddress(values, address))) return false;
  // What a list of nothing but blocked rules leaves open is not documented: it leaves nothing open.
  if (policy.allowedRules.length === 0) return false;
  const allowed = publicRules(catalogue, policy.allowedRules);
  return allowed.length === 0 || allowed.some(({ values }) => holdsAddress(values, address));
}

function publicRules(catalogue: Catalogue, ids: readonly number[]): readonly NetworkRuleObject[] {
  return ids
    .map((id) => catalogue.get(id))
    .filter((rule): rule is NetworkRuleObject => rule?.kind === 'NETWORK RULE')
    .filter(({ type, mode }) => (type === 'IPV4' || type === 'IPV6') && mode === 'INGRESS');
}
