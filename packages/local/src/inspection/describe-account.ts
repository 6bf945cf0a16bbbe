import type { ResultSet } from '@das/core';
import type { StatementContext } from '../engine/statement-context.js';
import { rowsResult } from '../shaping/status-result.js';
import { inboundObjects } from '../shares/inbound.js';
import { notAuthorized, notFound } from '../warehouse/errors.js';
import { objectsOfShare } from './share-row.js';
import { describedUser, seesUser } from './user-row.js';

/** `DESCRIBE USER u`, for the user and those who own or may create users. */
export function describeUser(context: StatementContext): ResultSet {
  const { reader, engine, state } = context;
  const name = reader.identifier();
  reader.expectEnd();
  const user = engine.catalogue.find('USER', 0, name);
  const isSeen = user !== undefined && (user.name === state.user || seesUser(user, state));
  if (!isSeen) throw notFound('User', name);
  return rowsResult(['property', 'value', 'default', 'description'], describedUser(user));
}

/**
 * `DESCRIBE SHARE s`, or `DESCRIBE SHARE account.s` of an inbound one, for ACCOUNTADMIN alone.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/desc-share
 */
export function describeShare(context: StatementContext): ResultSet {
  const { reader, engine, state } = context;
  const path = reader.name();
  reader.expectEnd();
  if (!state.roles.has('ACCOUNTADMIN')) throw notAuthorized('Account', engine.account);
  const columns = ['kind', 'name', 'shared_on'];
  const [account = '', name = ''] = path.length > 1 ? path.slice(-2) : [engine.account, path[0]];
  if (account !== engine.account) {
    const objects = inboundObjects(engine, account, name);
    if (objects === undefined) throw notFound('Share', path.join('.'));
    return rowsResult(columns, objects);
  }
  const share = engine.catalogue.find('SHARE', 0, name);
  if (share === undefined) throw notFound('Share', path.join('.'));
  return rowsResult(
    columns,
    objectsOfShare(share, engine.catalogue).map(({ object, sharedOn }) => ({
      kind: object.kind.replaceAll(' ', '_'),
      name: engine.catalogue.fullName(object),
      shared_on: new Date(sharedOn),
    })),
  );
}
