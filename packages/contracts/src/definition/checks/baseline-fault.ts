import type { Baseline } from '../../model/rule.js';
import type { Fault } from './fault.js';

/** By rounding, shares may add up to a little more or less than 1. */
const tolerance = 1e-6;

/** What is wrong with the baseline of a drift rule, if anything. */
export function baselineFault(baseline: Baseline): Fault | undefined {
  const shares = 'bounds' in baseline ? baseline.shares : Object.values(baseline.values);
  const sum = shares.reduce((total, share) => total + share, 0);
  if (!shares.every((share) => Number.isFinite(share) && share >= 0) || sum > 1 + tolerance) {
    return ['has a baseline whose shares are none', 'give shares from 0 to 1 that add up to 1'];
  }
  if (!('bounds' in baseline)) {
    // What is not named makes up the rest.
    return shares.length === 0
      ? ['has a baseline of nothing', 'give the share of at least one value']
      : undefined;
  }
  const { bounds } = baseline;
  if (sum < 1 - tolerance) {
    return ['has a baseline whose shares do not add up to 1', 'give the share of every bin'];
  }
  const isAscending = bounds.every(
    (bound, at) => Number.isFinite(bound) && bound > (bounds[at - 1] ?? Number.NEGATIVE_INFINITY),
  );
  if (bounds.length > 0 && isAscending && shares.length === bounds.length + 1) return undefined;
  return [
    'has a baseline whose bounds do not fit its shares',
    'give ascending bounds, and one share more than bounds',
  ];
}
