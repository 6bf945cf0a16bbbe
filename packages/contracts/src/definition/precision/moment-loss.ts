import type { StringShape, ValueShape } from '../../model/value-shape.js';
import { acceptsValue } from '../../schema/accepts-value.js';
import type { PrecisionLoss } from './precision-loss.js';

/** Times of every precision that zod knows. */
export const times: readonly string[] = [
  '00:00',
  '00:00:00',
  ...Array.from({ length: 9 }, (_, digits) => `00:00:00.${'0'.repeat(digits + 1)}`),
];

/** What stands in zod's expressions for a date and time, and hardly in others. */
const timeOfZod = ')T(?:';

/** Whether a date and time has more digits behind its seconds than a timestamp of Snowflake. */
function isTooFine({ patterns = [] }: StringShape): boolean {
  return patterns.some((pattern) => {
    const digits = /:\[0-5\]\\d\\\.\\d\{(\d+)\}/.exec(pattern)?.[1];
    return pattern.includes(timeOfZod) && Number(digits ?? 0) > 9;
  });
}

/** Whether a date and time may end so. Without options, zod takes those that end in `Z` and no others. */
export function mayEndIn(shape: StringShape, zone: string): boolean {
  // Another expression may ask for a year of its own, and says nothing of the zone.
  const patterns = shape.patterns?.filter((pattern) => pattern.includes(timeOfZod)) ?? [];
  if (patterns.length === 0) return zone === 'Z';
  const form: StringShape = { kind: 'string', patterns };
  return times.some((time) => acceptsValue(form, `2026-01-01T${time}${zone}`) !== 'no');
}

const timeDropped: PrecisionLoss = {
  message: 'a date and time loses its time of day in a DATE',
  next: 'declare TIMESTAMP_NTZ or TIMESTAMP_TZ, or use z.iso.date()',
};

/** What a temporal column loses of a date, or of a text that is one. */
export function lossOfMoment(shape: ValueShape, type: string): PrecisionLoss | undefined {
  if (shape.kind === 'date') return type === 'DATE' ? timeDropped : undefined;
  if (shape.kind !== 'string' || shape.format !== 'datetime') return undefined;
  if (type === 'DATE') return timeDropped;
  const isTimestamp = type === 'TIMESTAMP_NTZ' || type === 'TIMESTAMP_TZ';
  if (isTimestamp && isTooFine(shape)) {
    return {
      message: `a date and time has more digits behind its seconds than the nine of a ${type}`,
      next: 'set `precision` to 9 or less in the schema',
    };
  }
  if (type === 'TIMESTAMP_NTZ' && mayEndIn(shape, '+01:00')) {
    return {
      message: 'a date and time with an offset loses its offset in a TIMESTAMP_NTZ',
      next: 'declare TIMESTAMP_TZ, or coerce to a date in UTC with z.coerce.date()',
    };
  }
  if (type === 'TIMESTAMP_TZ' && mayEndIn(shape, '')) {
    return {
      message: 'a date and time may come without the offset that a TIMESTAMP_TZ needs',
      next: 'remove `local` from the schema, or declare TIMESTAMP_NTZ without `offset`',
    };
  }
  return undefined;
}
