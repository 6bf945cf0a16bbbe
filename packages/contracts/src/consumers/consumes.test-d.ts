import { expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { defineContract } from '../define-contract.js';
import { consumes } from './consumes.js';

const orders = defineContract({
  domain: 'shop',
  name: 'orders',
  version: '1.0.0',
  owner: 'data-shop',
  schema: z.object({ id: z.uuid(), region: z.enum(['EMEA', 'AMER']), note: z.string().optional() }),
  columns: { id: 'internal', region: 'internal', note: 'internal' },
});

test('a pin has the type of the rows that its consumer reads', () => {
  const pin = consumes(orders, ['id', 'region'], { by: 'finance', exhaustive: ['region'] });
  expectTypeOf(pin.$row).toEqualTypeOf<{ id: string; region: 'EMEA' | 'AMER' }>();
});

test('a pin on a column that is gone does not compile', () => {
  // @ts-expect-error there is no column `gone`
  consumes(orders, ['id', 'gone'], { by: 'finance' });
  // @ts-expect-error `note` is not among the columns that are read
  consumes(orders, ['id'], { by: 'finance', exhaustive: ['note'] });
  // @ts-expect-error a consumer reads something
  consumes(orders, [], { by: 'finance' });
});
