import type { ResultSet } from '@das/core';
import { holdsGlobal, owns, sees } from '../../access/privileges.js';
import type { CatalogueObject, ObjectKind } from '../../catalogue/catalogue-object.js';
import { acceptKind, objectKinds } from '../../catalogue/object-kinds.js';
import { readObjectName } from '../../catalogue/read-object-name.js';
import type { TokenReader } from '../../lexing/token-reader.js';
import { statusResult } from '../../shaping/status-result.js';
import { notAuthorized, notFound } from '../../warehouse/errors.js';
import type { Definition } from '../definition.js';
import { locate } from '../drop.js';
import { readTagNames, readTagValues } from './tag.js';

/** Kinds whose ALTER reads its tags itself, and kinds that take none. */
const others: readonly ObjectKind[] = [
  'TABLE',
  'VIEW',
  'DYNAMIC TABLE',
  'TAG',
  'NETWORK RULE',
  'ACCOUNT',
];

const kinds = objectKinds.filter((kind) => !others.includes(kind));

/** Whether a statement is `ALTER <kind> [IF EXISTS] name SET | UNSET TAG …`. */
export function setsTags(reader: TokenReader): boolean {
  const start = reader.position;
  try {
    const kind = reader.accept('ALTER') ? acceptKind(reader, kinds) : undefined;
    if (kind === undefined) return false;
    reader.accept('IF', 'EXISTS');
    if (reader.peek().kind !== 'word' && reader.peek().kind !== 'quoted') return false;
    readObjectName(reader, kind);
    return reader.sees('SET', 'TAG') || reader.sees('UNSET', 'TAG');
  } finally {
    reader.back(start);
  }
}

/**
 * `ALTER DATABASE | SCHEMA | WAREHOUSE | ROLE | … SET TAG t = 'v' | UNSET TAG t`.
 *
 * @see https://docs.snowflake.com/en/user-guide/object-tagging/work
 */
export async function setTags(definition: Definition): Promise<ResultSet> {
  const { reader, draft, roles } = definition;
  const done = statusResult('Statement executed successfully.');
  reader.expect('ALTER');
  const kind = acceptKind(reader, kinds);
  if (kind === undefined) throw reader.unexpected('a kind of object');
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = readObjectName(reader, kind);
  const object = locate(definition, kind, name);
  const isKnown =
    object !== undefined && (sees(roles, object) || holdsGlobal(draft, roles, 'APPLY TAG'));
  if (!isKnown) {
    if (ifExists) return done;
    throw notFound('Object', name.join('.'));
  }
  const before = object.tags ?? {};
  let tags: Readonly<Record<string, string>>;
  let changed: readonly string[];
  if (reader.accept('SET', 'TAG')) {
    const values = readTagValues(definition);
    tags = { ...before, ...values };
    changed = Object.keys(values);
  } else {
    reader.expect('UNSET', 'TAG');
    const ids = readTagNames(definition);
    tags = Object.fromEntries(Object.entries(before).filter(([id]) => !ids.includes(id)));
    changed = ids;
  }
  reader.expectEnd();
  requireTagger(definition, object, changed);
  draft.put({ ...object, tags });
  return done;
}

/** Who sets a tag owns the object or may set tags everywhere; one that masks needs more above tables. */
function requireTagger(
  definition: Definition,
  object: CatalogueObject,
  ids: readonly string[],
): void {
  const { draft, roles } = definition;
  if (!owns(roles, object) && !holdsGlobal(draft, roles, 'APPLY TAG')) {
    throw notAuthorized(object.kind, draft.fullName(object));
  }
  requireMasker(definition, object.kind, ids);
}

/**
 * A tag that carries a masking policy goes on a database or schema, changes there or comes off only
 * for a role that may apply masking policies everywhere.
 *
 * @see https://docs.snowflake.com/en/user-guide/tag-based-masking-policies
 */
export function requireMasker(
  definition: Definition,
  kind: ObjectKind,
  ids: readonly string[],
): void {
  const { draft, roles } = definition;
  if (kind !== 'DATABASE' && kind !== 'SCHEMA') return;
  const masks = ids.some((id) => {
    const tag = draft.get(Number(id));
    return tag?.kind === 'TAG' && (tag.maskingPolicies ?? []).length > 0;
  });
  if (masks && !holdsGlobal(draft, roles, 'APPLY MASKING POLICY')) {
    throw notAuthorized('Account', 'LOCAL');
  }
}
