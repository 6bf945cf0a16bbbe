import type { Resource } from '../resources/resource.js';
import type { SqlFragment } from '../warehouse/statement.js';
import type { Effect, PlanStep } from './plan-step.js';

/** A statement of a plan, and what it leaves behind. */
export interface Change {
  readonly statement: SqlFragment;
  readonly effect: Effect;
}

/** A statement after which nothing is protected or revealed otherwise. */
export function neutral(statement: SqlFragment): Change {
  return { statement, effect: { is: 'unchanged' } };
}

/** A statement after which a resource is this. */
export function leaving(resource: Resource, statement: SqlFragment): Change {
  return { statement, effect: { is: 'present', resource } };
}

/** A statement after which there is no such resource. */
export function removing(address: string, statement: SqlFragment): Change {
  return { statement, effect: { is: 'absent', address } };
}

/** A step of these changes. */
export function stepOf(
  action: PlanStep['action'],
  address: string,
  changes: readonly Change[],
): PlanStep {
  return {
    action,
    address,
    statements: changes.map(({ statement }) => statement.text),
    effects: changes.map(({ effect }) => effect),
  };
}
