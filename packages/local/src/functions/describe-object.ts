import { owns, reaches } from '../access/privileges.js';
import type { ColumnObject, RelationObject } from '../catalogue/catalogue-object.js';
import { compileExpression, type Place } from '../compile/compile-expression.js';
import { duckString, type Typed, typed } from '../compile/typed.js';
import { formatType, varchar } from '../datatype/data-type.js';
import { findRelation, fullPath } from '../enforcement/resolve-name.js';
import { TokenReader } from '../lexing/token-reader.js';
import { tokenize } from '../lexing/tokenize.js';
import type { CallExpression } from '../query/expression.js';
import { invalidStatement, notAuthorized, notFound, unsupported } from '../warehouse/errors.js';
import { arityError } from './function-definition.js';

/**
 * `SYSTEM$GET_TAG('tag', 'object', 'domain')`: the value of a tag on a column or a table-like object;
 * a column has that of its table where it has none of its own.
 */
export function getTag(call: CallExpression, place: Place): Typed {
  const [tagName, objectName, domain, ...others] = call.args.map((arg) =>
    literal(call, arg, place),
  );
  if (tagName === undefined || objectName === undefined || domain === undefined) {
    throw arityError(call.name);
  }
  if (others.length > 0) throw arityError(call.name);
  const { compilation, frame } = place;
  const { catalogue } = compilation;
  const [databaseName, schemaName, plain] = fullPath(nameOf(tagName), frame);
  const database = catalogue.find('DATABASE', 0, databaseName);
  const schema = database && catalogue.find('SCHEMA', database.id, schemaName);
  const tag = schema && catalogue.find('TAG', schema.id, plain);
  if (tag === undefined || !reaches(catalogue, frame.roles, tag)) {
    throw notFound('Tag', `${databaseName}.${schemaName}.${plain}`);
  }
  const path = nameOf(objectName);
  const kind = domain.toUpperCase();
  if (kind !== 'TABLE' && kind !== 'COLUMN')
    throw unsupported(`${call.name} of the domain ${kind}`);
  const relation = findRelation(kind === 'TABLE' ? path : path.slice(0, -1), compilation, frame);
  const id = String(tag.id);
  if (kind === 'TABLE') return textOrNull(relation.tags[id]);
  const name = path.at(-1) ?? '';
  const column = relation.columns.find((each) => each.name === name);
  if (column === undefined) throw invalidStatement(`invalid identifier ${name}`, name, 904);
  return textOrNull(column.tags[id] ?? relation.tags[id]);
}

/** `GET_DDL('TABLE' | 'VIEW', 'name' [, TRUE])`: the statement that would make the object again. */
export function getDdl(call: CallExpression, place: Place): Typed {
  const [kindArgument, nameArgument, qualified, ...others] = call.args;
  if (kindArgument === undefined || nameArgument === undefined || others.length > 0) {
    throw arityError(call.name);
  }
  const kind = literal(call, kindArgument, place).toUpperCase();
  if (kind !== 'TABLE' && kind !== 'VIEW') throw unsupported(`GET_DDL of a ${kind}`);
  const isFull = qualified === undefined ? 'FALSE' : compileExpression(qualified, place).sql;
  if (isFull !== 'TRUE' && isFull !== 'FALSE') throw unsupported('this argument of GET_DDL');
  const { compilation, frame } = place;
  const relation = findRelation(nameOf(literal(call, nameArgument, place)), compilation, frame);
  const isGoverned =
    relation.rowAccess !== undefined ||
    Object.keys(relation.tags).length > 0 ||
    relation.columns.some(({ mask, tags }) => mask !== undefined || Object.keys(tags).length > 0);
  if (isGoverned) throw unsupported('GET_DDL of an object with policies or tags');
  const { database, schema } = compilation.catalogue.container(relation);
  const path = isFull === 'TRUE' ? [database, schema, relation.name] : [relation.name];
  const name = path.map((part) => identifier(part)).join('.');
  // The text of a secure view is its owner's alone.
  if (relation.kind === 'VIEW' && relation.isSecure && !owns(frame.roles, relation)) {
    throw notAuthorized('View', compilation.catalogue.fullName(relation));
  }
  return typed(duckString(statementOf(relation, name)), varchar);
}

function statementOf(relation: RelationObject, name: string): string {
  const comment = relation.comment === '' ? '' : `COMMENT=${quoted(relation.comment)}`;
  if (relation.kind === 'VIEW') {
    const columns = relation.columns.map((column) => `\t${identifier(column.name)}${note(column)}`);
    const secure = relation.isSecure ? 'secure ' : '';
    const clause = comment === '' ? '' : ` ${comment}\n`;
    return `create or replace ${secure}view ${name}(\n${columns.join(',\n')}\n)${clause} as ${relation.text};`;
  }
  if (relation.kind !== 'TABLE') throw unsupported(`GET_DDL of a ${relation.kind}`);
  const lines = relation.columns.map((column) => {
    const rest = `${column.notNull ? ' NOT NULL' : ''}${column.defaultText === undefined ? '' : ` DEFAULT ${column.defaultText}`}`;
    return `\t${identifier(column.name)} ${formatType(column.type)}${rest}${note(column)}`;
  });
  if (relation.primaryKey.length > 0) {
    lines.push(`\tprimary key (${relation.primaryKey.map((key) => identifier(key)).join(', ')})`);
  }
  const persistence = relation.persistence === 'PERMANENT' ? '' : `${relation.persistence} `;
  return `create or replace ${persistence}TABLE ${name} (\n${lines.join(',\n')}\n)${comment};`;
}

function note(column: ColumnObject): string {
  return column.comment === '' ? '' : ` COMMENT ${quoted(column.comment)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

function identifier(name: string): string {
  return /^[A-Z_][A-Z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

function nameOf(text: string): readonly string[] {
  const reader = new TokenReader(tokenize(text));
  const parts = [reader.identifier()];
  while (reader.acceptOperator('.')) parts.push(reader.identifier());
  reader.expectEnd();
  return parts;
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

function textOrNull(value: string | undefined): Typed {
  return typed(value === undefined ? 'CAST(NULL AS VARCHAR)' : duckString(value), varchar);
}
