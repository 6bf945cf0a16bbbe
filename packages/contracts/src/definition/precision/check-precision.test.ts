import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { $ZodType } from 'zod/v4/core';
import type { PhysicalType } from '../../model/column.js';
import { valueShapeOf } from '../../schema/value-shape-of.js';
import { checkPrecision } from './check-precision.js';

const offset = z.iso.datetime({ offset: true });
const cents = z.number().max(999.999).multipleOf(0.01);

function loss(schema: $ZodType, type: PhysicalType): string | undefined {
  try {
    checkPrecision({ type, stored: valueShapeOf(schema, 'output') }, 'contract orders, column x');
    return undefined;
  } catch (error) {
    expect(error).toMatchObject({
      code: 'DAS_CONTRACT_PRECISION_LOSS',
      place: 'contract orders, column x',
    });
    return (error as Error).message;
  }
}

test.each<readonly [string, $ZodType, PhysicalType]>([
  ['an amount without bounds', z.number(), 'NUMBER(12,2)'],
  ['an amount within the digits', z.number().min(0).lt(1000), 'NUMBER(5,2)'],
  ['cents', z.number().multipleOf(0.01), 'NUMBER(12,2)'],
  ['hundredths that are also halves', z.number().multipleOf(0.5).multipleOf(0.001), 'NUMBER(12,2)'],
  ['an integer in fewer digits', z.int(), 'NUMBER(10,0)'],
  ['an integer in all digits', z.int(), 'NUMBER(38,0)'],
  ['an integer of 32 bits', z.int32(), 'NUMBER(10,0)'],
  ['a bounded amount in many digits', z.number().min(0).max(1e6), 'NUMBER(18,2)'],
  ['a bigint', z.bigint(), 'NUMBER(38,0)'],
  ['a bigint of 64 bits', z.int64(), 'NUMBER(19,0)'],
  ['a small bigint in FLOAT', z.bigint().min(0n).max(9n), 'FLOAT'],
  ['a number', z.number(), 'FLOAT'],
  ['a known number', z.literal([1, 2.5]), 'NUMBER(2,1)'],
  ['a text without bounds', z.string(), 'VARCHAR(5)'],
  ['a text within the length', z.string().max(5), 'VARCHAR(5)'],
  ['a known text', z.enum(['EMEA', 'AMER']), 'VARCHAR(4)'],
  ['four characters in eight units', z.enum(['😀😀😀😀']), 'VARCHAR(4)'],
  ['a date in UTC', z.date(), 'TIMESTAMP_NTZ'],
  ['a date', z.date(), 'TIMESTAMP_TZ'],
  ['a text in UTC', z.iso.datetime(), 'TIMESTAMP_NTZ'],
  ['a text in UTC with milliseconds', z.iso.datetime({ precision: 3 }), 'TIMESTAMP_NTZ'],
  ['a text with an offset', z.iso.datetime({ offset: true }), 'TIMESTAMP_TZ'],
  ['a local text', z.iso.datetime({ local: true }), 'TIMESTAMP_NTZ'],
  ['a local text as it is', z.iso.datetime({ local: true, offset: true }), 'VARCHAR'],
  ['a day', z.iso.date(), 'DATE'],
  ['a date as a text', z.date(), 'VARCHAR(24)'],
  ['a date and time as a text', z.iso.datetime({ precision: 0 }), 'VARCHAR(20)'],
  ['a date and time of one year', z.iso.datetime().regex(/^2027/), 'TIMESTAMP_NTZ'],
  ['picoseconds in a text', z.iso.datetime({ precision: 12 }), 'VARCHAR'],
  ['nanoseconds', z.iso.datetime({ precision: 9 }), 'TIMESTAMP_NTZ'],
  ['an address of version 4', z.ipv4(), 'VARCHAR(15)'],
  ['an amount whose bound is no cent but whose steps are', cents, 'NUMBER(5,2)'],
  ['steps of whole numbers', z.number().multipleOf(5), 'NUMBER(3,0)'],
  ['anything', z.unknown(), 'VARIANT'],
])('%s loses nothing', (_form, schema, type) => {
  expect(loss(schema, type)).toBeUndefined();
});

test.each<readonly [string, $ZodType, PhysicalType, RegExp]>([
  ['a maximum of too many digits', z.number().max(1000), 'NUMBER(5,2)', /lets 1000 through/],
  ['a minimum of too many digits', z.number().gte(-1e6), 'NUMBER(5,2)', /lets -1000000 through/],
  ['32 bits in few digits', z.int32(), 'NUMBER(9,0)', /-2147483648/],
  ['steps finer than the scale', z.number().multipleOf(0.001), 'NUMBER(12,2)', /behind the point/],
  ['tiny steps', z.number().multipleOf(1e-7), 'NUMBER(12,2)', /behind the point/],
  ['a bound that is rounded out of its digits', z.number().max(999.999), 'NUMBER(5,2)', /rounded/],
  ['fractions in whole numbers', z.number().min(0).max(1), 'NUMBER(3,0)', /lets fractions through/],
  ['fractions in many whole numbers', z.number().min(0).max(9), 'NUMBER(18,0)', /lets fractions/],
  ['a date in a short text', z.date(), 'VARCHAR(10)', /24 characters/],
  ['a date and time in a short text', z.iso.datetime(), 'VARCHAR(20)', /24 characters/],
  ['a date and time with an offset in a text', offset, 'VARCHAR(20)', /24 characters/],
  ['a nanoid in a short text', z.nanoid(), 'VARCHAR(20)', /21 characters/],
  ['a day in a short text', z.iso.date(), 'VARCHAR(8)', /10 characters/],
  ['picoseconds', z.iso.datetime({ precision: 12 }), 'TIMESTAMP_TZ', /digits behind its seconds/],
  ['an offset of one year', offset.regex(/^2027/), 'TIMESTAMP_NTZ', /loses its offset/],
  ['a number in all digits', z.number(), 'NUMBER(38,0)', /2\^53/],
  ['an amount in 18 digits', z.number().min(0), 'NUMBER(18,2)', /2\^53/],
  ['an amount whose bounds are wide', z.number().min(0).max(1e15), 'NUMBER(18,2)', /2\^53/],
  [
    'a whole number past 2^53',
    z
      .number()
      .multipleOf(1)
      .min(0)
      .max(2 ** 54),
    'NUMBER(38,0)',
    /2\^53/,
  ],
  ['a known number past 2^53', z.literal(2 ** 60), 'FLOAT', /2\^53/],
  ['a known fraction', z.literal([1, 2.25]), 'NUMBER(3,1)', /behind the point/],
  ['a nullable number', z.number().nullish(), 'NUMBER(20,2)', /2\^53/],
  ['a bigint in FLOAT', z.bigint(), 'FLOAT', /FLOAT/],
  ['a bigint of 64 bits in few digits', z.int64(), 'NUMBER(18,0)', /-9223372036854775808/],
  ['a long text', z.string().max(6), 'VARCHAR(5)', /6 characters/],
  ['a text that is always longer', z.string().min(6), 'VARCHAR(5)', /6 characters/],
  ['a long known text', z.enum(['EMEA', 'WORLD']), 'VARCHAR(4)', /5 characters/],
  ['a UUID', z.uuid(), 'VARCHAR(32)', /36 characters/],
  ['a date in a day', z.coerce.date(), 'DATE', /time of day/],
  ['a date and time in a day', z.iso.datetime(), 'DATE', /time of day/],
  ['an offset without a place', z.iso.datetime({ offset: true }), 'TIMESTAMP_NTZ', /offset/],
  [
    'an offset with milliseconds',
    z.iso.datetime({ offset: true, precision: 3 }).optional(),
    'TIMESTAMP_NTZ',
    /offset/,
  ],
  [
    'a local text with a zone',
    z.iso.datetime({ local: true }),
    'TIMESTAMP_TZ',
    /without the offset/,
  ],
  [
    'a text with an offset or without',
    z.iso.datetime({ local: true, offset: true }),
    'TIMESTAMP_TZ',
    /without the offset/,
  ],
])('%s is a loss', (_form, schema, type, message) => {
  expect(loss(schema, type)).toMatch(message);
});

test('what is accepted keeps each number that its schema lets through, as the same number', () => {
  let accepted = 0;
  const bounds = fc.tuple(fc.integer({ min: 1, max: 20 }), fc.nat(4), fc.integer(), fc.nat(9));
  const cases = fc.tuple(bounds, fc.boolean(), fc.integer({ min: 1, max: 10 ** 9 }));
  fc.assert(
    fc.property(cases, ([[precision, more, units, digits], isWhole, seed]) => {
      const scale = Math.min(precision, more);
      const bound = Math.abs(isWhole ? units : units / 10 ** digits);
      const step = isWhole ? 1 : 10 ** -scale;
      const schema = z.number().multipleOf(step).min(-bound).max(bound);
      if (loss(schema, `NUMBER(${precision},${scale})`) !== undefined) return;
      accepted += 1;
      const largest = Math.floor(bound / step);
      for (const count of [largest, largest - (seed % 100), Math.floor(largest / 3)]) {
        const value = Number((count * step).toFixed(scale));
        if (value > bound || value < 0) continue;
        // Snowflake stores the digits of the text, and gives them back.
        const stored = value.toFixed(scale);
        expect(stored.replace('.', '').replace(/^0+/, '').length).toBeLessThanOrEqual(precision);
        expect(Number(stored)).toBe(value);
      }
    }),
    { numRuns: 3000 },
  );
  expect(accepted).toBeGreaterThan(500);
}, 60_000);
