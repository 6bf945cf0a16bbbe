import { createStatements } from '../../resources/create-statement.js';
import { alterPolicyBody, type PolicyResource } from '../../resources/policy.js';
import type { Resource } from '../../resources/resource.js';
import { leaving, stepOf } from '../change.js';
import type { PlanStep } from '../plan-step.js';
import { type NarrowedPolicy, narrowPolicies } from './narrow-policies.js';

/** The steps around all others, between which some policies show less. */
export interface NarrowingSteps {
  readonly before: readonly PlanStep[];
  readonly after: readonly PlanStep[];
  /** The addresses of the policies that these steps make what is declared. */
  readonly addresses: ReadonlySet<string>;
}

/**
 * The steps that narrow policies while a plan runs, and those that make them what they are to be.
 *
 * @throws {@link CoreError} as {@link narrowPolicies}
 */
export function narrowingSteps(
  planned: readonly Resource[],
  current: ReadonlyMap<string, Resource>,
): NarrowingSteps {
  const narrowed = narrowPolicies(planned, current);
  return {
    before: narrowed.map(({ address, interim }) => {
      const action = current.has(address) ? 'alter' : 'create';
      return stepOf(action, address, bodyChanges(interim));
    }),
    after: narrowed.map(({ address, final }: NarrowedPolicy) =>
      stepOf('alter', address, bodyChanges(final)),
    ),
    addresses: new Set(narrowed.map(({ address }) => address)),
  };
}

/** The policy stays attached to all that it protects. */
function bodyChanges(policy: PolicyResource): ReturnType<typeof leaving>[] {
  const hasCreateOrAlter = policy.kind === 'maskingPolicy' || policy.kind === 'rowAccessPolicy';
  const statements = hasCreateOrAlter ? createStatements(policy) : alterPolicyBody(policy);
  return statements.map((statement) => leaving(policy, statement));
}
