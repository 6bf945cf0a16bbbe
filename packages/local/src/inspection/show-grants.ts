import type { ResultSet, Row } from '@das/core';
import { grantedIn } from '../access/inherited-grants.js';
import { holdsGlobal, owns, sees } from '../access/privileges.js';
import { databaseRoleKey, granteeOf, keyOfRole, shareKey } from '../access/role-key.js';
import {
  type CatalogueObject,
  type ContainerObject,
  type InheritedGrant,
  isContainer,
  type RoleObject,
} from '../catalogue/catalogue-object.js';
import type { DatabaseRoleObject } from '../catalogue/database-role-object.js';
import { acceptKind, objectKinds } from '../catalogue/object-kinds.js';
import { readObjectName } from '../catalogue/read-object-name.js';
import { accountId } from '../catalogue/system-objects.js';
import type { StatementContext } from '../engine/statement-context.js';
import { rowsResult } from '../shaping/status-result.js';
import { notFound, unknownRole, unsupported } from '../warehouse/errors.js';
import { findDatabaseRole, findShare, findShown } from './find-shown.js';
import { readLimit } from './show-scope.js';

/** The columns of what tells of privileges. */
export const grantColumns: readonly string[] = [
  'created_on',
  'privilege',
  'granted_on',
  'name',
  'granted_to',
  'grantee_name',
  'grant_option',
  'granted_by',
  'is_inherited',
  'inherited_from',
  'inherited_from_database',
  'inherited_from_schema',
];

const roleNames = ['created_on', 'role', 'granted_to', 'grantee_name', 'granted_by'];

/**
 * `SHOW GRANTS [ON … | TO ROLE | DATABASE ROLE | USER | SHARE … | OF ROLE | DATABASE ROLE | SHARE …]`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-grants
 */
export function showGrants(context: StatementContext): ResultSet {
  const { reader, state } = context;
  if (reader.isAtEnd || reader.sees('LIMIT'))
    return finish(context, roleNames, () => grantsToUser(context, state.user));
  if (reader.accept('TO')) return showGrantsTo(context);
  if (reader.accept('OF')) return showGrantsOf(context);
  reader.expect('ON');
  return showGrantsOn(context);
}

/** Reads the end of the statement, then asks for the rows. */
function finish(
  context: StatementContext,
  columns: readonly string[],
  rows: () => readonly Row[],
): ResultSet {
  const limit = readLimit(context);
  context.reader.expectEnd();
  const all = rows();
  return rowsResult(columns, limit === undefined ? all : all.slice(0, limit));
}

function showGrantsTo(context: StatementContext): ResultSet {
  const { reader, engine } = context;
  const { catalogue } = engine;
  if (reader.accept('DATABASE', 'ROLE')) {
    const role = findDatabaseRole(context, reader.name());
    return finish(context, grantColumns, () => grantsTo(context, databaseRoleKey(role.id)));
  }
  if (reader.accept('USER')) {
    const user = reader.identifier();
    return finish(context, roleNames, () => grantsToUser(context, user));
  }
  if (reader.accept('SHARE')) {
    const share = findShare(context, reader.identifier());
    return finish(context, grantColumns, () => [
      ...grantsTo(context, shareKey(share.id)),
      ...share.databaseRoles.flatMap((id) => {
        const role = catalogue.get(id);
        const grant = {
          withGrantOption: false,
          grantedBy: share.owner,
          grantedOn: share.createdOn,
        };
        return role === undefined ? [] : [row(context, role, 'USAGE', shareKey(share.id), grant)];
      }),
    ]);
  }
  if (reader.sees('APPLICATION')) throw unsupported('SHOW GRANTS TO APPLICATION');
  reader.accept('ROLE');
  const role = reader.identifier();
  if (catalogue.role(role) === undefined) throw unknownRole(role);
  return finish(context, grantColumns, () => grantsTo(context, role));
}

function showGrantsOf(context: StatementContext): ResultSet {
  const { reader, engine } = context;
  const { catalogue } = engine;
  if (reader.accept('SHARE')) {
    const share = findShare(context, reader.identifier());
    return finish(
      context,
      ['created_on', 'share', 'granted_to', 'grantee_name', 'granted_by'],
      () =>
        share.accounts.map((account) => ({
          created_on: new Date(share.createdOn),
          share: `${engine.account}.${share.name}`,
          granted_to: 'ACCOUNT',
          grantee_name: account,
          granted_by: share.owner,
        })),
    );
  }
  if (reader.accept('DATABASE', 'ROLE')) {
    const role = findDatabaseRole(context, reader.name());
    return finish(context, roleNames, () => holdersOf(context, role));
  }
  reader.expect('ROLE');
  const name = reader.identifier();
  const role = catalogue.role(name);
  if (role === undefined) throw unknownRole(name);
  return finish(context, roleNames, () => holdersOf(context, role));
}

/** Who a role is granted to. */
function holdersOf(
  context: StatementContext,
  role: RoleObject | DatabaseRoleObject,
): readonly Row[] {
  const { catalogue } = context.engine;
  const key = keyOfRole(role);
  const named = { role: catalogue.fullName(role), granted_by: nameOf(context, role.owner) };
  const parents = role.grantedTo.map((parent) => {
    const { name, type, object } = granteeOf(catalogue, parent);
    return {
      created_on: new Date(role.createdOn),
      ...named,
      granted_to: type,
      grantee_name: object === undefined ? name : catalogue.fullName(object),
    };
  });
  const users = [...catalogue.ofKind('USER')].flatMap((user) =>
    user.roles
      .filter((granted) => granted.role === key)
      .map((granted) => ({
        created_on: new Date(granted.grantedOn),
        ...named,
        granted_to: 'USER',
        grantee_name: user.name,
        granted_by: granted.grantedBy,
      })),
  );
  return [...parents, ...users];
}

/** The roles that were granted to a user, for who owns or manages it, and for the user. */
function grantsToUser(context: StatementContext, name: string): readonly Row[] {
  const { engine, state } = context;
  const { catalogue } = engine;
  const user = catalogue.find('USER', 0, name);
  const isOwn = name === state.user;
  if (user === undefined) {
    if (!isOwn) throw notFound('User', name);
    const roles = state.grantedRoles ?? [...catalogue.ofKind('ROLE')].map((role) => role.name);
    return roles.map((role) => ({
      created_on: null,
      role,
      granted_to: 'USER',
      grantee_name: name,
      granted_by: '',
    }));
  }
  const isSeen =
    isOwn || owns(state.roles, user) || holdsGlobal(catalogue, state.roles, 'MANAGE GRANTS');
  if (!isSeen) throw notFound('User', name);
  return user.roles.map((granted) => ({
    created_on: new Date(granted.grantedOn),
    role: nameOf(context, granted.role),
    granted_to: 'USER',
    grantee_name: name,
    granted_by: granted.grantedBy,
  }));
}

function showGrantsOn(context: StatementContext): ResultSet {
  const { reader, engine, state } = context;
  const { catalogue } = engine;
  if (reader.accept('ACCOUNT')) {
    const account = catalogue.get(accountId);
    return finish(context, grantColumns, () =>
      account === undefined ? [] : grantsOn(context, account),
    );
  }
  const kind = acceptKind(reader, objectKinds);
  const word = reader.peek().value;
  const name = readObjectName(reader, kind);
  // A name alone, as dbt writes it, is that of a table or view.
  if (kind === undefined && !reader.isAtEnd) throw unsupported(`SHOW GRANTS ON ${word}`);
  return finish(context, grantColumns, () => {
    const object = findShown(context, kind, name);
    const isVisible =
      object !== undefined &&
      (sees(state.roles, object) || holdsGlobal(catalogue, state.roles, 'MANAGE GRANTS'));
    if (!isVisible) throw notFound('Object', name.join('.'));
    return grantsOn(context, object);
  });
}

function grantsOn(context: StatementContext, object: CatalogueObject): readonly Row[] {
  return grantsOf(object).map((grant) => row(context, object, grant.privilege, grant.role, grant));
}

/** The grants on an object, its ownership first. */
function grantsOf(object: CatalogueObject): CatalogueObject['grants'] {
  if (object.owner === '') return object.grants;
  const owned = {
    privilege: 'OWNERSHIP',
    role: object.owner,
    withGrantOption: true,
    grantedBy: object.owner,
    grantedOn: object.createdOn,
  };
  return [owned, ...object.grants];
}

function grantsTo(context: StatementContext, key: string): readonly Row[] {
  const rows: Row[] = [];
  const { catalogue } = context.engine;
  const { roles } = context.state;
  const seesAll = roles.has(key) || holdsGlobal(catalogue, roles, 'MANAGE GRANTS');
  for (const object of catalogue.all()) {
    if (object.kind === 'DROPPED') continue;
    // The grants of a role that is not active would name objects that the session must not know.
    if (!seesAll && object.kind !== 'ROLE' && !sees(roles, object)) continue;
    for (const grant of grantsOf(object)) {
      const isListed = grant.role === key && grant.inheritedFrom === undefined;
      if (isListed) rows.push(row(context, object, grant.privilege, key, grant));
    }
    for (const grant of grantedIn(object)) {
      if (grant.role === key && isContainer(object))
        rows.push(inheritedRow(context, object, grant));
    }
    if (object.kind !== 'ROLE' && object.kind !== 'DATABASE ROLE') continue;
    if (!object.grantedTo.includes(key)) continue;
    rows.push(
      row(context, object, 'USAGE', key, {
        withGrantOption: false,
        grantedBy: object.owner,
        grantedOn: object.createdOn,
      }),
    );
  }
  return rows;
}

function row(
  context: StatementContext,
  object: CatalogueObject,
  privilege: string,
  key: string,
  grant: {
    withGrantOption: boolean;
    grantedBy: string;
    grantedOn: string;
    inheritedFrom?: number;
  },
): Row {
  const { catalogue } = context.engine;
  const container =
    grant.inheritedFrom === undefined ? undefined : catalogue.get(grant.inheritedFrom);
  return {
    ...rowOf(context, privilege, object.kind, catalogue.fullName(object), key, grant),
    ...originOf(context, container),
  };
}

/** A privilege on all objects of a kind in a container: no object is named. */
export function inheritedRow(
  context: StatementContext,
  container: ContainerObject,
  { privilege, objectKind, role, ...grant }: InheritedGrant,
): Row {
  const given = { ...grant, withGrantOption: false };
  return {
    ...rowOf(context, privilege, objectKind, '', role, given),
    ...originOf(context, container),
  };
}

function originOf(context: StatementContext, container: CatalogueObject | undefined): Row {
  const { catalogue } = context.engine;
  const place = container === undefined ? undefined : catalogue.container(container);
  return {
    is_inherited: String(container !== undefined),
    inherited_from: container?.kind ?? '',
    inherited_from_database: place?.database ?? '',
    inherited_from_schema: place?.schema ?? '',
  };
}

function rowOf(
  context: StatementContext,
  privilege: string,
  kind: string,
  name: string,
  key: string,
  grant: { withGrantOption: boolean; grantedBy: string; grantedOn: string },
): Row {
  const { catalogue, account } = context.engine;
  const grantee = granteeOf(catalogue, key);
  return {
    created_on: new Date(grant.grantedOn),
    privilege,
    granted_on: kind.replaceAll(' ', '_'),
    name,
    granted_to: grantee.type,
    grantee_name: grantee.type === 'SHARE' ? `${account}.${grantee.name}` : grantee.name,
    grant_option: String(grant.withGrantOption),
    granted_by: nameOf(context, grant.grantedBy),
  };
}

function nameOf(context: StatementContext, key: string): string {
  return granteeOf(context.engine.catalogue, key).name;
}
