import { type AnyContract, isProtected } from '@das/contracts';
import { type Domain, domainNames, type Row, sql, type Tier, type Warehouse } from '@das/core';

/** What one role sees of the query that all roles run. */
export interface RoleView {
  readonly rowsVisible: number;
  /** The columns of which some value is not what the clear role sees. */
  readonly columnsMasked: readonly string[];
}

/** The rows that a role gets, by key. */
export type RowsByKey = ReadonlyMap<string, Row>;

/** Runs one query over all columns of a table as a role. */
export async function rowsAs(
  role: string,
  options: {
    readonly warehouse: Warehouse;
    readonly domain: Domain;
    readonly contract: AnyContract;
    readonly tier: Tier;
  },
): Promise<RowsByKey> {
  const { warehouse, domain, contract, tier } = options;
  const names = domainNames(domain.database);
  const [key] = contract.primaryKey;
  if (key === undefined) throw new RangeError(`contract ${contract.name} has no key to compare by`);
  await using session = await warehouse.openSession({ role, warehouse: names.warehouse });
  const columns = sql.join(contract.columns.map((column) => sql.id(column.name)));
  const table = sql.id(...names.table(contract, tier));
  const { rows } = await session.execute(sql`SELECT ${columns} FROM ${table}`);
  return new Map(rows.map((row) => [String(row[key.toUpperCase()]), row]));
}

/** What a role sees, by comparing its values with those that the clear role gets for the same keys. */
export function viewOf(rows: RowsByKey, clear: RowsByKey): RoleView {
  const masked = new Set<string>();
  for (const [key, row] of rows) {
    const original = clear.get(key);
    if (original === undefined)
      throw new RangeError('a role sees a row that the clear role does not');
    for (const [column, value] of Object.entries(row)) {
      if (JSON.stringify(value) !== JSON.stringify(original[column])) masked.add(column);
    }
  }
  return {
    rowsVisible: rows.size,
    columnsMasked: [...masked].map((name) => name.toLowerCase()).sort(),
  };
}

/** The columns that the declarations say are masked for a role: protected, and not in its clearance. */
export function declaredMasks(
  domain: Domain,
  role: string,
  contract: AnyContract,
): readonly string[] {
  const declared = domain.access.find((each) => each.kind === 'accessRole' && each.name === role);
  const clearance = declared?.kind === 'accessRole' ? declared.clearance : [];
  return contract.columns
    .filter(({ classification }) => isProtected(classification))
    .filter(({ classification }) => !clearance.includes(classification))
    .map((column) => column.name)
    .sort();
}
