import type { ResultSet, Row } from '@das/core';
import {
  type CatalogueObject,
  isRelation,
  type ObjectKind,
} from '../catalogue/catalogue-object.js';
import { formatType } from '../datatype/data-type.js';
import { fullPath } from '../enforcement/resolve-name.js';
import type { StatementContext } from '../engine/statement-context.js';
import { rowsResult } from '../shaping/status-result.js';
import { notFound, unsupported } from '../warehouse/errors.js';
import { objectRow, rowNames } from './object-row.js';
import { showFunctions } from './show-functions.js';
import { showGrants } from './show-grants.js';
import { showObjects } from './show-objects.js';
import { showParameters } from './show-parameters.js';
import { isVisible, readLike, readLimit, scopeOf } from './show-scope.js';

const plurals: Readonly<Record<string, ObjectKind>> = {
  DATABASES: 'DATABASE',
  SCHEMAS: 'SCHEMA',
  TABLES: 'TABLE',
  VIEWS: 'VIEW',
  'DYNAMIC TABLES': 'DYNAMIC TABLE',
  STAGES: 'STAGE',
  STREAMS: 'STREAM',
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
  if (reader.accept('USER', 'FUNCTIONS') || reader.accept('USER', 'PROCEDURES')) {
    return showFunctions(context);
  }
  if (reader.accept('OBJECTS')) return showObjects(context);
  if (reader.accept('PARAMETERS')) return showParameters(context);
  const plural = Object.keys(plurals).find((words) => reader.accept(...words.split(' ')));
  const kind = plural === undefined ? undefined : plurals[plural];
  if (kind === undefined) throw unsupported(`SHOW ${reader.peek().value}`);
  const pattern = readLike(context);
  const isInside = scopeOf(context, kind);
  const { engine, state } = context;
  const rows: Row[] = [];
  const objects = [
    ...engine.catalogue.ofKind(kind),
    ...[...state.temporaries.values()].filter((object) => object.kind === kind),
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
