import { defineContract, rule } from '@das/core';
import { z } from 'zod';
import { regions } from './regions.js';

/** What people visit the shop with. */
export const devices = ['phone', 'tablet', 'desktop'] as const;

/** Visits to the web shop. */
export const sessions = defineContract({
  domain: 'commerce',
  name: 'sessions',
  version: '1.0.0',
  owner: 'data-commerce@example.com',
  description: 'Visits to the web shop, by people with and without an account.',
  schema: z.object({
    session_id: z.uuid(),
    customer_email: z.email().nullable(),
    ip_address: z.ipv4(),
    region: z.enum(regions),
    device: z.enum(devices),
    landing_page: z.string().max(300),
    pages: z.int(),
    duration_seconds: z.int(),
    has_ordered: z.boolean(),
    started_at: z.iso.datetime(),
  }),
  columns: {
    session_id: 'internal',
    customer_email: { classification: 'pii', semantic: 'email' },
    ip_address: { classification: 'pii', semantic: 'ip_address' },
    region: 'internal',
    device: 'internal',
    landing_page: {
      classification: 'internal',
      semantic: 'free_text',
      description: 'Path and query. Scanned for personal data on arrival: links carry surprises.',
    },
    pages: 'internal',
    duration_seconds: 'internal',
    has_ordered: 'internal',
    started_at: { classification: 'internal', type: 'TIMESTAMP_NTZ' },
  },
  primaryKey: ['session_id'],
  slo: { freshness: { column: 'started_at', p95: '15m' } },
  quality: [rule.range('pages', { min: 1 }), rule.range('duration_seconds', { min: 0 })],
});
