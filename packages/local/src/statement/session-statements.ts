import type { ResultSet } from '@das/core';
import { sees } from '../access/privileges.js';
import type { SecondaryRoles } from '../access/role-set.js';
import { findDatabase, findSchema } from '../enforcement/resolve-name.js';
import type { StatementContext } from '../engine/statement-context.js';
import { statusResult } from '../shaping/status-result.js';
import { invalidStatement, notFound, unknownRole } from '../warehouse/errors.js';
import { checkParameter, setParameter } from './session-parameter.js';

const done = 'Statement executed successfully.';

/** `USE ROLE | DATABASE | SCHEMA | WAREHOUSE | SECONDARY ROLES`. */
export async function use(context: StatementContext): Promise<ResultSet> {
  const { reader, engine, state } = context;
  reader.expect('USE');
  if (reader.accept('SECONDARY', 'ROLES')) {
    state.secondaryRoles = readSecondaryRoles(context);
    return statusResult(done);
  }
  if (reader.accept('ROLE')) {
    const name = reader.identifier();
    reader.expectEnd();
    if (engine.catalogue.role(name) === undefined) throw unknownRole(name);
    if (state.usableRoles?.has(name) === false) throw unknownRole(name);
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
  if (database === undefined) {
    throw invalidStatement('the session has no current database', name.join('.'), 90_105);
  }
  findSchema(engine.catalogue, state.roles, database, second ?? first);
  state.database = database;
  state.schema = second ?? first;
  return statusResult(done);
}

/** `ALL`, `NONE`, or roles that the user holds. */
function readSecondaryRoles({ reader, engine, state }: StatementContext): SecondaryRoles {
  const isWhole = reader.peek(1).kind === 'end';
  if (isWhole && reader.accept('ALL')) return endOf(reader, 'ALL');
  if (isWhole && reader.accept('NONE')) return endOf(reader, 'NONE');
  const roles: string[] = [];
  do {
    const name = reader.identifier();
    const isUsable = state.usableRoles?.has(name) ?? true;
    if (engine.catalogue.role(name) === undefined || !isUsable) throw unknownRole(name);
    if (!roles.includes(name)) roles.push(name);
  } while (reader.acceptOperator(','));
  return endOf(reader, roles);
}

function endOf<T>(reader: StatementContext['reader'], value: T): T {
  reader.expectEnd();
  return value;
}

/** `ALTER SESSION SET name = value …` and `ALTER SESSION UNSET name, …`. */
export async function alterSession(context: StatementContext): Promise<ResultSet> {
  const { reader, state } = context;
  reader.expect('ALTER', 'SESSION');
  const isSet = reader.expectOneOf(['SET', 'UNSET']) === 'SET';
  // Read to the end before anything is changed: a refused name leaves the session as it was.
  const changes: [string, string | undefined][] = [];
  do {
    const name = reader.identifier();
    if (isSet) reader.expectOperator('=');
    const value = isSet ? parameterValue(reader.next().value, reader) : undefined;
    checkParameter(name, value);
    changes.push([name, value]);
  } while (!reader.isAtEnd && (reader.acceptOperator(',') || true));
  for (const [name, value] of changes) await setParameter(state, name, value);
  return statusResult(done);
}

/** A negative number is two tokens. */
function parameterValue(first: string, reader: StatementContext['reader']): string {
  return first === '-' ? `-${reader.next().value}` : first;
}
