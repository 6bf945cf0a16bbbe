import type { ResultSet, Row } from '@das/core';
import { type CatalogueObject, isRelation } from '../catalogue/catalogue-object.js';
import { fullPath } from '../enforcement/resolve-name.js';
import type { StatementContext } from '../engine/statement-context.js';
import { constraintName } from '../metadata/information-schema.js';
import { rowsResult } from '../shaping/status-result.js';
import { notFound } from '../warehouse/errors.js';
import { isVisible, scopeOf } from './show-scope.js';

const keyNames = [
  'created_on',
  'database_name',
  'schema_name',
  'table_name',
  'column_name',
  'key_sequence',
  'constraint_name',
  'rely',
  'comment',
];

const foreignNames = [
  'created_on',
  'pk_database_name',
  'pk_schema_name',
  'pk_table_name',
  'pk_column_name',
  'fk_database_name',
  'fk_schema_name',
  'fk_table_name',
  'fk_column_name',
  'key_sequence',
  'update_rule',
  'delete_rule',
  'fk_name',
  'pk_name',
  'deferrability',
  'rely',
  'comment',
];

/**
 * `SHOW PRIMARY | UNIQUE | IMPORTED | EXPORTED KEYS [IN …]`. Tables have primary keys alone.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-primary-keys
 */
export function showKeys(context: StatementContext, kind: string): ResultSet {
  const { reader, engine } = context;
  const { catalogue } = engine;
  const isInside = readScope(context);
  reader.expectEnd();
  if (kind === 'IMPORTED' || kind === 'EXPORTED') return rowsResult(foreignNames, []);
  const rows: Row[] = [];
  for (const object of kind === 'PRIMARY' ? catalogue.ofKind('TABLE') : []) {
    if (!isVisible(context, object) || !isInside(object)) continue;
    const { database, schema } = catalogue.container(object);
    rows.push(
      ...object.primaryKey.map((column, at) => ({
        created_on: new Date(object.createdOn),
        database_name: database,
        schema_name: schema,
        table_name: object.name,
        column_name: column,
        key_sequence: at + 1,
        constraint_name: constraintName(object.id),
        rely: 'false',
        comment: null,
      })),
    );
  }
  return rowsResult(keyNames, rows);
}

/** One table, with or without the word, or a schema, a database or the account. */
function readScope(context: StatementContext): (object: CatalogueObject) => boolean {
  const { reader, state, engine } = context;
  const isContainer = ['ACCOUNT', 'DATABASE', 'SCHEMA'].some((word) => reader.sees('IN', word));
  if (!reader.sees('IN') || isContainer) return scopeOf(context, 'TABLE');
  reader.expect('IN');
  reader.accept('TABLE');
  if (reader.isAtEnd) return (object) => isHere(object, context);
  const name = reader.name();
  const [database, schema, plain] = fullPath(name, state);
  const { catalogue } = engine;
  const parent = catalogue.schemaAt(database, schema);
  const found = parent && catalogue.findRelation(parent.id, plain);
  if (found === undefined || !isVisible(context, found)) throw notFound('Table', name.join('.'));
  return (object) => object.id === found.id;
}

function isHere(object: CatalogueObject, { engine, state }: StatementContext): boolean {
  const { database, schema } = engine.catalogue.container(object);
  if (!isRelation(object)) return false;
  if (state.database === undefined) return true;
  return database === state.database && (state.schema === undefined || schema === state.schema);
}
