import type { ResultSet, Row } from '@das/core';
import {
  type CatalogueObject,
  isRelation,
  type ObjectKind,
} from '../catalogue/catalogue-object.js';
import { formatType } from '../datatype/data-type.js';
import { acceptBudgetClass } from '../definition/budget/budget-class.js';
import { fullPath } from '../enforcement/resolve-name.js';
import type { StatementContext } from '../engine/statement-context.js';
import { identityText } from '../sequences/identity-column.js';
import { rowsResult } from '../shaping/status-result.js';
import { restorableKinds } from '../time-travel/keep-dropped.js';
import { notFound, unsupported } from '../warehouse/errors.js';
import { droppedRows } from './dropped-rows.js';
import { objectRow } from './object-row.js';
import { rowNames } from './row-names.js';
import { showDataMetricFunctions } from './show-data-metric-functions.js';
import { showFunctions } from './show-functions.js';
import { showFutureGrants } from './show-future-grants.js';
import { showGrants } from './show-grants.js';
import { showInheritedGrants } from './show-inherited-grants.js';
import { showKeys } from './show-keys.js';
import { showObjects } from './show-objects.js';
import { readPage, terseResult } from './show-page.js';
import { showParameters } from './show-parameters.js';
import { isVisible, readLike, scopeOf } from './show-scope.js';
import { showShares } from './show-shares.js';

const plurals: Readonly<Record<string, ObjectKind>> = {
  DATABASES: 'DATABASE',
  SCHEMAS: 'SCHEMA',
  TABLES: 'TABLE',
  VIEWS: 'VIEW',
  'DYNAMIC TABLES': 'DYNAMIC TABLE',
  STAGES: 'STAGE',
  'FILE FORMATS': 'FILE FORMAT',
  'STORAGE INTEGRATIONS': 'STORAGE INTEGRATION',
  INTEGRATIONS: 'STORAGE INTEGRATION',
  STREAMS: 'STREAM',
  TASKS: 'TASK',
  SEQUENCES: 'SEQUENCE',
  ROLES: 'ROLE',
  'DATABASE ROLES': 'DATABASE ROLE',
  USERS: 'USER',
  'RESOURCE MONITORS': 'RESOURCE MONITOR',
  LISTINGS: 'LISTING',
  WAREHOUSES: 'WAREHOUSE',
  TAGS: 'TAG',
  'MASKING POLICIES': 'MASKING POLICY',
  'ROW ACCESS POLICIES': 'ROW ACCESS POLICY',
  'PROJECTION POLICIES': 'PROJECTION POLICY',
  'AGGREGATION POLICIES': 'AGGREGATION POLICY',
  'NETWORK POLICIES': 'NETWORK POLICY',
  'NETWORK RULES': 'NETWORK RULE',
};

/** `SHOW <objects> [LIKE '…'] [IN …]`, `SHOW COLUMNS`, `SHOW GRANTS`. */
export function show(context: StatementContext): ResultSet {
  const { reader } = context;
  const isTerse = reader.accept('TERSE');
  for (const keys of ['PRIMARY', 'UNIQUE', 'IMPORTED', 'EXPORTED']) {
    if (reader.accept(keys, 'KEYS')) return showKeys(context, keys);
  }
  if (reader.accept('GRANTS')) return showGrants(context);
  if (reader.accept('FUTURE', 'GRANTS')) return showFutureGrants(context);
  if (reader.accept('INHERITED', 'GRANTS')) return showInheritedGrants(context);
  if (reader.accept('COLUMNS')) return showColumns(context);
  if (reader.accept('USER', 'FUNCTIONS') || reader.accept('USER', 'PROCEDURES')) {
    return showFunctions(context);
  }
  if (reader.accept('DATA', 'METRIC', 'FUNCTIONS')) return showDataMetricFunctions(context);
  if (reader.accept('OBJECTS')) return showObjects(context, isTerse);
  if (reader.accept('PARAMETERS')) return showParameters(context);
  if (reader.accept('SHARES')) return showShares(context);
  const isBudget = acceptBudgetClass(reader);
  if (isBudget) reader.accept('INSTANCES');
  const plural = Object.keys(plurals).find((words) => reader.accept(...words.split(' ')));
  const kind = isBudget ? 'BUDGET' : plural === undefined ? undefined : plurals[plural];
  if (kind === undefined) throw unsupported(`SHOW ${reader.peek().value}`);
  const withDropped = restorableKinds.some((each) => each === kind) && reader.accept('HISTORY');
  const pattern = readLike(context);
  const isInside = scopeOf(context, kind);
  const { engine, state } = context;
  const rows: Row[] = [];
  const objects = [
    ...engine.catalogue.ofKind(kind),
    ...[...state.temporaries.values()].filter((object) => object.kind === kind),
  ];
  const page = readPage(context);
  for (const object of objects) {
    if (!isVisible(context, object) || !isInside(object)) continue;
    if (pattern !== undefined && !pattern.test(object.name)) continue;
    const row = objectRow(object, engine.catalogue, state);
    rows.push(withDropped ? { ...row, dropped_on: null } : row);
  }
  if (withDropped) rows.push(...droppedRows(context, kind, pattern, isInside));
  const sorted = rows.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  const columns = withDropped ? [...rowNames(kind), 'dropped_on'] : rowNames(kind);
  if (!isTerse) return rowsResult(columns, page.of(sorted));
  if (!terseKinds.includes(kind)) throw unsupported(`TERSE in SHOW ${plural}`, 'TERSE');
  const short = sorted.map((row) => ({ ...row, kind: terseKind(kind) }));
  return terseResult(page.of(short));
}

/** The kinds whose SHOW has a terse form here. */
const terseKinds: readonly ObjectKind[] = ['DATABASE', 'SCHEMA', 'TABLE', 'VIEW'];

function terseKind(kind: ObjectKind): string | null {
  if (kind === 'DATABASE') return 'STANDARD';
  return kind === 'SCHEMA' ? null : kind;
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
    const parent = catalogue.schemaAt(database, schema);
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
        autoincrement: column.identity === undefined ? '' : identityText(column.identity),
      });
    }
  }
  return rowsResult(columnNames, rows);
}
