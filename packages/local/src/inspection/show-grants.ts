import type { ResultSet, Row } from '@das/core';
import { holdsGlobal, sees } from '../access/privileges.js';
import type { CatalogueObject, ObjectKind } from '../catalogue/catalogue-object.js';
import { acceptKind, objectKinds } from '../catalogue/object-kinds.js';
import { accountId } from '../catalogue/system-objects.js';
import { fullPath } from '../enforcement/resolve-name.js';
import type { StatementContext } from '../engine/statement-context.js';
import { rowsResult } from '../shaping/status-result.js';
import { notFound, unknownRole, unsupported } from '../warehouse/errors.js';

const names = [
  'created_on',
  'privilege',
  'granted_on',
  'name',
  'granted_to',
  'grantee_name',
  'grant_option',
  'granted_by',
];

/** `SHOW GRANTS [TO ROLE r | OF ROLE r | ON <object>]`. */
export function showGrants(context: StatementContext): ResultSet {
  const { reader, engine, state } = context;
  const { catalogue } = engine;
  if (reader.isAtEnd) return rowsResult(names, grantsTo(context, state.role));
  if (reader.accept('TO')) {
    reader.accept('ROLE');
    const role = reader.identifier();
    reader.expectEnd();
    if (catalogue.role(role) === undefined) throw unknownRole(role);
    return rowsResult(names, grantsTo(context, role));
  }
  if (reader.accept('OF', 'ROLE')) {
    const role = catalogue.role(reader.identifier());
    reader.expectEnd();
    if (role === undefined) throw unknownRole('the role');
    return rowsResult(
      ['created_on', 'role', 'granted_to', 'grantee_name', 'granted_by'],
      role.grantedTo.map((parent) => ({
        created_on: new Date(role.createdOn),
        role: role.name,
        granted_to: 'ROLE',
        grantee_name: parent,
        granted_by: role.owner,
      })),
    );
  }
  reader.expect('ON');
  if (reader.accept('ACCOUNT')) {
    reader.expectEnd();
    const account = catalogue.get(accountId);
    return rowsResult(names, account === undefined ? [] : grantsOn(context, account));
  }
  const kind = acceptKind(reader, objectKinds);
  if (kind === undefined) throw unsupported(`SHOW GRANTS ON ${reader.peek().value}`);
  const name = reader.name();
  reader.expectEnd();
  const object = find(context, kind, name);
  const isVisible =
    object !== undefined &&
    (sees(state.roles, object) || holdsGlobal(catalogue, state.roles, 'MANAGE GRANTS'));
  if (!isVisible) throw notFound('Object', name.join('.'));
  return rowsResult(names, grantsOn(context, object));
}

function find(
  context: StatementContext,
  kind: ObjectKind,
  name: readonly string[],
): CatalogueObject | undefined {
  const { catalogue } = context.engine;
  const plain = name.at(-1) ?? '';
  if (kind === 'DATABASE' || kind === 'WAREHOUSE' || kind === 'ROLE') {
    return catalogue.find(kind, 0, plain);
  }
  if (kind === 'SCHEMA') {
    const database = catalogue.find(
      'DATABASE',
      0,
      name.length > 1 ? (name[0] ?? '') : (context.state.database ?? ''),
    );
    return database && catalogue.find('SCHEMA', database.id, plain);
  }
  const [database, schema] = fullPath(name, context.state);
  const parent = catalogue.find('DATABASE', 0, database);
  const holder = parent && catalogue.find('SCHEMA', parent.id, schema);
  return holder && catalogue.find(kind, holder.id, plain);
}

function grantsOn(context: StatementContext, object: CatalogueObject): readonly Row[] {
  const rows = object.grants.map((grant) =>
    row(context, object, grant.privilege, grant.role, grant),
  );
  if (object.owner === '') return rows;
  const owned = row(context, object, 'OWNERSHIP', object.owner, {
    withGrantOption: true,
    grantedBy: object.owner,
    grantedOn: object.createdOn,
  });
  return [owned, ...rows];
}

function grantsTo(context: StatementContext, role: string): readonly Row[] {
  const rows: Row[] = [];
  const { catalogue } = context.engine;
  const { roles } = context.state;
  const seesAll = roles.has(role) || holdsGlobal(catalogue, roles, 'MANAGE GRANTS');
  for (const object of catalogue.all()) {
    // The grants of a role that is not active would name objects that the session must not know.
    if (!seesAll && object.kind !== 'ROLE' && !sees(roles, object)) continue;
    rows.push(...grantsOn(context, object).filter((each) => each.grantee_name === role));
    if (object.kind === 'ROLE' && object.grantedTo.includes(role)) {
      rows.push(
        row(context, object, 'USAGE', role, {
          withGrantOption: false,
          grantedBy: object.owner,
          grantedOn: object.createdOn,
        }),
      );
    }
  }
  return rows;
}

function row(
  context: StatementContext,
  object: CatalogueObject,
  privilege: string,
  role: string,
  grant: { withGrantOption: boolean; grantedBy: string; grantedOn: string },
): Row {
  return {
    created_on: new Date(grant.grantedOn),
    privilege,
    granted_on: object.kind.replaceAll(' ', '_'),
    name: context.engine.catalogue.fullName(object),
    granted_to: 'ROLE',
    grantee_name: role,
    grant_option: String(grant.withGrantOption),
    granted_by: grant.grantedBy,
  };
}
