import { holdsGlobal, owns } from '../access/privileges.js';
import type { CatalogueObject, ObjectKind } from '../catalogue/catalogue-object.js';
import type { DatabaseRoleObject } from '../catalogue/database-role-object.js';
import { isAccountKind } from '../catalogue/object-kinds.js';
import type { ShareObject } from '../catalogue/share-object.js';
import { findDatabase, fullPath } from '../enforcement/resolve-name.js';
import type { StatementContext } from '../engine/statement-context.js';
import { invalidStatement, notFound } from '../warehouse/errors.js';

/** The object that SHOW GRANTS ON names; whether it may be seen is not asked here. */
export function findShown(
  context: StatementContext,
  kind: ObjectKind | undefined,
  name: readonly string[],
): CatalogueObject | undefined {
  const { catalogue } = context.engine;
  const plain = name.at(-1) ?? '';
  if (kind !== undefined && isAccountKind(kind)) return catalogue.find(kind, 0, plain);
  if (kind === 'SCHEMA' || kind === 'DATABASE ROLE') {
    const database = catalogue.find('DATABASE', 0, databaseName(context, name));
    return database && catalogue.find(kind, database.id, plain);
  }
  const [database, schema] = fullPath(name, context.state);
  const holder = catalogue.schemaAt(database, schema);
  if (holder === undefined) return undefined;
  return kind === undefined
    ? catalogue.findRelation(holder.id, plain)
    : catalogue.find(kind, holder.id, plain);
}

function databaseName(context: StatementContext, name: readonly string[]): string {
  return name.length > 1 ? (name[0] ?? '') : (context.state.database ?? '');
}

/** The database role of a name, for all who may know its database. */
export function findDatabaseRole(
  context: StatementContext,
  name: readonly string[],
): DatabaseRoleObject {
  const { engine, state } = context;
  if (name.length > 2) throw invalidStatement('the name of a database role has at most two parts');
  const database = findDatabase(engine.catalogue, state.roles, databaseName(context, name));
  const role = engine.catalogue.find('DATABASE ROLE', database.id, name.at(-1) ?? '');
  if (role === undefined) throw notFound('Database Role', name.join('.'));
  return role;
}

/** The share of a name, for those who own it or manage grants. */
export function findShare(context: StatementContext, name: string): ShareObject {
  const { engine, state } = context;
  const share = engine.catalogue.find('SHARE', 0, name);
  const isSeen =
    share !== undefined &&
    (owns(state.roles, share) || holdsGlobal(engine.catalogue, state.roles, 'MANAGE GRANTS'));
  if (!isSeen) throw notFound('Share', name);
  return share;
}
