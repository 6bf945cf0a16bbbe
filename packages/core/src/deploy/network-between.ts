import { type AddressRange, lastAddress, rangeOf } from '../domain/network-reach.js';
import { CoreError } from '../errors/core-error.js';
import type { NetworkPlace } from '../resources/network.js';
import type { NetworkRuleResource, Resource } from '../resources/resource.js';
import { inForceOn, rulesOf } from './lowered-network.js';
import { isSamePlace } from './network-places.js';
import { applyEffect, type PlanStep, touchedBy } from './plan-step.js';

type State = ReadonlyMap<string, Resource>;

/** An address that stands for all that the same values list: an IP address as a number. */
interface Caller {
  readonly type: NetworkRuleResource['type'];
  readonly at: bigint | string;
}

/**
 * Refuses a plan on whose way somebody gets in who gets in neither before it nor after it: a rule changes for
 * all policies at once, also for those that let go of it later in the plan.
 *
 * @throws {@link CoreError} `DAS_PLAN_UNSUPPORTED_CHANGE`
 */
export function refuseOpenBetween(steps: readonly PlanStep[], current: State): void {
  const states = networkStates(steps, current);
  const after = states.at(-1)?.state;
  if (after === undefined) return;
  const before = networkOf(current);
  const all = [before, ...states.map(({ state }) => state)];
  const reach = new Reach();
  const callers = callersIn(all);
  for (const place of placesIn(all)) {
    const kept = callers.filter(
      (each) => !reach.admits(each, place, before) && !reach.admits(each, place, after),
    );
    const opened = states.find(({ state }) => kept.some((c) => reach.admits(c, place, state)));
    if (opened !== undefined) throw openBetween(opened.address, place);
  }
}

/** The network after each statement that changes it. */
function networkStates(
  steps: readonly PlanStep[],
  current: State,
): readonly { readonly address: string; readonly state: State }[] {
  const state = new Map(current);
  return steps.flatMap((step) => {
    const isNetwork = touchedBy([step]).some((each) => /^network(?:Rule|Policy) /.test(each));
    return step.effects.flatMap((effect) => {
      applyEffect(state, effect);
      return isNetwork ? [{ address: step.address, state: networkOf(state) }] : [];
    });
  });
}

function networkOf(state: State): State {
  return new Map(
    [...state].filter(([, { kind }]) => kind === 'networkRule' || kind === 'networkPolicy'),
  );
}

/** The account, and each user who has a policy of its own at some time. */
function placesIn(states: readonly State[]): readonly NetworkPlace[] {
  const own = states.flatMap((state) =>
    [...state.values()].flatMap((each) => (each.kind === 'networkPolicy' ? each.activeOn : [])),
  );
  const places: readonly NetworkPlace[] = [{ type: 'ACCOUNT' }, ...own];
  return places.filter(
    (place, index) => places.findIndex((each) => isSamePlace(each, place)) === index,
  );
}

/** One for each part of the addresses that no rule tells apart. */
function callersIn(states: readonly State[]): readonly Caller[] {
  const found = new Map<string, Caller>();
  const note = (type: Caller['type'], at: Caller['at']) =>
    found.set(`${type} ${typeof at} ${at}`, { type, at });
  for (const rule of states.flatMap((state) => [...state.values()])) {
    if (rule.kind !== 'networkRule') continue;
    const last = lastAddress(rule.type);
    // Whoever is in no list.
    note(rule.type, last === undefined ? '' : 0n);
    for (const value of rule.values) {
      const range = rangeOf(value, rule.type);
      note(rule.type, range?.first ?? value);
      if (range !== undefined && range.last !== last) note(rule.type, range.last + 1n);
    }
  }
  return [...found.values()];
}

/** Who gets in where; each block is read once. */
class Reach {
  readonly #ranges = new Map<string, AddressRange | undefined>();

  admits(caller: Caller, place: NetworkPlace, state: State): boolean {
    const policy = inForceOn(place, state);
    if (policy === undefined) return true;
    const ofType = (names: typeof policy.allowed) =>
      rulesOf(names, state).filter(({ type }) => type === caller.type);
    if (ofType(policy.blocked).some((rule) => this.#lists(rule, caller))) return false;
    const allowed = ofType(policy.allowed).filter(({ values }) => values.length > 0);
    // No list of a type means that nothing of it is kept out by the list.
    return allowed.length === 0 || allowed.some((rule) => this.#lists(rule, caller));
  }

  #lists({ type, values }: NetworkRuleResource, { at }: Caller): boolean {
    if (typeof at === 'string') return values.includes(at);
    return values.some((value) => {
      const range = this.#rangeOf(value, type);
      return range !== undefined && at >= range.first && at <= range.last;
    });
  }

  #rangeOf(value: string, type: NetworkRuleResource['type']): AddressRange | undefined {
    const key = `${type} ${value}`;
    if (!this.#ranges.has(key)) this.#ranges.set(key, rangeOf(value, type));
    return this.#ranges.get(key);
  }
}

function openBetween(address: string, place: NetworkPlace): CoreError {
  const where = place.type === 'ACCOUNT' ? 'the account' : `user ${place.user}`;
  return new CoreError(
    'DAS_PLAN_UNSUPPORTED_CHANGE',
    `${address} cannot be changed: ${where} would let in, for a while, whom it keeps out both before the plan and after it`,
    {
      place: address,
      next: 'make it two plans, or give the new policy a rule of its own',
    },
  );
}
