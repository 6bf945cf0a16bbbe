import type { AnyContract } from '@das/contracts';
import {
  type Domain,
  domainNames,
  type Row,
  type Session,
  sql,
  type Tier,
  type Warehouse,
} from '@das/core';
import type { RoleView } from '../../commerce/demonstration/compare-roles.js';
import type { Terminal } from '../../commerce/demonstration/terminal.js';
import { textTable } from '../../commerce/demonstration/text-table.js';

/** A query that several roles run. */
export interface SharedQuery {
  readonly contract: AnyContract;
  readonly tier: Tier;
  /** The columns that are printed, of the first rows by `orderBy`. */
  readonly shown: readonly string[];
  readonly orderBy: string;
  /** The first of the roles sees everything in clear. */
  readonly roles: readonly [string, ...string[]];
}

/** What the roles got. */
export interface RoleViews {
  /** The columns that hold a value, as the first role sees them: a mask of the others shows nothing. */
  readonly columnsHeld: readonly string[];
  readonly roles: Readonly<Record<string, RoleView>>;
}

/**
 * Runs a query as several roles, and prints what each gets.
 *
 * A column counts as masked when the values that a role gets are not those of the first role. Rows
 * cannot be matched one by one, since their ids are masked as well: so the values are compared in
 * the order of their own.
 */
export async function queryAsRoles(
  { contract, tier, shown, orderBy, roles }: SharedQuery,
  {
    domain,
    warehouse,
    terminal,
  }: {
    readonly domain: Domain;
    readonly warehouse: Warehouse;
    readonly terminal: Terminal;
  },
): Promise<RoleViews> {
  const names = domainNames(domain.database);
  const table = sql.id(...names.table(contract, tier));
  const all = sql.join(contract.columns.map((column) => sql.id(column.name)));
  const columns = sql.join(shown.map((column) => sql.id(column)));
  const sample = sql`SELECT ${columns} FROM ${table} ORDER BY ${sql.raw(orderBy)} LIMIT 3`;
  terminal.line(`  ${sample.text.replaceAll('"', '')}`);
  const values = new Map<string, ReadonlyMap<string, string>>();
  const columnsHeld: string[] = [];
  const counts = new Map<string, number>();
  for (const role of roles) {
    await using session = await warehouse.openSession({ role, warehouse: names.warehouse });
    print(terminal, role, shown, await rowsOf(session, sample));
    const rows = await rowsOf(session, sql`SELECT ${all} FROM ${table}`);
    counts.set(role, rows.length);
    const sorted = contract.columns.map(({ name }) => {
      const column = rows.map((row) => row[name.toUpperCase()] ?? null);
      if (role === roles[0] && column.some((value) => value !== null)) columnsHeld.push(name);
      return [
        name,
        column
          .map((value) => JSON.stringify(value))
          .sort()
          .join(),
      ] as const;
    });
    values.set(role, new Map(sorted));
  }
  const clear = values.get(roles[0]);
  const views = roles.map((role) => {
    const masked = contract.columns
      .map((column) => column.name)
      .filter((name) => values.get(role)?.get(name) !== clear?.get(name));
    return [role, { rowsVisible: counts.get(role) ?? 0, columnsMasked: masked.sort() }] as const;
  });
  return { columnsHeld, roles: Object.fromEntries(views) };
}

async function rowsOf(session: Session, query: ReturnType<typeof sql>): Promise<readonly Row[]> {
  return (await session.execute(query)).rows;
}

function print(
  terminal: Terminal,
  role: string,
  shown: readonly string[],
  rows: readonly Row[],
): void {
  terminal.line();
  terminal.line(`  as ${role}`);
  const cells = rows.map((row) => shown.map((column) => textOf(row[column.toUpperCase()])));
  for (const line of textTable(shown, cells)) terminal.line(line);
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  const text = value instanceof Date ? value.toISOString().slice(0, 10) : String(value);
  return text.length > 24 ? `${text.slice(0, 12)}…` : text;
}
