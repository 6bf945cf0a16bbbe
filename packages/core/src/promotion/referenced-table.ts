import type { AnyContract } from '@das/contracts';
import { tiers } from '../access/declarations.js';
import type { Domain } from '../domain/define-domain.js';
import { domainNames, type TableName } from '../domain/domain-names.js';
import { tablesOf } from '../domain/domain-tables.js';
import type { Promotion } from './promotion.js';

/**
 * The table in which a referential rule of a promotion's target looks for the rows that it refers
 * to: the contract's table in the same tier, else in the nearest one below, else above. A contract
 * that refers to itself looks at the table that is being audited.
 *
 * Contracts of other domains have no such table: the pipeline of one domain does not read another.
 *
 * @param contract - `domain.name`
 */
export function referencedTable(
  domain: Domain,
  { to }: Promotion,
  audited: TableName,
  contract: string,
): TableName | undefined {
  if (contract === fullName(to.contract)) return audited;
  const target = tiers.indexOf(to.tier);
  const found = tablesOf(domain)
    .filter((table) => fullName(table.contract) === contract)
    .map((table) => ({ table, steps: target - tiers.indexOf(table.tier) }))
    // Below counts fewer steps than above, however far.
    .sort((a, b) => distance(a.steps) - distance(b.steps))[0]?.table;
  return found && domainNames(domain.database).table(found.contract, found.tier);
}

function distance(steps: number): number {
  return steps >= 0 ? steps : tiers.length - steps;
}

function fullName({ domain, name }: AnyContract): string {
  return `${domain}.${name}`;
}
