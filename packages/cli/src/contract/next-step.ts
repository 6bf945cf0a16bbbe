import type { ContractComparison } from '@das/contracts';
import { changesOf, raisesOf } from './comparison-summary.js';

/** What somebody does about changes that may not pass, as an imperative phrase. */
export function nextStep(comparisons: readonly ContractComparison[]): string {
  const errors = changesOf(comparisons, 'error');
  if (errors.length === 0) return 'undo the changes that are warnings, or leave out --fail-on';
  const raises = raisesOf(comparisons).join(', ');
  const isVersionAlone = errors.every(({ change }) => change.path === '/version');
  if (isVersionAlone) return raises === '' ? 'raise the version' : raises;
  // A version that is raised makes no error less of one: readers and writers are still there.
  const settle =
    'undo each error, or accept it: das contract lock --accept <change> --by <who> --reason <text>';
  return raises === '' ? settle : `${raises}, and ${settle}`;
}
