import type { ResultSet } from '@das/core';
import { directGrants } from '../../access/inherited-grants.js';
import { holdsGlobal } from '../../access/privileges.js';
import { type CatalogueObject, titleOf } from '../../catalogue/catalogue-object.js';
import { statusResult } from '../../shaping/status-result.js';
import {
  executionFailed,
  notAuthorized,
  unknownRole,
  unsupported,
} from '../../warehouse/errors.js';
import type { Definition } from '../definition.js';
import { findDatabaseRole } from '../role/database-role.js';
import { changeFuture } from './future-grants.js';
import { readGrantTarget } from './grant-target.js';
import { type RoleGrantee, readGrantee, requireSameDatabase } from './grantee.js';
import { requireDecider } from './grantor.js';

const done = 'Statement executed successfully.';

/**
 * `GRANT OWNERSHIP ON … TO ROLE r | DATABASE ROLE db.r [COPY | REVOKE CURRENT GRANTS]`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/grant-ownership
 */
export function grantOwnership(definition: Definition): ResultSet {
  const { reader } = definition;
  reader.expect('ON');
  if (reader.accept('ROLE')) return ownRole(definition);
  if (reader.accept('DATABASE', 'ROLE')) return ownDatabaseRole(definition);
  const target = readGrantTarget(definition, false);
  if (target.of === 'ACCOUNT') throw unsupported('another owner of the account');
  reader.expect('TO');
  const grantee = readGrantee(definition);
  const mode = readMode(definition);
  if (target.kind === 'future') {
    requireSameDatabase(definition, grantee, target.container);
    changeFuture(definition, target, (grants) => [
      ...grants.filter((each) => each.objectKind !== target.of || each.privilege !== 'OWNERSHIP'),
      {
        privilege: 'OWNERSHIP',
        objectKind: target.of,
        role: grantee.key,
        grantedOn: definition.now,
      },
    ]);
    return statusResult(done);
  }
  for (const object of target.objects) {
    requireDecider(definition, object, target.container);
    if (object.kind === 'DATABASE' && grantee.databaseRole !== undefined) {
      throw unsupported('a database that a database role owns');
    }
    requireSameDatabase(definition, grantee, object);
    requireActive(definition, object, grantee.key);
    transfer(definition, object, grantee, mode);
  }
  return statusResult(done);
}

/**
 * Views, tasks and dynamic tables run with the rights of their owner: a role hands an object only to
 * a role that is active in the session, or by MANAGE GRANTS. Else it could act as any other role.
 *
 * @see https://docs.snowflake.com/en/release-notes/bcr-bundles/2026_07/bcr-2395
 */
function requireActive(definition: Definition, object: CatalogueObject, key: string): void {
  const { draft, roles } = definition;
  if (roles.has(key) || holdsGlobal(draft, roles, 'MANAGE GRANTS')) return;
  throw executionFailed(
    `${titleOf(object.kind)} ownership can only be transferred to a role that is activated in the current session or by a role with account-level MANAGE GRANTS.`,
    { number: 3001, sqlState: '42501', place: draft.fullName(object) },
  );
}

type CurrentGrants = 'COPY' | 'REVOKE' | undefined;

function readMode({ reader }: Definition): CurrentGrants {
  const copies = reader.accept('COPY', 'CURRENT', 'GRANTS');
  const revokes = !copies && reader.accept('REVOKE', 'CURRENT', 'GRANTS');
  reader.expectEnd();
  return copies ? 'COPY' : revokes ? 'REVOKE' : undefined;
}

/** With COPY the new owner is who gave the grants: none of them depends on another any more. */
function transfer(
  definition: Definition,
  object: CatalogueObject,
  { key }: RoleGrantee,
  mode: CurrentGrants,
): void {
  const { draft } = definition;
  const direct = directGrants(object);
  if (direct.length > 0 && mode === undefined) {
    throw executionFailed(
      `${draft.fullName(object)} has dependent grants: say COPY or REVOKE CURRENT GRANTS`,
      { number: 3008, sqlState: '42501', place: draft.fullName(object) },
    );
  }
  const copied = direct.map((grant) => ({ ...grant, grantedBy: key }));
  draft.put({ ...object, owner: key, grants: mode === 'REVOKE' ? [] : copied });
}

function ownRole(definition: Definition): ResultSet {
  const { reader, draft } = definition;
  const name = reader.identifier();
  reader.expect('TO');
  const { key, databaseRole } = readGrantee(definition);
  readMode(definition);
  const role = draft.role(name);
  if (role === undefined) throw unknownRole(name);
  if (databaseRole !== undefined) throw unsupported('a role that a database role owns');
  if (role.owner === '') throw notAuthorized('Role', name);
  requireDecider(definition, role);
  requireActive(definition, role, key);
  draft.put({ ...role, owner: key });
  return statusResult(done);
}

function ownDatabaseRole(definition: Definition): ResultSet {
  const { reader, draft } = definition;
  const role = findDatabaseRole(definition, reader.name());
  reader.expect('TO');
  const grantee = readGrantee(definition);
  readMode(definition);
  requireSameDatabase(definition, grantee, role);
  requireDecider(definition, role);
  requireActive(definition, role, grantee.key);
  draft.put({ ...role, owner: grantee.key });
  return statusResult(done);
}
