import { expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import {
  type AnyContract,
  type Contract,
  defineContract,
  foreignKey,
  type Masked,
  type RecordResult,
  rule,
  type SemanticType,
  type StandardSchemaV1,
} from './index.js';

const named = {
  domain: 'commerce',
  name: 'orders',
  version: '1.0.0',
  owner: 'data-commerce',
} as const;

const schema = z.object({
  order_id: z.uuid(),
  note: z.string().optional(),
  discount: z.number().nullable(),
  quantity: z.int().default(1),
  placed_at: z.coerce.date(),
});

const columns = {
  order_id: 'internal',
  note: 'internal',
  discount: 'confidential',
  quantity: 'internal',
  placed_at: 'internal',
} as const;

const orders = defineContract({ ...named, schema, columns });

test('the row is what the schema puts out, the input what it takes', () => {
  expectTypeOf(orders.$row).toEqualTypeOf<{
    order_id: string;
    note?: string | undefined;
    discount: number | null;
    quantity: number;
    placed_at: Date;
  }>();
  expectTypeOf(orders.$insert).toEqualTypeOf<{
    order_id: string;
    note?: string | undefined;
    discount: number | null;
    quantity?: number | undefined;
    placed_at: unknown;
  }>();
  expectTypeOf(orders.parseRecord({})).toEqualTypeOf<RecordResult<typeof orders.$row>>();
});

test('columns are known by name', () => {
  expectTypeOf(orders.column)
    .parameter(0)
    .toEqualTypeOf<'order_id' | 'note' | 'discount' | 'quantity' | 'placed_at'>();
  // @ts-expect-error there is no such column
  orders.column('emial');
});

test('every column is classified, also one that may be absent or null', () => {
  const { order_id: _orderId, ...withoutId } = columns;
  const { note: _note, ...withoutNote } = columns;
  const { discount: _discount, ...withoutDiscount } = columns;
  // @ts-expect-error order_id is not classified
  defineContract({ ...named, schema, columns: withoutId });
  // @ts-expect-error note is not classified
  defineContract({ ...named, schema, columns: withoutNote });
  // @ts-expect-error discount is not classified
  defineContract({ ...named, schema, columns: withoutDiscount });
  // @ts-expect-error nothing is classified
  defineContract({ ...named, schema });
});

test('a column that is not in the schema cannot be classified', () => {
  defineContract({
    ...named,
    schema: z.object({ order_id: z.uuid() }),
    // @ts-expect-error there is no column customer
    columns: { order_id: 'internal', customer: 'pii' },
  });
});

test('classifications and types are those that exist', () => {
  const small = z.object({ order_id: z.uuid() });
  // @ts-expect-error secret is no classification
  defineContract({ ...named, schema: small, columns: { order_id: 'secret' } });
  defineContract({
    ...named,
    schema: small,
    // @ts-expect-error TEXT is no type
    columns: { order_id: { classification: 'internal', type: 'TEXT' } },
  });
});

test('keys, objectives and rules name columns of the schema', () => {
  defineContract({
    ...named,
    schema,
    columns,
    primaryKey: ['order_id', 'placed_at'],
    slo: { freshness: { column: 'placed_at', p95: '10m' }, completeness: { discount: 0.9 } },
    quality: [rule.unique(['order_id', 'placed_at']), rule.range('discount', { max: 1 })],
  });
  // @ts-expect-error there is no column id
  defineContract({ ...named, schema, columns, primaryKey: ['id'] });
  const freshness = { column: 'updated_at', p95: '1h' } as const;
  // @ts-expect-error there is no column updated_at
  defineContract({ ...named, schema, columns, slo: { freshness } });
  // @ts-expect-error there is no column total
  defineContract({ ...named, schema, columns, slo: { completeness: { total: 0.9 } } });
  // @ts-expect-error there is no column total
  defineContract({ ...named, schema, columns, quality: [rule.notNull('total')] });
  // @ts-expect-error a week is no unit of a duration
  defineContract({ ...named, schema, columns, retention: { bronze: '1w' } });
});

test('a schema that is no object is not taken', () => {
  // @ts-expect-error a list has no columns
  defineContract({ ...named, schema: z.array(z.string()), columns: {} });
});

test('every contract is any contract, and a Standard Schema of its row', () => {
  expectTypeOf(orders).toExtend<AnyContract>();
  expectTypeOf(orders).toExtend<StandardSchemaV1<typeof orders.$insert, typeof orders.$row>>();
  expectTypeOf(orders).toEqualTypeOf<Contract<typeof schema, typeof columns>>();
});

test('the two sides of transforms, codecs, defaults, optionals and unions are told apart', () => {
  const everything = defineContract({
    ...named,
    schema: z.object({
      trimmed: z.string().trim().optional(),
      length: z
        .string()
        .transform((text) => text.length)
        .pipe(z.int()),
      day: z.codec(z.iso.date(), z.date(), {
        decode: (text) => new Date(text),
        encode: (date) => date.toISOString().slice(0, 10),
      }),
      count: z.int().default(1),
      flag: z.stringbool(),
      either: z.union([z.literal('a'), z.literal('b')]).nullish(),
      caught: z.enum(['x', 'y']).catch('x'),
      nested: z.object({ tags: z.array(z.string()).default([]) }),
    }),
    columns: {
      trimmed: 'internal',
      length: 'internal',
      day: 'internal',
      count: 'internal',
      flag: 'internal',
      either: 'internal',
      caught: 'internal',
      nested: 'internal',
    },
  });
  expectTypeOf(everything.$row).toEqualTypeOf<{
    trimmed?: string | undefined;
    length: number;
    day: Date;
    count: number;
    flag: boolean;
    either?: 'a' | 'b' | null | undefined;
    caught: 'x' | 'y';
    nested: { tags: string[] };
  }>();
  expectTypeOf(everything.$insert).toEqualTypeOf<{
    trimmed?: string | undefined;
    length: string;
    day: string;
    count?: number | undefined;
    flag: string;
    either?: 'a' | 'b' | null | undefined;
    caught: 'x' | 'y';
    nested: { tags?: string[] | undefined };
  }>();
});

test('a reader without clearance sees texts and nulls in place of what is protected', () => {
  const patients = defineContract({
    ...named,
    schema: z.object({
      id: z.uuid(),
      city: z.string().optional(),
      sex: z.enum(['f', 'm']),
      age: z.int(),
      born: z.coerce.date().nullable(),
    }),
    columns: {
      id: 'public',
      city: { classification: 'pii', semantic: 'city' },
      sex: 'phi',
      age: { classification: 'phi', type: 'NUMBER(3,0)' },
      born: { classification: 'pii' },
    },
  });
  interface Nobody {
    id: string;
    city?: string | null | undefined;
    sex: string | null;
    age: number | null;
    born: Date | null;
  }
  expectTypeOf<Masked<typeof patients>>().toEqualTypeOf<Nobody>();
  expectTypeOf<ReturnType<typeof patients.$masked>>().toEqualTypeOf<Nobody>();
  expectTypeOf<Masked<typeof patients, 'phi'>>().toEqualTypeOf<
    Omit<Nobody, 'sex' | 'age'> & { sex: 'f' | 'm'; age: number } extends infer Row
      ? { [C in keyof Row]: Row[C] }
      : never
  >();
  expectTypeOf<ReturnType<typeof patients.$masked<'pii' | 'phi'>>>().toEqualTypeOf(patients.$row);
  expectTypeOf(patients.$classifications).toEqualTypeOf<{
    readonly id: 'public';
    readonly city: 'pii';
    readonly sex: 'phi';
    readonly age: 'phi';
    readonly born: 'pii';
  }>();
  // What may be null is not what a sink of plain rows takes.
  expectTypeOf<Masked<typeof patients>>().not.toExtend<typeof patients.$row>();
});

test('a classification that the compiler does not know counts as protected', () => {
  const level = 'internal' as 'internal' | 'pii';
  const vague = defineContract({
    ...named,
    schema: z.object({ id: z.int() }),
    columns: { id: level },
  });
  expectTypeOf<Masked<typeof vague>>().toEqualTypeOf<{ id: number | null }>();
});

test('rules and keys hold the names of their columns', () => {
  expectTypeOf(rule.unique(['a', 'b']).columns).toEqualTypeOf<readonly ('a' | 'b')[]>();
  expectTypeOf(rule.unique('a').columns).toEqualTypeOf<readonly 'a'[]>();
  expectTypeOf(rule.notNull('a').column).toEqualTypeOf<'a'>();
  defineContract({
    ...named,
    schema,
    columns,
    uniqueKeys: [['order_id', 'placed_at']],
    foreignKeys: [foreignKey(['order_id'], orders, ['order_id'])],
    clusterBy: ['placed_at'],
    quality: [
      rule.duplicates(['order_id', 'note'], { max: 0 }),
      rule.freshness('placed_at', '1h'),
      rule.referential('order_id', orders, 'order_id'),
      rule.sql('one', 'SELECT 1', { mustBe: 1 }),
      rule.sql(
        'two',
        'SELECT MAX({property}) FROM {object}',
        { mustBe: 1 },
        { column: 'quantity' },
      ),
    ],
  });
  // @ts-expect-error there is no column id
  defineContract({ ...named, schema, columns, uniqueKeys: [['order_id', 'id']] });
  // @ts-expect-error there is no column id
  defineContract({ ...named, schema, columns, quality: [rule.duplicates(['id'], { max: 0 })] });
  const query = rule.sql('two', 'SELECT 1', { mustBe: 1 }, { column: 'total' });
  // @ts-expect-error there is no column total
  defineContract({ ...named, schema, columns, quality: [query] });
  // @ts-expect-error there is no column id in the other contract
  foreignKey(['order_id'], orders, ['id']);
});

test('any name is a meaning, and the known ones are offered', () => {
  expectTypeOf<'email'>().toExtend<SemanticType>();
  expectTypeOf<'wind_speed'>().toExtend<SemanticType>();
  expectTypeOf<number>().not.toExtend<SemanticType>();
});
