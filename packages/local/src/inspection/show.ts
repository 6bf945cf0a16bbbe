import type { ResultSet, Row } from '@das/core';
import { holdsGlobal, sees } from '../access/privileges.js';
import {
  type CatalogueObject,
  isRelation,
  type ObjectKind,
} from '../catalogue/catalogue-object.js';
import { formatType } from '../datatype/data-type.js';
import { findDatabase, findSchema, fullPath } from '../enforcement/resolve-name.js';
import type { StatementContext } from '../engine/statement-context.js';
import { rowsResult } from '../shaping/status-result.js';
import { invalidStatement, notFound, unsupported } from '../warehouse/errors.js';
import { objectRow, rowNames } from './object-row.js';
import { showGrants } from './show-grants.js';

const plurals: Readonly<Record<string, ObjectKind>> = {
  DATABASES: 'DATABASE',
  SCHEMAS: 'SCHEMA',
  TABLES: 'TABLE',
  VIEWS: 'VIEW',
  'DYNAMIC TABLES': 'DYNAMIC TABLE',
  STAGES: 'STAGE',
  ROLES: 'ROLE',
  WAREHOUSES: 'WAREHOUSE',
  TAGS: 'TAG',
  'MASKING POLICIES': 'MASKING POLICY',
  'ROW ACCESS POLICIES': 'ROW ACCESS POLICY',
};

/** `SHOW <objects> [LIKE '…'] [IN …]`, `SHOW COLUMNS`, `SHOW GRANTS`. */
export function show(context: StatementContext): ResultSet {
  const { reader } = context;
  reader.accept('TERSE');
  if (reader.accept('GRANTS')) return showGrants(context);
  if (reader.accept('COLUMNS')) return showColumns(context);
  const plural = Object.keys(plurals).find((words) => reader.accept(...words.split(' ')));
  const kind = plural === undefined ? undefined : plurals[plural];
  if (kind === undefined) throw unsupported(`SHOW ${reader.peek().value}`);
  const pattern = readLike(context);
  const isInside = scopeOf(context, kind);
  const { engine, state } = context;
  const rows: Row[] = [];
  const objects = [
    ...engine.catalogue.ofKind(kind),
    ...(kind === 'TABLE' ? state.temporaries.values() : []),
  ];
  const limit = readLimit(context);
  reader.expectEnd();
  for (const object of objects) {
    if (!isVisible(context, object) || !isInside(object)) continue;
    if (pattern !== undefined && !pattern.test(object.name)) continue;
    rows.push(objectRow(object, engine.catalogue, state));
  }
  const sorted = rows.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  return rowsResult(rowNames(kind), limit === undefined ? sorted : sorted.slice(0, limit));
}

function sortKey(row: Row): string {
  return [row.database_name, row.schema_name, row.name].join('\u0000');
}

/** Roles are known to all; other objects to those with a privilege on them, or MANAGE GRANTS. */
function isVisible(context: StatementContext, object: CatalogueObject): boolean {
  const { roles, engine, temporaries } = context.state;
  if (object.kind === 'ROLE' || temporaries.has(object.id)) return true;
  if (holdsGlobal(engine.catalogue, roles, 'MANAGE GRANTS')) return true;
  if (object.kind === 'DATABASE' || object.kind === 'SCHEMA') {
    return sees(roles, object);
  }
  const parent = 'parent' in object ? engine.catalogue.get(object.parent) : undefined;
  return sees(roles, object) && (parent === undefined || sees(roles, parent));
}

function readLike(context: StatementContext): RegExp | undefined {
  if (!context.reader.accept('LIKE')) return undefined;
  const pattern = context.reader.string();
  const source = [...pattern]
    .map((character) => {
      if (character === '%') return '[\\s\\S]*';
      if (character === '_') return '[\\s\\S]';
      return character.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${source}$`, 'i');
}

function readLimit(context: StatementContext): number | undefined {
  return context.reader.accept('LIMIT') ? context.reader.integer() : undefined;
}

/** Where SHOW looks: the account, a database or a schema; by default where the session is. */
function scopeOf(
  context: StatementContext,
  kind: ObjectKind,
): (object: CatalogueObject) => boolean {
  const { reader, state, engine } = context;
  const { catalogue } = engine;
  const inside = (database: string, schema?: string): ((object: CatalogueObject) => boolean) => {
    return (object) => {
      const place = catalogue.container(object);
      return place.database === database && (schema === undefined || place.schema === schema);
    };
  };
  const isTop = kind === 'DATABASE' || kind === 'ROLE' || kind === 'WAREHOUSE';
  if (reader.accept('IN')) {
    if (reader.accept('ACCOUNT')) return () => true;
    const word = reader.accept('DATABASE') ? 'DATABASE' : reader.accept('SCHEMA') ? 'SCHEMA' : '';
    const name = reader.name();
    const isDatabase =
      word === 'DATABASE' || (word === '' && name.length === 1 && kind === 'SCHEMA');
    if (isDatabase) return inside(findDatabase(catalogue, state.roles, name[0] ?? '').name);
    const database = name.length > 1 ? (name[0] ?? '') : state.database;
    if (database === undefined) throw invalidStatement('the session has no current database');
    const schema = findSchema(catalogue, state.roles, database, name.at(-1) ?? '');
    return inside(database, schema.name);
  }
  if (isTop || state.database === undefined) return () => true;
  if (kind === 'SCHEMA' || state.schema === undefined) return inside(state.database);
  return inside(state.database, state.schema);
}

const columnNames = [
  'table_name',
  'schema_name',
  'column_name',
  'data_type',
  'null?',
  'default',
  'kind',
  'expression',
  'comment',
  'database_name',
  'autoincrement',
];

function showColumns(context: StatementContext): ResultSet {
  const { reader, engine, state } = context;
  const { catalogue } = engine;
  const pattern = readLike(context);
  let isInside: (object: CatalogueObject) => boolean;
  if (reader.sees('IN', 'TABLE') || reader.sees('IN', 'VIEW')) {
    reader.next();
    reader.next();
    const name = reader.name();
    const [database, schema, plain] = fullPath(name, state);
    const holder = catalogue.find('DATABASE', 0, database);
    const parent = holder && catalogue.find('SCHEMA', holder.id, schema);
    const temporary = [...state.temporaries.values()].find(
      (table) => table.parent === parent?.id && table.name === plain,
    );
    const permanent = parent && catalogue.findRelation(parent.id, plain);
    const known = permanent && isVisible(context, permanent) ? permanent : undefined;
    const found = temporary ?? known;
    if (found === undefined) throw notFound('Table', name.join('.'));
    isInside = (object) => object.id === found.id;
  } else {
    isInside = scopeOf(context, 'TABLE');
  }
  reader.expectEnd();
  const rows: Row[] = [];
  for (const object of [...catalogue.all(), ...state.temporaries.values()]) {
    if (!isRelation(object) || !isVisible(context, object) || !isInside(object)) continue;
    const { database, schema } = catalogue.container(object);
    for (const column of object.columns) {
      if (pattern !== undefined && !pattern.test(column.name)) continue;
      rows.push({
        table_name: object.name,
        schema_name: schema,
        column_name: column.name,
        data_type: JSON.stringify({ type: formatType(column.type), nullable: !column.notNull }),
        'null?': column.notNull ? 'NOT_NULL' : 'true',
        default: column.defaultText ?? '',
        kind: 'COLUMN',
        expression: '',
        comment: column.comment,
        database_name: database,
        autoincrement: '',
      });
    }
  }
  return rowsResult(columnNames, rows);
}
