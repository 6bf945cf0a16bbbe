import type { ResultSet } from '@das/core';
import { grantedIn } from '../../access/inherited-grants.js';
import type { AccountObject } from '../../catalogue/catalogue-object.js';
import { accountId } from '../../catalogue/system-objects.js';
import { statusResult } from '../../shaping/status-result.js';
import { invalidStatement, notAuthorized, unsupported } from '../../warehouse/errors.js';
import { readNumberOption, readOption } from '../clauses.js';
import type { Definition } from '../definition.js';
import { checkRetention } from '../table/table-history.js';
import { findMonitor } from './resource-monitor.js';

/**
 * `ALTER ACCOUNT SET | UNSET RESOURCE_MONITOR | DATA_RETENTION_TIME_IN_DAYS` and
 * `SET FEATURE_RBAC_INHERITED_GRANTS`, for ACCOUNTADMIN alone.
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
  } else if (reader.accept('SET', 'FEATURE_RBAC_INHERITED_GRANTS')) {
    changed = { ...account, allowsInheritedGrants: readFeature(definition) };
  } else {
    throw unsupported(`ALTER ACCOUNT ${reader.peek().value} ${reader.peek(1).value}`);
  }
  reader.expectEnd();
  draft.put(changed);
  return statusResult('Statement executed successfully.');
}

/** `= 'ENABLED' | 'DISABLED'`. What becomes of inherited grants that are there, no documentation says. */
function readFeature({ reader, draft }: Definition): boolean {
  const value = readOption(reader).toUpperCase();
  if (value === 'ENABLED') return true;
  if (value !== 'DISABLED') throw invalidStatement(`${value} is neither ENABLED nor DISABLED`);
  for (const object of draft.all()) {
    const held = object.kind === 'DROPPED' ? object.objects : [object];
    if (held.some((each) => grantedIn(each).length > 0)) {
      throw unsupported(
        'FEATURE_RBAC_INHERITED_GRANTS = DISABLED while there are inherited grants',
      );
    }
  }
  return false;
}
