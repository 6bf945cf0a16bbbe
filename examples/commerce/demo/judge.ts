import type { Domain } from '@das/core';
import { analyst, emeaManager, piiReader } from '../access/roles.js';
import { orders } from '../contracts/orders.js';
import { declaredMasks } from '../demonstration/compare-roles.js';
import { Expectations } from '../demonstration/expectations.js';
import type { GeneratedData } from '../generator/generate-data.js';
import type { Outcome } from './outcome.js';

type Plan = GeneratedData['expected'];

/** Compares what happened with what the generator planned and the declarations say. */
export function judge(domain: Domain, plan: Plan, outcome: Outcome): Expectations {
  const expectations = new Expectations();
  judgeCollection(expectations, plan, outcome);
  judgePromotion(expectations, plan, outcome);
  judgeRoles(expectations, domain, plan, outcome);
  judgeShare(expectations, plan, outcome);
  const notMet = outcome.slo.filter(({ status }) => status !== 'met').length;
  expectations.compare('service levels that are not met', 0, notMet);
  expectations.compare('the evidence log verifies', true, outcome.evidence.verified);
  expectations.compare('the changed byte is found', true, outcome.evidence.tamperDetected);
  return expectations;
}

function judgeCollection(expectations: Expectations, plan: Plan, outcome: Outcome): void {
  const { bronze, quarantined, lateOrders } = outcome.tables;
  for (const name of ['orders', 'sessions', 'customers'] as const) {
    const run = outcome.runs.find((each) => each.collector === name);
    const stream = plan[name];
    expectations.compare(`${name}: landed`, stream.landed, run?.landed);
    expectations.compare(`${name}: rows in BRONZE`, stream.landed, bronze[name]);
    expectations.compare(`${name}: duplicates`, stream.duplicates, run?.duplicates);
    expectations.compareCounts(
      `${name}: quarantined by the run`,
      stream.quarantined,
      run?.quarantined ?? {},
    );
    expectations.compareCounts(
      `${name}: in quarantine`,
      stream.quarantined,
      quarantined[name] ?? {},
    );
  }
  expectations.compare('orders: late events', plan.orders.late, lateOrders);
  expectations.compare('landed by the second run', 0, outcome.relanded);
}

function judgePromotion(expectations: Expectations, plan: Plan, outcome: Outcome): void {
  const planned = {
    orders_silver: plan.orders.rows,
    customers_silver: plan.customers.rows,
    sessions_silver: plan.sessions.rows,
    orders_platinum: plan.orders.rows,
    customers_platinum: plan.customers.rows,
    daily_revenue_platinum: plan.orders.daysWithRevenue,
  };
  for (const [promotion, rows] of Object.entries(planned)) {
    const run = outcome.promotions.find((each) => each.promotion === promotion);
    expectations.compare(`${promotion}: rows`, rows, run?.rows);
    expectations.compare(`${promotion}: quarantined`, 0, run?.quarantined);
  }
  const { ordersByStatus, revenueCents } = outcome.tables;
  expectations.compareCounts('orders by newest status', plan.orders.rowsByStatus, ordersByStatus);
  expectations.compare('revenue in cents', plan.orders.revenueCents, revenueCents);
}

function judgeShare(expectations: Expectations, plan: Plan, { shared }: Outcome): void {
  const rows = plan.orders.daysWithRevenue;
  expectations.compare('shared with finance: rows', rows, shared.rows);
  expectations.compare('shared with finance: rows with revenue', rows, shared.rowsWithRevenue);
  expectations.compare('shared with finance: tables', ['DAILY_REVENUE'], shared.tables);
}

function judgeRoles(
  expectations: Expectations,
  domain: Domain,
  plan: Plan,
  outcome: Outcome,
): void {
  const rows = {
    [piiReader.name]: plan.orders.rows,
    [analyst.name]: plan.orders.rows,
    [emeaManager.name]: plan.orders.rowsByRegion.EMEA,
  };
  for (const [role, rowsVisible] of Object.entries(rows)) {
    const view = outcome.roles[role];
    expectations.compare(`${role}: rows`, rowsVisible, view?.rowsVisible);
    const masked = declaredMasks(domain, role, orders);
    expectations.compare(`${role}: masked columns`, masked, view?.columnsMasked);
  }
}
