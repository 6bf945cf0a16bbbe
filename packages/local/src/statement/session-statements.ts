import type { ResultSet } from '@das/core';
import { sees } from '../access/privileges.js';
import { findDatabase, findSchema } from '../enforcement/resolve-name.js';
import type { StatementContext } from '../engine/statement-context.js';
import { statusResult } from '../shaping/status-result.js';
import { invalidStatement, notFound, unknownRole, unsupported } from '../warehouse/errors.js';

const done = 'Statement executed successfully.';

/** `USE ROLE | DATABASE | SCHEMA | WAREHOUSE | SECONDARY ROLES`. */
export async function use(context: StatementContext): Promise<ResultSet> {
  const { reader, engine, state } = context;
  reader.expect('USE');
  if (reader.accept('SECONDARY', 'ROLES')) {
    state.secondaryRoles = reader.expectOneOf(['ALL', 'NONE']) as 'ALL' | 'NONE';
    reader.expectEnd();
    return statusResult(done);
  }
  if (reader.accept('ROLE')) {
    const name = reader.identifier();
    reader.expectEnd();
    if (engine.catalogue.role(name) === undefined) throw unknownRole(name);
    state.role = name;
    return statusResult(done);
  }
  if (reader.accept('WAREHOUSE')) {
    const name = reader.identifier();
    reader.expectEnd();
    const warehouse = engine.catalogue.find('WAREHOUSE', 0, name);
    if (warehouse === undefined || !sees(state.roles, warehouse)) throw notFound('Warehouse', name);
    state.warehouse = name;
    return statusResult(done);
  }
  const word = reader.accept('SCHEMA') ? 'SCHEMA' : reader.accept('DATABASE') ? 'DATABASE' : '';
  const name = reader.name();
  reader.expectEnd();
  const [first = '', second] = name;
  if (word !== 'SCHEMA' && second === undefined) {
    const database = findDatabase(engine.catalogue, state.roles, first);
    state.database = database.name;
    const isPublic = engine.catalogue.find('SCHEMA', database.id, 'PUBLIC') !== undefined;
    state.schema = isPublic ? 'PUBLIC' : undefined;
    return statusResult(done);
  }
  const database = second === undefined ? state.database : first;
  if (database === undefined) throw invalidStatement('the session has no current database');
  findSchema(engine.catalogue, state.roles, database, second ?? first);
  state.database = database;
  state.schema = second ?? first;
  return statusResult(done);
}

const parameters = new Set(
  `QUERY_TAG TIMEZONE STATEMENT_TIMEOUT_IN_SECONDS STATEMENT_QUEUED_TIMEOUT_IN_SECONDS
  ABORT_DETACHED_QUERY LOCK_TIMEOUT MULTI_STATEMENT_COUNT CLIENT_SESSION_KEEP_ALIVE
  ERROR_ON_NONDETERMINISTIC_MERGE AUTOCOMMIT TIMESTAMP_TYPE_MAPPING USE_CACHED_RESULT
  QUOTED_IDENTIFIERS_IGNORE_CASE WEEK_START JSON_INDENT`.split(/\s+/),
);

/** Parameters that change what statements mean: only the value that the engine works with is taken. */
const fixed: Readonly<Record<string, string>> = {
  TIMEZONE: 'UTC',
  AUTOCOMMIT: 'TRUE',
  TIMESTAMP_TYPE_MAPPING: 'TIMESTAMP_NTZ',
  QUOTED_IDENTIFIERS_IGNORE_CASE: 'FALSE',
  WEEK_START: '0',
  MULTI_STATEMENT_COUNT: '1',
  ERROR_ON_NONDETERMINISTIC_MERGE: 'TRUE',
};

/** `ALTER SESSION SET name = value …`. */
export async function alterSession(context: StatementContext): Promise<ResultSet> {
  const { reader, state } = context;
  reader.expect('ALTER', 'SESSION');
  const isSet = reader.expectOneOf(['SET', 'UNSET']) === 'SET';
  do {
    const name = reader.identifier();
    if (!parameters.has(name)) throw unsupported(`the session parameter ${name}`);
    if (!isSet) {
      state.parameters.delete(name);
      continue;
    }
    reader.expectOperator('=');
    const value = reader.next().value;
    const only = fixed[name];
    if (only !== undefined && value.toUpperCase() !== only) {
      throw unsupported(`${name} with a value other than ${only}`);
    }
    state.parameters.set(name, value);
  } while (!reader.isAtEnd && (reader.acceptOperator(',') || true));
  return statusResult(done);
}
