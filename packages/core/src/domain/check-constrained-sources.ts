import { CoreError } from '../errors/core-error.js';
import { aggregationPolicyOf, projectionsFor } from './constraint-policies.js';
import type { Domain } from './define-domain.js';

/**
 * Refuses a dynamic table over what a policy would keep from it: its query is compiled when it is made, as
 * the deploy role, and such a policy makes the statement fail.
 *
 * @see https://docs.snowflake.com/en/user-guide/projection-policies
 */
export function checkConstrainedSources(domain: Domain): void {
  for (const { from, to, strategy } of domain.promotions) {
    if (strategy.kind !== 'dynamicTable') continue;
    const place = `promotion to ${to.tier}.${to.contract.name}`;
    if (aggregationPolicyOf(domain, from.contract, from.tier) !== undefined) {
      throw new CoreError(
        'DAS_DOMAIN_INVALID',
        `a dynamic table cannot read ${from.tier}.${from.contract.name}: an aggregation policy is on it`,
        { place, next: 'put the policy on the highest tier, or promote with audited()' },
      );
    }
    for (const column of from.contract.columns) {
      const policies = projectionsFor(domain, from.contract, column);
      if (!policies.some(({ enforcement }) => enforcement === 'fail')) continue;
      throw new CoreError(
        'DAS_DOMAIN_INVALID',
        `a dynamic table cannot read column ${column.name}: a projection policy makes its query fail`,
        { place, next: "use enforcement: 'nullify', or promote with audited()" },
      );
    }
  }
}
