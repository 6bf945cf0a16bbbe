import type { JsonObject } from '../../document/json.js';
import type { Duration } from '../../model/duration.js';
import { textAt } from './element.js';

const units: Readonly<
  Record<string, readonly [factor: number, unit: 's' | 'm' | 'h' | 'd' | 'y']>
> = {
  s: [1, 's'],
  sec: [1, 's'],
  second: [1, 's'],
  seconds: [1, 's'],
  m: [1, 'm'],
  min: [1, 'm'],
  minute: [1, 'm'],
  minutes: [1, 'm'],
  h: [1, 'h'],
  hr: [1, 'h'],
  hour: [1, 'h'],
  hours: [1, 'h'],
  d: [1, 'd'],
  day: [1, 'd'],
  days: [1, 'd'],
  w: [7, 'd'],
  week: [7, 'd'],
  weeks: [7, 'd'],
  y: [1, 'y'],
  yr: [1, 'y'],
  year: [1, 'y'],
  years: [1, 'y'],
};

/** The duration that an entry promises, or `undefined` for one in units that DAS has not, such as months. */
export function readDuration(entry: JsonObject): Duration | undefined {
  const unit = textAt(entry, 'unit')?.toLowerCase() ?? '';
  const known = Object.hasOwn(units, unit) ? units[unit] : undefined;
  const amount = Number(entry.value);
  if (known === undefined || typeof entry.value === 'boolean' || entry.value === null)
    return undefined;
  const count = amount * known[0];
  const isUsable = Number.isSafeInteger(count) && count > 0 && count < 1_000_000_000;
  return isUsable ? `${count}${known[1]}` : undefined;
}

/** The share that an entry promises, or `undefined` without a unit: 1 could be a whole or a hundredth. */
export function readShare(entry: JsonObject): number | undefined {
  const unit = textAt(entry, 'unit')?.toLowerCase();
  const isPercent = unit === 'percent' || unit === '%';
  const { value } = entry;
  if (!isPercent || typeof value !== 'number' || value < 0 || value > 100) return undefined;
  return Number((value / 100).toPrecision(15));
}
