import type { ResultSet } from '@das/core';
import { holds, owns } from '../../access/privileges.js';
import type { DatabaseObject, SchemaObject } from '../../catalogue/catalogue-object.js';
import { statusResult } from '../../shaping/status-result.js';
import {
  alreadyExists,
  invalidStatement,
  notAuthorized,
  unsupported,
} from '../../warehouse/errors.js';
import {
  readClauses,
  readCreate,
  readIfNotExists,
  readNumberOption,
  readOption,
} from '../clauses.js';
import { cloneDatabase, cloneSchema } from '../clone/clone-container.js';
import type { Definition } from '../definition.js';
import { refuseUsed, removeTree } from '../drop.js';
import { databaseFromShare } from '../share/database-from-share.js';
import { retentionOf } from '../table/table-history.js';
import { requireMasker } from '../tag/set-tags.js';
import { readTagClause } from '../tag/tag-clause.js';

interface ContainerClauses {
  comment: string;
  retentionDays: number | undefined;
  extensionDays: number | undefined;
  isManaged: boolean;
  tags: Readonly<Record<string, string>>;
}

function readContainer(definition: Definition): ContainerClauses {
  const { reader } = definition;
  const result: ContainerClauses = {
    comment: '',
    retentionDays: undefined,
    extensionDays: undefined,
    isManaged: false,
    tags: {},
  };
  readClauses(reader, {
    COMMENT: () => {
      result.comment = readOption(reader);
    },
    DATA_RETENTION_TIME_IN_DAYS: () => {
      result.retentionDays = readNumberOption(reader);
    },
    MAX_DATA_EXTENSION_TIME_IN_DAYS: () => {
      result.extensionDays = readNumberOption(reader);
    },
    WITH: () => {
      if (reader.accept('TAG')) {
        result.tags = { ...result.tags, ...readTagClause(definition) };
        return;
      }
      reader.expect('MANAGED', 'ACCESS');
      result.isManaged = true;
    },
    TAG: () => {
      result.tags = { ...result.tags, ...readTagClause(definition) };
    },
  });
  return result;
}

/** The tags of a new container; those that mask need more than the right to set tags. */
function taggedWith(
  definition: Definition,
  kind: 'DATABASE' | 'SCHEMA',
  { tags }: ContainerClauses,
): Partial<Pick<DatabaseObject, 'tags'>> {
  requireMasker(definition, kind, Object.keys(tags));
  return Object.keys(tags).length === 0 ? {} : { tags };
}

/** What CREATE OR ALTER makes of a container: what is not declared is unset. */
function altered<T extends DatabaseObject | SchemaObject>(
  before: T,
  clauses: ContainerClauses | undefined,
): T {
  if (clauses === undefined) throw invalidStatement('CREATE OR ALTER takes no CLONE');
  // Setting a tag is not supported by it.
  if (Object.keys(clauses.tags).length > 0) throw unsupported('a tag in CREATE OR ALTER');
  const { extensionDays: _, ...kept } = before;
  return { ...(kept as T), comment: clauses.comment, ...retentionOf(clauses, undefined) };
}

/** `CREATE DATABASE`: with it come the schemas PUBLIC and (as a view) INFORMATION_SCHEMA. */
export async function createDatabase(definition: Definition): Promise<ResultSet> {
  const { reader, draft, context } = definition;
  const mode = readCreate(reader);
  reader.accept('TRANSIENT');
  reader.expect('DATABASE');
  const ifNotExists = readIfNotExists(reader, mode);
  const name = reader.identifier();
  if (reader.accept('FROM', 'SHARE')) {
    if (mode.orReplace) throw unsupported('CREATE OR REPLACE DATABASE … FROM SHARE');
    if (draft.find('DATABASE', 0, name) === undefined) return databaseFromShare(definition, name);
    if (ifNotExists) return statusResult(`${name} already exists, statement succeeded.`);
    throw alreadyExists('Database', name);
  }
  const isClone = reader.accept('CLONE');
  const clauses = isClone ? undefined : readContainer(definition);
  const existing = draft.find('DATABASE', 0, name);
  if (existing !== undefined) {
    if (ifNotExists) return statusResult(`${name} already exists, statement succeeded.`);
    if (!mode.orReplace && !mode.orAlter) throw alreadyExists('Database', name);
    if (!owns(definition.roles, existing)) throw notAuthorized('Database', name);
    if (mode.orAlter) {
      draft.put(altered(existing, clauses));
      return statusResult(`Database ${name} successfully created.`);
    }
    refuseUsed(definition, existing);
    await removeTree(definition, existing);
  }
  if (name === 'SNOWFLAKE') throw alreadyExists('Database', name);
  definition.requireGlobal('CREATE DATABASE');
  if (clauses === undefined) return await cloneDatabase(definition, name);
  const { comment } = clauses;
  const database: DatabaseObject = {
    ...definition.base(name, comment),
    ...taggedWith(definition, 'DATABASE', clauses),
    kind: 'DATABASE',
    ...retentionOf(clauses, undefined),
    futureGrants: [],
  };
  draft.put(database);
  const schema: SchemaObject = {
    ...definition.base('PUBLIC', ''),
    kind: 'SCHEMA',
    parent: database.id,
    isManaged: false,
    retentionDays: 1,
    inheritsRetention: true,
    futureGrants: [],
  };
  draft.put(schema);
  definition.afterCommit(() => {
    context.state.database = name;
    context.state.schema = 'PUBLIC';
  });
  return statusResult(`Database ${name} successfully created.`);
}

/** `CREATE SCHEMA`. */
export async function createSchema(definition: Definition): Promise<ResultSet> {
  const { reader, draft, context } = definition;
  const mode = readCreate(reader);
  reader.accept('TRANSIENT');
  reader.expect('SCHEMA');
  const ifNotExists = readIfNotExists(reader, mode);
  const path = reader.name();
  if (path.length > 2) throw invalidStatement('a schema name has at most two parts');
  const isClone = reader.accept('CLONE');
  const clauses = isClone ? undefined : readContainer(definition);
  const name = path.at(-1) ?? '';
  const databaseName = path.length === 2 ? path[0] : context.state.database;
  if (databaseName === undefined) throw invalidStatement('the session has no current database');
  const database = definition.database(databaseName);
  const existing = draft.find('SCHEMA', database.id, name);
  if (existing !== undefined || name === 'INFORMATION_SCHEMA') {
    if (ifNotExists) return statusResult(`${name} already exists, statement succeeded.`);
    if (!(mode.orReplace || mode.orAlter) || existing === undefined) {
      throw alreadyExists('Schema', name);
    }
    if (!owns(definition.roles, existing)) throw notAuthorized('Schema', name);
    if (mode.orAlter) {
      draft.put({ ...altered(existing, clauses), isManaged: clauses?.isManaged === true });
      return statusResult(`Schema ${name} successfully created.`);
    }
    refuseUsed(definition, existing);
    await removeTree(definition, existing);
  }
  if (!holds(definition.roles, database, 'CREATE SCHEMA')) {
    throw notAuthorized('Database', database.name);
  }
  if (clauses === undefined) return await cloneSchema(definition, database, name);
  const schema: SchemaObject = definition.withFutureGrants({
    ...definition.base(name, clauses.comment),
    ...taggedWith(definition, 'SCHEMA', clauses),
    kind: 'SCHEMA',
    parent: database.id,
    isManaged: clauses.isManaged,
    ...retentionOf(clauses, undefined),
    futureGrants: [],
  });
  draft.put(schema);
  definition.afterCommit(() => {
    context.state.database = database.name;
    context.state.schema = name;
  });
  return statusResult(`Schema ${name} successfully created.`);
}
