import { expect, test } from 'vitest';
import { z } from 'zod';
import * as mini from 'zod/mini';
import type { $ZodType } from 'zod/v4/core';
import { physicalColumn } from './physical-column.js';

const dateFromText = z.codec(z.string(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});

const types: readonly (readonly [form: string, schema: $ZodType, type: string])[] = [
  ['string', z.string(), 'VARCHAR'],
  ['coerce.string', z.coerce.string(), 'VARCHAR'],
  ['email', z.email(), 'VARCHAR'],
  ['trimmed string', z.string().trim().toLowerCase(), 'VARCHAR'],
  ['template literal', z.templateLiteral(['id-', z.int()]), 'VARCHAR'],
  ['mini string', mini.string().check(mini.minLength(2)), 'VARCHAR'],
  ['custom format with the name of another', z.stringFormat('date', /^today$/), 'VARCHAR'],
  ['number', z.number(), 'FLOAT'],
  ['coerce.number', z.coerce.number(), 'FLOAT'],
  ['multipleOf', z.number().multipleOf(0.01), 'FLOAT'],
  ['float32', z.float32(), 'FLOAT'],
  ['int', z.int(), 'NUMBER(38,0)'],
  ['number().int()', z.number().int(), 'NUMBER(38,0)'],
  ['int32', z.int32(), 'NUMBER(38,0)'],
  ['uint32', z.uint32(), 'NUMBER(38,0)'],
  ['int64', z.int64(), 'NUMBER(38,0)'],
  ['bigint', z.bigint(), 'NUMBER(38,0)'],
  ['coerce.bigint', z.coerce.bigint(), 'NUMBER(38,0)'],
  ['mini int', mini.int(), 'NUMBER(38,0)'],
  ['boolean', z.boolean(), 'BOOLEAN'],
  ['coerce.boolean', z.coerce.boolean(), 'BOOLEAN'],
  ['stringbool', z.stringbool(), 'BOOLEAN'],
  ['date', z.date(), 'TIMESTAMP_NTZ'],
  ['coerce.date', z.coerce.date(), 'TIMESTAMP_NTZ'],
  ['iso.date', z.iso.date(), 'DATE'],
  ['string().date()', z.string().date(), 'DATE'],
  ['iso.time', z.iso.time(), 'TIME'],
  ['iso.datetime', z.iso.datetime(), 'TIMESTAMP_TZ'],
  ['iso.datetime with offset', z.iso.datetime({ offset: true }), 'TIMESTAMP_TZ'],
  ['iso.datetime local', z.iso.datetime({ local: true }), 'TIMESTAMP_NTZ'],
  ['iso.duration', z.iso.duration(), 'VARCHAR'],
  ['enum', z.enum(['A', 'B']), 'VARCHAR'],
  ['enum of numbers', z.enum({ low: 1, high: 2 }), 'NUMBER(38,0)'],
  ['literal', z.literal('a'), 'VARCHAR'],
  ['literal number', z.literal(5), 'NUMBER(38,0)'],
  ['literal bigint', z.literal(5n), 'NUMBER(38,0)'],
  ['literal fraction', z.literal([5, 5.5]), 'FLOAT'],
  ['literal boolean', z.literal(true), 'BOOLEAN'],
  ['object', z.object({ a: z.string() }), 'OBJECT'],
  ['record', z.record(z.string(), z.number()), 'OBJECT'],
  ['map', z.map(z.string(), z.number()), 'OBJECT'],
  [
    'intersection of objects',
    z.intersection(z.object({ a: z.int() }), z.object({ b: z.int() })),
    'OBJECT',
  ],
  [
    'discriminated union',
    z.discriminatedUnion('k', [
      z.object({ k: z.literal('a') }),
      z.object({ k: z.literal('b'), n: z.int() }),
    ]),
    'OBJECT',
  ],
  ['array', z.array(z.string()), 'ARRAY'],
  ['tuple', z.tuple([z.string()]), 'ARRAY'],
  ['set', z.set(z.string()), 'ARRAY'],
  ['unknown', z.unknown(), 'VARIANT'],
  ['union of integers and floats', z.union([z.int(), z.number()]), 'FLOAT'],
  ['union of an email and nothing', z.union([z.email(), z.literal('')]), 'VARCHAR'],
  ['pipe', z.string().transform(Number).pipe(z.int()), 'NUMBER(38,0)'],
  ['preprocess', z.preprocess(Number, z.int()), 'NUMBER(38,0)'],
  ['codec', dateFromText, 'TIMESTAMP_NTZ'],
  ['lazy', z.lazy(() => z.int()), 'NUMBER(38,0)'],
  ['branded, readonly, caught', z.int().catch(0).brand<'Id'>().readonly(), 'NUMBER(38,0)'],
];

test.each(types)('%s is stored as its type', (_form, schema, type) => {
  expect(physicalColumn(schema, 'column')).toMatchObject({ type, isNullable: type === 'VARIANT' });
});

const nullability: readonly (readonly [form: string, schema: $ZodType, isNullable: boolean])[] = [
  ['optional', z.int().optional(), true],
  ['nullable', z.int().nullable(), true],
  ['nullish', z.int().nullish(), true],
  ['exactOptional', z.exactOptional(z.int()), true],
  ['union with null', z.union([z.int(), z.null()]), true],
  ['union with undefined', z.union([z.int(), z.undefined()]), true],
  ['literal with null', z.literal(['a', null]), true],
  ['default', z.int().default(1), false],
  ['default over optional', z.int().optional().default(1), false],
  ['default over nullable', z.int().nullable().default(1), true],
  ['optional over default', z.int().default(1).optional(), true],
  ['nonoptional over optional', z.int().optional().nonoptional(), false],
  ['nonoptional over nullish', z.int().nullish().nonoptional(), true],
  ['pipe into what is not nullable', z.string().nullish().transform(Number).pipe(z.int()), false],
  ['preprocess into optional', z.preprocess(String, z.string().optional()), true],
  ['mini optional', mini.optional(mini.int()), true],
];

test.each(nullability)('%s: whether null can be stored', (_form, schema, isNullable) => {
  expect(physicalColumn(schema, 'column').isNullable).toBe(isNullable);
});

test.each<readonly [string, $ZodType]>([
  ['transform', z.string().transform((text) => text.length)],
  ['custom', z.custom<string>()],
  ['union of text and number', z.union([z.string(), z.number()])],
  ['literal of text and number', z.literal(['a', 1])],
  ['json', z.json()],
  ['null alone', z.null()],
  ['never', z.never()],
  ['symbol', z.symbol()],
  ['promise', z.promise(z.string())],
])('%s has no evident type', (_form, schema) => {
  expect(() => physicalColumn(schema, 'contract orders, column x')).toThrow(
    expect.objectContaining({
      code: 'DAS_CONTRACT_UNKNOWN_TYPE',
      place: 'contract orders, column x',
    }),
  );
});

test('a schema that refers to itself without end is refused, not followed', () => {
  const endless: z.ZodType = z.lazy(() => endless.optional());
  expect(() => physicalColumn(endless, 'column')).toThrow(/endless/);
});

test('the values of an enum are kept, once each, and null is not one of them', () => {
  // What the compiler makes of a numeric enum: names to numbers, and back.
  const native = { Low: 0, High: 1, 0: 'Low', 1: 'High' } as const;
  expect(physicalColumn(z.enum(['A', 'B']).nullable(), 'column').enum).toEqual(['A', 'B']);
  expect(
    physicalColumn(z.union([z.enum(['A', 'B']), z.enum(['B', 'C']), z.null()]), 'column').enum,
  ).toEqual(['A', 'B', 'C']);
  expect(physicalColumn(z.literal(['a', null]), 'column').enum).toEqual(['a']);
  expect(physicalColumn(z.union([z.enum(['A']), z.string()]), 'column').enum).toBeUndefined();
  expect(physicalColumn(z.enum(native), 'column')).toMatchObject({
    type: 'NUMBER(38,0)',
    enum: undefined,
  });
});

test('text is free unless its format or its values leave no room', () => {
  const free = [
    z.string(),
    z.email(),
    z.url(),
    z.string().max(5),
    z.stringFormat('uuid', /./),
    z.json().array(),
    z.unknown(),
  ];
  const closed = [
    z.uuid(),
    z.string().uuid(),
    z.iso.date(),
    z.ulid(),
    z.enum(['A']),
    z.int(),
    z.boolean(),
  ];
  expect(free.map((schema) => physicalColumn(schema, 'column').isFreeText)).toEqual(
    free.map(() => true),
  );
  expect(closed.map((schema) => physicalColumn(schema, 'column').isFreeText)).toEqual(
    closed.map(() => false),
  );
});

test('a union that makes itself anew without end is refused, and soon', () => {
  const union = (): z.ZodType => z.lazy(() => z.union([union(), union()]));
  const both = (): z.ZodType => z.lazy(() => z.intersection(both(), both()));
  const start = performance.now();
  for (const schema of [union(), both()]) {
    expect(() => physicalColumn(schema, 'column a')).toThrow(
      expect.objectContaining({ code: 'DAS_CONTRACT_UNKNOWN_TYPE', place: 'column a' }),
    );
  }
  expect(performance.now() - start).toBeLessThan(5000);
});
