import type { ResultSet } from '@das/core';
import type { AccountObject } from '../../catalogue/catalogue-object.js';
import { accountId } from '../../catalogue/system-objects.js';
import { statusResult } from '../../shaping/status-result.js';
import { notAuthorized, unsupported } from '../../warehouse/errors.js';
import { readNumberOption, readOption } from '../clauses.js';
import type { Definition } from '../definition.js';
import { checkRetention } from '../table/table-history.js';
import { findMonitor } from './resource-monitor.js';

/**
 * `ALTER ACCOUNT SET | UNSET RESOURCE_MONITOR | DATA_RETENTION_TIME_IN_DAYS`, for ACCOUNTADMIN alone.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-account
 */
export async function alterAccount(definition: Definition): Promise<ResultSet> {
  const { reader, draft, roles, context } = definition;
  reader.expect('ALTER', 'ACCOUNT');
  const account = draft.get(accountId);
  if (account?.kind !== 'ACCOUNT' || !roles.has('ACCOUNTADMIN')) {
    throw notAuthorized('Account', context.engine.account);
  }
  const { resourceMonitor, ...rest } = account;
  let changed: AccountObject;
  if (reader.accept('SET', 'RESOURCE_MONITOR')) {
    changed = { ...rest, resourceMonitor: findMonitor(definition, readOption(reader)) };
  } else if (reader.accept('UNSET', 'RESOURCE_MONITOR')) {
    changed = rest;
  } else if (reader.accept('SET', 'DATA_RETENTION_TIME_IN_DAYS')) {
    const retentionDays = readNumberOption(reader);
    checkRetention(retentionDays, undefined);
    changed = { ...account, retentionDays };
  } else if (reader.accept('UNSET', 'DATA_RETENTION_TIME_IN_DAYS')) {
    changed = { ...account, retentionDays: 1 };
  } else {
    throw unsupported(`ALTER ACCOUNT ${reader.peek().value} ${reader.peek(1).value}`);
  }
  reader.expectEnd();
  draft.put(changed);
  return statusResult('Statement executed successfully.');
}
