import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { ValueShape } from '../model/value-shape.js';
import { valueShapeOf } from '../schema/value-shape-of.js';
import { schemaFromShape } from './schema-from-shape.js';

const text = fc.constantFrom<() => z.ZodType>(
  () => z.string(),
  () => z.string().min(1).max(9),
  () => z.string().regex(/^a\/b/i).regex(/z$/),
  () => z.email(),
  () => z.url(),
  () => z.uuid(),
  () => z.uuid({ version: 'v7' }),
  () => z.ipv6(),
  () => z.base64(),
  () => z.jwt(),
  () => z.iso.datetime(),
  () => z.iso.datetime({ local: true, precision: 3 }),
  () => z.iso.datetime({ offset: true }),
  () => z.iso.time({ precision: 0 }),
  () => z.iso.date().min(3),
  () => z.iso.duration(),
  () => z.string().startsWith('a.'),
  () => z.string().refine(() => true),
);

const scalar = fc.constantFrom<() => z.ZodType>(
  () => z.int(),
  () => z.int32().multipleOf(3),
  () => z.number().gt(0).lt(1),
  () => z.number().min(-5).multipleOf(0.5).multipleOf(2),
  () => z.bigint().positive().multipleOf(3n),
  () => z.boolean(),
  () => z.date().min(new Date(0)),
  () => z.enum(['b', 'a']),
  () => z.literal(['x', 1, true]),
  () => z.null(),
  () => z.unknown(),
  () => z.number().refine(() => true),
);

const schemas: fc.Arbitrary<z.ZodType> = fc.letrec<{ schema: z.ZodType }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    text.map((make) => make()),
    scalar.map((make) => make()),
    tie('schema').map((inner) => inner.nullable()),
    tie('schema').map((inner) => inner.optional()),
    tie('schema').map((inner) => z.array(inner).min(1)),
    tie('schema').map((inner) => z.set(inner).max(4)),
    tie('schema').map((inner) => z.map(z.string(), inner)),
    tie('schema').map((inner) => z.record(z.string(), inner)),
    tie('schema').map((inner) => z.partialRecord(z.enum(['a', 'b']), inner)),
    fc.tuple(tie('schema'), tie('schema')).map(([one, other]) => z.object({ one, other })),
    fc.tuple(tie('schema'), tie('schema')).map(([one, other]) => z.strictObject({ one, other })),
    fc.tuple(tie('schema'), tie('schema')).map(([one, other]) => z.object({ one }).catchall(other)),
    fc.tuple(tie('schema'), tie('schema')).map(([one, other]) => z.tuple([one], other)),
    fc.tuple(tie('schema'), tie('schema')).map(([one, other]) => z.union([one, other])),
  ),
})).schema;

function isOpaque(shape: ValueShape): boolean {
  return JSON.stringify(shape).includes('"kind":"opaque"');
}

test('a schema that is rebuilt from a shape has that shape', () => {
  let rebuilt = 0;
  fc.assert(
    fc.property(schemas, fc.constantFrom('refuse' as const, 'accept' as const), (schema, how) => {
      const shape = valueShapeOf(schema, 'output');
      if (isOpaque(shape)) return;
      rebuilt += 1;
      expect(valueShapeOf(schemaFromShape(shape, how), 'output')).toEqual(shape);
    }),
    { numRuns: 1000 },
  );
  expect(rebuilt).toBeGreaterThan(500);
});

const values = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    undefined,
    '',
    'a',
    'b',
    'a/bz',
    1,
    3,
    0.5,
    true,
    'a@b.co',
    'https://a.b/',
    '2026-01-01',
    '2026-01-01T00:00:00.000',
    '2026-01-01T00:00:00Z',
    '2026-01-01T00:00:00+01:00',
    '10:00:00',
    [],
    [1],
    {},
    { a: 1 },
    { one: 'a', other: 1 },
    new Date(5),
    3n,
    new Set(['a']),
  ),
);

test('a schema that is rebuilt refuses and accepts the same values, where no code is at work', () => {
  fc.assert(
    fc.property(schemas, values, (schema, value) => {
      const shape = valueShapeOf(schema, 'output');
      if (isOpaque(shape) || JSON.stringify(shape).includes('refinements')) return;
      const rebuilt = schemaFromShape(shape, 'refuse');
      expect(rebuilt.safeParse(value).success).toBe(schema.safeParse(value).success);
    }),
    { numRuns: 2000 },
  );
});
