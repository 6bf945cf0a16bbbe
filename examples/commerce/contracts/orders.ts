import { defineContract, rule } from '@das/core';
import { z } from 'zod';
import { countries, regions } from './regions.js';

/** What happens to an order. */
const orderStatuses = ['placed', 'paid', 'shipped', 'cancelled'] as const;

/** The currencies that the shop charges in, by ISO 4217 code. */
export const currencies = ['USD', 'EUR', 'GBP', 'JPY', 'INR', 'BRL'] as const;

/** Orders: one row for each order, the newest version of it. */
export const orders = defineContract({
  domain: 'commerce',
  name: 'orders',
  version: '1.2.0',
  owner: 'data-commerce@example.com',
  description: 'Orders of the web shop, in all regions.',
  schema: z.object({
    order_id: z.uuid(),
    customer_email: z.email(),
    country: z.enum(countries),
    region: z.enum(regions),
    status: z.enum(orderStatuses),
    currency: z.enum(currencies),
    total_usd: z.number(),
    note: z.string().max(500).nullable(),
    placed_at: z.iso.datetime(),
    order_date: z.iso.date(),
    updated_at: z.iso.datetime(),
  }),
  columns: {
    order_id: 'internal',
    customer_email: { classification: 'pii', semantic: 'email' },
    country: 'internal',
    region: 'internal',
    status: 'internal',
    currency: 'internal',
    total_usd: { classification: 'confidential', type: 'NUMBER(12,2)' },
    note: {
      classification: 'internal',
      semantic: 'free_text',
      description: 'What the customer wrote for the courier. Scanned for personal data on arrival.',
    },
    placed_at: { classification: 'internal', type: 'TIMESTAMP_NTZ' },
    order_date: { classification: 'internal', description: 'The UTC day of placed_at.' },
    updated_at: { classification: 'internal', type: 'TIMESTAMP_NTZ' },
  },
  primaryKey: ['order_id'],
  slo: {
    freshness: { column: 'updated_at', p95: '10m' },
    completeness: { customer_email: 1, total_usd: 0.999 },
  },
  quality: [rule.range('total_usd', { min: 0, max: 100_000 })],
  retention: { bronze: '30d', silver: '400d', platinum: '5y' },
  compatibility: 'full',
});
