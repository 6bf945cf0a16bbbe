import type { ResultSet } from '@das/core';
import { isRelation, type ObjectKind, titleOf } from '../catalogue/catalogue-object.js';
import { isAccountKind } from '../catalogue/object-kinds.js';
import { readObjectName } from '../catalogue/read-object-name.js';
import { findSchema } from '../enforcement/resolve-name.js';
import { statusResult } from '../shaping/status-result.js';
import { invalidStatement, notFound, unsupported } from '../warehouse/errors.js';
import type { Definition } from './definition.js';
import { readKind } from './drop.js';
import { databaseRoleOrUndefined } from './role/database-role.js';

/** `COMMENT [IF EXISTS] ON <kind> name IS '…'`, and ON COLUMN. */
export async function commentOn(definition: Definition): Promise<ResultSet> {
  const { reader, draft, roles, context } = definition;
  reader.expect('COMMENT');
  const ifExists = reader.accept('IF', 'EXISTS');
  reader.expect('ON');
  if (reader.accept('COLUMN')) return commentOnColumn(definition);
  const kind = readKind(definition);
  const name = readObjectName(reader, kind);
  reader.expect('IS');
  const comment = reader.string();
  reader.expectEnd();
  const plain = name.at(-1) ?? '';
  const object = isAccountKind(kind)
    ? draft.find(kind, 0, plain)
    : kind === 'SCHEMA'
      ? findSchema(
          draft,
          roles,
          name.length > 1 ? (name[0] ?? '') : (context.state.database ?? ''),
          plain,
        )
      : kind === 'DATABASE ROLE'
        ? databaseRoleOrUndefined(definition, name)
        : definition.findOrUndefined(kind, name);
  if (object === undefined) {
    if (ifExists) return statusResult('Statement executed successfully.');
    throw notFound(titleOf(kind), fullNameOf(definition, kind, name));
  }
  definition.requireOwner(object);
  draft.put({ ...object, comment });
  return statusResult('Statement executed successfully.');
}

function commentOnColumn(definition: Definition): ResultSet {
  const { reader, draft } = definition;
  const path = [reader.identifier()];
  while (reader.acceptOperator('.')) path.push(reader.identifier());
  const column = path.pop() ?? '';
  if (path.length === 0) throw invalidStatement('COMMENT ON COLUMN needs table.column');
  reader.expect('IS');
  const comment = reader.string();
  reader.expectEnd();
  const relation =
    definition.findOrUndefined('TABLE', path) ?? definition.findOrUndefined('VIEW', path);
  if (relation === undefined || !isRelation(relation)) throw notFound('Table', path.join('.'));
  definition.requireOwner(relation);
  if (!relation.columns.some(({ name }) => name === column)) {
    throw unsupported(`a comment on the unknown column ${column}`);
  }
  const columns = relation.columns.map((each) =>
    each.name === column ? { ...each, comment } : each,
  );
  draft.put({ ...relation, columns });
  return statusResult('Statement executed successfully.');
}

/** The name that the object would have, so that the error does not tell whether it is there. */
function fullNameOf(definition: Definition, kind: ObjectKind, name: readonly string[]): string {
  if (isAccountKind(kind)) return name.at(-1) ?? '';
  if (kind !== 'DATABASE ROLE') return definition.path(name).join('.');
  return name.length > 1 ? name.join('.') : `${definition.context.state.database}.${name[0]}`;
}
