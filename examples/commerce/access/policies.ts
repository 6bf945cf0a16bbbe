import type { MaskingPolicyDeclaration, RowAccessPolicyDeclaration } from '@das/core';
import { maskingPolicy, rowAccessPolicy } from '@das/governance';
import { customers } from '../contracts/customers.js';
import { dailyRevenue } from '../contracts/daily-revenue.js';
import { orders } from '../contracts/orders.js';
import { sessions } from '../contracts/sessions.js';
import { analyst, emeaManager, modeller, piiReader } from './roles.js';

/** Regional managers see their region, in every table and tier. */
export const byRegion: RowAccessPolicyDeclaration = rowAccessPolicy({
  name: 'BY_REGION',
  contracts: [orders, customers, sessions, dailyRevenue],
  column: 'region',
  allow: { [emeaManager.name]: ['EMEA'] },
  unrestricted: [piiReader.name, analyst.name, modeller.name],
});

/** Of an IP address, the network stays: enough to see where an attack comes from. */
export const ipAddressMask: MaskingPolicyDeclaration = maskingPolicy({
  appliesTo: { classification: 'pii', semantic: 'ip_address' },
  mask: 'mask://ip?keep=network',
});
