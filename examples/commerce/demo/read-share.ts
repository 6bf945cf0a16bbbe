import { domainNames, type Row, sql } from '@das/core';
import type { LocalWarehouse } from '@das/local';
import { financeShare } from '../access/shares.js';
import { dailyRevenue } from '../contracts/daily-revenue.js';
import domain from '../das.config.js';
import type { Terminal } from '../demonstration/terminal.js';
import { textTable } from '../demonstration/text-table.js';

/** What the account of finance reads through the share. */
export interface SharedRevenue {
  readonly rows: number;
  /** Rows in which the revenue, which finance is cleared for, is there. */
  readonly rowsWithRevenue: number;
  /** The tables that finance finds in its database: what is shared, and nothing else. */
  readonly tables: readonly string[];
}

/** Makes a database of the share in the account of finance, as finance would, and reads it there. */
export async function readShare(
  warehouse: LocalWarehouse,
  terminal: Terminal,
): Promise<SharedRevenue> {
  const [account = ''] = financeShare.accounts;
  await using finance = await warehouse.openSession({
    account: nameOf(account),
    role: 'ACCOUNTADMIN',
  });
  await finance.execute(
    sql`CREATE DATABASE SHOP_REVENUE FROM SHARE LOCAL.${sql.id(financeShare.name)}`,
  );
  const [, schema, table] = domainNames(domain.database).table(dailyRevenue, financeShare.tier);
  const { rows } = await finance.execute(
    sql`SELECT ORDER_DATE, REGION, ORDERS, REVENUE_USD FROM ${sql.id('SHOP_REVENUE', schema, table)}
        ORDER BY ORDER_DATE DESC, REGION`,
  );
  const shown = await finance.execute(
    sql`SELECT TABLE_NAME FROM SHOP_REVENUE.INFORMATION_SCHEMA.TABLES
        WHERE TABLE_SCHEMA <> 'INFORMATION_SCHEMA' ORDER BY TABLE_NAME`,
  );
  print(terminal, account, rows);
  return {
    rows: rows.length,
    rowsWithRevenue: rows.filter((row) => row.REVENUE_USD !== null).length,
    tables: shown.rows.map((row) => String(row.TABLE_NAME)),
  };
}

/** `ORGANIZATION.ACCOUNT` names an account to the world, and its last part within the organization. */
function nameOf(account: string): string {
  return account.slice(account.indexOf('.') + 1);
}

function print(terminal: Terminal, account: string, rows: readonly Row[]): void {
  const cells = rows
    .slice(0, 3)
    .map((row) => [
      row.ORDER_DATE instanceof Date
        ? row.ORDER_DATE.toISOString().slice(0, 10)
        : String(row.ORDER_DATE),
      String(row.REGION),
      Number(row.ORDERS),
      Number(row.REVENUE_USD).toFixed(2),
    ]);
  terminal.line(`  as the account ${account}: ${rows.length} rows`);
  for (const line of textTable(['order_date', 'region', 'orders', 'revenue_usd'], cells)) {
    terminal.line(`  ${line}`);
  }
}
