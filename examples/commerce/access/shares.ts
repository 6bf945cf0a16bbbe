import type { ShareDeclaration } from '@das/core';
import { share } from '@das/governance';
import { dailyRevenue } from '../contracts/daily-revenue.js';

/** Finance has an account of its own, and reads revenue by day there: amounts, and nobody's orders. */
export const financeShare: ShareDeclaration = share({
  name: 'COMMERCE_FINANCE',
  contracts: [dailyRevenue],
  accounts: ['BROOK.FINANCE'],
  clearance: ['confidential'],
});
