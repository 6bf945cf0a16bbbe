import { type AnyContract, type Classification, classifications } from '@das/contracts';
import { type ShareDeclaration, type Tier, tiers } from '@das/core';
import {
  type ColumnsOfAll,
  type Contracts,
  contractNames,
  sharedType,
} from '../declaring/contract-columns.js';
import {
  checkIdentifier,
  checkKnown,
  checkList,
  checkMembers,
  frozen,
  type Refuse,
  refusing,
} from '../declaring/refuse.js';

/** What `share` takes. */
export interface ShareDefinition<C extends readonly AnyContract[]> {
  /** Upper case, unique in the account. */
  readonly name: string;
  /** The contracts whose tables are shown. */
  readonly contracts: C;
  /** Default PLATINUM. */
  readonly tier?: Tier;
  /** `ORGANIZATION.ACCOUNT`, each. None yet makes the share and shows it to nobody. */
  readonly accounts: readonly `${string}.${string}`[];
  /** What is shown in clear. Default: nothing that is protected. */
  readonly clearance?: readonly Classification[];
  /** Only rows with these values of a column that all the contracts have. Default: all rows. */
  readonly rows?: { readonly column: ColumnsOfAll<C>; readonly values: readonly string[] };
}

/**
 * Declares tables that other accounts read, masked as for a role without clearance. The policies go
 * with the tables: a database role of the domain carries what the share may see.
 *
 * @throws {@link GovernanceError} `DAS_GOVERNANCE_INVALID_SHARE`
 * @see https://docs.snowflake.com/en/user-guide/data-sharing-policy-protected-data
 * @example
 * ```ts
 * import { defineContract } from '@das/contracts';
 * import { share } from '@das/governance';
 * import { z } from 'zod';
 *
 * const revenue = defineContract({
 *   domain: 'commerce',
 *   name: 'revenue',
 *   version: '1.0.0',
 *   owner: 'commerce',
 *   schema: z.object({ region: z.string(), total: z.number() }),
 *   columns: { region: 'internal', total: 'confidential' },
 * });
 * const financeShare = share({
 *   name: 'FINANCE',
 *   contracts: [revenue],
 *   accounts: ['ACME.FINANCE'],
 *   clearance: ['confidential'],
 *   rows: { column: 'region', values: ['EMEA'] },
 * });
 * console.log(financeShare.tier, financeShare.rows?.column);
 * // => PLATINUM region
 * ```
 */
export function share<const C extends Contracts>(definition: ShareDefinition<C>): ShareDeclaration {
  const refuse = refusing('DAS_GOVERNANCE_INVALID_SHARE', 'share', definition?.name);
  checkMembers(definition, ['name', 'contracts', 'tier', 'accounts', 'clearance', 'rows'], refuse);
  const { name, tier = 'PLATINUM', accounts, clearance = [] } = definition;
  checkIdentifier(name, 'the name', refuse);
  const contracts = contractNames(definition.contracts, refuse);
  checkKnown(tier, tiers, 'the tier', refuse);
  checkAccounts(accounts, refuse);
  for (const each of clearance) checkKnown(each, classifications, 'a clearance', refuse);
  return frozen<ShareDeclaration>({
    kind: 'share',
    name,
    contracts,
    tier,
    accounts: [...accounts],
    clearance: [...new Set(clearance)],
    ...rowsOf(definition, refuse),
  });
}

function checkAccounts(accounts: unknown, refuse: Refuse): void {
  if (!Array.isArray(accounts)) throw refuse('accounts is no list', 'write accounts: []');
  if (accounts.length > 0) checkList(accounts, 'accounts', refuse);
  for (const account of accounts) {
    if (/^[A-Z][A-Z0-9]*\.[A-Z][A-Z0-9_]*$/.test(String(account))) continue;
    throw refuse('an account is not named by its organization', 'write ORGANIZATION.ACCOUNT');
  }
}

function rowsOf(
  { contracts, rows }: ShareDefinition<readonly AnyContract[]>,
  refuse: Refuse,
): Pick<ShareDeclaration, 'rows'> {
  if (rows === undefined) return {};
  checkMembers(rows, ['column', 'values'], refuse);
  if (sharedType(contracts, rows.column, refuse) !== 'VARCHAR') {
    throw refuse('the column of rows is no text', 'filter by a column with texts');
  }
  checkList(rows.values, 'the list of values', refuse);
  if (!rows.values.every((value) => typeof value === 'string')) {
    throw refuse('a value of rows is no text', 'write texts');
  }
  return { rows: { column: rows.column, values: [...rows.values] } };
}
