import { defineContract, rule } from '@das/core';
import { z } from 'zod';
import { regions } from './regions.js';

/** Revenue by day and region, for the people who plan. Cancelled orders do not count. */
export const dailyRevenue = defineContract({
  domain: 'commerce',
  name: 'daily_revenue',
  version: '1.0.0',
  owner: 'data-commerce@example.com',
  description: 'Orders, customers and revenue of each day in each region.',
  schema: z.object({
    order_date: z.iso.date(),
    region: z.enum(regions),
    orders: z.int(),
    customers: z.int(),
    revenue_usd: z.number(),
    last_order_at: z.iso.datetime(),
  }),
  columns: {
    order_date: 'internal',
    region: 'internal',
    orders: 'internal',
    customers: 'internal',
    revenue_usd: { classification: 'confidential', type: 'NUMBER(14,2)' },
    last_order_at: { classification: 'internal', type: 'TIMESTAMP_NTZ' },
  },
  primaryKey: ['order_date', 'region'],
  slo: { freshness: { column: 'last_order_at', p95: '1h' }, completeness: { revenue_usd: 1 } },
  quality: [rule.range('orders', { min: 1 }), rule.range('revenue_usd', { min: 0 })],
});
