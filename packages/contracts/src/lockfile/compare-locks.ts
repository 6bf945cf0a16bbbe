import { isSameJson } from '../document/json.js';
import { compareInStep } from '../evolution/compare-contracts.js';
import { compareAdded, compareForgotten, compareRemoved } from '../evolution/compare-presence.js';
import type {
  Acceptance,
  ChangeSeverity,
  ContractComparison,
} from '../evolution/contract-change.js';
import type { ContractLock } from './contract-lock.js';
import { findLostHistory } from './find-lost-history.js';

/** What happened between two locks. */
export interface LockComparison {
  /** One for each contract of either lock, by name. */
  readonly comparisons: readonly ContractComparison[];
  /** The worst severity of all changes, or `undefined` when there are none. */
  readonly severity: ChangeSeverity | undefined;
}

const severities: readonly ChangeSeverity[] = ['error', 'warning', 'note'];

/**
 * Compares all contracts of two locks: the one that everybody agreed to and the one of a change.
 *
 * Names that columns once had and earlier versions are those of the lock before; consumers and
 * acceptances are those of the lock after, since a change may move consumers and bring the word of
 * somebody with it. An acceptance that the lock before has as well was for an earlier change, and is
 * not taken for this one; a pin that is gone is told. So is what the lock before remembers of columns
 * and versions and the lock after does not, which happens only where a lock is written by hand.
 *
 * @example
 * ```ts
 * import { compareLocks, defineContract, lockContracts } from '@das/contracts';
 * import { z } from 'zod';
 *
 * const orders = defineContract({
 *   domain: 'commerce', name: 'orders', version: '1.0.0', owner: 'data-commerce',
 *   schema: z.object({ order_id: z.uuid() }), columns: { order_id: 'internal' },
 * });
 * const before = lockContracts([orders]);
 * const { comparisons, severity } = compareLocks(before, lockContracts([], { previous: before }));
 * console.log(severity, comparisons[0]?.changes[0]?.rule);
 * // => error contract-removed
 * ```
 */
export function compareLocks(
  before: ContractLock,
  after: ContractLock,
  { at = new Date() }: { readonly at?: Date } = {},
): LockComparison {
  const ids = new Set(
    [before.contracts, after.contracts, before.retired].flatMap((each) => Object.keys(each)),
  );
  const { consumers } = after;
  const [spent, acceptances] = divided(before.acceptances, after.acceptances);
  const context = { at, consumers, acceptances, formerConsumers: before.consumers };
  const comparisons = [...ids].sort().flatMap((id): readonly ContractComparison[] => {
    const old = Object.hasOwn(before.contracts, id) ? before.contracts[id] : undefined;
    const current = Object.hasOwn(after.contracts, id) ? after.contracts[id] : undefined;
    const retired = Object.hasOwn(before.retired, id) ? before.retired[id] : undefined;
    const step = { ...context, found: findLostHistory(before, after, id) };
    if (old !== undefined && current !== undefined) {
      const { tombstones, earlier } = old;
      return [compareInStep(old.document, current.document, { ...step, tombstones, earlier })];
    }
    if (current !== undefined) return [compareAdded(current.document, retired, step)];
    if (old !== undefined) return [compareRemoved(old.document, step)];
    const isForgotten = retired !== undefined && step.found.length > 0;
    return isForgotten ? [compareForgotten(id, retired.version, step)] : [];
  });
  return summary(comparisons.map((each) => withoutSpent(each, spent)));
}

/** The acceptances that were there before, and those that are new. */
function divided(
  before: readonly Acceptance[],
  after: readonly Acceptance[],
): readonly [spent: readonly Acceptance[], fresh: readonly Acceptance[]] {
  const isSpent = (each: Acceptance) => before.some((other) => isSameJson(each, other));
  return [after.filter(isSpent), after.filter((each) => !isSpent(each))];
}

/** Says of each error that somebody accepted in an earlier step why that does not count. */
function withoutSpent(
  comparison: ContractComparison,
  spent: readonly Acceptance[],
): ContractComparison {
  const version = comparison.after ?? comparison.before;
  const changes = comparison.changes.map((change) => {
    const acceptance = spent.find(
      ({ contract, version: given, rule, path }) =>
        contract === comparison.contract &&
        given === version &&
        rule === change.rule &&
        path === change.path,
    );
    if (acceptance === undefined || change.severity !== 'error') return change;
    const reason = `${change.reason} ${acceptance.by} accepted an earlier change of this version there, not this one: accept it with a reason of its own.`;
    return Object.freeze({ ...change, reason });
  });
  return Object.freeze({ ...comparison, changes: Object.freeze(changes) });
}

function summary(comparisons: readonly ContractComparison[]): LockComparison {
  const severity = severities.find((worst) => comparisons.some((each) => each.severity === worst));
  return Object.freeze({ comparisons: Object.freeze(comparisons), severity });
}
