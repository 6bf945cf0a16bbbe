import { type DetectorId, detectors } from '@das/privacy';
import type { Collector } from '../collector/collector.js';
import type { SensitiveAction } from '../collector/sensitive-policy.js';
import { checkKnown, checkNumber } from './known-option.js';

const actions: readonly SensitiveAction[] = ['quarantine', 'mask', 'alert'];

/**
 * Compiles what a collector does about each kind that it finds where nothing is declared.
 *
 * @throws {@link CoreError} `DAS_COLLECT_INVALID_OPTION` for an action that there is not
 */
export function sensitiveActionOf(collector: Collector): (kind: DetectorId) => SensitiveAction {
  const { contract, sensitive } = collector;
  for (const each of ['phi', 'pii', 'quasi'] as const) {
    checkKnown({ collector, option: `sensitive.${each}` }, sensitive[each], actions);
  }
  const minimum = { collector, option: 'sensitive.minimumConfidence' };
  checkNumber(minimum, sensitive.minimumConfidence, { least: 0, most: 1 });
  const { phi = 'quarantine', pii = 'quarantine' } = sensitive;
  const isOfHealth = contract.columns.some(({ classification }) => classification === 'phi');
  // Beside health data, Safe Harbor counts a town or a day as an identifier like any other.
  const quasi = sensitive.quasi ?? (isOfHealth ? undefined : 'alert');
  return (kind) => {
    const detector = detectors[kind];
    if (detector?.identifies === 'with others' && quasi !== undefined) return quasi;
    return detector?.classification === 'phi' ? phi : pii;
  };
}
