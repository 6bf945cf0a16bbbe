import { compileDomain } from '../domain/compile-domain.js';
import type { Domain } from '../domain/define-domain.js';
import type { Resource } from '../resources/resource.js';
import type { Session } from '../warehouse/warehouse.js';
import type { ActualState } from './actual-state.js';
import type { PlanOptions } from './plan-options.js';
import { planResources } from './plan-resources.js';
import type { PlanStep } from './plan-step.js';
import { readActualState, readActualStates } from './read-actual-state.js';

/** What must happen so that the account holds what the domain declares. JSON-serialisable. */
export interface Plan {
  readonly domain: string;
  /** The digest of the state that the plan starts from. */
  readonly startsFrom: string;
  /** What is deployed before the first step, as DAS knows it. */
  readonly startsWith: readonly Resource[];
  readonly steps: readonly PlanStep[];
  /** The addresses of what is not declared any more and stays, because nothing says to drop it. */
  readonly leftovers: readonly string[];
  /** The digest of all the rest: what a reviewer approves. */
  readonly digest: string;
}

/**
 * Reads the account and plans the way from what is there to what the domain declares.
 *
 * @throws {@link CoreError} as {@link planChanges}
 */
export async function plan(
  domain: Domain,
  session: Session,
  options: PlanOptions = {},
): Promise<Plan> {
  return planChanges(domain, await readActualState(session, domain), options);
}

/**
 * Plans several domains of one account. The number of statements that read it depends neither on how
 * many domains there are nor on what they hold.
 */
export async function planDomains(
  domains: readonly Domain[],
  session: Session,
  options: PlanOptions = {},
): Promise<readonly Plan[]> {
  const states = await readActualStates(session, domains);
  return domains.flatMap((domain) => {
    const state = states.get(domain);
    return state === undefined ? [] : [planChanges(domain, state, options)];
  });
}

/**
 * Plans the changes from a state to a domain's declaration. Pure.
 *
 * What protects more comes before what protects less, nothing is bare in between, and privileges are
 * taken first and given last. What would lose data or protection is refused, unless the options say
 * that it is wanted.
 *
 * @throws {@link CoreError} `DAS_PLAN_UNSUPPORTED_CHANGE`, `DAS_PLAN_LOWERS_PROTECTION`,
 * `DAS_PLAN_DESTROYS_DATA`, `DAS_PLAN_UNKNOWN_TARGET`
 */
export function planChanges(domain: Domain, actual: ActualState, options: PlanOptions = {}): Plan {
  const { name, database, platform } = domain;
  const scope = { name, database, deployRole: platform.deployRole };
  return planResources(scope, compileDomain(domain), actual, options);
}
