import type { ResultSet } from '@das/core';
import { owns, sees } from '../access/privileges.js';
import {
  type CatalogueObject,
  isRelation,
  type ObjectKind,
  titleOf,
} from '../catalogue/catalogue-object.js';
import { acceptKind, objectKinds } from '../catalogue/object-kinds.js';
import { statusResult } from '../shaping/status-result.js';
import { executionFailed, notAuthorized, notFound, unsupported } from '../warehouse/errors.js';
import { dropTemporary } from './create-table.js';
import type { Definition } from './definition.js';
import { findTemporary } from './find-temporary.js';
import { isTagUsed, policyUses } from './policy-uses.js';

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
  const kind = readKind(definition);
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.name();
  if (!reader.accept('CASCADE')) reader.accept('RESTRICT');
  reader.expectEnd();
  const plain = name.at(-1) ?? '';
  if (kind === 'TABLE' || kind === 'VIEW') {
    const [database, schemaName] = definition.path(name);
    const holder = draft.find('DATABASE', 0, database);
    const schema = holder && draft.find('SCHEMA', holder.id, schemaName);
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
  refuseUsed(definition, object);
  if (isRelation(object) && object.kind !== 'VIEW') await definition.lock(object.id);
  if (object.kind === 'STREAM') await definition.lock(object.id);
  if (object.kind === 'ROLE') dropRole(definition, object.name);
  removeTree(definition, object);
  return statusResult(`${plain} successfully dropped.`);
}

function locate(
  definition: Definition,
  kind: ObjectKind,
  name: readonly string[],
): CatalogueObject | undefined {
  const { draft, context } = definition;
  const plain = name.at(-1) ?? '';
  if (kind === 'DATABASE' || kind === 'WAREHOUSE' || kind === 'ROLE') {
    return draft.find(kind, 0, plain);
  }
  if (kind === 'SCHEMA') {
    const database = name.length > 1 ? name[0] : context.state.database;
    const parent = database === undefined ? undefined : draft.find('DATABASE', 0, database);
    return parent && draft.find('SCHEMA', parent.id, plain);
  }
  return definition.findOrUndefined(kind, name);
}

/** A policy or tag in use cannot be dropped, nor a container that holds one used from outside. */
export function refuseUsed(definition: Definition, object: CatalogueObject): void {
  const { draft } = definition;
  const inside = new Set([...treeOf(definition, object)].map((each) => each.id));
  for (const each of treeOf(definition, object)) {
    const isPolicy = each.kind === 'MASKING POLICY' || each.kind === 'ROW ACCESS POLICY';
    const isUsed = isPolicy
      ? policyUses(draft, each.id).some((use) => !inside.has(use.relation.id))
      : each.kind === 'TAG' && each === object && isTagUsed(draft, each.id);
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

/** Removes an object with everything inside it. */
export function removeTree(definition: Definition, object: CatalogueObject): void {
  for (const each of [...treeOf(definition, object)]) definition.draft.remove(each.id);
}

const systemRoles = new Set(['ACCOUNTADMIN', 'SECURITYADMIN', 'USERADMIN', 'SYSADMIN', 'PUBLIC']);

/** The objects of a dropped role pass to the role that drops it; its grants end. */
function dropRole(definition: Definition, role: string): void {
  const { draft, context } = definition;
  if (systemRoles.has(role)) throw notAuthorized('Role', role);
  for (const object of [...draft.all()]) {
    const grants = object.grants.filter((grant) => grant.role !== role);
    const isChanged = grants.length < object.grants.length || object.owner === role;
    const owner = object.owner === role ? context.state.role : object.owner;
    const base = { ...object, grants, owner };
    if (base.kind === 'ROLE' && base.grantedTo.includes(role)) {
      draft.put({ ...base, grantedTo: base.grantedTo.filter((parent) => parent !== role) });
    } else if ('futureGrants' in base && base.futureGrants.some((grant) => grant.role === role)) {
      draft.put({
        ...base,
        futureGrants: base.futureGrants.filter((grant) => grant.role !== role),
      });
    } else if (isChanged) {
      draft.put(base);
    }
  }
}
