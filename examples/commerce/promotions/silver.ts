import { bronze, dynamicTable, type Promotion, promotion, silver } from '@das/core';
import { customers } from '../contracts/customers.js';
import { orders } from '../contracts/orders.js';
import { sessions } from '../contracts/sessions.js';

/** The newest version of each order, as fresh as its contract promises. */
export const ordersSilver: Promotion = promotion({
  from: bronze(orders),
  to: silver(orders),
  strategy: dynamicTable(),
});

/** The newest version of each customer. */
export const customersSilver: Promotion = promotion({
  from: bronze(customers),
  to: silver(customers),
  strategy: dynamicTable(),
});

/** Each session once. */
export const sessionsSilver: Promotion = promotion({
  from: bronze(sessions),
  to: silver(sessions),
  strategy: dynamicTable(),
});
