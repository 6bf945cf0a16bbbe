import { Ajv, type Options } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formatsPlugin from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { $ZodType } from 'zod/v4/core';
import { defineContract } from '../define-contract.js';
import type { ContractDocument } from '../model/contract-document.js';
import { type JsonSchemaTarget, jsonSchemaAnnotations } from './json-schema.js';
import { type JsonSchemaOptions, toJsonSchema } from './to-json-schema.js';

const addFormats = formatsPlugin.default;
const targets: readonly JsonSchemaTarget[] = ['2020-12', '2019-09', 'draft-07'];

function validatorOf(target: JsonSchemaTarget): Ajv {
  // A tuple whose end may be left out is what `strictTuples` is against.
  const options: Options = { strict: true, strictTuples: false, allErrors: true };
  const ajv =
    target === '2020-12'
      ? new Ajv2020(options)
      : target === '2019-09'
        ? new Ajv2019(options)
        : new Ajv(options);
  addFormats(ajv);
  ajv.addVocabulary([...jsonSchemaAnnotations]);
  return ajv;
}

function accepts(contract: ContractDocument, options: JsonSchemaOptions): (v: unknown) => boolean {
  const ajv = validatorOf(options.target ?? '2020-12');
  const schema = { ...toJsonSchema(contract, options) };
  expect(ajv.validateSchema(schema)).toBe(true);
  return ajv.compile(schema);
}

function contractOf<const Shape extends Readonly<Record<string, $ZodType>>>(shape: Shape) {
  return defineContract({
    domain: 'shop',
    name: 'things',
    version: '1.0.0',
    owner: 'shop',
    schema: z.object(shape as Record<string, $ZodType>),
    columns: Object.fromEntries(
      Object.keys(shape).map((name) => [
        name,
        { classification: 'internal', type: 'VARIANT' } as const,
      ]),
    ),
  });
}

/** Schemas whose values are JSON and whose checks JSON Schema can say. */
const schemasWith = (...more: readonly z.ZodType[]): fc.Arbitrary<$ZodType> =>
  fc.letrec<{ any: z.ZodType }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constantFrom<z.ZodType>(
        z.string(),
        z.string().min(1).max(3),
        z.string().regex(/^[a-z]+$/),
        z.number(),
        z.number().min(-2).lt(10),
        z.number().gt(0).max(3),
        z.int().multipleOf(2),
        z.int(),
        z.boolean(),
        z.null(),
        z.enum(['a', 'b']),
        z.literal([1, 'a', true]),
        z.iso.date(),
        ...more,
      ),
      tie('any').map((inner) => z.array(inner).max(2)),
      tie('any').map((inner) => z.record(z.string(), inner)),
      tie('any').map((inner) => z.nullable(inner)),
      fc.tuple(tie('any'), tie('any')).map(([one, other]) => z.union([one, other])),
      fc.tuple(tie('any'), tie('any')).map(([one, other]) => z.tuple([one, other])),
      fc.tuple(tie('any'), tie('any')).map(([one, other]) => z.tuple([one], other)),
      fc
        .tuple(tie('any'), tie('any'))
        .map(([one, other]) => z.object({ a: one, b: z.optional(other) })),
      fc.tuple(tie('any')).map(([one]) => z.strictObject({ a: one })),
    ),
  })).any;

/** JSON that often fits. */
const jsonValues = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(
      null,
      true,
      'a',
      'b',
      'abcd',
      '',
      '2024-02-30',
      '2024-02-29',
      1,
      2,
      0,
      -2,
      10,
      2.5,
    ),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('any'), { maxKeys: 3 }),
  ),
})).any;

describe('toJsonSchema', () => {
  test.each(targets)('agrees with the contract on JSON, in %s', (target) => {
    fc.assert(
      fc.property(
        schemasWith(),
        fc.array(jsonValues, { minLength: 5, maxLength: 20 }),
        (schema, values) => {
          const contract = contractOf({ value: schema });
          const validate = accepts(contract, { target, side: 'accepted' });
          for (const value of values) {
            expect([value, validate({ value })]).toEqual([
              value,
              contract.parseRecord({ value }).ok,
            ]);
          }
        },
      ),
      { numRuns: 80 },
    );
  });

  test('never refuses JSON that the contract takes, whatever the schema', () => {
    // Whether a field that takes anything may be absent, and what a transform makes, is left open.
    const schemas = schemasWith(
      z.unknown(),
      z.string().transform((text) => text.length),
      z.string().default('a'),
      z.coerce.number(),
    );
    fc.assert(
      fc.property(
        schemas,
        fc.array(jsonValues, { minLength: 5, maxLength: 20 }),
        (schema, values) => {
          const contract = contractOf({ value: schema });
          const [writes, reads] = [accepts(contract, { side: 'accepted' }), accepts(contract, {})];
          for (const value of values) {
            const result = contract.parseRecord({ value });
            if (!result.ok) continue;
            expect([value, writes({ value })]).toEqual([value, true]);
            expect([value, reads(JSON.parse(JSON.stringify(result.row)))]).toEqual([value, true]);
          }
        },
      ),
      { numRuns: 80 },
    );
  });

  test.each([
    ['guid', z.guid()],
    ['uuid', z.uuid()],
    ['email', z.email()],
    ['date', z.iso.date()],
    ['time', z.iso.time()],
    ['datetime', z.iso.datetime()],
    ['local datetime', z.iso.datetime({ local: true, offset: true })],
    ['duration', z.iso.duration()],
    ['ipv4', z.ipv4()],
    ['ipv6', z.ipv6()],
    ['e164', z.e164()],
    ['ulid', z.ulid()],
    ['nanoid', z.nanoid()],
    ['mac', z.mac()],
  ])('never refuses a text of the format %s that the contract takes', (_name, schema) => {
    const contract = contractOf({ value: schema });
    const validate = accepts(contract, {});
    const pattern = schema._zod.def.pattern;
    const texts = fc.oneof(
      // fast-check builds no texts for an expression that looks ahead.
      pattern === undefined || String(pattern).includes('(?=')
        ? fc.constantFrom('P1Y', 'P2W', 'PT0.5S', 'P1DT12H', 'P')
        : fc.stringMatching(pattern),
      fc.string(),
      fc.emailAddress(),
      fc.uuid(),
      fc.ipV6(),
    );
    fc.assert(
      fc.property(texts, (value) => {
        if (contract.parseRecord({ value }).ok) expect(validate({ value })).toBe(true);
      }),
    );
  });

  test('takes each stored row once it is JSON', () => {
    const contract = contractOf({
      at: z.coerce.date(),
      big: z.coerce.bigint().max(9n),
      tags: z.set(z.string()),
      counts: z.map(z.string(), z.int()),
      length: z.string().transform((text) => text.length),
      url: z.url(),
      state: z.string().refine((text) => text !== ''),
    });
    const row = {
      at: new Date('2026-01-01T00:00:00Z').toJSON(),
      big: '7',
      tags: ['a'],
      counts: { a: 1 },
      length: 3,
      url: 'https://example.com/',
      state: 'x',
    };
    const validate = accepts(contract, {});
    expect(validate(row)).toBe(true);
    expect(validate({ ...row, big: 7 })).toBe(false);
    expect(validate({ ...row, at: 'yesterday' })).toBe(false);
    expect(toJsonSchema(contract)).toMatchSnapshot();
  });

  test('says what a column is, in keywords that a strict validator is told of', () => {
    const contract = defineContract({
      domain: 'shop',
      name: 'people',
      version: '2.1.0',
      owner: 'shop',
      description: 'People.',
      schema: z.strictObject({
        email: z.email(),
        weight: z.number().optional(),
        state: z.enum(['off', 'on']),
      }),
      columns: {
        email: { classification: 'pii', semantic: 'email', description: 'Where to write.' },
        weight: { classification: 'internal', unit: 'kg', examples: [70.5] },
        state: {
          classification: 'internal',
          enum: 'open',
          deprecated: { removeAfter: '2027-01-01', replacedBy: 'weight' },
        },
      },
    });
    for (const target of targets) accepts(contract, { target });
    const row = { email: 'ada@example.com', state: 'standby' };
    // An open enum binds writers; readers have to expect more.
    expect([accepts(contract, {})(row), accepts(contract, { side: 'accepted' })(row)]).toEqual([
      true,
      false,
    ]);
    expect(toJsonSchema(contract)).toMatchSnapshot();
    expect(toJsonSchema(contract, { target: 'draft-07' })).not.toHaveProperty(
      'properties.state.deprecated',
    );
  });

  test('names a column like a member of every object', () => {
    const contract = contractOf({ constructor: z.string(), toString: z.int() });
    const validate = accepts(contract, {});
    expect([validate({}), validate({ constructor: 'a', toString: 1 })]).toEqual([false, true]);
  });
});
