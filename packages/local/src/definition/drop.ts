import type { ResultSet } from '@das/core';
import { owns, sees } from '../access/privileges.js';
import {
  type CatalogueObject,
  isRelation,
  type ObjectKind,
  titleOf,
} from '../catalogue/catalogue-object.js';
import { acceptKind, isAccountKind, objectKinds } from '../catalogue/object-kinds.js';
import { readObjectName } from '../catalogue/read-object-name.js';
import { statusResult } from '../shaping/status-result.js';
import { keepDropped } from '../time-travel/keep-dropped.js';
import { executionFailed, notAuthorized, notFound, unsupported } from '../warehouse/errors.js';
import { forgetMonitor } from './account/resource-monitor.js';
import { acceptBudgetClass } from './budget/budget-class.js';
import { isUsedOutside } from './clone/used-outside.js';
import type { Definition } from './definition.js';
import { findTemporary } from './find-temporary.js';
import { forgetGrantee } from './grant/forget-grantee.js';
import { dropListing } from './listing/listing.js';
import { dropDatabaseRole } from './role/database-role.js';
import { dropUser } from './role/user.js';
import { dropShare } from './share/share.js';
import { dropTemporary } from './table/create-table.js';
import { refuseStartedGraph } from './task/task.js';

/** Reads the kind of an object: `TABLE`, `DYNAMIC TABLE`, `MASKING POLICY`, … */
export function readKind(definition: Definition): ObjectKind {
  const { reader } = definition;
  const kind = acceptKind(reader, objectKinds);
  if (kind === undefined) throw unsupported(`the object kind ${reader.peek().value}`);
  return kind;
}

/** `DROP <kind> [IF EXISTS] name`. */
export async function drop(definition: Definition): Promise<ResultSet> {
  const { reader, draft, context } = definition;
  reader.expect('DROP');
  if (reader.sees('LISTING')) return dropListing(definition);
  const kind = acceptBudgetClass(reader) ? 'BUDGET' : readKind(definition);
  if (kind === 'DATABASE ROLE') return dropDatabaseRole(definition);
  if (kind === 'USER') return dropUser(definition);
  if (kind === 'SHARE') return dropShare(definition);
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = readObjectName(reader, kind);
  if (!reader.accept('CASCADE')) reader.accept('RESTRICT');
  reader.expectEnd();
  const plain = name.at(-1) ?? '';
  if (kind === 'TABLE' || kind === 'VIEW') {
    const [database, schemaName] = definition.path(name);
    const schema = draft.schemaAt(database, schemaName);
    const temporary = findTemporary(definition, kind, schema?.id, plain);
    if (temporary !== undefined) {
      if (temporary.kind === 'TABLE') await dropTemporary(definition, temporary);
      else definition.afterCommit(() => context.state.temporaries.delete(temporary.id));
      return statusResult(`${plain} successfully dropped.`);
    }
  }
  const object = locate(definition, kind, name);
  // Roles are known to all; of anything else, who holds nothing on it learns nothing.
  const isKnown =
    object !== undefined && (object.kind === 'ROLE' || sees(definition.roles, object));
  if (!isKnown) {
    if (ifExists) {
      return statusResult(`Drop statement executed successfully (${plain} already dropped).`);
    }
    throw notFound(titleOf(kind), name.join('.'));
  }
  if (!owns(definition.roles, object)) throw notAuthorized(titleOf(kind), draft.fullName(object));
  if (object.kind === 'DATABASE' && object.share !== undefined) {
    // What it shows is another account's, and cannot be restored from here.
    draft.remove(object.id);
    return statusResult(`${plain} successfully dropped.`);
  }
  refuseUsed(definition, object);
  if (object.kind === 'TASK') refuseStartedGraph(definition, object);
  if (object.kind === 'ROLE') dropRole(definition, object.name);
  if (object.kind === 'RESOURCE MONITOR') forgetMonitor(definition, object.name);
  await removeTree(definition, object);
  return statusResult(`${plain} successfully dropped.`);
}

export function locate(
  definition: Definition,
  kind: ObjectKind,
  name: readonly string[],
): CatalogueObject | undefined {
  const { draft, context } = definition;
  const plain = name.at(-1) ?? '';
  if (isAccountKind(kind)) {
    return draft.find(kind, 0, plain);
  }
  if (kind === 'SCHEMA' || kind === 'DATABASE ROLE') {
    const database = name.length > 1 ? name[0] : context.state.database;
    const parent = database === undefined ? undefined : draft.find('DATABASE', 0, database);
    return parent && draft.find(kind, parent.id, plain);
  }
  return definition.findOrUndefined(kind, name);
}

/** A policy or tag in use cannot be dropped, nor a container that holds one used from outside. */
export function refuseUsed(definition: Definition, object: CatalogueObject): void {
  const { draft } = definition;
  const inside = new Set([...treeOf(definition, object)].map((each) => each.id));
  for (const each of treeOf(definition, object)) {
    const isUsed = isUsedOutside(draft, each, inside);
    if (!isUsed) continue;
    throw executionFailed(
      `${titleOf(each.kind)} ${draft.fullName(each)} is in use and cannot be dropped`,
      {
        number: 3536,
        sqlState: '23001',
        place: draft.fullName(each),
        next: 'take it off the columns and tables that it protects first',
      },
    );
  }
}

function* treeOf(definition: Definition, object: CatalogueObject): Generator<CatalogueObject> {
  yield object;
  if (object.kind !== 'DATABASE' && object.kind !== 'SCHEMA') return;
  for (const child of definition.draft.childrenOf(object.id)) yield* treeOf(definition, child);
}

/** Removes an object with everything inside it, once nobody writes to any of it. */
export async function removeTree(definition: Definition, object: CatalogueObject): Promise<void> {
  const tree = [...treeOf(definition, object)];
  for (const each of tree) {
    const isWritten = each.kind === 'STREAM' || (isRelation(each) && each.kind !== 'VIEW');
    if (isWritten) await definition.lock(each.id);
  }
  keepDropped(definition, tree);
}

const systemRoles = new Set(['ACCOUNTADMIN', 'SECURITYADMIN', 'USERADMIN', 'SYSADMIN', 'PUBLIC']);

function dropRole(definition: Definition, role: string): void {
  if (systemRoles.has(role)) throw notAuthorized('Role', role);
  forgetGrantee(definition, role);
}
