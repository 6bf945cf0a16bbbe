import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineContract } from './index.js';

test('a contract is a frozen declaration that parses records', () => {
  const orders = defineContract({
    domain: 'commerce',
    name: 'orders',
    version: '1.0.0',
    owner: 'data-commerce',
    schema: z.object({ order_id: z.uuid(), placed_at: z.coerce.date() }),
    columns: { order_id: 'internal', placed_at: 'internal' },
  });
  expect(Object.isFrozen(orders)).toBe(true);
  expect(orders.parseRecord({ order_id: 'no', placed_at: '2026-01-01' })).toEqual({
    ok: false,
    issues: [{ column: 'order_id', code: 'invalid_format' }],
  });
});
