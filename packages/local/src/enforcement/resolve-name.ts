import { reaches, resolves, sees } from '../access/privileges.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import type {
  DatabaseObject,
  RelationObject,
  SchemaObject,
} from '../catalogue/catalogue-object.js';
import type { Compilation, Frame } from '../compile/compilation.js';
import { invalidStatement, notFound } from '../warehouse/errors.js';

/** A name made full with the current database and schema. */
export function fullPath(
  name: readonly string[],
  frame: Pick<Frame, 'database' | 'schema'>,
): readonly [string, string, string] {
  const [a, b, c] = name;
  if (a !== undefined && b !== undefined && c !== undefined) return [a, b, c];
  if (frame.database === undefined) {
    throw invalidStatement(
      `cannot find ${name.join('.')}: the session has no current database`,
      name.join('.'),
      90_105,
    );
  }
  if (a !== undefined && b !== undefined) return [frame.database, a, b];
  if (frame.schema === undefined) {
    throw invalidStatement(
      `cannot find ${name.join('.')}: the session has no current schema`,
      name.join('.'),
      90_106,
    );
  }
  return [frame.database, frame.schema, a ?? ''];
}

export function findDatabase(
  catalogue: Catalogue,
  roles: ReadonlySet<string>,
  name: string,
): DatabaseObject {
  const database = catalogue.find('DATABASE', 0, name);
  if (database === undefined || !sees(roles, database)) throw notFound('Database', name);
  return database;
}

export function findSchema(
  catalogue: Catalogue,
  roles: ReadonlySet<string>,
  database: string,
  name: string,
): SchemaObject {
  const parent = catalogue.find('DATABASE', 0, database);
  const schema = parent && catalogue.find('SCHEMA', parent.id, name);
  const isKnown = schema !== undefined && sees(roles, schema) && resolves(roles, parent ?? schema);
  if (!isKnown) throw notFound('Schema', `${database}.${name}`);
  return schema;
}

/** Finds a table, view or dynamic table; one that the roles may not know gives the same error. */
export function findRelation(
  name: readonly string[],
  compilation: Compilation,
  frame: Frame,
): RelationObject {
  const { catalogue, session } = compilation;
  const [database, schema, plain] = fullPath(name, frame);
  const full = `${database}.${schema}.${plain}`;
  const parent = catalogue.find('DATABASE', 0, database);
  const holder = parent && catalogue.find('SCHEMA', parent.id, schema);
  if (holder === undefined) throw notFound('Object', full);
  if (frame.seesTemporaries) {
    for (const table of session.temporaries.values()) {
      if (table.parent === holder.id && table.name === plain) return table;
    }
  }
  const relation = catalogue.findRelation(holder.id, plain);
  if (relation === undefined || !reaches(catalogue, frame.roles, relation)) {
    throw notFound('Object', full);
  }
  if (!sees(frame.roles, relation)) throw notFound('Object', full);
  return relation;
}
