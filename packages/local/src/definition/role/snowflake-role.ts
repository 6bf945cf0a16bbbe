import type { ResultSet } from '@das/core';
import { accountId } from '../../catalogue/system-objects.js';
import { isOperator } from '../../lexing/token.js';
import { applicationRoles } from '../../metadata/quality-results.js';
import { snowflakePrivilege, snowflakeRoles } from '../../metadata/snowflake-access.js';
import { statusResult } from '../../shaping/status-result.js';
import { notAuthorized, notFound, unknownRole, unsupported } from '../../warehouse/errors.js';
import { budgetCreator } from '../budget/budget.js';
import type { Definition } from '../definition.js';

/** Opens the functions of SNOWFLAKE.CORE, which all roles may use anyway. */
const metricUser = 'DATA_METRIC_USER';

/**
 * `GRANT APPLICATION ROLE SNOWFLAKE.<role> TO ROLE r`, and its REVOKE: roles that read what data metric
 * functions have measured.
 *
 * @see https://docs.snowflake.com/en/user-guide/data-quality-access-control
 */
export function grantApplicationRole(definition: Definition, isGrant: boolean): ResultSet {
  const granted = grantOfSnowflake(definition, isGrant, applicationRoles, 'Application role');
  if (granted === undefined) throw unsupported('application roles but those of SNOWFLAKE');
  return granted;
}

/**
 * `GRANT DATABASE ROLE SNOWFLAKE.<role> TO ROLE r`, and its REVOKE; nothing for another database role.
 * They open views of ACCOUNT_USAGE, or let budgets be made.
 *
 * @see https://docs.snowflake.com/en/sql-reference/snowflake-db-roles
 */
export function grantSnowflakeRole(
  definition: Definition,
  isGrant: boolean,
): ResultSet | undefined {
  return grantOfSnowflake(
    definition,
    isGrant,
    [...snowflakeRoles, metricUser, budgetCreator],
    'Database role',
  );
}

function grantOfSnowflake(
  definition: Definition,
  isGrant: boolean,
  known: readonly string[],
  kind: string,
): ResultSet | undefined {
  const { reader, draft, roles, now, context } = definition;
  if (!reader.sees('SNOWFLAKE') || !isOperator(reader.peek(1), '.')) return undefined;
  const name = reader.name();
  const role = name.at(-1) ?? '';
  if (name.length !== 2 || !known.includes(role)) {
    throw notFound(kind, name.join('.'));
  }
  // ACCOUNTADMIN alone holds what it would pass on.
  if (!roles.has('ACCOUNTADMIN')) throw notAuthorized(kind, name.join('.'));
  reader.expect(isGrant ? 'TO' : 'FROM', 'ROLE');
  const grantee = reader.identifier();
  reader.expectEnd();
  if (draft.role(grantee) === undefined) throw unknownRole(grantee);
  const account = draft.get(accountId);
  if (account?.kind !== 'ACCOUNT') throw notFound(kind, name.join('.'));
  const privilege = snowflakePrivilege(role);
  const others = account.grants.filter(
    (grant) => grant.privilege !== privilege || grant.role !== grantee,
  );
  const added = {
    privilege,
    role: grantee,
    withGrantOption: false,
    grantedBy: context.state.role,
    grantedOn: now,
  };
  draft.put({ ...account, grants: isGrant ? [...others, added] : others });
  return statusResult('Statement executed successfully.');
}
