import { DasError, type Domain, domainNames, type Session, sql, type Warehouse } from '@das/core';
import { patients } from '../contracts/patients.js';
import type { Identifiers } from './identifiers.js';

/** What was found in everything that a role can read. */
export interface LeakCheck {
  readonly tables: number;
  readonly cells: number;
  /** How many identifiers of the input were looked for. */
  readonly identifiers: number;
  /** How many of them occur, by kind. */
  readonly found: Readonly<Record<keyof Identifiers, number>>;
  /** Whether BRONZE, as landed, is refused. */
  readonly isBronzeRefused: boolean;
}

/** Reads every table of SILVER and PLATINUM as a role, and looks for identifiers of the input. */
export async function findLeaks(
  role: string,
  identifiers: Identifiers,
  { domain, warehouse }: { readonly domain: Domain; readonly warehouse: Warehouse },
): Promise<LeakCheck> {
  const names = domainNames(domain.database);
  await using session = await warehouse.openSession({ role, warehouse: names.warehouse });
  const texts = new Set<string>();
  let cells = 0;
  for (const { to } of domain.promotions) {
    const columns = sql.join(to.contract.columns.map((column) => sql.id(column.name)));
    const table = sql.id(...names.table(to.contract, to.tier));
    for await (const row of session.stream(sql`SELECT ${columns} FROM ${table}`)) {
      for (const value of Object.values(row)) {
        cells += 1;
        const text = value instanceof Date ? value.toISOString() : String(value);
        // A whole number that is measured may happen to be somebody's ZIP code.
        if (!Number.isInteger(value)) texts.add(text);
      }
    }
  }
  const content = ` ${[...texts].join(' \n ')} `;
  const count = (values: ReadonlySet<string>, isIn = isWordOf) =>
    [...values].filter((value) => isIn(content, value)).length;
  const { names: people, places, numbers, dates } = identifiers;
  return {
    tables: domain.promotions.length,
    cells,
    identifiers: people.size + places.size + numbers.size + dates.size,
    found: {
      names: count(people),
      places: count(places),
      numbers: count(numbers),
      // A day may be followed by a time.
      dates: count(dates, (whole, date) => whole.includes(date)),
    },
    isBronzeRefused: await isRefused(session, names.table(patients, 'BRONZE')),
  };
}

/** Whether a value occurs as a word of its own, and not as a part of another one. */
function isWordOf(content: string, value: string): boolean {
  const isPart = (character: string | undefined) => /[\p{L}\p{N}.-]/u.test(character ?? '');
  for (let at = content.indexOf(value); at !== -1; at = content.indexOf(value, at + 1)) {
    if (!isPart(content[at - 1]) && !isPart(content[at + value.length])) return true;
  }
  return false;
}

async function isRefused(session: Session, table: readonly string[]): Promise<boolean> {
  try {
    await session.execute(sql`SELECT COUNT(*) FROM ${sql.id(...table)}`);
    return false;
  } catch (error) {
    const refusals = ['DAS_WAREHOUSE_NOT_FOUND', 'DAS_WAREHOUSE_NOT_AUTHORIZED'];
    if (DasError.isInstance(error) && refusals.includes(error.code)) return true;
    throw error;
  }
}
