import {
  type Domain,
  domainNames,
  type Row,
  type SqlFragment,
  sql,
  type Warehouse,
} from '@das/core';
import { customers } from '../contracts/customers.js';
import { dailyRevenue } from '../contracts/daily-revenue.js';
import { orders } from '../contracts/orders.js';
import { sessions } from '../contracts/sessions.js';

/** What the tables hold, whatever the runs have said. */
export interface TableMeasurements {
  /** Rows in BRONZE by contract. */
  readonly bronze: Readonly<Record<string, number>>;
  /** Rows in quarantine by contract and reason. */
  readonly quarantined: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Orders in SILVER by status. */
  readonly ordersByStatus: Readonly<Record<string, number>>;
  /** Order events in BRONZE that came more than five hours after a newer one. */
  readonly lateOrders: number;
  readonly revenueCents: number;
}

/** Asks the tables themselves, as the pipeline, which alone may read all of them. */
export async function measureTables(
  domain: Domain,
  warehouse: Warehouse,
): Promise<TableMeasurements> {
  const names = domainNames(domain.database);
  await using session = await warehouse.openSession({
    role: names.pipelineRole,
    warehouse: names.warehouse,
  });
  const rowsOf = async (query: SqlFragment): Promise<readonly Row[]> =>
    (await session.execute(query)).rows;
  const numberOf = async (query: SqlFragment) => Number((await rowsOf(query))[0]?.N ?? 0);

  const bronze: Record<string, number> = {};
  for (const contract of [orders, sessions, customers]) {
    const table = sql.id(...names.table(contract, 'BRONZE'));
    bronze[contract.name] = await numberOf(sql`SELECT COUNT(*) AS N FROM ${table}`);
  }
  const quarantined: Record<string, Record<string, number>> = {};
  const reasons = await rowsOf(sql`
    SELECT CONTRACT, REASON, COUNT(*) AS N FROM ${sql.id(...names.quarantine)}
    GROUP BY CONTRACT, REASON`);
  for (const { CONTRACT, REASON, N } of reasons) {
    const counts = quarantined[String(CONTRACT)] ?? {};
    counts[String(REASON)] = Number(N);
    quarantined[String(CONTRACT)] = counts;
  }
  const statuses = await rowsOf(sql`
    SELECT STATUS, COUNT(*) AS N FROM ${sql.id(...names.table(orders, 'SILVER'))} GROUP BY STATUS`);
  return {
    bronze,
    quarantined,
    ordersByStatus: Object.fromEntries(statuses.map((row) => [String(row.STATUS), Number(row.N)])),
    lateOrders: await numberOf(sql`
      SELECT COUNT(*) AS N FROM (
        SELECT _DAS_EVENT_AT AS HAPPENED, MAX(_DAS_EVENT_AT) OVER (
          ORDER BY _DAS_PARTITION, _DAS_OFFSET ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS NEWEST
        FROM ${sql.id(...names.table(orders, 'BRONZE'))}) AS ARRIVALS
      WHERE DATEDIFF('second', HAPPENED, NEWEST) > 5 * 3600`),
    revenueCents: await numberOf(sql`
      SELECT SUM(REVENUE_USD) * 100 AS N FROM ${sql.id(...names.table(dailyRevenue, 'PLATINUM'))}`),
  };
}
