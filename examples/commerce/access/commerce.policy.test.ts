import { describePolicies } from '@das/governance/testing';
import { beforeAll, describe, test } from 'vitest';
import { customers } from '../contracts/customers.js';
import { orders } from '../contracts/orders.js';
import { sessions } from '../contracts/sessions.js';
import domain from '../das.config.js';
import { analyst, emeaManager, modeller, piiReader } from './roles.js';

const runner = { describe, beforeAll, test };

/** Who asks. On Snowflake the secondary roles of a user are active, so one persona has some. */
const personas = {
  customerService: [piiReader.name],
  analyst: [analyst.name],
  managerOfEmea: [emeaManager.name],
  managerWithAnalysis: [emeaManager.name, analyst.name],
  modeller: [modeller.name],
  stranger: ['PUBLIC'],
} as const;

const hour = '2026-01-31T12:00:00Z';

const order = {
  country: 'FR',
  status: 'paid',
  currency: 'EUR',
  note: null,
  placed_at: hour,
  order_date: '2026-01-31',
  updated_at: hour,
} as const;

describePolicies(domain, {
  runner,
  personas,
  rows: [
    orders,
    {
      ...order,
      order_id: '0b4e9a52-2a0f-4c4e-9f5b-8f1f6a1d0001',
      customer_email: 'ada@example.com',
      region: 'EMEA',
      total_usd: 12.5,
    },
    {
      ...order,
      order_id: '0b4e9a52-2a0f-4c4e-9f5b-8f1f6a1d0002',
      customer_email: 'bob@example.org',
      region: 'AMER',
      country: 'US',
      total_usd: 99.95,
    },
  ],
  expect: {
    customerService: { customer_email: 'clear', total_usd: 'clear' },
    analyst: {
      customer_email: { each: ['***@example.com', '***@example.org'] },
      total_usd: 'null',
    },
    managerOfEmea: {
      rows: [0],
      customer_email: { equals: '***@example.com' },
      total_usd: 'clear',
    },
    // Two roles at once see the rows of the one and the amounts of the other.
    managerWithAnalysis: { customer_email: 'masked', total_usd: 'clear' },
    modeller: 'denied',
    stranger: 'denied',
  },
});

describePolicies(domain, {
  runner,
  personas,
  rows: [
    customers,
    {
      customer_id: '0b4e9a52-2a0f-4c4e-9f5b-8f1f6a1d0003',
      email: 'ada@example.com',
      full_name: 'Ada Example',
      phone: '+33123456789',
      country: 'FR',
      region: 'EMEA',
      loyalty_tier: 'vip',
      accepts_marketing: true,
      signed_up_on: '2025-04-01',
      updated_at: hour,
    },
  ],
  expect: {
    customerService: { email: 'clear', full_name: 'clear', phone: 'clear' },
    analyst: { email: 'masked', full_name: 'masked', phone: { equals: '********6789' } },
    managerOfEmea: { email: 'masked', full_name: 'masked', phone: 'masked' },
    managerWithAnalysis: { email: 'masked', full_name: 'masked', phone: 'masked' },
    modeller: 'denied',
    stranger: 'denied',
  },
});

describePolicies(domain, {
  runner,
  personas,
  tier: 'SILVER',
  rows: [
    sessions,
    {
      session_id: '0b4e9a52-2a0f-4c4e-9f5b-8f1f6a1d0004',
      customer_email: 'ada@example.com',
      ip_address: '192.0.2.77',
      region: 'EMEA',
      device: 'phone',
      landing_page: '/',
      pages: 3,
      duration_seconds: 70,
      has_ordered: false,
      started_at: hour,
    },
  ],
  expect: {
    customerService: { customer_email: 'clear', ip_address: 'clear' },
    analyst: { customer_email: 'masked', ip_address: { equals: '192.0.*.*' } },
    managerOfEmea: 'denied',
    // SILVER is read by the second role, and the row filter knows the first one as well.
    managerWithAnalysis: { customer_email: 'masked', ip_address: 'masked' },
    modeller: 'denied',
    stranger: 'denied',
  },
});
