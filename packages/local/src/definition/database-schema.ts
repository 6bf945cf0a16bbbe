import type { ResultSet } from '@das/core';
import { holds, owns } from '../access/privileges.js';
import type { DatabaseObject, SchemaObject } from '../catalogue/catalogue-object.js';
import { statusResult } from '../shaping/status-result.js';
import { alreadyExists, invalidStatement, notAuthorized } from '../warehouse/errors.js';
import {
  readClauses,
  readCreate,
  readIfNotExists,
  readNumberOption,
  readOption,
} from './clauses.js';
import type { Definition } from './definition.js';
import { refuseUsed, removeTree } from './drop.js';

interface ContainerClauses {
  comment: string;
  retentionDays: number;
  isManaged: boolean;
}

function readContainer(definition: Definition): ContainerClauses {
  const { reader } = definition;
  const result: ContainerClauses = { comment: '', retentionDays: 1, isManaged: false };
  readClauses(reader, {
    COMMENT: () => {
      result.comment = readOption(reader);
    },
    DATA_RETENTION_TIME_IN_DAYS: () => {
      result.retentionDays = readNumberOption(reader);
    },
    MAX_DATA_EXTENSION_TIME_IN_DAYS: () => {
      readNumberOption(reader);
    },
    WITH: () => {
      reader.expect('MANAGED', 'ACCESS');
      result.isManaged = true;
    },
  });
  return result;
}

/** `CREATE DATABASE`: with it come the schemas PUBLIC and (as a view) INFORMATION_SCHEMA. */
export async function createDatabase(definition: Definition): Promise<ResultSet> {
  const { reader, draft, context } = definition;
  const mode = readCreate(reader);
  reader.accept('TRANSIENT');
  reader.expect('DATABASE');
  const ifNotExists = readIfNotExists(reader, mode);
  const name = reader.identifier();
  const clauses = readContainer(definition);
  const existing = draft.find('DATABASE', 0, name);
  if (existing !== undefined) {
    if (ifNotExists) return statusResult(`${name} already exists, statement succeeded.`);
    if (!mode.orReplace) throw alreadyExists('Database', name);
    if (!owns(definition.roles, existing)) throw notAuthorized('Database', name);
    refuseUsed(definition, existing);
    removeTree(definition, existing);
  }
  if (name === 'SNOWFLAKE') throw alreadyExists('Database', name);
  definition.requireGlobal('CREATE DATABASE');
  const { comment, retentionDays } = clauses;
  const database: DatabaseObject = {
    ...definition.base(name, comment),
    kind: 'DATABASE',
    retentionDays,
    futureGrants: [],
  };
  draft.put(database);
  const schema: SchemaObject = {
    ...definition.base('PUBLIC', ''),
    kind: 'SCHEMA',
    parent: database.id,
    isManaged: false,
    retentionDays,
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
  const clauses = readContainer(definition);
  const name = path.at(-1) ?? '';
  const databaseName = path.length === 2 ? path[0] : context.state.database;
  if (databaseName === undefined) throw invalidStatement('the session has no current database');
  const database = definition.database(databaseName);
  const existing = draft.find('SCHEMA', database.id, name);
  if (existing !== undefined || name === 'INFORMATION_SCHEMA') {
    if (ifNotExists) return statusResult(`${name} already exists, statement succeeded.`);
    if (!mode.orReplace || existing === undefined) throw alreadyExists('Schema', name);
    if (!owns(definition.roles, existing)) throw notAuthorized('Schema', name);
    refuseUsed(definition, existing);
    removeTree(definition, existing);
  }
  if (!holds(definition.roles, database, 'CREATE SCHEMA')) {
    throw notAuthorized('Database', database.name);
  }
  const schema: SchemaObject = definition.withFutureGrants({
    ...definition.base(name, clauses.comment),
    kind: 'SCHEMA',
    parent: database.id,
    isManaged: clauses.isManaged,
    retentionDays: clauses.retentionDays,
    futureGrants: [],
  });
  draft.put(schema);
  definition.afterCommit(() => {
    context.state.database = database.name;
    context.state.schema = name;
  });
  return statusResult(`Schema ${name} successfully created.`);
}
