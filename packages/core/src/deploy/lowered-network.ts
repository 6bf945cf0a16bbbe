import { isWithin } from '../domain/network-reach.js';
import type { NetworkPlace } from '../resources/network.js';
import {
  addressOf,
  type NetworkPolicyResource,
  type NetworkRuleResource,
  type Resource,
} from '../resources/resource.js';
import type { ActualState } from './actual-state.js';
import { isSamePlace } from './network-places.js';

type State = ReadonlyMap<string, Resource>;

/** By which addresses more get in after a change than before: each as a sentence. */
export function loweredNetwork(before: State, after: State): readonly string[] {
  const policies = [...before.values()].flatMap((each) =>
    each.kind === 'networkPolicy' ? [each] : [],
  );
  // A user who gets a policy was under the one of the account before.
  const places = [...before.values(), ...after.values()].flatMap((each) =>
    each.kind === 'networkPolicy' ? each.activeOn : [],
  );
  const lowered = [
    ...places.flatMap((place) => {
      const policy = inForceOn(place, before);
      if (policy === undefined) return [];
      const next = inForceOn(place, after);
      const on = place.type === 'ACCOUNT' ? 'the account' : `user ${place.user}`;
      if (next === undefined) return [`${addressOf(policy)} ceases to be in force on ${on}`];
      return wider(policy, before, next, after);
    }),
    ...policies.flatMap((policy) => {
      const next = after.get(addressOf(policy));
      return next?.kind === 'networkPolicy' ? wider(policy, before, next, after) : [];
    }),
  ];
  return [...new Set(lowered)];
}

/**
 * The network policy of somebody else on the account that another one would take the place of, there or for a user:
 * nobody knows whom it keeps out.
 */
export function takenFromOthers(
  planned: readonly Resource[],
  current: State,
  network: ActualState['network'],
): readonly string[] {
  const held = network?.account ?? '';
  if (held === '' || current.has(`networkPolicy ${held}`)) return [];
  return planned.flatMap((each) => {
    if (each.kind !== 'networkPolicy' || each.name[0] === held) return [];
    const before = current.get(addressOf(each));
    const places = before?.kind === 'networkPolicy' ? before.activeOn : [];
    const taken = each.activeOn.filter(
      (place) => place.type === 'ACCOUNT' || !places.some((known) => isSamePlace(known, place)),
    );
    const message = `networkPolicy ${held} of somebody else would give way to ${addressOf(each)}`;
    return taken.map((place) =>
      place.type === 'ACCOUNT' ? message : `${message} for user ${place.user}`,
    );
  });
}

/** A user without a policy of its own is under the account's. */
export function inForceOn(place: NetworkPlace, state: State): NetworkPolicyResource | undefined {
  const policies = [...state.values()].flatMap((each) =>
    each.kind === 'networkPolicy' ? [each] : [],
  );
  const own =
    place.type === 'USER'
      ? policies.find(({ activeOn }) =>
          activeOn.some((each) => each.type === 'USER' && each.user === place.user),
        )
      : undefined;
  return own ?? policies.find(({ activeOn }) => activeOn.some(({ type }) => type === 'ACCOUNT'));
}

function wider(
  from: NetworkPolicyResource,
  before: State,
  to: NetworkPolicyResource,
  after: State,
): readonly string[] {
  const [allowed, allows] = [rulesOf(from.allowed, before), rulesOf(to.allowed, after)];
  const [blocked, blocks] = [rulesOf(from.blocked, before), rulesOf(to.blocked, after)];
  const who = addressOf(to);
  return [
    ...(allowed.length > 0 ? widerList(allowed, allows).map((what) => `${who} ${what}`) : []),
    ...blocked
      .filter((rule) => !isWithin(rule, blocks))
      .map((rule) => `${who} does not block all of ${rule.name.join('.')} any more`),
  ];
}

/** No list of a type means that nothing of it is kept out by the list. */
function widerList(
  before: readonly NetworkRuleResource[],
  after: readonly NetworkRuleResource[],
): readonly string[] {
  const types = new Set(after.flatMap(({ type, values }) => (values.length > 0 ? [type] : [])));
  const dropped = [...new Set(before.map(({ type }) => type))].filter((type) => !types.has(type));
  return [
    ...after
      .filter((rule) => !isWithin(rule, before))
      .map((rule) => `lets more in by ${rule.name.join('.')}`),
    ...dropped.map((type) => `has no list of allowed ${type} any more`),
  ];
}

/** The rules of a policy that are known. */
export function rulesOf(
  names: NetworkPolicyResource['allowed'],
  state: State,
): readonly NetworkRuleResource[] {
  return names.flatMap((name) => {
    const rule = state.get(`networkRule ${name.join('.')}`);
    return rule?.kind === 'networkRule' ? [rule] : [];
  });
}
