import { DasError, domainNames, type Row, type Session, sql, type Warehouse } from '@das/core';
import { piiReader } from '../access/roles.js';
import { customers } from '../contracts/customers.js';
import { dailyRevenue } from '../contracts/daily-revenue.js';
import { orders } from '../contracts/orders.js';
import { sessions } from '../contracts/sessions.js';
import domain from '../das.config.js';

/** The values that a masked role must never see. */
export interface ClearValues {
  /** Addresses, names, telephone numbers. */
  readonly texts: ReadonlySet<string>;
  /** Amounts of single orders and of days. */
  readonly amounts: ReadonlySet<number>;
}

const protectedTexts = ['CUSTOMER_EMAIL', 'EMAIL', 'FULL_NAME', 'PHONE', 'IP_ADDRESS'];
const protectedAmounts = ['TOTAL_USD', 'REVENUE_USD'];

/** Collects them as the role that sees everything in clear. */
export async function clearValues(warehouse: Warehouse): Promise<ClearValues> {
  const names = domainNames(domain.database);
  await using session = await warehouse.openSession({ role: piiReader.name });
  const rows: Row[] = [];
  for (const table of [
    names.table(orders, 'SILVER'),
    names.table(customers, 'SILVER'),
    names.table(sessions, 'SILVER'),
    names.table(dailyRevenue, 'PLATINUM'),
  ]) {
    rows.push(...(await session.execute(sql`SELECT * FROM ${sql.id(...table)}`)).rows);
  }
  const texts = new Set<string>();
  const amounts = new Set<number>();
  for (const row of rows) {
    for (const column of protectedTexts) {
      const value = row[column];
      if (typeof value === 'string') texts.add(value);
    }
    for (const column of protectedAmounts) {
      const value = row[column];
      // A round amount may as well be a count.
      if (typeof value === 'number' && !Number.isInteger(value)) amounts.add(value);
    }
  }
  return { texts, amounts };
}

/** What came of a statement: its rows, or the error with all that it says. */
export type Answer =
  | { readonly rows: readonly Row[]; readonly said: string }
  | { readonly rows: undefined; readonly said: string };

/** Runs a statement and keeps everything that it says, in rows or in errors. */
export async function answerTo(session: Session, text: string): Promise<Answer> {
  try {
    const { rows, columns } = await session.execute(sql.raw(text));
    return { rows, said: JSON.stringify([columns, rows]) };
  } catch (error) {
    if (!DasError.isInstance(error)) throw error;
    return { rows: undefined, said: everythingIn(error) };
  }
}

function everythingIn(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error) ?? '';
  const own = DasError.isInstance(error) ? error.toLine() : '';
  const cause = error.cause === undefined ? '' : everythingIn(error.cause);
  return [own, error.message, error.stack ?? '', JSON.stringify(error), cause].join('\n');
}

/** The clear values in what was said. The values themselves are not given back, only how many. */
export function leaksIn(said: string, { texts, amounts }: ClearValues): number {
  const words = [...texts].filter((text) => said.includes(text)).length;
  // The seconds of a time, 56.780, are not the amount 56.78.
  const numbers = said.replace(/\d\d:\d\d:\d\d\.\d+/g, '').match(/\d+\.\d+/g) ?? [];
  return words + numbers.filter((number) => amounts.has(Number(number))).length;
}
