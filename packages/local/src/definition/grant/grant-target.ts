import { holdsGlobal, sees } from '../../access/privileges.js';
import {
  type CatalogueObject,
  type DatabaseObject,
  type GrantableKind,
  type SchemaObject,
  titleOf,
} from '../../catalogue/catalogue-object.js';
import { acceptKind, grantableKinds, isAccountKind } from '../../catalogue/object-kinds.js';
import { readObjectName } from '../../catalogue/read-object-name.js';
import { accountId } from '../../catalogue/system-objects.js';
import { findSchema } from '../../enforcement/resolve-name.js';
import { notFound, unsupported } from '../../warehouse/errors.js';
import type { Definition } from '../definition.js';

/** The kinds of a schema's or a database's objects, as ALL and FUTURE name them. */
export const plurals: Readonly<Record<string, GrantableKind>> = {
  'DYNAMIC TABLES': 'DYNAMIC TABLE',
  SCHEMAS: 'SCHEMA',
  TABLES: 'TABLE',
  VIEWS: 'VIEW',
  STAGES: 'STAGE',
  STREAMS: 'STREAM',
  TASKS: 'TASK',
  SEQUENCES: 'SEQUENCE',
};

/** What a grant is about: objects that are there, or objects to come in a container. */
export type GrantTarget =
  | {
      readonly kind: 'objects';
      readonly of: GrantableKind;
      readonly objects: readonly CatalogueObject[];
      /** Where ALL looked for them. */
      readonly container?: CatalogueObject;
    }
  | { readonly kind: 'future'; readonly of: GrantableKind; readonly container: CatalogueObject };

/** Reads what follows ON. `isImported` says that the privilege is IMPORTED PRIVILEGES. */
export function readGrantTarget(definition: Definition, isImported: boolean): GrantTarget {
  const { reader, draft } = definition;
  if (reader.accept('ACCOUNT')) {
    const account = draft.get(accountId);
    return { kind: 'objects', of: 'ACCOUNT', objects: account === undefined ? [] : [account] };
  }
  if (reader.accept('DATABASE', 'SNOWFLAKE')) {
    if (!isImported) throw unsupported('a grant on SNOWFLAKE other than IMPORTED PRIVILEGES');
    const account = draft.get(accountId);
    return { kind: 'objects', of: 'ACCOUNT', objects: account === undefined ? [] : [account] };
  }
  const isAll = reader.accept('ALL');
  const isFuture = !isAll && reader.accept('FUTURE');
  if (!isAll && !isFuture) {
    const kind = acceptKind(reader, grantableKinds);
    if (kind === undefined) return namedRelation(definition);
    return {
      kind: 'objects',
      of: kind,
      objects: [findObject(definition, kind, readObjectName(reader, kind))],
    };
  }
  const plural = Object.keys(plurals).find((candidate) => reader.accept(...candidate.split(' ')));
  const of = plural === undefined ? undefined : plurals[plural];
  if (of === undefined) throw unsupported(`a grant on all or future ${reader.peek().value}`);
  reader.expect('IN');
  const container = findContainer(definition, reader.expectOneOf(['SCHEMA', 'DATABASE']));
  if (isFuture) return { kind: 'future', of, container };
  const inside = container.kind === 'DATABASE' ? [...draft.childrenOf(container.id)] : [container];
  const objects =
    of === 'SCHEMA' ? inside : inside.flatMap((schema) => [...draft.childrenOf(schema.id)]);
  return { kind: 'objects', of, container, objects: objects.filter(({ kind }) => kind === of) };
}

/** A name without a kind, as dbt writes it, is that of a table or view. */
function namedRelation(definition: Definition): GrantTarget {
  const { reader, draft } = definition;
  const word = reader.peek().value;
  const name = reader.name();
  if (!reader.sees('TO') && !reader.sees('FROM')) throw unsupported(`a grant on ${word}`);
  const [database, schemaName, plain] = definition.path(name);
  const schema = draft.schemaAt(database, schemaName);
  const of = (schema && draft.findRelation(schema.id, plain))?.kind ?? 'TABLE';
  return { kind: 'objects', of, objects: [findObject(definition, of, name)] };
}

/** The database or schema that a grant names after IN. */
export function findContainer(definition: Definition, word: string): DatabaseObject | SchemaObject {
  const { reader, draft, roles, context } = definition;
  const name = reader.name();
  if (word === 'DATABASE') return definition.database(name[0] ?? '');
  const database = name.length > 1 ? (name[0] ?? '') : (context.state.database ?? '');
  const plain = name.at(-1) ?? '';
  const schema = draft.schemaAt(database, plain);
  if (schema !== undefined && holdsGlobal(draft, roles, 'MANAGE GRANTS')) return schema;
  return findSchema(draft, roles, database, plain);
}

function findObject(
  definition: Definition,
  kind: GrantableKind,
  name: readonly string[],
): CatalogueObject {
  const { draft, roles, context } = definition;
  const plain = name.at(-1) ?? '';
  const mayManage = holdsGlobal(draft, roles, 'MANAGE GRANTS');
  const isKnown = <T extends CatalogueObject>(object: T | undefined): object is T =>
    object !== undefined && (mayManage || sees(roles, object));
  if (isAccountKind(kind)) {
    const object = draft.find(kind, 0, plain);
    if (!isKnown(object)) throw notFound(titleOf(kind), plain);
    return object;
  }
  if (kind === 'SCHEMA') {
    const database = name.length > 1 ? (name[0] ?? '') : (context.state.database ?? '');
    const parent = draft.find('DATABASE', 0, database);
    const schema = parent && draft.find('SCHEMA', parent.id, plain);
    if (!isKnown(schema)) throw notFound('Schema', `${database}.${plain}`);
    return schema;
  }
  const [database, schemaName] = definition.path(name);
  const schema = draft.schemaAt(database, schemaName);
  const object = schema && draft.find(kind, schema.id, plain);
  const isReached = mayManage || definition.findOrUndefined(kind, name) !== undefined;
  if (!isReached || !isKnown(object))
    throw notFound(titleOf(kind), `${database}.${schemaName}.${plain}`);
  return object;
}
