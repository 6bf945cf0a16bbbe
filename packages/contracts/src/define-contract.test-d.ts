import { expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import {
  type AnyContract,
  type Contract,
  defineContract,
  type RecordResult,
  rule,
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
