import type { ResultSet } from '@das/core';
import { withoutGrants } from '../../access/grant-chain.js';
import { directGrants } from '../../access/inherited-grants.js';
import type {
  CatalogueObject,
  FutureGrant,
  Grant,
  GrantableKind,
} from '../../catalogue/catalogue-object.js';
import { statusResult } from '../../shaping/status-result.js';
import { executionFailed, invalidStatement, unsupported } from '../../warehouse/errors.js';
import type { Definition } from '../definition.js';
import { grantApplicationRole } from '../role/snowflake-role.js';
import { requireShareable } from '../share/shareable.js';
import { changeFuture, refuseShared } from './future-grants.js';
import { grantOwnership } from './grant-ownership.js';
import { grantDatabaseRole, grantRole } from './grant-role.js';
import { type GrantTarget, readGrantTarget } from './grant-target.js';
import { changeShare } from './grant-to-share.js';
import { type RoleGrantee, readGrantee, requireSameDatabase } from './grantee.js';
import { decides, grantorOf, mayNotGrant } from './grantor.js';
import { grantInherited, revokeInherited } from './inherited-grants.js';
import { names, readPrivileges } from './privilege-list.js';

const done = 'Statement executed successfully.';

/**
 * `GRANT`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/grant-privilege
 */
export async function grant(definition: Definition): Promise<ResultSet> {
  const { reader } = definition;
  reader.expect('GRANT');
  if (reader.accept('DATABASE', 'ROLE')) return grantDatabaseRole(definition, true);
  if (reader.accept('APPLICATION', 'ROLE')) return grantApplicationRole(definition, true);
  if (reader.accept('ROLE')) return grantRole(definition, true);
  if (reader.accept('INHERITED')) return grantInherited(definition);
  if (reader.accept('OWNERSHIP')) return grantOwnership(definition);
  const { privileges, target } = readGrant(definition);
  reader.expect('TO');
  if (reader.accept('SHARE')) return changeShare(definition, privileges, target, true);
  const grantee = readGrantee(definition);
  const option = reader.accept('WITH', 'GRANT', 'OPTION');
  reader.expectEnd();
  if (privileges.includes('OWNERSHIP')) {
    throw invalidStatement('OWNERSHIP is granted in a statement of its own', 'OWNERSHIP');
  }
  if (target.kind === 'objects') {
    for (const object of target.objects) {
      requireSameDatabase(definition, grantee, object);
      for (const privilege of grantee.databaseRole === undefined
        ? []
        : names(privileges, target.of)) {
        requireShareable(definition, grantee.databaseRole, object, privilege);
      }
      addGrants(definition, target, object, { privileges, grantee, option });
    }
    return statusResult(done);
  }
  requireSameDatabase(definition, grantee, target.container);
  refuseShared(definition, grantee);
  const given = names(privileges, target.of);
  changeFuture(definition, target, (grants) => [
    ...grants.filter((each) => !isPromise(each, target.of, grantee.key, given)),
    ...given.map(
      (privilege): FutureGrant => ({
        privilege,
        objectKind: target.of,
        role: grantee.key,
        withGrantOption: option,
        grantedOn: definition.now,
      }),
    ),
  ]);
  return statusResult(done);
}

type ObjectsTarget = Extract<GrantTarget, { kind: 'objects' }>;

function addGrants(
  definition: Definition,
  target: ObjectsTarget,
  object: CatalogueObject,
  how: { privileges: readonly string[] | 'ALL'; grantee: RoleGrantee; option: boolean },
): void {
  const { grantee, option } = how;
  const privileges = importedPrivileges(object, how.privileges);
  let grants = directGrants(object);
  let given = 0;
  for (const privilege of names(privileges, target.of)) {
    const grantedBy = grantorOf(definition, object, privilege);
    // ALL gives what the role may give; a privilege that is named must be one of them.
    if (grantedBy === undefined && privileges === 'ALL') continue;
    if (grantedBy === undefined) throw mayNotGrant(definition, target.container ?? object);
    given += 1;
    const known = grants.find(
      (each) =>
        each.role === grantee.key && each.privilege === privilege && each.grantedBy === grantedBy,
    );
    if (known !== undefined && (known.withGrantOption || !option)) continue;
    const added: Grant = {
      privilege,
      role: grantee.key,
      withGrantOption: option,
      grantedBy,
      grantedOn: known?.grantedOn ?? definition.now,
    };
    grants = [...grants.filter((each) => each !== known), added];
  }
  if (given === 0) throw mayNotGrant(definition, target.container ?? object);
  definition.draft.put({ ...object, grants });
}

/**
 * `REVOKE [GRANT OPTION FOR] … [RESTRICT | CASCADE]`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/revoke-privilege
 */
export async function revoke(definition: Definition): Promise<ResultSet> {
  const { reader } = definition;
  reader.expect('REVOKE');
  if (reader.accept('DATABASE', 'ROLE')) return grantDatabaseRole(definition, false);
  if (reader.accept('APPLICATION', 'ROLE')) return grantApplicationRole(definition, false);
  if (reader.accept('ROLE')) return grantRole(definition, false);
  if (reader.accept('INHERITED')) return revokeInherited(definition);
  const isOption = reader.accept('GRANT', 'OPTION', 'FOR');
  const { privileges, target } = readGrant(definition);
  reader.expect('FROM');
  if (!isOption && reader.accept('SHARE')) {
    return changeShare(definition, privileges, target, false);
  }
  const { key } = readGrantee(definition);
  const isCascading = reader.accept('CASCADE');
  if (!isCascading) reader.accept('RESTRICT');
  reader.expectEnd();
  if (privileges.includes('OWNERSHIP') && target.kind === 'objects') {
    throw invalidStatement('OWNERSHIP is not revoked: it is granted to another role', 'OWNERSHIP');
  }
  if (target.kind === 'objects') {
    for (const object of target.objects) {
      takeGrants(definition, target, object, { privileges, key, isOption, isCascading });
    }
    return statusResult(done);
  }
  if (isOption) throw unsupported('REVOKE GRANT OPTION FOR a future grant');
  const taken = names(privileges, target.of);
  changeFuture(definition, target, (grants) =>
    grants.filter((each) => !isPromise(each, target.of, key, taken)),
  );
  return statusResult(done);
}

interface Revocation {
  readonly privileges: readonly string[] | 'ALL';
  readonly key: string;
  readonly isOption: boolean;
  readonly isCascading: boolean;
}

function takeGrants(
  definition: Definition,
  target: ObjectsTarget,
  object: CatalogueObject,
  { key, isOption, isCascading, ...revocation }: Revocation,
): void {
  const { draft } = definition;
  const privileges = importedPrivileges(object, revocation.privileges);
  const taken = names(privileges, target.of);
  const mayTake = (each: Grant): boolean =>
    decides(definition, object) || definition.roles.has(each.grantedBy);
  const isGrantor = taken.some(
    (privilege) => grantorOf(definition, object, privilege) !== undefined,
  );
  // What is inherited goes with the grant in the container alone.
  const direct = directGrants(object);
  if (!isGrantor && !direct.some((each) => definition.roles.has(each.grantedBy))) {
    throw mayNotGrant(definition, target.container ?? object);
  }
  const isTaken = (each: Grant): boolean =>
    each.role === key && taken.includes(each.privilege) && mayTake(each);
  const kept = isOption
    ? direct.map((each) => (isTaken(each) ? { ...each, withGrantOption: false } : each))
    : direct.filter((each) => !isTaken(each));
  const { supported, dependent } = withoutGrants(direct, kept, object.owner);
  if (dependent.length > 0 && !isCascading) {
    throw executionFailed(
      `dependent grants exist on ${draft.fullName(object)}: the privilege was granted on`,
      {
        number: 3008,
        sqlState: '42501',
        place: draft.fullName(object),
        next: 'revoke those first, or say CASCADE',
      },
    );
  }
  draft.put({ ...object, grants: supported });
}

/**
 * A database of another account is read as a whole: IMPORTED PRIVILEGES, which show as USAGE.
 *
 * @see https://docs.snowflake.com/en/user-guide/data-share-consumers
 */
function importedPrivileges(
  object: CatalogueObject,
  privileges: readonly string[] | 'ALL',
): readonly string[] | 'ALL' {
  const isWhole = privileges.length === 1 && privileges[0] === 'IMPORTED PRIVILEGES';
  const isShared = object.kind === 'DATABASE' && object.share !== undefined;
  if (isShared && isWhole) return ['USAGE'];
  if (!isShared && object.shared === undefined) return privileges;
  throw invalidStatement(
    "Granting individual privileges on imported databases is not allowed. Use 'GRANT IMPORTED PRIVILEGES' instead.",
    object.name,
  );
}

function isPromise(
  promise: FutureGrant,
  of: GrantableKind,
  role: string,
  privileges: readonly string[],
): boolean {
  return (
    promise.objectKind === of && promise.role === role && privileges.includes(promise.privilege)
  );
}

function readGrant(definition: Definition): {
  readonly privileges: readonly string[] | 'ALL';
  readonly target: GrantTarget;
} {
  const { reader } = definition;
  const privileges = readPrivileges(definition);
  reader.expect('ON');
  const isImported = privileges.length === 1 && privileges[0] === 'IMPORTED PRIVILEGES';
  return { privileges, target: readGrantTarget(definition, isImported) };
}
