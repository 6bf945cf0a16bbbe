import { addressOf, type Resource } from '../resources/resource.js';

/** One step of a plan: everything that happens to one object. */
export interface PlanStep {
  readonly action: 'create' | 'alter' | 'replace' | 'grant' | 'revoke' | 'drop';
  readonly address: string;
  /** Snowflake SQL, in order. No binds: it can be read, reviewed and run by hand. */
  readonly statements: readonly string[];
  /** What is so after each statement: as many as there are statements. Checks follow a plan by them. */
  readonly effects: readonly Effect[];
}

/** What a statement leaves behind. */
export type Effect =
  /** A comment, or a grant of ownership that comes back: nothing that protects or reveals. */
  | { readonly is: 'unchanged' }
  /** The resource exists and is this, whatever it was before. */
  | { readonly is: 'present'; readonly resource: Resource }
  /** The resource of this address does not exist any more. */
  | { readonly is: 'absent'; readonly address: string }
  /** All of these at once: one GRANT of several privileges, one RENAME of what grants name. */
  | { readonly is: 'several'; readonly effects: readonly Effect[] };

/** Follows an effect: changes a state, from addresses to resources, in place. */
export function applyEffect(state: Map<string, Resource>, effect: Effect): void {
  switch (effect.is) {
    case 'unchanged':
      return;
    case 'present':
      state.set(addressOf(effect.resource), effect.resource);
      return;
    case 'absent':
      state.delete(effect.address);
      return;
    case 'several':
      for (const each of effect.effects) applyEffect(state, each);
  }
}

/** The addresses of what steps change. */
export function touchedBy(steps: readonly PlanStep[]): readonly string[] {
  const addresses = new Set<string>();
  for (const step of steps) {
    for (const effect of step.effects) {
      for (const address of addressesIn(effect)) addresses.add(address);
    }
  }
  return [...addresses];
}

function addressesIn(effect: Effect): readonly string[] {
  switch (effect.is) {
    case 'unchanged':
      return [];
    case 'present':
      return [addressOf(effect.resource)];
    case 'absent':
      return [effect.address];
    case 'several':
      return effect.effects.flatMap(addressesIn);
  }
}
