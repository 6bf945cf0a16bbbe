import { commentStatements } from '../resources/comment.js';
import { activateNetworkPolicy, type NetworkPlace } from '../resources/network.js';
import { addressOf, type NetworkPolicyResource, type Resource } from '../resources/resource.js';
import type { ActualState } from './actual-state.js';
import { isCommentOf } from './fingerprint-comment.js';
import { applyEffect, type Effect, type PlanStep } from './plan-step.js';

/** Whether two places are the same: an account or user has one network policy. */
export function isSamePlace(one: NetworkPlace, other: NetworkPlace): boolean {
  if (one.type === 'ACCOUNT' || other.type === 'ACCOUNT') return one.type === other.type;
  return one.user === other.user;
}

/** Whether two policies are in force on the same account and users. */
export function isInSamePlaces(one: NetworkPolicyResource, other: NetworkPolicyResource): boolean {
  return (
    one.activeOn.length === other.activeOn.length &&
    one.activeOn.every((each) => holds(other, each))
  );
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

/**
 * The steps, whose effects also say from which network policy another one takes its place. Where no later step
 * is about that one, its comment is written anew: it has to say what the record does. So is the comment of one
 * that is not in force where it says, since an earlier plan was interrupted, or somebody else has changed that.
 */
export function withPlacesTaken(
  steps: readonly PlanStep[],
  current: ReadonlyMap<string, Resource>,
  deployRole: string,
  { objects }: Pick<ActualState, 'objects'>,
): readonly PlanStep[] {
  const state = new Map(current);
  const said = new Set(steps.map(({ address }) => address));
  const placed = steps.map((step, index) => {
    const losers = new Set<string>();
    const effects = step.effects.map((effect, at): Effect => {
      const taken = takenBy(effect, step.statements[at], state);
      for (const each of taken) losers.add(addressOf(each));
      const whole: Effect =
        taken.length === 0 ? effect : { is: 'several', effects: [effect, ...taken.map(presentAs)] };
      applyEffect(state, whole);
      return whole;
    });
    const later = new Set(steps.slice(index + 1).map(({ address }) => address));
    // At the end of the step: what it leaves is written down as pending, and nothing on the way to it.
    for (const address of losers) said.add(address);
    const comments = [...losers].flatMap((address) => {
      const left = state.get(address);
      if (later.has(address) || left?.kind !== 'networkPolicy') return [];
      return commentStatements(left, deployRole);
    });
    return {
      ...step,
      statements: [...step.statements, ...comments.map(({ text }) => text)],
      effects: [...effects, ...comments.map((): Effect => ({ is: 'unchanged' }))],
    };
  });
  const elsewhere = networkPolicies(current.values()).filter((each) => {
    const address = addressOf(each);
    return !said.has(address) && !isCommentOf(objects.get(address) ?? '', each);
  });
  return [
    ...placed,
    ...elsewhere.map((each): PlanStep => {
      const statements = commentStatements(each, deployRole).map(({ text }) => text);
      const effects = statements.map(() => presentAs(each));
      return { action: 'alter', address: addressOf(each), statements, effects };
    }),
  ];
}

function presentAs(resource: Resource): Effect {
  return { is: 'present', resource };
}

/** The other policies as they are without the places that this one comes into force on. */
function takenBy(
  effect: Effect,
  statement: string | undefined,
  state: ReadonlyMap<string, Resource>,
): readonly NetworkPolicyResource[] {
  if (effect.is !== 'present' || effect.resource.kind !== 'networkPolicy') return [];
  const { resource } = effect;
  const before = state.get(addressOf(resource));
  // After an interruption both may be known to hold a place: whatever puts one in force there settles it.
  const gained = resource.activeOn.filter(
    (place) =>
      before?.kind !== 'networkPolicy' ||
      !holds(before, place) ||
      statement === activateNetworkPolicy(resource, place).text,
  );
  return networkPolicies(state.values()).flatMap((other) => {
    if (addressOf(other) === addressOf(resource)) return [];
    const activeOn = other.activeOn.filter(
      (place) => !gained.some((each) => isSamePlace(each, place)),
    );
    return activeOn.length === other.activeOn.length ? [] : [{ ...other, activeOn }];
  });
}

function networkPolicies(resources: Iterable<Resource>): readonly NetworkPolicyResource[] {
  return [...resources].flatMap((each) => (each.kind === 'networkPolicy' ? [each] : []));
}

function holds(policy: NetworkPolicyResource, place: NetworkPlace): boolean {
  return policy.activeOn.some((each) => isSamePlace(each, place));
}
