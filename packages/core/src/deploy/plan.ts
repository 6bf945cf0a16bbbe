import { compileDomain } from '../domain/compile-domain.js';
import type { Domain } from '../domain/define-domain.js';
import { CoreError } from '../errors/core-error.js';
import { addressOf, type Resource } from '../resources/resource.js';
import type { Session } from '../warehouse/warehouse.js';
import type { ActualState } from './actual-state.js';
import { isShared } from './fingerprint-comment.js';
import { refuseUnknownRoles } from './named-roles.js';
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
  /** The addresses of what an interrupted plan has left unfinished and this one does not touch. */
  readonly unfinished: readonly string[];
  /** How it was planned: `apply` plans once more, and what comes of it has to be the same. */
  readonly options: PlanOptions;
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
  const declared = new Map(domains.map((domain) => [domain, compileDomain(domain)]));
  refuseMadeTwice(declared);
  const made = [...declared.values()]
    .flat()
    .flatMap((each) => (each.kind === 'role' ? [each.name[0]] : []));
  return domains.flatMap((domain) => {
    const state = states.get(domain);
    if (state === undefined) return [];
    const roles = new Set([...(state.roles ?? []), ...made]);
    return [planChanges(domain, { ...state, roles }, options)];
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
 * `DAS_PLAN_DESTROYS_DATA`, `DAS_PLAN_MADE_BY_ANOTHER`, `DAS_PLAN_UNKNOWN_ROLE`, `DAS_PLAN_UNKNOWN_TARGET`
 */
export function planChanges(domain: Domain, actual: ActualState, options: PlanOptions = {}): Plan {
  const { name, database, platform } = domain;
  const scope = { name, database, deployRole: platform.deployRole };
  const declared = compileDomain(domain);
  // Without an account there are no roles to compare with.
  if (actual.roles !== undefined) refuseUnknownRoles(domain, declared, actual.roles);
  return planResources(scope, declared, actual, options);
}

/** What is in no database is one domain's: the other would take it for its own. */
function refuseMadeTwice(declared: ReadonlyMap<Domain, readonly Resource[]>): void {
  const makers = new Map<string, Domain>();
  for (const [domain, resources] of declared) {
    for (const resource of resources) {
      if (!isShared(resource)) continue;
      const address = addressOf(resource);
      const other = makers.get(address) ?? domain;
      if (other.database !== domain.database) {
        throw new CoreError(
          'DAS_PLAN_MADE_BY_ANOTHER',
          `${address} is declared by domain ${other.name} and by domain ${domain.name}`,
          { place: `domain ${domain.name}`, next: 'give each a name of its own' },
        );
      }
      makers.set(address, domain);
    }
  }
}
