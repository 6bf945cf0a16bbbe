import { expect, test } from 'vitest';
import { z } from 'zod';
import type { $ZodType } from 'zod/v4/core';
import type { PhysicalType } from '../../model/column.js';
import { valueShapeOf } from '../../schema/value-shape-of.js';
import { checkPrecision } from './check-precision.js';

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
