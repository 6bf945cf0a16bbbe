import { defineContract } from '@das/contracts';
import { expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { Collector, type CollectorClass, type Transformed } from './collector.js';
import type { FieldPolicies } from './field-policies.js';
import type { RecordContext } from './record-context.js';
import type { Source } from './source.js';

const orders = defineContract({
  domain: 'shop',
  name: 'orders',
  version: '1.0.0',
  owner: 'shop',
  schema: z.object({
    id: z.string(),
    total: z.number().nullable(),
    isPaid: z.boolean(),
    placed: z.date(),
  }),
  columns: { id: 'internal', total: 'internal', isPaid: 'internal', placed: 'internal' },
});

type Fields = FieldPolicies<typeof orders.$insert>;

class Orders extends Collector<typeof orders> {
  readonly contract = orders;
  override readonly fields = {
    id: { trim: true, coerce: 'text' },
    total: { coerce: 'number', onNull: 'default', default: 0 },
    placed: { coerce: 'timestamp', onNull: 'reject' },
  } as const;
  override readonly deduplicate = { window: '7d', by: ['id', 'placed'] } as const;
  override readonly lateness = { column: 'placed', allowed: '1h', policy: 'land' } as const;
  override readonly sensitive = { pii: 'mask', columns: { id: { ignore: 'ours' } } } as const;
  override readonly drift = { evolve: { limit: 3 } } as const;
  async openSource(): Promise<Source> {
    throw new Error('not used');
  }
  override transform(event: { id: string }, record: RecordContext) {
    const at = new Date(record.timestamp ?? 0);
    return [{ id: event.id, total: 1, isPaid: true, placed: at }];
  }
}

test('a collector with every policy is one that a domain lists', () => {
  expectTypeOf<typeof Orders>().toExtend<CollectorClass>();
});

test('a transform may give none, one or many rows of the contract', () => {
  expectTypeOf<undefined>().toExtend<Transformed<typeof orders>>();
  expectTypeOf<{ id: string; total: null; isPaid: boolean; placed: Date }>().toExtend<
    Transformed<typeof orders>
  >();
  expectTypeOf<{ id: number }>().not.toExtend<Transformed<typeof orders>>();
  expectTypeOf<{ id: number }[]>().not.toExtend<Transformed<typeof orders>>();
});

test('policies are of columns that the contract has, and fit their types', () => {
  expectTypeOf<{ total: { coerce: 'number' } }>().toExtend<Fields>();
  expectTypeOf<{ total: { coerce: 'boolean' } }>().not.toExtend<Fields>();
  expectTypeOf<{ isPaid: { coerce: 'boolean' } }>().toExtend<Fields>();
  expectTypeOf<{ total: { onNull: 'default' } }>().not.toExtend<Fields>();
  expectTypeOf<{ total: { onNull: 'default'; default: string } }>().not.toExtend<Fields>();
  expectTypeOf<{ total: { default: 0 } }>().not.toExtend<Fields>();

  type Deduplicate = Collector<typeof orders>['deduplicate'];
  expectTypeOf<{ window: '7d'; by: readonly ['id'] }>().toExtend<Deduplicate>();
  expectTypeOf<{ window: '7d'; by: readonly ['idd'] }>().not.toExtend<Deduplicate>();
  expectTypeOf<{ window: '7d'; by: readonly [] }>().not.toExtend<Deduplicate>();
  type Lateness = Collector<typeof orders>['lateness'];
  expectTypeOf<{ column: 'other'; allowed: '1h'; policy: 'land' }>().not.toExtend<Lateness>();
});
