import type { NetworkPlace } from '../resources/network.js';
import { addressOf, type NetworkPolicyResource, type Resource } from '../resources/resource.js';
import { applyEffect, type Effect, type PlanStep } from './plan-step.js';

/** Whether two places are the same: an account or user has one network policy. */
export function isSamePlace(one: NetworkPlace, other: NetworkPlace): boolean {
  if (one.type === 'ACCOUNT' || other.type === 'ACCOUNT') return one.type === other.type;
  return one.user === other.user;
}

/** Whether another policy is wanted where this one is in force: then that one takes its place. */
export function isFollowed(
  policy: NetworkPolicyResource,
  place: NetworkPlace,
  desired: ReadonlyMap<string, Resource>,
): boolean {
  return networkPolicies(desired.values()).some(
    (each) => addressOf(each) !== addressOf(policy) && holds(each, place),
  );
}

/** The resources in their order, but each network policy after those that come into force in its place. */
export function successorsFirst(
  desired: readonly Resource[],
  current: ReadonlyMap<string, Resource>,
): readonly Resource[] {
  const policies = networkPolicies(desired);
  const ordered: NetworkPolicyResource[] = [];
  const seen = new Set<NetworkPolicyResource>();
  const place = (policy: NetworkPolicyResource) => {
    if (seen.has(policy)) return;
    seen.add(policy);
    const before = current.get(addressOf(policy));
    const held = before?.kind === 'networkPolicy' ? before.activeOn : [];
    for (const other of policies) {
      const takes = held.some((each) => holds(other, each) && !holds(policy, each));
      if (takes) place(other);
    }
    ordered.push(policy);
  };
  for (const policy of policies) place(policy);
  let at = 0;
  return desired.map((each) => {
    if (each.kind !== 'networkPolicy') return each;
    const next = ordered[at];
    at += 1;
    return next ?? each;
  });
}

/** The steps, whose effects also say from which network policy another one takes its place. */
export function withPlacesTaken(
  steps: readonly PlanStep[],
  current: ReadonlyMap<string, Resource>,
): readonly PlanStep[] {
  if (!steps.some(({ address }) => address.startsWith('networkPolicy '))) return steps;
  const state = new Map(current);
  return steps.map((step) => ({
    ...step,
    effects: step.effects.map((effect) => {
      const taken = takenBy(effect, state);
      const whole: Effect =
        taken.length === 0 ? effect : { is: 'several', effects: [effect, ...taken] };
      applyEffect(state, whole);
      return whole;
    }),
  }));
}

function takenBy(effect: Effect, state: ReadonlyMap<string, Resource>): readonly Effect[] {
  if (effect.is !== 'present' || effect.resource.kind !== 'networkPolicy') return [];
  const { resource } = effect;
  const before = state.get(addressOf(resource));
  const gained = resource.activeOn.filter(
    (place) => before?.kind !== 'networkPolicy' || !holds(before, place),
  );
  return networkPolicies(state.values()).flatMap((other): readonly Effect[] => {
    if (addressOf(other) === addressOf(resource)) return [];
    const activeOn = other.activeOn.filter(
      (place) => !gained.some((each) => isSamePlace(each, place)),
    );
    if (activeOn.length === other.activeOn.length) return [];
    return [{ is: 'present', resource: { ...other, activeOn } }];
  });
}

function networkPolicies(resources: Iterable<Resource>): readonly NetworkPolicyResource[] {
  return [...resources].flatMap((each) => (each.kind === 'networkPolicy' ? [each] : []));
}

function holds(policy: NetworkPolicyResource, place: NetworkPlace): boolean {
  return policy.activeOn.some((each) => isSamePlace(each, place));
}
