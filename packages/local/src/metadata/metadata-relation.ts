import { holdsGlobal, reaches, sees } from '../access/privileges.js';
import type { CatalogueObject } from '../catalogue/catalogue-object.js';
import type { Compilation, Frame } from '../compile/compilation.js';
import { duckString } from '../compile/typed.js';
import { type DataType, duckType } from '../datatype/data-type.js';
import { findDatabase } from '../enforcement/resolve-name.js';
import type { SecureRelation } from '../enforcement/secure-relation.js';
import { notFound, unsupported } from '../warehouse/errors.js';
import { accountUsage } from './account-usage.js';
import { informationSchema } from './information-schema.js';
import type { Cell, MetadataView } from './metadata-view.js';

/** The privilege that `GRANT IMPORTED PRIVILEGES ON DATABASE SNOWFLAKE` gives. */
const importedPrivileges = 'IMPORTED PRIVILEGES';

/** A view of the catalogue, such as `DB.INFORMATION_SCHEMA.TABLES`; nothing for any other name. */
export function metadataRelation(
  name: readonly string[],
  compilation: Compilation,
  frame: Frame,
): SecureRelation | undefined {
  const [view = '', schema = frame.schema ?? '', database = frame.database ?? ''] = [
    ...name,
  ].reverse();
  if (database === 'SNOWFLAKE') {
    return readAccountUsage([database, schema, view], compilation, frame);
  }
  if (schema !== 'INFORMATION_SCHEMA') return undefined;
  const { catalogue } = compilation;
  const holder = findDatabase(catalogue, frame.roles, database);
  const found = informationSchema[view];
  if (found === undefined) throw unsupported(`INFORMATION_SCHEMA.${view}`);
  const isShown = (object: CatalogueObject): boolean =>
    catalogue.container(object).database === holder.name &&
    sees(frame.roles, object) &&
    reaches(catalogue, frame.roles, object);
  return render(found, [database, schema, view], compilation, isShown);
}

function readAccountUsage(
  path: readonly [string, string, string],
  compilation: Compilation,
  frame: Frame,
): SecureRelation {
  const [, schema, view] = path;
  if (!holdsGlobal(compilation.catalogue, frame.roles, importedPrivileges)) {
    throw notFound('Object', path.join('.'));
  }
  const found = schema === 'ACCOUNT_USAGE' ? accountUsage[view] : undefined;
  if (found === undefined) throw unsupported(path.join('.'));
  return render(found, path, compilation, () => true);
}

function render(
  view: MetadataView,
  path: readonly string[],
  compilation: Compilation,
  isShown: (object: CatalogueObject) => boolean,
): SecureRelation {
  const { catalogue } = compilation;
  const rows = [...catalogue.all()]
    .filter(isShown)
    .flatMap((object) => view.rows(object, catalogue))
    .map(
      (row) => `(${view.columns.map(([name, type]) => cell(row[name] ?? null, type)).join(', ')})`,
    );
  const columns = view.columns.map(([name, type], at) => ({ name, type, sql: `c${at + 1}` }));
  const names = columns.map((column) => column.sql).join(', ');
  const empty = `SELECT ${view.columns.map(([, type], at) => `${cell(null, type)} AS c${at + 1}`).join(', ')} LIMIT 0`;
  const sql =
    rows.length === 0 ? empty : `SELECT * FROM (VALUES ${rows.join(', ')}) AS m(${names})`;
  return { sql: `(${sql})`, columns, path };
}

function cell(value: Cell, type: DataType): string {
  if (value === null) return `CAST(NULL AS ${duckType(type)})`;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') return `CAST(${value} AS ${duckType(type)})`;
  if (value instanceof Date) {
    return `TIMESTAMP '${value.toISOString().slice(0, 23).replace('T', ' ')}'`;
  }
  return duckString(value);
}
