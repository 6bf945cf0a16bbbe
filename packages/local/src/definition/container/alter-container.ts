import type { ResultSet } from '@das/core';
import { holds, owns } from '../../access/privileges.js';
import type { DatabaseObject, SchemaObject } from '../../catalogue/catalogue-object.js';
import { titleOf } from '../../catalogue/catalogue-object.js';
import { findSchema } from '../../enforcement/resolve-name.js';
import { statusResult } from '../../shaping/status-result.js';
import {
  alreadyExists,
  invalidStatement,
  notAuthorized,
  unsupported,
} from '../../warehouse/errors.js';
import { readClauses, readNumberOption, readOption } from '../clauses.js';
import type { Definition } from '../definition.js';

const done = 'Statement executed successfully.';

/**
 * `ALTER DATABASE [IF EXISTS] d RENAME TO … | SWAP WITH … | SET … | UNSET …`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-database
 */
export async function alterDatabase(definition: Definition): Promise<ResultSet> {
  const { reader, draft, context } = definition;
  reader.expect('ALTER', 'DATABASE');
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.identifier();
  if (ifExists && draft.find('DATABASE', 0, name) === undefined) return statusResult(done);
  const database = definition.database(name);
  if (reader.accept('RENAME', 'TO')) {
    const next = reader.identifier();
    reader.expectEnd();
    requireOwner(definition, database);
    definition.requireGlobal('CREATE DATABASE');
    if (draft.find('DATABASE', 0, next) !== undefined || next === 'SNOWFLAKE') {
      throw alreadyExists('Database', next);
    }
    draft.put({ ...database, name: next });
    const { state } = context;
    definition.afterCommit(() => {
      if (state.database === name) state.database = next;
    });
    return statusResult(done);
  }
  if (reader.accept('SWAP', 'WITH')) {
    const other = definition.database(reader.identifier());
    reader.expectEnd();
    swap(definition, database, other);
    return statusResult(done);
  }
  draft.put(changeProperties(definition, database));
  return statusResult(done);
}

/**
 * `ALTER SCHEMA [IF EXISTS] s RENAME TO … | SWAP WITH … | SET … | UNSET … | ENABLE | DISABLE MANAGED
 * ACCESS`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-schema
 */
export async function alterSchema(definition: Definition): Promise<ResultSet> {
  const { reader, draft, context } = definition;
  reader.expect('ALTER', 'SCHEMA');
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.name();
  const database = databaseOfName(definition, name);
  const parent = draft.find('DATABASE', 0, database);
  const plain = name.at(-1) ?? '';
  if (ifExists && (parent === undefined || draft.find('SCHEMA', parent.id, plain) === undefined)) {
    return statusResult(done);
  }
  const schema = findSchema(draft, definition.roles, database, plain);
  if (reader.accept('RENAME', 'TO')) {
    const path = reader.name();
    reader.expectEnd();
    requireOwner(definition, schema);
    if (databaseOfName(definition, path) !== database) {
      throw unsupported('moving a schema to another database');
    }
    const next = path.at(-1) ?? '';
    if (parent === undefined || !holds(definition.primaryRoles, parent, 'CREATE SCHEMA')) {
      throw notAuthorized('Database', database);
    }
    if (draft.find('SCHEMA', schema.parent, next) !== undefined || next === 'INFORMATION_SCHEMA') {
      throw alreadyExists('Schema', next);
    }
    draft.put({ ...schema, name: next });
    const { state } = context;
    definition.afterCommit(() => {
      if (state.database === database && state.schema === plain) state.schema = next;
    });
    return statusResult(done);
  }
  if (reader.accept('SWAP', 'WITH')) {
    const path = reader.name();
    reader.expectEnd();
    const place = databaseOfName(definition, path);
    const other = findSchema(draft, definition.roles, place, path.at(-1) ?? '');
    if (other.parent !== schema.parent) throw unsupported('a swap with a schema elsewhere');
    swap(definition, schema, other);
    return statusResult(done);
  }
  if (reader.sees('ENABLE', 'MANAGED') || reader.sees('DISABLE', 'MANAGED')) {
    const isManaged = reader.next().value === 'ENABLE';
    reader.expect('MANAGED', 'ACCESS');
    reader.expectEnd();
    requireOwner(definition, schema);
    draft.put({ ...schema, isManaged });
    return statusResult(done);
  }
  draft.put(changeProperties(definition, schema));
  return statusResult(done);
}

function databaseOfName(definition: Definition, name: readonly string[]): string {
  const database = name.length > 1 ? name[0] : definition.context.state.database;
  if (database !== undefined) return database;
  throw invalidStatement('the session has no current database', name.join('.'), 90_105);
}

function requireOwner(definition: Definition, object: DatabaseObject | SchemaObject): void {
  if (owns(definition.roles, object)) return;
  throw notAuthorized(titleOf(object.kind), definition.draft.fullName(object));
}

function swap<T extends DatabaseObject | SchemaObject>(
  definition: Definition,
  left: T,
  right: T,
): void {
  requireOwner(definition, left);
  requireOwner(definition, right);
  if (left.id === right.id) return;
  const { draft } = definition;
  draft.remove(left.id);
  draft.remove(right.id);
  draft.put({ ...left, name: right.name });
  draft.put({ ...right, name: left.name });
}

/** `SET DATA_RETENTION_TIME_IN_DAYS = … COMMENT = '…'`, and UNSET, which takes MODIFY. */
function changeProperties<T extends DatabaseObject | SchemaObject>(
  definition: Definition,
  before: T,
): T {
  const { reader, roles, draft } = definition;
  if (!holds(roles, before, 'MODIFY')) {
    throw notAuthorized(titleOf(before.kind), draft.fullName(before));
  }
  let object = before;
  if (reader.accept('UNSET')) {
    do {
      const name = reader.expectOneOf([
        'DATA_RETENTION_TIME_IN_DAYS',
        'MAX_DATA_EXTENSION_TIME_IN_DAYS',
        'COMMENT',
      ]);
      if (name === 'MAX_DATA_EXTENSION_TIME_IN_DAYS') {
        const { extensionDays, ...rest } = object;
        object = rest as T;
      }
      if (name === 'COMMENT') object = { ...object, comment: '' };
      if (name === 'DATA_RETENTION_TIME_IN_DAYS') {
        object = { ...object, inheritsRetention: true };
      }
    } while (reader.acceptOperator(','));
    reader.expectEnd();
    return object;
  }
  if (!reader.accept('SET')) {
    throw unsupported(`ALTER ${before.kind} … ${reader.peek().value} ${reader.peek(1).value}`);
  }
  readClauses(
    reader,
    {
      COMMENT: () => {
        object = { ...object, comment: readOption(reader) };
      },
      DATA_RETENTION_TIME_IN_DAYS: () => {
        const retentionDays = readNumberOption(reader);
        if (retentionDays > 90) {
          throw invalidStatement('data is retained for 90 days at most', before.name);
        }
        object = { ...object, retentionDays, inheritsRetention: false };
      },
      MAX_DATA_EXTENSION_TIME_IN_DAYS: () => {
        object = { ...object, extensionDays: readNumberOption(reader) };
      },
    },
    () => {
      reader.acceptOperator(',');
      return reader.isAtEnd;
    },
  );
  return object;
}
