import { audited, declassified, type Promotion, platinum, promotion, silver } from '@das/core';
import { customers } from '../contracts/customers.js';
import { dailyRevenue } from '../contracts/daily-revenue.js';
import { orders } from '../contracts/orders.js';

/** Orders for consumers, published only if every rule of the contract holds. */
export const ordersPlatinum: Promotion = promotion({
  from: silver(orders),
  to: platinum(orders),
  strategy: audited(),
});

/** Customers for consumers. */
export const customersPlatinum: Promotion = promotion({
  from: silver(customers),
  to: platinum(customers),
  strategy: audited(),
});

/** Revenue by day and region. */
export const dailyRevenuePlatinum: Promotion = promotion({
  from: silver(orders),
  to: platinum(dailyRevenue),
  where: "status <> 'cancelled'",
  groupBy: ['order_date', 'region'],
  columns: {
    orders: 'COUNT(*)',
    customers: declassified(
      'COUNT(DISTINCT customer_email)',
      'how many people there were does not say who they are',
    ),
    revenue_usd: 'SUM(total_usd)',
    last_order_at: 'MAX(placed_at)',
  },
  strategy: audited(),
});
