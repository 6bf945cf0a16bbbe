import type { ResultSet } from '@das/core';
import { grantedIn } from '../access/inherited-grants.js';
import { holdsGlobal } from '../access/privileges.js';
import type { ContainerObject } from '../catalogue/catalogue-object.js';
import { accountId } from '../catalogue/system-objects.js';
import { findDatabase, findSchema } from '../enforcement/resolve-name.js';
import type { StatementContext } from '../engine/statement-context.js';
import { rowsResult } from '../shaping/status-result.js';
import { notFound } from '../warehouse/errors.js';
import { grantColumns, inheritedRow } from './show-grants.js';
import { readLimit } from './show-scope.js';

/**
 * `SHOW INHERITED GRANTS IN ACCOUNT | DATABASE d | SCHEMA s`: what was granted in that container itself.
 *
 * @see https://docs.snowflake.com/en/user-guide/inherited-grants-using
 */
export function showInheritedGrants(context: StatementContext): ResultSet {
  const { reader, engine, state } = context;
  reader.expect('IN');
  const container = findContainer(context);
  const limit = readLimit(context);
  reader.expectEnd();
  const seesAll = holdsGlobal(engine.catalogue, state.roles, 'MANAGE GRANTS');
  const rows = grantedIn(container)
    .filter(({ role }) => container.kind !== 'ACCOUNT' || seesAll || state.roles.has(role))
    .map((grant) => inheritedRow(context, container, grant));
  return rowsResult(grantColumns, limit === undefined ? rows : rows.slice(0, limit));
}

function findContainer({ reader, engine, state }: StatementContext): ContainerObject {
  const { catalogue } = engine;
  const place = reader.expectOneOf(['ACCOUNT', 'DATABASE', 'SCHEMA']);
  if (place === 'ACCOUNT') {
    const account = catalogue.get(accountId);
    if (account?.kind !== 'ACCOUNT') throw notFound('Account', engine.account);
    return account;
  }
  const name = reader.name();
  if (place === 'DATABASE') return findDatabase(catalogue, state.roles, name.at(-1) ?? '');
  const database = name.length > 1 ? (name[0] ?? '') : (state.database ?? '');
  return findSchema(catalogue, state.roles, database, name.at(-1) ?? '');
}
