import { type SqlFragment, sql } from '../warehouse/statement.js';
import { fingerprintComment } from './fingerprint.js';
import type { ShareResource } from './resource.js';

/**
 * Creates a share that nobody reads yet: see {@link shareAccounts}. Only secure objects go into it.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-share
 */
export function createShare(resource: ShareResource): SqlFragment {
  return sql`CREATE SHARE ${sql.id(...resource.name)} ${fingerprintComment(resource)}`;
}

/**
 * Opens a share to exactly these accounts, in one statement. The last of all: whatever is in the share is
 * read from then on.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-share
 */
export function shareAccounts(resource: ShareResource): SqlFragment {
  return sql`ALTER SHARE ${sql.id(...resource.name)} SET ACCOUNTS = ${accountList(resource.accounts)}`;
}

/** Closes a share to accounts: what they had made of it is empty at once. */
export function removeShareAccounts(
  resource: Pick<ShareResource, 'name'>,
  accounts: readonly string[],
): SqlFragment {
  return sql`ALTER SHARE ${sql.id(...resource.name)} REMOVE ACCOUNTS = ${accountList(accounts)}`;
}

/** Says by the comment of a share in which form it was deployed. */
export function setShareComment(resource: ShareResource): SqlFragment {
  return sql`ALTER SHARE ${sql.id(...resource.name)} SET ${fingerprintComment(resource)}`;
}

function accountList(accounts: readonly string[]): SqlFragment {
  return sql.join(accounts.map((account) => sql.id(...account.split('.'))));
}
