import type { ResultSet } from '@das/core';
import { holds, owns, sees } from '../access/privileges.js';
import { isAccountRole } from '../access/role-key.js';
import type { CatalogueObject } from '../catalogue/catalogue-object.js';
import { isRelation, titleOf } from '../catalogue/catalogue-object.js';
import type { DroppedObject } from '../catalogue/dropped-object.js';
import { acceptKind } from '../catalogue/object-kinds.js';
import { findSchema } from '../enforcement/resolve-name.js';
import { ownTags } from '../propagation/propagating.js';
import { statusResult } from '../shaping/status-result.js';
import { type RestorableKind, restorableKinds } from '../time-travel/keep-dropped.js';
import {
  alreadyExists,
  executionFailed,
  invalidStatement,
  notAuthorized,
  notFound,
  unsupported,
} from '../warehouse/errors.js';
import type { Definition } from './definition.js';

/**
 * `UNDROP TABLE | DYNAMIC TABLE | SCHEMA | DATABASE | TAG name`: the most recent one of that name that
 * is still kept, with all that was inside.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/undrop
 */
export async function undrop(definition: Definition): Promise<ResultSet> {
  const { reader, draft, roles } = definition;
  reader.expect('UNDROP');
  const kind = acceptKind<RestorableKind>(reader, restorableKinds);
  if (kind === undefined) throw unsupported(`UNDROP ${reader.peek().value}`);
  if (reader.sees('IDENTIFIER')) throw unsupported('UNDROP by the id of an object');
  const name = reader.name();
  reader.expectEnd();
  const plain = name.at(-1) ?? '';
  const { parent, privilege } = holderOf(definition, kind, name);
  const [dropped] = droppedOf(definition, kind, parent?.id ?? 0, plain);
  if (dropped === undefined || !sees(roles, { ...rootOf(dropped), owner: dropped.owner })) {
    throw notFound(titleOf(kind), name.join('.'));
  }
  if (!owns(roles, dropped)) throw notAuthorized(titleOf(kind), name.join('.'));
  if (parent === undefined) definition.requireGlobal(privilege);
  else if (!holds(roles, parent, privilege)) {
    throw notAuthorized(titleOf(parent.kind), draft.fullName(parent));
  }
  refuseTaken(definition, kind, parent?.id ?? 0, plain);
  refuseLostTags(definition, dropped);
  draft.remove(dropped.id);
  for (const object of dropped.objects) draft.put(restored(definition, object, dropped));
  return statusResult(`${titleOf(kind)} ${plain} successfully restored.`);
}

function rootOf(dropped: DroppedObject): CatalogueObject {
  return dropped.objects[0] ?? dropped;
}

/** The dropped objects of a name, the most recent first. */
function droppedOf(
  { draft, now }: Definition,
  kind: RestorableKind,
  parent: number,
  name: string,
): readonly DroppedObject[] {
  return [...draft.ofKind('DROPPED')]
    .filter(
      (dropped) =>
        rootOf(dropped).kind === kind &&
        dropped.parent === parent &&
        dropped.name === name &&
        dropped.keptUntil > now,
    )
    .sort((a, b) => b.id - a.id);
}

/** What held the object, and the privilege that it takes to put something there. */
function holderOf(
  definition: Definition,
  kind: RestorableKind,
  name: readonly string[],
): { readonly parent: CatalogueObject | undefined; readonly privilege: string } {
  const { draft, roles, context } = definition;
  const privilege = `CREATE ${kind}`;
  if (kind === 'DATABASE') {
    if (name.length > 1) throw invalidStatement('a database name has one part');
    return { parent: undefined, privilege };
  }
  if (kind === 'SCHEMA') {
    const database = name.length > 1 ? name[0] : context.state.database;
    if (database === undefined) throw invalidStatement('the session has no current database');
    return { parent: definition.database(database), privilege };
  }
  const [database, schema] = definition.path(name);
  return { parent: findSchema(draft, roles, database, schema), privilege };
}

function refuseTaken(
  { draft }: Definition,
  kind: RestorableKind,
  parent: number,
  name: string,
): void {
  const isTable = kind === 'TABLE' || kind === 'DYNAMIC TABLE';
  const existing = isTable ? draft.findRelation(parent, name) : draft.find(kind, parent, name);
  if (existing === undefined) return;
  throw alreadyExists(isRelation(existing) ? 'Object' : titleOf(kind), draft.fullName(existing));
}

/**
 * A tag that was dropped in the meantime may have masked columns. Nothing is restored without it,
 * unless it is known to have masked nothing.
 */
function refuseLostTags({ draft }: Definition, dropped: DroppedObject): void {
  const inside = new Set(dropped.objects.map(({ id }) => id));
  const harmless = new Set(
    [...draft.ofKind('DROPPED')]
      .flatMap(({ objects }) => objects)
      .filter((object) => object.kind === 'TAG' && (object.maskingPolicies ?? []).length === 0)
      .map(({ id }) => id),
  );
  for (const object of dropped.objects) {
    for (const tag of tagsOf(object)) {
      if (inside.has(tag) || harmless.has(tag) || draft.get(tag) !== undefined) continue;
      throw executionFailed(
        `a tag of ${object.name} was dropped, and may have masked its columns`,
        {
          place: object.name,
          next: 'restore the tag first',
        },
      );
    }
  }
}

function tagsOf(object: CatalogueObject): readonly number[] {
  const own = Object.keys(isRelation(object) ? ownTags(object) : (object.tags ?? {}));
  const ofColumns = isRelation(object)
    ? object.columns.flatMap((column) => Object.keys(ownTags(column)))
    : [];
  return [...own, ...ofColumns].map(Number);
}

/** A role may have been dropped since: what it owned is then owned by who owns the whole. */
function restored(
  { draft }: Definition,
  object: CatalogueObject,
  dropped: DroppedObject,
): CatalogueObject {
  const isRoot = object === dropped.objects[0];
  const isGone = object.owner !== '' && !hasRole(draft, object.owner);
  return {
    ...object,
    owner: isRoot || isGone ? dropped.owner : object.owner,
    grants: object.grants.filter(({ role }) => hasRole(draft, role)),
  };
}

function hasRole(draft: Definition['draft'], key: string): boolean {
  return !isAccountRole(key) || draft.role(key) !== undefined;
}
