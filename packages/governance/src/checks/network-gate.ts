import { BlockList, isIP } from 'node:net';
import type { NetworkPolicyResource, NetworkRuleResource } from '@das/core';
import type { ResourceState } from './effective-policy.js';

/** What a network policy answers to an address. */
export type GateAnswer = 'open' | 'refused' | 'unreadable';

/**
 * What the network policies of a state answer to an address. The user's own policy decides before the
 * account's, a blocked rule before an allowed one; where no policy is in force everyone gets in.
 *
 * @see https://docs.snowflake.com/en/user-guide/network-policies
 */
export function networkGate(
  state: ResourceState,
  address: string,
  user: string | undefined,
): { readonly answer: GateAnswer; readonly policy?: NetworkPolicyResource } {
  const family = isIP(address);
  if (family === 0) return { answer: 'unreadable' };
  const policy = policyInForce(state, user);
  if (policy === undefined) return { answer: 'open' };
  const blocked = rulesOf(state, policy.blocked);
  const allowed = rulesOf(state, policy.allowed);
  if (blocked === undefined || allowed === undefined) return { answer: 'unreadable', policy };
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const lists = [blocked, allowed].map((rules) => addressesOf(rules));
  const [refuses, admits] = lists;
  if (refuses === undefined || admits === undefined) return { answer: 'unreadable', policy };
  if (refuses.check(address, type)) return { answer: 'refused', policy };
  // Where the allowed rules say nothing of an address, such as a list of the other family, it counts as refused.
  return { answer: admits.check(address, type) ? 'open' : 'refused', policy };
}

/** The policy that decides for a user: its own, or else the account's. */
function policyInForce(
  state: ResourceState,
  user: string | undefined,
): NetworkPolicyResource | undefined {
  let account: NetworkPolicyResource | undefined;
  for (const policy of state.values()) {
    if (policy.kind !== 'networkPolicy') continue;
    for (const on of policy.activeOn) {
      if (on.type === 'ACCOUNT') account = policy;
      else if (on.user === user) return policy;
    }
  }
  return account;
}

function rulesOf(
  state: ResourceState,
  names: NetworkPolicyResource['allowed'],
): readonly NetworkRuleResource[] | undefined {
  const rules = names.map((name) => state.get(`networkRule ${name.join('.')}`));
  return rules.every((rule) => rule?.kind === 'networkRule') ? rules : undefined;
}

/** The addresses of rules; `undefined` when one cannot be read. Other types of rules name none. */
function addressesOf(rules: readonly NetworkRuleResource[]): BlockList | undefined {
  const list = new BlockList();
  for (const { type, mode, values } of rules) {
    if (mode !== 'INGRESS' || (type !== 'IPV4' && type !== 'IPV6')) continue;
    const family = type === 'IPV4' ? 'ipv4' : 'ipv6';
    for (const value of values) {
      const [network = '', prefix, ...rest] = value.split('/');
      const bits = type === 'IPV4' ? 32 : 128;
      const length = prefix === undefined ? bits : Number(prefix);
      const isRead =
        isIP(network) === (type === 'IPV4' ? 4 : 6) &&
        rest.length === 0 &&
        prefix !== '' &&
        Number.isInteger(length) &&
        length >= 0 &&
        length <= bits;
      if (!isRead) return undefined;
      list.addSubnet(network, length, family);
    }
  }
  return list;
}
