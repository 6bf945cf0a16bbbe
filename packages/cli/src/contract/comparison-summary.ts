import type { ChangeSeverity, ContractChange, ContractComparison } from '@das/contracts';
import { formatQuantity } from '../terminal/quantities.js';
import { nextVersion } from './next-version.js';

/** How many changes there are of each severity. */
export type SeverityCounts = Readonly<Record<ChangeSeverity, number>>;

/** Counts changes by severity. */
export function countSeverities(comparisons: readonly ContractComparison[]): SeverityCounts {
  const counts = { error: 0, warning: 0, note: 0 };
  for (const { changes } of comparisons) {
    for (const { severity } of changes) counts[severity] += 1;
  }
  return counts;
}

/** `2 errors, 1 note`; empty without changes. */
export function severityPhrase(counts: SeverityCounts): string {
  return (['error', 'warning', 'note'] as const)
    .flatMap((severity) =>
      counts[severity] === 0 ? [] : [formatQuantity(counts[severity], severity)],
    )
    .join(', ');
}

/**
 * The outcome in one line: how much changed, and which versions have to be raised.
 *
 * @param base - what they were compared with; `undefined` when there was nothing
 */
export function conclusionLine(
  comparisons: readonly ContractComparison[],
  base: string | undefined,
): string {
  const since = base === undefined ? '' : ` since ${base}`;
  const total = formatQuantity(comparisons.length, 'contract');
  const changed = comparisons.filter(isWorthShowing);
  if (changed.length === 0) return `Nothing changed in ${total}${since}.`;
  const phrase = severityPhrase(countSeverities(comparisons));
  const kinds = (['added', 'removed', 'changed', 'unchanged'] as const).flatMap((kind) => {
    const count = comparisons.filter((each) => each.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  const raises = raisesOf(comparisons);
  const what = `${total}${since}: ${kinds.join(', ')}${phrase === '' ? '' : `; ${phrase}`}.`;
  return raises.length === 0 ? what : `${what} Next: ${raises.join(', ')}.`;
}

/** Which versions have to be raised, and to what, as imperative phrases. */
export function raisesOf(comparisons: readonly ContractComparison[]): readonly string[] {
  return comparisons.filter(isWorthShowing).flatMap((comparison) => {
    const isAccepted = comparison.changes.some(
      ({ path, acceptance }) => path === '/version' && acceptance !== undefined,
    );
    const version = isAccepted ? undefined : nextVersion(comparison);
    return version === undefined ? [] : [`raise ${comparison.contract} to ${version}`];
  });
}

/** Whether anything is to be said of a contract: a consumer may be broken where it did not change. */
export function isWorthShowing({ kind, changes }: ContractComparison): boolean {
  return kind !== 'unchanged' || changes.length > 0;
}

/** The changes of a severity, each with its contract. */
export function changesOf(
  comparisons: readonly ContractComparison[],
  severity: ChangeSeverity,
): readonly { readonly contract: string; readonly change: ContractChange }[] {
  return comparisons.flatMap(({ contract, changes }) =>
    changes
      .filter((change) => change.severity === severity)
      .map((change) => ({ contract, change })),
  );
}
