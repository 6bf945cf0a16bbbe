import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { acceptsValue } from './accepts-value.js';
import { valueShapeOf } from './value-shape-of.js';

/** A schema with values that it is likely to take. */
interface Node {
  readonly schema: z.ZodType;
  readonly likely: fc.Arbitrary<unknown>;
}

function node(schema: z.ZodType, likely: fc.Arbitrary<unknown>): Node {
  return { schema, likely };
}

const text = fc.string({
  unit: fc.constantFrom('a', 'B', '1', ' ', '\n', '😀', '/'),
  maxLength: 6,
});
const small = fc.integer({ min: -6, max: 6 });
const number = fc.oneof(
  small,
  small.map((value) => value / 10),
  fc.double(),
  fc.constantFrom(2 ** 53, 2 ** 31, 2 ** 31 - 1, -1e300),
);
const whole = small.map(BigInt);
const moment = fc.integer({ min: -3, max: 3 }).map((day) => new Date(day * 86_400_000));
const anything = fc.oneof(
  text,
  number,
  whole,
  moment,
  fc.constantFrom(null, undefined, true, false, new Date(Number.NaN), [], {}),
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true }),
);

const textChecks = fc.constantFrom<(schema: z.ZodString) => z.ZodString>(
  (schema) => schema.min(2),
  (schema) => schema.max(3),
  (schema) => schema.length(2),
  (schema) => schema.regex(/^a/),
  (schema) => schema.regex(/b$/gi),
  (schema) => schema.startsWith('a'),
  (schema) => schema.endsWith('/'),
  (schema) => schema.includes('1'),
  (schema) => schema.includes('1', { position: 2 }),
  (schema) => schema.lowercase(),
  (schema) => schema.uppercase(),
  (schema) => schema.trim(),
  (schema) => schema.toLowerCase(),
  (schema) => schema.email(),
  (schema) => schema.url(),
  (schema) => schema.refine((value) => value !== 'a'),
  (schema) => schema.describe('a text'),
);

const numberChecks = fc
  .tuple(small, fc.constantFrom('min', 'max', 'gt', 'lt', 'multipleOf', 'int', 'finite', 'refine'))
  .map(([bound, check]) => (schema: z.ZodNumber): z.ZodNumber => {
    if (check === 'int' || check === 'finite') return schema[check]();
    if (check === 'refine') return schema.refine((value) => value !== bound);
    if (check === 'multipleOf') return schema.multipleOf(bound / 10);
    return schema[check as 'min'](bound);
  });

function checked<Schema>(
  base: fc.Arbitrary<Schema>,
  checks: fc.Arbitrary<(schema: Schema) => Schema>,
): fc.Arbitrary<Schema> {
  return fc
    .tuple(base, fc.array(checks, { maxLength: 3 }))
    .map(([schema, list]) => list.reduce((before, check) => check(before), schema));
}

const leaf: fc.Arbitrary<Node> = fc.oneof(
  checked(fc.constantFrom(z.string(), z.coerce.string() as unknown as z.ZodString), textChecks).map(
    (schema) => node(schema, text),
  ),
  checked(fc.constantFrom<z.ZodNumber>(z.number(), z.coerce.number()), numberChecks).map((schema) =>
    node(schema, number),
  ),
  fc
    .constantFrom(z.int(), z.int32(), z.uint32(), z.float32(), z.float64())
    .map((schema) => node(schema, number)),
  fc
    .tuple(whole, fc.constantFrom('min', 'lt', 'multipleOf'))
    .map(([bound, check]) => node(z.bigint()[check as 'min'](bound), whole)),
  fc.constantFrom(z.int64(), z.uint64(), z.literal([1n, 3n])).map((schema) => node(schema, whole)),
  moment.map((bound) => node(z.date().min(bound), moment)),
  moment.map((bound) => node(z.coerce.date().max(bound), moment)),
  fc.constantFrom(
    node(z.boolean(), fc.boolean()),
    node(z.stringbool(), fc.constantFrom('true', 'no', 'x')),
    node(z.enum(['a', 'B']), text),
    node(z.literal(['a', 1, null, true]), fc.constantFrom('a', 1, null, true, false)),
    node(z.literal(undefined), fc.constant(undefined)),
    node(z.null(), fc.constant(null)),
    node(z.undefined(), fc.constant(undefined)),
    node(z.unknown(), anything),
    node(z.never(), anything),
    node(z.nan(), fc.constant(Number.NaN)),
    node(z.templateLiteral(['a', z.int()]), fc.constantFrom('a1', 'a', '1')),
    node(z.json(), fc.jsonValue()),
    node(
      z.custom((value) => value === 1),
      small,
    ),
    node(
      z.preprocess((value) => value, z.string().min(2)),
      text,
    ),
    node(z.stringFormat('two', /^..$/), text),
    node(
      z.stringFormat('none', () => false),
      text,
    ),
    node(z.iso.datetime({ offset: true }), fc.constantFrom('2026-01-01T00:00:00+01:00', 'x')),
    node(z.uuidv4(), fc.uuid()),
    node(z.httpUrl(), fc.webUrl()),
  ),
);

const tree = fc.letrec<{ node: Node; field: readonly [string, Node] }>((tie) => ({
  field: fc.tuple(fc.constantFrom('a', 'b', 'c'), tie('node')),
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.tuple(tie('node'), fc.integer({ min: 0, max: 11 })).map(([{ schema, likely }, which]) => {
      const maybe = fc.option(likely, { nil: undefined });
      switch (which) {
        case 0:
          return node(schema.optional(), maybe);
        case 1:
          return node(schema.nullable(), fc.option(likely));
        case 2:
          return node(schema.default('d'), maybe);
        case 3:
          return node(schema.prefault('d'), maybe);
        case 4:
          return node(schema.catch('c'), anything);
        case 5:
          return node(z.nonoptional(schema), likely);
        case 6:
          return node(z.exactOptional(schema), maybe);
        case 7:
          return node(schema.readonly(), likely);
        case 8:
          return node(
            z.lazy(() => schema),
            likely,
          );
        case 9:
          return node(schema.pipe(z.unknown()), likely);
        case 10:
          return node(
            schema.transform((value) => [value]),
            likely,
          );
        default:
          return node(
            schema.refine((value) => value !== 'a'),
            likely,
          );
      }
    }),
    fc.tuple(tie('node'), small).map(([{ schema, likely }, size]) => {
      const list = fc.array(likely, { maxLength: 4 });
      if (size < -3) return node(z.array(schema), list);
      if (size < 0)
        return node(
          z.set(schema),
          list.map((items) => new Set(items)),
        );
      return node(z.array(schema).max(size), list);
    }),
    fc
      .tuple(fc.array(tie('node'), { maxLength: 3 }), fc.option(tie('node'), { nil: undefined }))
      .map(([items, rest]) => {
        const places = fc.tuple(...items.map(({ likely }) => likely));
        const schemas = items.map(({ schema }) => schema) as [z.ZodType, ...z.ZodType[]];
        return rest === undefined
          ? node(z.tuple(schemas), places)
          : node(
              z.tuple(schemas, rest.schema),
              fc
                .tuple(places, fc.array(rest.likely, { maxLength: 2 }))
                .map((lists) => lists.flat()),
            );
      }),
    fc
      .tuple(
        fc.array(tie('field'), { maxLength: 3 }),
        fc.constantFrom('strip', 'strict', 'catchall'),
      )
      .map(([fields, mode]) => {
        const shape = Object.fromEntries(fields.map(([name, inner]) => [name, inner.schema]));
        const likely = fc.record<Record<string, unknown>>(
          { ...Object.fromEntries(fields.map(([name, inner]) => [name, inner.likely])), d: small },
          { requiredKeys: fields.map(([name]) => name) },
        );
        const either = fc.oneof(likely, fc.dictionary(fc.constantFrom('a', 'b', 'd'), anything));
        if (mode === 'strict') return node(z.strictObject(shape), either);
        if (mode === 'strip') return node(z.object(shape), either);
        return node(z.object(shape).catchall(z.int().min(0)), either);
      }),
    fc.tuple(tie('node'), fc.integer({ min: 0, max: 3 })).map(([{ schema, likely }, which]) => {
      const dictionary = fc.dictionary(fc.constantFrom('a', 'B', '1', 'cc'), likely);
      if (which === 0) return node(z.record(z.string().max(1), schema), dictionary);
      if (which === 1) return node(z.record(z.enum(['a', 'B']), schema), dictionary);
      if (which === 2) return node(z.partialRecord(z.enum(['a', 'B']), schema), dictionary);
      return node(
        z.map(z.int(), schema),
        fc.array(fc.tuple(small, likely), { maxLength: 3 }).map((entries) => new Map(entries)),
      );
    }),
    fc
      .tuple(tie('node'), tie('node'), fc.integer({ min: 0, max: 3 }))
      .map(([one, other, which]) => {
        const either = fc.oneof(one.likely, other.likely);
        if (which === 0) return node(z.intersection(one.schema, other.schema), either);
        if (which === 1) return node(z.xor([one.schema, other.schema]), either);
        return node(z.union([one.schema, other.schema]), either);
      }),
  ),
})).node;

/** What zod says, or nothing where the schema itself fails, as at an intersection of what cannot be joined. */
function parse(schema: z.ZodType, value: unknown): z.ZodSafeParseResult<unknown> | undefined {
  try {
    return schema.safeParse(value);
  } catch {
    return undefined;
  }
}

test('of no schema and no value does a shape say what zod does not', () => {
  const seen = { yes: 0, no: 0, unknown: 0 };
  fc.assert(
    fc.property(
      tree.chain((made) =>
        fc.tuple(
          fc.constant(made.schema),
          fc.array(fc.oneof({ arbitrary: made.likely, weight: 3 }, anything), {
            minLength: 12,
            maxLength: 12,
          }),
        ),
      ),
      ([schema, values]) => {
        const input = valueShapeOf(schema, 'input');
        const output = valueShapeOf(schema, 'output');
        expect(JSON.parse(JSON.stringify(input))).toEqual(input);
        expect(valueShapeOf(schema, 'input')).toEqual(input);
        for (const value of values) {
          const verdict = acceptsValue(input, value);
          seen[verdict] += 1;
          const result = parse(schema, value);
          if (result === undefined) continue;
          if (verdict !== 'unknown') {
            expect(verdict, JSON.stringify(input)).toBe(result.success ? 'yes' : 'no');
          }
          if (result.success) {
            expect(acceptsValue(output, result.data), JSON.stringify(output)).not.toBe('no');
          }
        }
      },
    ),
    { numRuns: 1500 },
  );
  // A shape that never commits itself would agree with everything.
  expect(seen.yes).toBeGreaterThan(seen.unknown / 10);
  expect(seen.no).toBeGreaterThan(seen.unknown / 2);
});
