import type { ResultSet } from '@das/core';
import { holdsGlobal } from '../../access/privileges.js';
import type { DatabaseObject } from '../../catalogue/catalogue-object.js';
import { statusResult } from '../../shaping/status-result.js';
import { inboundShares } from '../../shares/inbound.js';
import {
  executionFailed,
  invalidStatement,
  notAuthorized,
  notFound,
} from '../../warehouse/errors.js';
import { readClauses, readOption } from '../clauses.js';
import type { Definition } from '../definition.js';

/**
 * `CREATE DATABASE d FROM SHARE account.s`, after its name: a database that holds what the share gives,
 * read-only. The role that creates it is granted the database roles of the share.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-database
 */
export function databaseFromShare(definition: Definition, name: string): ResultSet {
  const { reader, draft, context, primaryRoles } = definition;
  const path = reader.name();
  if (path.length < 2) throw invalidStatement('a share is named with its account', path.join('.'));
  const [account = '', shareName = ''] = path.slice(-2);
  let comment = '';
  readClauses(reader, {
    COMMENT: () => {
      comment = readOption(reader);
    },
  });
  definition.requireGlobal('CREATE DATABASE');
  if (!holdsGlobal(draft, primaryRoles, 'IMPORT SHARE')) {
    throw notAuthorized('Account', context.engine.account);
  }
  const inbound = inboundShares(context.engine).find(
    (each) => each.account === account && each.share.name === shareName,
  );
  if (inbound === undefined) throw notFound('Share', path.join('.'));
  if (inbound.database !== undefined) {
    throw executionFailed(`a database was created from the share ${path.join('.')} already`, {
      number: 3030,
      sqlState: '42501',
      place: path.join('.'),
    });
  }
  const database: DatabaseObject = {
    ...definition.base(name, comment),
    kind: 'DATABASE',
    retentionDays: 0,
    futureGrants: [],
    share: {
      account,
      name: `${account}.${shareName}`,
      share: inbound.share.id,
      grantedTo: Object.fromEntries(
        inbound.share.databaseRoles.map((id) => [String(id), [context.state.role]]),
      ),
    },
  };
  draft.put(database);
  definition.afterCommit(() => {
    context.state.database = name;
    context.state.schema = undefined;
  });
  return statusResult(`Database ${name} successfully created.`);
}
