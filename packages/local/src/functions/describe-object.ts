import { reaches, sees } from '../access/privileges.js';
import { type CatalogueObject, type ObjectKind, titleOf } from '../catalogue/catalogue-object.js';
import { compileExpression, type Place } from '../compile/compile-expression.js';
import { duckString, type Typed, typed } from '../compile/typed.js';
import { varchar } from '../datatype/data-type.js';
import { findDatabase, findRelation, findSchema, fullPath } from '../enforcement/resolve-name.js';
import { maySee, objectDdl } from '../inspection/ddl/object-ddl.js';
import type { CallExpression } from '../query/expression.js';
import { notFound, unsupported } from '../warehouse/errors.js';
import { arityError } from './function-definition.js';
import { readName } from './read-name.js';

const kinds: Readonly<Record<string, readonly ObjectKind[]>> = {
  DATABASE: ['DATABASE'],
  SCHEMA: ['SCHEMA'],
  TABLE: ['TABLE', 'VIEW'],
  VIEW: ['TABLE', 'VIEW'],
  DYNAMIC_TABLE: ['DYNAMIC TABLE'],
  POLICY: ['MASKING POLICY', 'ROW ACCESS POLICY', 'PROJECTION POLICY', 'AGGREGATION POLICY'],
  TAG: ['TAG'],
  SEQUENCE: ['SEQUENCE'],
  STREAM: ['STREAM'],
  TASK: ['TASK'],
};

/** `GET_DDL('<kind>', 'name' [, TRUE])`: the statement that would make the object again. */
export function getDdl(call: CallExpression, place: Place): Typed {
  const [kindArgument, nameArgument, qualified, ...others] = call.args;
  if (kindArgument === undefined || nameArgument === undefined || others.length > 0) {
    throw arityError(call.name);
  }
  const kind = literal(call, kindArgument, place).toUpperCase();
  const possible = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (possible === undefined) throw unsupported(`GET_DDL of a ${kind}`);
  const isFull = qualified === undefined ? 'FALSE' : compileExpression(qualified, place).sql;
  if (isFull !== 'TRUE' && isFull !== 'FALSE') throw unsupported('this argument of GET_DDL');
  const name = readName(literal(call, nameArgument, place));
  const object = findObject(name, possible, place);
  const request = {
    catalogue: place.compilation.catalogue,
    roles: place.frame.roles,
    isFull: isFull === 'TRUE',
  };
  return typed(duckString(objectDdl(object, request)), varchar);
}

/** The object of a name; one that the roles may not know gives the same error as none. */
function findObject(
  name: readonly string[],
  possible: readonly ObjectKind[],
  place: Place,
): CatalogueObject {
  const { compilation, frame } = place;
  const { catalogue } = compilation;
  const [kind] = possible;
  if (kind === 'TABLE') {
    const relation = findRelation(name, compilation, frame);
    if (possible.includes(relation.kind)) return relation;
    throw notFound('Object', name.join('.'));
  }
  if (kind === 'DATABASE') return findDatabase(catalogue, frame.roles, name[0] ?? '');
  if (kind === 'SCHEMA') {
    const database = name.length > 1 ? name[0] : frame.database;
    return findSchema(catalogue, frame.roles, database ?? '', name.at(-1) ?? '');
  }
  const [databaseName, schemaName, plain] = fullPath(name, frame);
  const schema = catalogue.schemaAt(databaseName, schemaName);
  for (const each of schema === undefined ? [] : possible) {
    const object = catalogue.find(each, schema?.id ?? 0, plain);
    if (object === undefined || !reaches(catalogue, frame.roles, object)) continue;
    const request = { catalogue, roles: frame.roles, isFull: false };
    if (sees(frame.roles, object) || maySee(object, request)) return object;
  }
  throw notFound(titleOf(kind ?? 'Object'), name.join('.'));
}

function literal(
  call: CallExpression,
  argument: CallExpression['args'][number],
  place: Place,
): string {
  const { text } = compileExpression(argument, place);
  if (text === undefined) throw unsupported(`${call.name} of anything but literals`, call.name);
  return text;
}
