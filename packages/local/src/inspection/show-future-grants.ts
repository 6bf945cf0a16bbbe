import type { ResultSet } from '@das/core';
import { holdsGlobal, sees } from '../access/privileges.js';
import { databaseRoleKey, granteeOf } from '../access/role-key.js';
import type { CatalogueObject } from '../catalogue/catalogue-object.js';
import { findDatabase, findSchema } from '../enforcement/resolve-name.js';
import type { StatementContext } from '../engine/statement-context.js';
import { rowsResult } from '../shaping/status-result.js';
import { notFound, unknownRole } from '../warehouse/errors.js';
import { readLimit } from './show-scope.js';

const names = [
  'created_on',
  'privilege',
  'grant_on',
  'name',
  'grant_to',
  'grantee_name',
  'grant_option',
];

/** `SHOW FUTURE GRANTS IN SCHEMA s | IN DATABASE d | TO ROLE r | TO DATABASE ROLE db.r`. */
export function showFutureGrants(context: StatementContext): ResultSet {
  const { reader, engine, state } = context;
  const { catalogue } = engine;
  let isShown: (container: CatalogueObject, key: string) => boolean;
  if (reader.accept('TO')) {
    const key = readRole(context);
    const seesAll = state.roles.has(key) || holdsGlobal(catalogue, state.roles, 'MANAGE GRANTS');
    isShown = (container, role) => role === key && (seesAll || sees(state.roles, container));
  } else {
    reader.expect('IN');
    const word = reader.expectOneOf(['SCHEMA', 'DATABASE']);
    const name = reader.name();
    const database = name.length > 1 ? (name[0] ?? '') : (state.database ?? '');
    const holder =
      word === 'DATABASE'
        ? findDatabase(catalogue, state.roles, name.at(-1) ?? '')
        : findSchema(catalogue, state.roles, database, name.at(-1) ?? '');
    isShown = (container) => container.id === holder.id;
  }
  const limit = readLimit(context);
  reader.expectEnd();
  const rows = [...catalogue.all()].flatMap((container) =>
    'futureGrants' in container
      ? container.futureGrants
          .filter((grant) => isShown(container, grant.role))
          .map((grant) => {
            const grantee = granteeOf(catalogue, grant.role);
            const kind = grant.objectKind.replaceAll(' ', '_');
            return {
              created_on: new Date(grant.grantedOn),
              privilege: grant.privilege,
              grant_on: kind,
              name: `${catalogue.fullName(container)}.<${kind}>`,
              grant_to: grantee.type,
              grantee_name: grantee.name,
              grant_option: String(grant.withGrantOption ?? false),
            };
          })
      : [],
  );
  return rowsResult(names, limit === undefined ? rows : rows.slice(0, limit));
}

function readRole({ reader, engine, state }: StatementContext): string {
  const { catalogue } = engine;
  if (reader.accept('DATABASE', 'ROLE')) {
    const name = reader.name();
    const holder = name.length > 1 ? (name[0] ?? '') : (state.database ?? '');
    const database = findDatabase(catalogue, state.roles, holder);
    const role = catalogue.find('DATABASE ROLE', database.id, name.at(-1) ?? '');
    if (role === undefined) throw notFound('Database Role', name.join('.'));
    return databaseRoleKey(role.id);
  }
  reader.expect('ROLE');
  const name = reader.identifier();
  if (catalogue.role(name) === undefined) throw unknownRole(name);
  return name;
}
