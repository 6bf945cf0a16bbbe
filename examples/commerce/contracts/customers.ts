import { defineContract } from '@das/core';
import { z } from 'zod';
import { countries, regions } from './regions.js';

/** The steps of the loyalty programme. */
export const loyaltyTiers = ['standard', 'plus', 'vip'] as const;

/** Customers: one row for each customer, as they are now. */
export const customers = defineContract({
  domain: 'commerce',
  name: 'customers',
  version: '1.0.0',
  owner: 'data-commerce@example.com',
  description: 'People with an account in the web shop.',
  schema: z.object({
    customer_id: z.uuid(),
    email: z.email(),
    full_name: z.string().min(1).max(200),
    phone: z.e164().nullable(),
    country: z.enum(countries),
    region: z.enum(regions),
    loyalty_tier: z.enum(loyaltyTiers),
    accepts_marketing: z.boolean(),
    signed_up_on: z.iso.date(),
    updated_at: z.iso.datetime(),
  }),
  columns: {
    customer_id: 'internal',
    email: { classification: 'pii', semantic: 'email' },
    full_name: { classification: 'pii', semantic: 'name' },
    phone: { classification: 'pii', semantic: 'phone' },
    country: 'internal',
    region: 'internal',
    loyalty_tier: 'internal',
    accepts_marketing: 'internal',
    signed_up_on: 'internal',
    updated_at: { classification: 'internal', type: 'TIMESTAMP_NTZ' },
  },
  primaryKey: ['customer_id'],
  slo: { freshness: { column: 'updated_at', p95: '1d' }, completeness: { email: 1, phone: 0.5 } },
});
