import type { NetworkPolicyDeclaration, NetworkRuleDeclaration } from '@das/core';
import {
  checkIdentifier,
  checkList,
  checkMembers,
  frozen,
  type Refuse,
  refusing,
} from '../declaring/refuse.js';
import { blockList, familyOf, readBlock } from './canonical-address.js';

/** What `networkPolicy` takes. */
export interface NetworkPolicyDefinition {
  /** Upper case, unique in the account. */
  readonly name: string;
  /** From where one may connect: made by `networkRule`. */
  readonly allow: readonly NetworkRuleDeclaration[];
  /** From where one may not, even where `allow` says so. */
  readonly block?: readonly NetworkRuleDeclaration[];
  /** Where it is in force. Default: nowhere, so that it can be tried for single users first. */
  readonly activeOn?: 'account' | 'none' | { readonly users: readonly string[] };
  /** Addresses from which one must always get in. At least one, if it is in force for the account. */
  readonly breakGlass?: readonly string[];
}

const members: readonly (keyof NetworkPolicyDefinition)[] = [
  'name',
  'allow',
  'block',
  'activeOn',
  'breakGlass',
];

/**
 * Declares from where one may connect.
 *
 * The break-glass addresses have to be allowed and not blocked, here and after each step of a plan.
 *
 * @throws {@link GovernanceError} `DAS_GOVERNANCE_INVALID_NETWORK`
 * @see https://docs.snowflake.com/en/user-guide/network-policies
 * @example
 * ```ts
 * import { networkPolicy, networkRule } from '@das/governance';
 *
 * const policy = networkPolicy({
 *   name: 'OFFICE_ONLY',
 *   allow: [networkRule.ipv4('OFFICE', '203.0.113.0/24')],
 *   block: [networkRule.ipv4('GUESTS', '203.0.113.128/25')],
 *   activeOn: 'account',
 *   breakGlass: ['203.0.113.7'],
 * });
 * console.log(policy.allow[0]?.values.join(' '));
 * // => 203.0.113.0/24
 * ```
 */
export function networkPolicy(definition: NetworkPolicyDefinition): NetworkPolicyDeclaration {
  const refuse = refusing('DAS_GOVERNANCE_INVALID_NETWORK', 'networkPolicy', definition?.name);
  checkMembers(definition, members, refuse);
  const { name, allow, block = [], activeOn = 'none', breakGlass = [] } = definition;
  checkIdentifier(name, 'the name', refuse);
  checkList(allow, 'allow', refuse);
  if (!Array.isArray(block) || !Array.isArray(breakGlass)) {
    throw refuse('block or breakGlass is no list', 'write lists');
  }
  checkRules([...allow, ...block], refuse);
  checkActivation(activeOn, refuse);
  checkBreakGlass({ allow, block, breakGlass }, refuse);
  if (activeOn === 'account' && breakGlass.length === 0) {
    throw refuse(
      'it is in force for the account and no address is sure to get in',
      'name an address in breakGlass from which you can always connect',
    );
  }
  const rules = (list: readonly NetworkRuleDeclaration[]) =>
    list.map(({ name, type, values }) => ({ name, type, values: [...values] }));
  return frozen<NetworkPolicyDeclaration>({
    kind: 'networkPolicy',
    name,
    allow: rules(allow),
    block: rules(block),
    activeOn: typeof activeOn === 'string' ? activeOn : { users: [...activeOn.users] },
    breakGlass: [...breakGlass],
  });
}

function checkRules(rules: readonly NetworkRuleDeclaration[], refuse: Refuse): void {
  const names = rules.map((rule) => {
    checkMembers(rule, ['name', 'type', 'values'], refuse);
    checkIdentifier(rule.name, 'the name of a rule', refuse);
    return rule.name;
  });
  if (new Set(names).size !== names.length) {
    throw refuse('two rules have the same name', 'give each rule a name of its own');
  }
  for (const { type, values } of rules) {
    checkList(values, 'the list of a rule', refuse);
    if (type === 'IPV4') for (const value of values) readBlock(value, 'ipv4', refuse);
    else if (type === 'IPV6') for (const value of values) readBlock(value, 'ipv6', refuse);
    else if (type !== 'AWSVPCEID') {
      throw refuse('the type of a rule is not known', 'make rules with networkRule');
    }
  }
}

function checkActivation(activeOn: NetworkPolicyDefinition['activeOn'], refuse: Refuse): void {
  if (activeOn === 'account' || activeOn === 'none') return;
  checkMembers(activeOn, ['users'], refuse);
  const { users } = activeOn as { users?: unknown };
  checkList(users, 'the list of users', refuse);
  for (const user of users) checkIdentifier(user, 'a user', refuse);
}

/** Refuses a policy that would lock out those who must get in. */
function checkBreakGlass(
  {
    allow,
    block,
    breakGlass,
  }: Required<Pick<NetworkPolicyDefinition, 'allow' | 'block' | 'breakGlass'>>,
  refuse: Refuse,
): void {
  const isAllowed = membership(allow, refuse);
  const isBlocked = membership(block, refuse);
  for (const address of breakGlass) {
    const family = familyOf(address, refuse);
    if (isBlocked(address, family)) {
      throw refuse('a break-glass address is blocked', 'take it out of block: it wins over allow');
    }
    if (!isAllowed(address, family)) {
      throw refuse('a break-glass address is not allowed', 'add it to a rule of allow');
    }
  }
}

function membership(
  rules: readonly NetworkRuleDeclaration[],
  refuse: Refuse,
): (address: string, family: 'ipv4' | 'ipv6') => boolean {
  const blocks = rules.flatMap(({ type, values }) => {
    if (type === 'AWSVPCEID') return [];
    return values.map((value) => readBlock(value, type === 'IPV4' ? 'ipv4' : 'ipv6', refuse));
  });
  // One list for each family: a list of both takes IPv4 addresses for mapped IPv6 ones.
  const lists = {
    ipv4: blockList(blocks.filter(({ family }) => family === 'ipv4')),
    ipv6: blockList(blocks.filter(({ family }) => family === 'ipv6')),
  };
  return (address, family) => lists[family].check(address, family);
}
