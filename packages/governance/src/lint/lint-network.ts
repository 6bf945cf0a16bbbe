import { addressOf, type NetworkRuleResource, type TableName } from '@das/core';
import type { LintReport, LintSubject } from './lint-context.js';

/** Network policies that let in nobody, or more than they seem to. */
export function lintNetwork({ resources, state }: LintSubject, report: LintReport): void {
  for (const policy of resources) {
    if (policy.kind !== 'networkPolicy' || policy.activeOn.length === 0) continue;
    const address = addressOf(policy);
    const rulesOf = (names: readonly TableName[]): readonly NetworkRuleResource[] =>
      names.flatMap((name) => {
        const rule = state.get(`networkRule ${name.join('.')}`);
        return rule?.kind === 'networkRule' ? [rule] : [];
      });
    const allowed = rulesOf(policy.allowed);
    if (policy.allowed.length === 0 || allowed.every(({ values }) => values.length === 0)) {
      report('emptyNetworkPolicy', address, 'the policy is in force and allows no address');
    }
    const isPublic = allowed.some(({ type }) => type === 'IPV4' || type === 'IPV6');
    const blocksPublic = rulesOf(policy.blocked).some(({ values }) => values.includes('0.0.0.0/0'));
    const isPrivate = allowed.some(({ type }) => type === 'AWSVPCEID');
    if (isPrivate && !isPublic && !blocksPublic) {
      report(
        'privateOnly',
        address,
        'it allows VPC endpoints, and public addresses are neither allowed nor blocked',
      );
    }
  }
}
