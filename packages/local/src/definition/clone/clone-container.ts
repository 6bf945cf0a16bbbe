import type { ResultSet } from '@das/core';
import { holds } from '../../access/privileges.js';
import type {
  CatalogueObject,
  DatabaseObject,
  SchemaObject,
} from '../../catalogue/catalogue-object.js';
import { findDatabase, findSchema } from '../../enforcement/resolve-name.js';
import type { TimePoint } from '../../query/query.js';
import { statusResult } from '../../shaping/status-result.js';
import { acceptTimePoint, resolveInstant } from '../../time-travel/resolve-position.js';
import { invalidStatement, notAuthorized, notFound, unsupported } from '../../warehouse/errors.js';
import { readClauses, readNumberOption, readOption } from '../clauses.js';
import type { Definition } from '../definition.js';
import { checkRetention } from '../table/table-history.js';
import { type CloneOptions, cloneChildren, keepMasksOfClones } from './clone-children.js';
import { repoint } from './repoint.js';

interface ContainerClauses extends CloneOptions {
  readonly own: Partial<Pick<SchemaObject, 'comment' | 'retentionDays' | 'extensionDays'>>;
  readonly isManaged: boolean;
}

/**
 * `CREATE SCHEMA … CLONE source`: what is inside is cloned with its grants, the schema without.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-clone
 */
export async function cloneSchema(
  definition: Definition,
  database: DatabaseObject,
  name: string,
): Promise<ResultSet> {
  const { reader, draft, roles, context } = definition;
  const path = reader.name();
  if (path.length > 2) throw invalidStatement('a schema name has at most two parts');
  const from = path.length === 2 ? (path[0] ?? '') : context.state.database;
  if (from === undefined) throw invalidStatement('the session has no current database');
  const source = findSchema(draft, roles, from, path.at(-1) ?? '');
  if (!holds(roles, source, 'USAGE')) throw notAuthorized('Schema', draft.fullName(source));
  const { own, isManaged, ...options } = await readContainerClauses(definition, source);
  if (source.isManaged && !isManaged) {
    throw unsupported('a clone of a managed access schema without WITH MANAGED ACCESS');
  }
  if (isManaged && !source.isManaged) {
    throw unsupported('WITH MANAGED ACCESS on the clone of a schema that has none');
  }
  const schema = definition.withFutureGrants({
    ...source,
    ...definition.base(name, source.comment),
    parent: database.id,
    futureGrants: [],
    inheritedGrants: [],
    ...own,
    ...(own.retentionDays === undefined ? {} : { inheritsRetention: false }),
  });
  const ids = new Map([[source.id, schema.id]]);
  // Room for the name: the tags of the schema itself are turned to their clones in the end.
  draft.put(schema);
  const sources = await cloneChildren(definition, [source], ids, options);
  draft.put(repoint(schema, ids));
  keepMasksOfClones(definition, sources, ids);
  definition.afterCommit(() => {
    context.state.database = database.name;
    context.state.schema = name;
  });
  return statusResult(`Schema ${name} successfully created.`);
}

/** `CREATE DATABASE … CLONE source`, with its schemas and database roles. */
export async function cloneDatabase(definition: Definition, name: string): Promise<ResultSet> {
  const { reader, draft, roles, context } = definition;
  const source = findDatabase(draft, roles, reader.identifier());
  if (!holds(roles, source, 'USAGE')) throw notAuthorized('Database', source.name);
  if (source.share !== undefined) throw unsupported('a clone of a database of a share');
  const { own, isManaged, ...options } = await readContainerClauses(definition, source);
  if (isManaged) throw invalidStatement('a database has no managed access');
  const database: DatabaseObject = {
    ...source,
    ...definition.base(name, source.comment),
    futureGrants: [],
    inheritedGrants: [],
    ...own,
    ...(own.retentionDays === undefined ? {} : { inheritsRetention: false }),
  };
  const ids = new Map([[source.id, database.id]]);
  draft.put(database);
  const sources = await cloneChildren(definition, [source], ids, options);
  draft.put(repoint(database, ids));
  keepMasksOfClones(definition, sources, ids);
  definition.afterCommit(() => {
    context.state.database = name;
    context.state.schema = 'PUBLIC';
  });
  return statusResult(`Database ${name} successfully created.`);
}

async function readContainerClauses(
  definition: Definition,
  source: CatalogueObject,
): Promise<ContainerClauses> {
  const { reader, draft } = definition;
  const point: TimePoint | undefined = acceptTimePoint(reader);
  const own: { comment?: string; retentionDays?: number; extensionDays?: number } = {};
  let [ignoresUnkept, withStages, isManaged] = [false, false, false];
  readClauses(reader, {
    IGNORE: () => {
      if (reader.accept('HYBRID', 'TABLES')) return;
      reader.expect('TABLES', 'WITH', 'INSUFFICIENT', 'DATA', 'RETENTION');
      ignoresUnkept = true;
    },
    INCLUDE: () => {
      reader.expect('INTERNAL', 'STAGES');
      withStages = true;
    },
    WITH: () => {
      reader.expect('MANAGED', 'ACCESS');
      isManaged = true;
    },
    COMMENT: () => {
      own.comment = readOption(reader);
    },
    DATA_RETENTION_TIME_IN_DAYS: () => {
      own.retentionDays = readNumberOption(reader);
      checkRetention(own.retentionDays, undefined);
    },
    MAX_DATA_EXTENSION_TIME_IN_DAYS: () => {
      own.extensionDays = readNumberOption(reader);
    },
  });
  const instant = point === undefined ? undefined : await resolveInstant(definition, point);
  if (instant !== undefined && !(instant > Date.parse(source.createdOn))) {
    throw notFound('Object', draft.fullName(source));
  }
  return { own, isManaged, point, instant, ignoresUnkept, withStages };
}
