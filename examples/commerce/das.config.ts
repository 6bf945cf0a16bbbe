import { type Domain, defineDomain } from '@das/core';
import { byRegion, ipAddressMask } from './access/policies.js';
import { analyst, emeaManager, modeller, piiReader } from './access/roles.js';
import { financeShare } from './access/shares.js';
import { CustomersCollector } from './collectors/customers-collector.js';
import { OrdersCollector } from './collectors/orders-collector.js';
import { SessionsCollector } from './collectors/sessions-collector.js';
import { customers } from './contracts/customers.js';
import { dailyRevenue } from './contracts/daily-revenue.js';
import { orders } from './contracts/orders.js';
import { sessions } from './contracts/sessions.js';
import { platform } from './platform.js';
import { customersPlatinum, dailyRevenuePlatinum, ordersPlatinum } from './promotions/platinum.js';
import { customersSilver, ordersSilver, sessionsSilver } from './promotions/silver.js';

const domain: Domain = defineDomain({
  platform,
  name: 'commerce',
  contracts: [orders, customers, sessions, dailyRevenue],
  collectors: [OrdersCollector, SessionsCollector, CustomersCollector],
  promotions: [
    ordersSilver,
    customersSilver,
    sessionsSilver,
    ordersPlatinum,
    customersPlatinum,
    dailyRevenuePlatinum,
  ],
  access: [piiReader, analyst, emeaManager, modeller, byRegion, ipAddressMask],
  shares: [financeShare],
  approvals: [
    {
      policy: ipAddressMask.name,
      by: 'privacy@example.com',
      reason: 'fraud is found by networks, and no single address is shown',
    },
  ],
});

export default domain;
