import type { ResultSet } from '@das/core';
import { privilegeNames } from '../access/privilege-names.js';
import { holdsGlobal, owns } from '../access/privileges.js';
import { rolesBelow } from '../access/role-set.js';
import type {
  CatalogueObject,
  FutureGrant,
  Grant,
  GrantableKind,
} from '../catalogue/catalogue-object.js';
import { titleOf } from '../catalogue/catalogue-object.js';
import { isOperator, isWord } from '../lexing/token.js';
import { statusResult } from '../shaping/status-result.js';
import {
  executionFailed,
  invalidStatement,
  notAuthorized,
  unknownRole,
  unsupported,
} from '../warehouse/errors.js';
import type { Definition } from './definition.js';
import { type GrantTarget, readGrantTarget } from './grant-target.js';

const done = 'Statement executed successfully.';

/** `GRANT`. */
export async function grant(definition: Definition): Promise<ResultSet> {
  const { reader } = definition;
  reader.expect('GRANT');
  if (reader.accept('ROLE')) return grantRole(definition, true);
  if (reader.accept('OWNERSHIP')) return grantOwnership(definition);
  const { privileges, target, role, option } = readGrant(definition, 'TO');
  if (privileges.includes('OWNERSHIP')) {
    throw invalidStatement('OWNERSHIP is granted in a statement of its own', 'OWNERSHIP');
  }
  changeGrants(definition, target, (object, of) => {
    const added = names(privileges, of)
      .filter(
        (privilege) => !object.grants.some((g) => g.role === role && g.privilege === privilege),
      )
      .map((privilege): Grant => newGrant(definition, privilege, role, option));
    return { ...object, grants: [...object.grants, ...added] };
  });
  if (target.kind === 'future') {
    changeFuture(definition, target, (grants) => [
      ...grants.filter(
        (each) =>
          each.role !== role ||
          each.objectKind !== target.of ||
          !names(privileges, target.of).includes(each.privilege),
      ),
      ...names(privileges, target.of).map(
        (privilege): FutureGrant => ({
          privilege,
          objectKind: target.of,
          role,
          grantedOn: definition.now,
        }),
      ),
    ]);
  }
  return statusResult(done);
}

/** `REVOKE`. */
export async function revoke(definition: Definition): Promise<ResultSet> {
  const { reader } = definition;
  reader.expect('REVOKE');
  if (reader.accept('ROLE')) return grantRole(definition, false);
  if (reader.accept('GRANT', 'OPTION', 'FOR')) throw unsupported('REVOKE GRANT OPTION FOR');
  const { privileges, target, role } = readGrant(definition, 'FROM');
  changeGrants(definition, target, (object, of) => ({
    ...object,
    grants: object.grants.filter(
      (each) => each.role !== role || !names(privileges, of).includes(each.privilege),
    ),
  }));
  if (target.kind === 'future') {
    changeFuture(definition, target, (grants) =>
      grants.filter(
        (each) =>
          each.role !== role ||
          each.objectKind !== target.of ||
          !names(privileges, target.of).includes(each.privilege),
      ),
    );
  }
  return statusResult(done);
}

function newGrant(definition: Definition, privilege: string, role: string, option: boolean): Grant {
  return {
    privilege,
    role,
    withGrantOption: option,
    grantedBy: definition.context.state.role,
    grantedOn: definition.now,
  };
}

function names(privileges: readonly string[] | 'ALL', of: GrantableKind): readonly string[] {
  if (privileges === 'ALL') return privilegeNames[of];
  for (const privilege of privileges) {
    if (privilege !== 'OWNERSHIP' && !privilegeNames[of].includes(privilege)) {
      throw invalidStatement(`${privilege} is no privilege on a ${of.toLowerCase()}`, privilege);
    }
  }
  return privileges;
}

function grantRole(definition: Definition, isGrant: boolean): ResultSet {
  const { reader, draft, roles } = definition;
  const name = reader.identifier();
  reader.expect(isGrant ? 'TO' : 'FROM');
  const toUser = reader.accept('USER');
  if (!toUser) reader.expect('ROLE');
  const parent = reader.identifier();
  reader.expectEnd();
  const role = draft.role(name);
  if (role === undefined) throw unknownRole(name);
  const mayGrant = owns(roles, role) || holdsGlobal(draft, roles, 'MANAGE GRANTS');
  // MANAGE GRANTS is no way up to ACCOUNTADMIN.
  if (!mayGrant || (name === 'ACCOUNTADMIN' && !roles.has(name))) throw notAuthorized('Role', name);
  // The local user may use every role: a grant to a user changes nothing that is enforced.
  if (toUser) return statusResult(done);
  if (draft.role(parent) === undefined) throw unknownRole(parent);
  if (isGrant && rolesBelow(draft, name).has(parent) && parent !== 'PUBLIC') {
    throw executionFailed(`granting ${name} to ${parent} would make a circle of roles`, {
      number: 3013,
      sqlState: '42601',
      place: name,
    });
  }
  const others = role.grantedTo.filter((each) => each !== parent);
  draft.put({ ...role, grantedTo: isGrant ? [...others, parent] : others });
  return statusResult(done);
}

interface GrantStatement {
  readonly privileges: readonly string[] | 'ALL';
  readonly target: GrantTarget;
  readonly role: string;
  readonly option: boolean;
}

function readGrant(definition: Definition, word: 'TO' | 'FROM'): GrantStatement {
  const { reader, draft } = definition;
  const privileges = readPrivileges(definition);
  reader.expect('ON');
  const isImported = privileges.length === 1 && privileges[0] === 'IMPORTED PRIVILEGES';
  const target = readGrantTarget(definition, isImported);
  reader.expect(word);
  const role = readGrantee(definition);
  const option = word === 'TO' && reader.accept('WITH', 'GRANT', 'OPTION');
  if (word === 'FROM' && !reader.accept('CASCADE')) reader.accept('RESTRICT');
  reader.expectEnd();
  if (draft.role(role) === undefined) throw unknownRole(role);
  return { privileges, target, role, option };
}

function readGrantee(definition: Definition): string {
  const { reader } = definition;
  if (reader.sees('DATABASE', 'ROLE') || reader.sees('SHARE') || reader.sees('USER')) {
    throw unsupported(`a grant to a ${reader.peek().value.toLowerCase()}`);
  }
  reader.accept('ROLE');
  return reader.identifier();
}

function readPrivileges(definition: Definition): readonly string[] | 'ALL' {
  const { reader } = definition;
  if (reader.accept('ALL')) {
    reader.accept('PRIVILEGES');
    return 'ALL';
  }
  const privileges: string[] = [];
  do {
    const words: string[] = [];
    while (reader.peek().kind === 'word' && !isWord(reader.peek(), 'ON'))
      words.push(reader.next().value);
    if (words.length === 0) throw reader.unexpected('a privilege');
    privileges.push(words.join(' '));
  } while (isOperator(reader.peek(), ',') && reader.acceptOperator(','));
  return privileges;
}

/** Granting needs MANAGE GRANTS, ownership, or in a managed schema the ownership of the schema. */
function requireGrantor(
  definition: Definition,
  object: CatalogueObject,
  container?: CatalogueObject,
): void {
  const { draft, roles } = definition;
  if (holdsGlobal(draft, roles, 'MANAGE GRANTS')) return;
  const parent = 'parent' in object ? draft.get(object.parent) : undefined;
  const isManaged = parent?.kind === 'SCHEMA' && parent.isManaged;
  const decider = isManaged ? parent : object;
  if (owns(roles, decider)) return;
  // ALL may meet an object that the role must not know: the place is named instead.
  const named = container ?? object;
  throw notAuthorized(titleOf(named.kind), draft.fullName(named));
}

/** Future grants reach tables that others will make: the owner of the container does not decide. */
function requireFutureGrantor(definition: Definition, container: CatalogueObject): void {
  const { draft, roles } = definition;
  if (holdsGlobal(draft, roles, 'MANAGE GRANTS')) return;
  if (container.kind === 'SCHEMA' && container.isManaged && owns(roles, container)) return;
  throw notAuthorized(titleOf(container.kind), draft.fullName(container));
}

function changeGrants(
  definition: Definition,
  target: GrantTarget,
  change: (object: CatalogueObject, of: GrantableKind) => CatalogueObject,
): void {
  if (target.kind !== 'objects') return;
  for (const object of target.objects) {
    requireGrantor(definition, object, target.container);
    definition.draft.put(change(object, target.of));
  }
}

function changeFuture(
  definition: Definition,
  target: Extract<GrantTarget, { kind: 'future' }>,
  change: (grants: readonly FutureGrant[]) => readonly FutureGrant[],
): void {
  const { container } = target;
  if (!('futureGrants' in container)) throw unsupported('future grants here');
  requireFutureGrantor(definition, container);
  definition.draft.put({ ...container, futureGrants: change(container.futureGrants) });
}

/** `GRANT OWNERSHIP ON … TO ROLE r [COPY | REVOKE CURRENT GRANTS]`. */
function grantOwnership(definition: Definition): ResultSet {
  const { reader, draft } = definition;
  reader.expect('ON');
  if (reader.accept('ROLE')) return grantRoleOwnership(definition);
  const target = readGrantTarget(definition, false);
  if (target.of === 'ACCOUNT') throw unsupported('another owner of the account');
  reader.expect('TO');
  const role = readGrantee(definition);
  if (draft.role(role) === undefined) throw unknownRole(role);
  const copies = reader.accept('COPY', 'CURRENT', 'GRANTS');
  const revokes = !copies && reader.accept('REVOKE', 'CURRENT', 'GRANTS');
  reader.expectEnd();
  if (target.kind === 'future') {
    changeFuture(definition, target, (grants) => [
      ...grants.filter((each) => each.objectKind !== target.of || each.privilege !== 'OWNERSHIP'),
      { privilege: 'OWNERSHIP', objectKind: target.of, role, grantedOn: definition.now },
    ]);
    return statusResult(done);
  }
  for (const object of target.objects) {
    requireGrantor(definition, object, target.container);
    if (object.grants.length > 0 && !copies && !revokes) {
      throw executionFailed(
        `${draft.fullName(object)} has dependent grants: say COPY or REVOKE CURRENT GRANTS`,
        { number: 3008, sqlState: '42501', place: draft.fullName(object) },
      );
    }
    draft.put({ ...object, owner: role, grants: revokes ? [] : object.grants });
  }
  return statusResult(done);
}

function grantRoleOwnership(definition: Definition): ResultSet {
  const { reader, draft } = definition;
  const name = reader.identifier();
  reader.expect('TO');
  const owner = readGrantee(definition);
  if (!reader.accept('COPY', 'CURRENT', 'GRANTS')) reader.accept('REVOKE', 'CURRENT', 'GRANTS');
  reader.expectEnd();
  const role = draft.role(name);
  if (role === undefined) throw unknownRole(name);
  if (draft.role(owner) === undefined) throw unknownRole(owner);
  if (role.owner === '') throw notAuthorized('Role', name);
  requireGrantor(definition, role);
  draft.put({ ...role, owner });
  return statusResult(done);
}
