import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import * as mini from 'zod/mini';
import type { $ZodObject } from 'zod/v4/core';
import { compiledSchema } from './compiled-schema.js';
import { absent, type ColumnCase, oddValues, usualColumns } from './fixtures/columns.js';
import { otherColumns } from './fixtures/other-columns.js';
import { parseRecord } from './parse-record.js';

type Columns = readonly (readonly [string, ColumnCase])[];

const others = Object.values(otherColumns).map((schema) => ({ schema, values: oddValues }));
const names = fc.constantFrom('a', 'b', 'c', '1', '0', 'constructor', 'toString', '__proto__');
const someColumns: fc.Arbitrary<Columns> = fc.uniqueArray(
  fc.tuple(
    names,
    fc.oneof(
      { weight: 9, arbitrary: usualColumns },
      { weight: 1, arbitrary: fc.constantFrom(...others) },
    ),
  ),
  { minLength: 1, maxLength: 4, selector: ([name]) => name },
);
const objects = fc.constantFrom(
  z.object,
  z.object,
  z.strictObject,
  z.looseObject,
  mini.object,
  mini.strictObject,
);

function objectOf(make: typeof z.object, columns: Columns): $ZodObject {
  return make(Object.fromEntries(columns.map(([name, { schema }]) => [name, schema as z.ZodType])));
}

function withFields(target: object, fields: object): object {
  return Object.defineProperties(target, Object.getOwnPropertyDescriptors(fields));
}

/** Objects that hold the same fields, in many ways. */
const forms: readonly ((fields: object) => unknown)[] = [
  (fields) => fields,
  (fields) => fields,
  (fields) => fields,
  (fields) => Object.freeze(fields),
  (fields) => withFields(Object.create(null), fields),
  (fields) => withFields(new (class Order {})(), fields),
  (fields) => Object.create(fields),
  (fields) => Object.fromEntries(Object.entries(fields).reverse()),
  (fields) => ({ ...fields, [Symbol('s')]: 1 }),
  (fields) => new Proxy(fields, {}),
  (fields) => withFields([], fields),
  (fields) => withFields(new Map(), fields),
  () => null,
  () => 'a',
];

function recordOf(columns: Columns): fc.Arbitrary<unknown> {
  const fields = columns.map(([name, { values }]) =>
    fc.tuple(
      fc.constant(name),
      fc.oneof({ weight: 30, arbitrary: values }, { weight: 1, arbitrary: oddValues }),
    ),
  );
  const extra = fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom('a', 'z', '__proto__'), oddValues)
        .map((field) => [field]),
    },
  );
  return fc.tuple(fc.tuple(...fields), extra, fc.constantFrom(...forms)).map(([some, more, form]) =>
    // Unlike an assignment it makes an own field of `__proto__`, as `JSON.parse` does.
    form(Object.fromEntries([...more, ...some].filter(([, value]) => value !== absent))),
  );
}

/** A comparison that sees what no assertion does: the sign of zero, the order of keys, what is shared. */
function expectSame(row: object, expected: object, record: unknown): void {
  expect(Reflect.ownKeys(row)).toEqual(Reflect.ownKeys(expected));
  for (const name of Reflect.ownKeys(expected)) {
    const [given, wanted] = [Reflect.get(row, name), Reflect.get(expected, name)];
    const isMade = typeof wanted === 'object' && wanted !== Reflect.get(Object(record), name);
    if (isMade) expect(given).toStrictEqual(wanted);
    else expect(Object.is(given, wanted)).toBe(true);
  }
}

test('a compiled schema decides as the schema does, and makes the same rows', () => {
  let good = 0;
  let bad = 0;
  let compiled = 0;
  const cases = fc
    .tuple(objects, someColumns)
    .chain(([make, columns]) =>
      fc.tuple(
        fc.constant(objectOf(make as typeof z.object, columns)),
        fc.array(recordOf(columns), { minLength: 1, maxLength: 8 }),
      ),
    );
  fc.assert(
    fc.property(cases, ([schema, records]) => {
      const quick = compiledSchema(schema);
      if (quick !== schema) compiled += 1;
      for (const record of records) {
        const row = parseRecord(quick, new Map(), record, 'contract orders');
        const expected = parseRecord(schema, new Map(), record, 'contract orders');
        expect(row.ok).toBe(expected.ok);
        if (expected.ok && row.ok) {
          good += 1;
          expectSame(row.row, expected.row, record);
        } else {
          bad += 1;
          expect(row).toEqual(expected);
        }
      }
    }),
    { numRuns: 3000 },
  );
  expect(good).toBeGreaterThan(2000);
  expect(bad).toBeGreaterThan(1000);
  expect(compiled).toBeGreaterThan(1500);
}, 60_000);

test('no code is generated where zod must not, nor for the schema of another zod', () => {
  const schema = z.object({ a: z.string() });
  expect(compiledSchema(schema)).not.toBe(schema);
  z.config({ jitless: true });
  try {
    expect(compiledSchema(schema)).toBe(schema);
  } finally {
    z.config({ jitless: false });
  }
  const later = z.object({ a: z.string() });
  later._zod.version = { ...later._zod.version, patch: 9_999 };
  expect(compiledSchema(later)).toBe(later);
});
