import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineContract } from '../define-contract.js';
import { classifications } from '../model/classification.js';
import type { AnyContract } from '../model/contract.js';
import { rule } from '../model/rule-builder.js';
import { fromOdcs } from './from-odcs.js';
import { toOdcs } from './to-odcs.js';

const words = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12, unit: 'binary' }).filter((text) => text.trim() !== ''),
  fc.constantFrom('2024-01-01', 'yes', '0x1F', ': #', '- a', "it's", '12', 'null', '~', '|', '{a}'),
);

/** Schemas of every kind that a column may have. */
const schemas: fc.Arbitrary<z.ZodType> = fc
  .constantFrom<() => z.ZodType>(
    () => z.string(),
    () =>
      z
        .string()
        .min(2)
        .max(30)
        .regex(/^[a-z/]+$/i),
    () => z.string().regex(/^a\/b$/),
    () => z.email(),
    () => z.url(),
    () => z.uuid({ version: 'v4' }),
    () => z.ipv4(),
    () => z.string().trim().toLowerCase(),
    () => z.iso.date(),
    () => z.iso.time(),
    () => z.iso.datetime(),
    () => z.iso.datetime({ offset: true }),
    () => z.iso.datetime({ local: true }),
    () => z.date(),
    () => z.coerce.date(),
    () => z.int(),
    () => z.int().min(0).max(10),
    () => z.int32(),
    () => z.number().gt(0).lte(1e21).multipleOf(0.01),
    () =>
      z
        .bigint()
        .min(0n)
        .max(2n ** 60n),
    () => z.boolean(),
    () => z.enum(['b', 'a', '2024-01-01']),
    () => z.literal(['x', 'y']),
    () => z.literal([1, 2]),
    () => z.array(z.string().min(1)).max(5),
    () => z.array(z.object({ id: z.string(), at: z.iso.date().optional() })),
    () => z.object({ street: z.string().nullish(), 'zip code': z.string().max(9) }),
    () => z.strictObject({ a: z.int() }),
    () => z.record(z.string(), z.unknown()),
    () => z.tuple([z.string(), z.number()]),
    () => z.string().refine((text) => text !== 'x'),
    () => z.string().default('x'),
    () => z.unknown(),
  )
  .chain((make) =>
    fc
      .constantFrom<(schema: z.ZodType) => z.ZodType>(
        (schema) => schema,
        (schema) => schema.nullable(),
        (schema) => schema.optional(),
        (schema) => schema.nullish(),
      )
      .map((wrap) => wrap(make())),
  );

const deprecations = fc.record(
  { removeAfter: fc.constant('2027-03-31' as const), reason: words },
  { requiredKeys: ['removeAfter'] },
);

const declarations = fc.record(
  {
    classification: fc.constantFrom(...classifications),
    semantic: fc.constantFrom('email', 'my own'),
    description: words,
    unit: words,
    examples: fc.array(fc.oneof(words, fc.integer(), fc.boolean()), { maxLength: 3 }),
    tags: fc.array(words, { maxLength: 2 }),
    deprecated: deprecations,
  },
  { requiredKeys: ['classification'] },
);

type Column = readonly [schema: z.ZodType, declaration: object];

const columns: fc.Arbitrary<Column> = fc.tuple(schemas, declarations);
const enums: fc.Arbitrary<Column> = fc
  .tuple(declarations, fc.constantFrom('open', 'exhaustive'), fc.boolean())
  .map(([declaration, openness, isNullable]) => {
    const schema = z.enum(['b', 'a', 'yes']);
    return [isNullable ? schema.nullable() : schema, { ...declaration, enum: openness }];
  });

const columnNames = fc
  .uniqueArray(
    fc
      .stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,8}$/)
      .filter((name) => name !== 'id' && name !== '__proto__'),
    { maxLength: 5, selector: (name) => name.toUpperCase() },
  )
  .map((names) =>
    names.filter((name) => !['ID', 'AMOUNT', 'LABEL', 'PLACED_AT'].includes(name.toUpperCase())),
  );

const durations = fc.constantFrom('15m', '30s', '24h', '400d', '7y') as fc.Arbitrary<'15m'>;
const ratios = fc
  .oneof(fc.constantFrom(0, 1, 0.999, 0.95), fc.double({ min: 0, max: 1, noNaN: true }))
  .map((ratio) => ratio + 0);
const target = {
  domain: 'commerce',
  name: 'customers',
  columns: [{ name: 'id' }, { name: 'Region' }],
} as const;

const rules = fc
  .subarray([
    rule.notNull('amount'),
    rule.notNull('amount', { name: 'second_not_null', severity: 'info' }),
    rule.unique('id'),
    rule.unique(['id', 'label'], { description: 'pair' }),
    rule.acceptedValues('label', ['a', 'null', '']),
    rule.range('amount', { min: 0 }),
    rule.range('amount', { max: 1e21 }, { name: 'upper' }),
    rule.range('amount', { min: -1.5, max: 1e-7 }, { name: 'both', dimension: 'consistency' }),
    rule.pattern('label', '[A-Z]{2}'),
    rule.rowCount({ min: 5 }),
    rule.rowCount({ max: 50 }, { name: 'most' }),
    rule.rowCount({ min: 5, max: 50 }, { name: 'between' }),
    rule.rowCount({ min: 5, max: 5 }, { name: 'exactly' }),
    rule.referential('label', target, 'id'),
    rule.referential(['id', 'label'], target, ['id', 'Region'], { name: 'pair_exists' }),
    rule.completeness('amount', { min: 0.95 }),
    rule.duplicates('amount', { max: 0.001 }),
    rule.duplicates(['amount', 'label'], { max: 1 / 3 }, { severity: 'warning' }),
    rule.freshness('placed_at', '15m'),
    rule.drift('label', { values: { a: 0.5, b: 0.25 } }),
    rule.drift('amount', { bounds: [0, 10], shares: [0.25, 0.5, 0.25] }, { maxPsi: 0.1 }),
    rule.sql(
      'own',
      'SELECT COUNT(*) FROM {object} WHERE {property} > 3',
      { mustBeLessThan: 5 },
      { column: 'amount' },
    ),
    rule.sql('own_table', 'SELECT COUNT(*) FROM {object}', { mustNotBeBetween: [1, 5] }),
  ])
  .chain((all) => fc.shuffledSubarray(all, { minLength: all.length }));

const contracts: fc.Arbitrary<AnyContract> = columnNames
  .chain((names) =>
    fc.record(
      {
        columns: fc.tuple(
          ...names.map((name) => fc.tuple(fc.constant(name), fc.oneof(columns, enums))),
        ),
        status: fc.constantFrom(
          'draft' as const,
          'active' as const,
          'deprecated' as const,
          'retired' as const,
        ),
        owner: words,
        description: words,
        tags: fc.array(words, { maxLength: 2 }),
        isStrict: fc.boolean(),
        isRefined: fc.boolean(),
        primaryKey: fc.constantFrom<readonly ('id' | 'amount')[]>([], ['id'], ['amount', 'id']),
        uniqueKeys: fc.constantFrom<readonly (readonly ('id' | 'amount' | 'label')[])[]>(
          [],
          [['label']],
          [['label'], ['id']],
          [['id', 'label']],
        ),
        foreignKeys: fc.subarray([
          {
            columns: ['label' as const],
            references: { contract: 'commerce.customers', columns: ['id'] },
          },
          {
            columns: ['id' as const],
            references: { contract: 'health.customers', columns: ['id'] },
          },
          {
            columns: ['label' as const, 'id' as const],
            references: { contract: 'commerce.customers', columns: ['id', 'Region'] },
          },
        ]),
        grain: words,
        partitionBy: fc.constantFrom<readonly ('id' | 'label')[]>([], ['label', 'id']),
        clusterBy: fc.constantFrom<readonly ('id' | 'label')[]>([], ['label', 'id']),
        slo: fc.record(
          {
            freshness: fc.record({ column: fc.constant('placed_at' as const), p95: durations }),
            completeness: fc.record({ amount: ratios, label: ratios }, { requiredKeys: [] }),
            availability: ratios,
            frequency: durations,
            timeToDetect: durations,
            timeToNotify: durations,
            timeToRepair: durations,
          },
          { requiredKeys: [] },
        ),
        quality: rules,
        retention: fc.record(
          { bronze: durations, silver: durations, platinum: durations },
          { requiredKeys: [] },
        ),
        sharing: fc.record(
          {
            audience: fc.constantFrom('domain' as const, 'public' as const),
            regions: fc.array(words, { minLength: 1, maxLength: 2 }),
          },
          { requiredKeys: ['audience'] },
        ),
        support: fc.array(
          fc.record(
            { channel: words, url: words, description: words, tool: words, scope: words },
            { requiredKeys: ['channel'] },
          ),
          { maxLength: 2 },
        ),
        terms: fc.record(
          { purpose: words, usage: words, limitations: words },
          { requiredKeys: [] },
        ),
        deprecated: deprecations,
        compatibility: fc.constantFrom(
          'none' as const,
          'full' as const,
          'forward_transitive' as const,
        ),
      },
      { requiredKeys: ['columns', 'owner', 'isStrict', 'isRefined'] },
    ),
  )
  .map(({ columns, isStrict, isRefined, ...rest }) => {
    const shape = {
      id: z.uuid(),
      amount: z.number(),
      label: z.string(),
      placed_at: z.iso.datetime({ offset: true }),
      ...Object.fromEntries(columns.map(([name, [schema]]) => [name, schema])),
    };
    const object = isStrict ? z.strictObject(shape) : z.object(shape);
    return defineContract({
      domain: 'commerce',
      name: 'orders',
      version: '1.2.3',
      ...rest,
      schema: isRefined ? object.refine(() => true) : object,
      columns: {
        id: 'internal',
        amount: { classification: 'confidential', type: 'NUMBER(12,2)' },
        label: 'public',
        placed_at: 'internal',
        ...Object.fromEntries(columns.map(([name, [, declaration]]) => [name, declaration])),
      } as never,
    } as never) as unknown as AnyContract;
  });

test.each(['3.1.0', '3.2.0'] as const)(
  'any contract comes back from %s as it was',
  (apiVersion) => {
    fc.assert(
      fc.property(contracts, (contract) => {
        const text = toOdcs(contract, { apiVersion });
        const { product } = fromOdcs(text);
        expect(product.contracts[0]?.toJSON()).toEqual(contract.toJSON());
        expect(toOdcs(product)).toBe(text);
      }),
      { numRuns: 40 },
    );
  },
);
