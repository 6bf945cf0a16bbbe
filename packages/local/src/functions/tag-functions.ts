import { reaches, sees } from '../access/privileges.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { CatalogueObject, ObjectKind, TagObject } from '../catalogue/catalogue-object.js';
import { objectKinds } from '../catalogue/object-kinds.js';
import { accountId } from '../catalogue/system-objects.js';
import type { Frame } from '../compile/compilation.js';
import { compileExpression, type Place } from '../compile/compile-expression.js';
import { duckString, type Typed, typed } from '../compile/typed.js';
import { varchar } from '../datatype/data-type.js';
import {
  type EffectiveTag,
  effectiveColumnTags,
  effectiveTags,
} from '../enforcement/effective-tags.js';
import { findRelation, fullPath } from '../enforcement/resolve-name.js';
import type { CallExpression } from '../query/expression.js';
import { invalidStatement, notFound, unsupported } from '../warehouse/errors.js';
import { arityError } from './function-definition.js';
import { readName } from './read-name.js';

/**
 * `SYSTEM$GET_TAG('tag', 'object', 'domain')`: the value that an object has of a tag, its own or the
 * one that it inherits.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/system_get_tag
 */
export function getTag(call: CallExpression, place: Place): Typed {
  const [tagName, objectName, domain] = literals(call, place, 3);
  const { compilation, frame } = place;
  const tag = findTag(tagName, compilation.catalogue, frame);
  const kind = domain.toUpperCase();
  if (kind === 'ACCOUNT') throw unsupported(`${call.name} of the account`);
  const path = readName(objectName);
  if (kind === 'TABLE' || kind === 'VIEW' || kind === 'DYNAMIC TABLE' || kind === 'COLUMN') {
    const isColumn = kind === 'COLUMN';
    const relation = findRelation(isColumn ? path.slice(0, -1) : path, compilation, frame);
    if (!isColumn) return valueAmong(tag, effectiveTags(compilation.catalogue, relation));
    const name = path.at(-1) ?? '';
    const column = relation.columns.find((each) => each.name === name);
    if (column === undefined) throw invalidStatement(`invalid identifier ${name}`, name, 904);
    return valueAmong(tag, effectiveColumnTags(compilation.catalogue, relation, column));
  }
  const known = objectKinds.find((each) => each === kind);
  if (known === undefined) throw unsupported(`${call.name} of the domain ${kind}`, call.name);
  const object = findObject(known, path, compilation.catalogue, frame);
  return valueAmong(tag, effectiveTags(compilation.catalogue, object));
}

/**
 * `SYSTEM$GET_TAG_ON_CURRENT_COLUMN` and `…_TABLE`: what the protected column or table has of a tag.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/system_get_tag_on_current_column
 */
export function getTagOnCurrent(call: CallExpression, place: Place): Typed {
  const [tagName] = literals(call, place, 1);
  const { compilation, frame } = place;
  const isColumn = call.name === 'SYSTEM$GET_TAG_ON_CURRENT_COLUMN';
  const kinds = isColumn
    ? ['MASKING POLICY', 'PROJECTION POLICY']
    : ['MASKING POLICY', 'ROW ACCESS POLICY'];
  if (frame.policy === undefined || !kinds.includes(frame.policy.kind)) {
    throw invalidStatement(
      `${call.name} may stand only in a ${kinds.join(' or ').toLowerCase()}`,
      call.name,
    );
  }
  const tag = findTag(tagName, compilation.catalogue, frame);
  const { relation, column } = frame.policy;
  if (relation === undefined) return typed('CAST(NULL AS VARCHAR)', varchar);
  if (!isColumn) return valueAmong(tag, effectiveTags(compilation.catalogue, relation));
  if (column === undefined) throw invalidStatement(`${call.name} has no column`, call.name);
  return valueAmong(tag, effectiveColumnTags(compilation.catalogue, relation, column));
}

/** `SYSTEM$GET_TAG_ALLOWED_VALUES('tag')`: a JSON array, or NULL when any value is allowed. */
export function getTagAllowedValues(call: CallExpression, place: Place): Typed {
  const [tagName] = literals(call, place, 1);
  const { allowedValues } = findTag(tagName, place.compilation.catalogue, place.frame);
  return textOrNull(allowedValues === undefined ? undefined : JSON.stringify(allowedValues));
}

function findTag(name: string, catalogue: Catalogue, frame: Frame): TagObject {
  const path = fullPath(readName(name), frame);
  const schema = catalogue.schemaAt(path[0], path[1]);
  const tag = schema && catalogue.find('TAG', schema.id, path[2]);
  if (tag === undefined || !reaches(catalogue, frame.roles, tag)) {
    throw notFound('Tag', path.join('.'));
  }
  return tag;
}

function findObject(
  kind: ObjectKind,
  path: readonly string[],
  catalogue: Catalogue,
  frame: Frame,
): CatalogueObject {
  const top = catalogue.find(kind, 0, path[0] ?? '');
  let object: CatalogueObject | undefined = path.length === 1 ? top : undefined;
  if (object === undefined && kind === 'SCHEMA') {
    const database = path.length > 1 ? path[0] : frame.database;
    const parent = catalogue.find('DATABASE', 0, database ?? '');
    object = parent && catalogue.find('SCHEMA', parent.id, path.at(-1) ?? '');
  } else if (object === undefined && kind !== 'DATABASE' && kind !== 'ACCOUNT') {
    const [database, schema, plain] = fullPath(path, frame);
    const parent = catalogue.schemaAt(database, schema);
    object = parent && catalogue.find(kind, parent.id, plain);
  }
  const isKnown =
    object !== undefined &&
    reaches(catalogue, frame.roles, object) &&
    (object.kind === 'ROLE' || sees(frame.roles, object));
  if (object === undefined || !isKnown || object.id === accountId) {
    throw notFound('Object', path.join('.'));
  }
  return object;
}

function valueAmong(tag: TagObject, tags: ReadonlyMap<number, EffectiveTag>): Typed {
  return textOrNull(tags.get(tag.id)?.value);
}

function literals(call: CallExpression, place: Place, count: 1): readonly [string];
function literals(call: CallExpression, place: Place, count: 3): readonly [string, string, string];
function literals(call: CallExpression, place: Place, count: number): readonly string[] {
  if (call.args.length !== count) throw arityError(call.name);
  return call.args.map((argument) => {
    const { text } = compileExpression(argument, place);
    if (text === undefined) throw unsupported(`${call.name} of anything but literals`, call.name);
    return text;
  });
}

function textOrNull(value: string | undefined): Typed {
  return typed(value === undefined ? 'CAST(NULL AS VARCHAR)' : duckString(value), varchar);
}
