import { compareContracts } from '../evolution/compare-contracts.js';
import { compareAdded, compareRemoved } from '../evolution/compare-presence.js';
import type { ChangeSeverity, ContractComparison } from '../evolution/contract-change.js';
import type { ContractLock } from './contract-lock.js';

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
 * somebody with it.
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
  const ids = new Set([...Object.keys(before.contracts), ...Object.keys(after.contracts)]);
  const { consumers, acceptances } = after;
  const context = { at, consumers, acceptances };
  const comparisons = [...ids].sort().flatMap((id): readonly ContractComparison[] => {
    const old = Object.hasOwn(before.contracts, id) ? before.contracts[id] : undefined;
    const current = Object.hasOwn(after.contracts, id) ? after.contracts[id] : undefined;
    if (old !== undefined && current !== undefined) {
      const { tombstones, earlier } = old;
      return [
        compareContracts(old.document, current.document, { ...context, tombstones, earlier }),
      ];
    }
    if (current !== undefined) {
      const retired = Object.hasOwn(before.retired, id) ? before.retired[id] : undefined;
      return [compareAdded(current.document, retired, context)];
    }
    return old === undefined ? [] : [compareRemoved(old.document, context)];
  });
  const severity = severities.find((worst) => comparisons.some((each) => each.severity === worst));
  return Object.freeze({ comparisons: Object.freeze(comparisons), severity });
}
