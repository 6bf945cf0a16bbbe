import type { NetworkPolicyDeclaration, NetworkRuleDeclaration } from '../access/declarations.js';
import type { NetworkPolicyResource, NetworkRuleResource } from '../resources/resource.js';
import type { Domain } from './define-domain.js';
import { domainNames, type TableName } from './domain-names.js';

/** The domain by which the platform's own network policy is deployed. */
export const platformDomain = 'platform';

/** The network policies that are deployed with a domain: its own, and with `platform` the platform's. */
function networkPoliciesOf(domain: Domain): readonly NetworkPolicyDeclaration[] {
  const own = domain.access.filter((each) => each.kind === 'networkPolicy');
  return domain.name === platformDomain ? [...domain.platform.network, ...own] : own;
}

/** The network rules and policies of a domain. */
export function networkResources(
  domain: Domain,
): readonly (NetworkRuleResource | NetworkPolicyResource)[] {
  const policies = networkPoliciesOf(domain);
  const rules = new Map<string, NetworkRuleResource>();
  for (const policy of policies) {
    for (const rule of [...policy.allow, ...policy.block]) {
      const name = ruleName(domain, policy, rule);
      rules.set(name.join('.'), {
        kind: 'networkRule',
        name,
        type: rule.type,
        mode: 'INGRESS',
        values: rule.values,
      });
    }
  }
  return [...rules.values(), ...policies.map((policy) => networkPolicy(domain, policy))];
}

function networkPolicy(domain: Domain, policy: NetworkPolicyDeclaration): NetworkPolicyResource {
  const { activeOn } = policy;
  const names = (rules: readonly NetworkRuleDeclaration[]) =>
    rules.map((rule) => ruleName(domain, policy, rule));
  return {
    kind: 'networkPolicy',
    name: [policy.name],
    allowed: names(policy.allow),
    blocked: names(policy.block),
    activeOn:
      activeOn === 'none'
        ? []
        : activeOn === 'account'
          ? [{ type: 'ACCOUNT' }]
          : activeOn.users.map((user) => ({ type: 'USER', user })),
  };
}

/** Rules carry their policy's name: two policies may call different rules the same. */
function ruleName(
  domain: Domain,
  policy: NetworkPolicyDeclaration,
  rule: NetworkRuleDeclaration,
): TableName {
  return domainNames(domain.database).policy(`${policy.name}_${rule.name}`);
}
