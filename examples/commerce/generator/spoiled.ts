import type { Random } from '../demonstration/seeded-random.js';
import type { Emission } from './emission.js';
import { type Event, type Fault, timesOf } from './faults.js';

/** Spoiled lines in the numbers that the faults ask for, with what must become of them. */
export function spoiled(
  faults: readonly Fault[],
  lines: number,
  random: Random,
  fresh: () => { readonly at: number; readonly event: Event },
): {
  readonly emissions: readonly Emission[];
  readonly quarantined: Readonly<Record<string, number>>;
} {
  const emissions: Emission[] = [];
  const quarantined: Record<string, number> = {};
  for (const fault of faults) {
    const times = timesOf(fault, lines);
    quarantined[fault.reason] = (quarantined[fault.reason] ?? 0) + times;
    for (let index = 0; index < times; index += 1) {
      const { at, event } = fresh();
      emissions.push({ at, line: fault.spoil(event, random) });
    }
  }
  return { emissions, quarantined };
}
