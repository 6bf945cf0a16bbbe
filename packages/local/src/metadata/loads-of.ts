import type { RelationObject } from '../catalogue/catalogue-object.js';
import type { Compilation } from '../compile/compilation.js';
import { duckString } from '../compile/typed.js';
import { placeCells } from './object-cells.js';

/** The loads of some tables, under the names that the tables have today; what was truncated is gone. */
export function loadsOf(tables: readonly RelationObject[], compilation: Compilation): string {
  compilation.tables.add('das_catalogue.loads');
  compilation.isVolatile = true;
  const { catalogue } = compilation;
  const rows = tables.map((table) => {
    const { database, schema, databaseId, schemaId } = placeCells(table, catalogue);
    const names = [table.name, schema, database].map((name) => duckString(name));
    return `(${table.id}, ${names.join(', ')}, ${schemaId ?? 'NULL'}, ${databaseId ?? 'NULL'})`;
  });
  const names =
    rows.length === 0
      ? "(SELECT 0 AS id, '' AS table_name, '' AS schema_name, '' AS database_name, 0 AS schema_id, 0 AS database_id LIMIT 0) AS n"
      : `(VALUES ${rows.join(', ')}) AS n(id, table_name, schema_name, database_name, schema_id, database_id)`;
  return (
    `(SELECT l.*, n.table_name, n.schema_name, n.database_name, n.schema_id, n.database_id ` +
    `FROM das_catalogue.loads AS l JOIN ${names} ON l.table_id = n.id ` +
    `WHERE l.loaded_at IS NOT NULL AND l.is_forgotten IS NOT TRUE)`
  );
}
