import { randomInt } from 'node:crypto';
import { WarehouseError } from '@das/core';
import { sees } from '../../access/privileges.js';
import { rolesBelow } from '../../access/role-set.js';
import { findDatabase, findSchema } from '../../enforcement/resolve-name.js';
import { Mutex } from '../../engine/mutex.js';
import type { SessionState } from '../../engine/session-state.js';
import type { LocalWarehouse } from '../../warehouse/open-local-warehouse.js';
import { openLocalSession } from '../../warehouse/open-local-warehouse.js';
import { asObject, asText, type JsonObject } from '../http/read-body.js';
import type { ServeUser } from '../serve-options.js';
import { sessionFailures } from '../wire-failure.js';
import { checkCredentials } from './check-credentials.js';
import type { ServerSession } from './server-session.js';
import { applyParameters } from './wire-parameters.js';

/** What a login names in its address: the role and the place of the session. */
export interface LoginPlace {
  readonly role: string | undefined;
  readonly database: string | undefined;
  readonly schema: string | undefined;
  readonly warehouse: string | undefined;
}

/** Signs a user in: checks the credentials and opens a session under a role that the user holds. */
export async function logIn(
  warehouse: LocalWarehouse,
  users: Readonly<Record<string, ServeUser>> | undefined,
  login: JsonObject,
  place: LoginPlace,
): Promise<ServerSession> {
  const known = users === undefined ? undefined : checkCredentials(login, users, Date.now());
  const name = known?.name ?? (asText(login.LOGIN_NAME) ?? 'LOCAL_USER').toUpperCase();
  const role = storedName(place.role) ?? known?.user.defaultRole ?? 'PUBLIC';
  const id = randomInt(1, 2 ** 47);
  const local = await openLocalSession(warehouse, {
    id: String(id),
    role,
    user: name,
    secondaryRoles: known?.user.secondaryRoles ?? 'NONE',
    grantedRoles: known === undefined ? undefined : ['PUBLIC', ...known.user.roles],
  }).catch((error: unknown) => {
    const isUnknown =
      error instanceof WarehouseError && error.code === 'DAS_WAREHOUSE_UNKNOWN_ROLE';
    throw isUnknown ? sessionFailures.roleNotGranted(role) : error;
  });
  try {
    if (local.state.usableRoles?.has(role) === false) throw sessionFailures.roleNotGranted(role);
    goTo(local.state, place);
    await applyParameters(local.state, asObject(login.SESSION_PARAMETERS));
  } catch (error) {
    await local.close();
    throw error;
  }
  return { id, user: name, local, turns: new Mutex(), tokenExpires: 0, idleUntil: 0 };
}

/** A place that is not there, or not for the role, leaves the session without one, as on Snowflake. */
function goTo(state: SessionState, place: LoginPlace): void {
  const { catalogue } = state.engine;
  const database = storedName(place.database);
  const roles = rolesBelow(catalogue, state.role);
  state.database = quietly(() => database && findDatabase(catalogue, roles, database).name);
  const schema = storedName(place.schema) ?? 'PUBLIC';
  const inside = state.database;
  state.schema = quietly(() => inside && findSchema(catalogue, roles, inside, schema).name);
  const warehouse = catalogue.find('WAREHOUSE', 0, storedName(place.warehouse) ?? '');
  if (warehouse !== undefined && sees(roles, warehouse)) state.warehouse = warehouse.name;
}

function quietly(find: () => string | undefined): string | undefined {
  try {
    return find() || undefined;
  } catch (error) {
    if (error instanceof WarehouseError) return undefined;
    throw error;
  }
}

/** A name in an address follows the rules of SQL: upper case unless it is quoted. */
function storedName(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const quoted = /^"((?:[^"]|"")+)"$/.exec(name);
  return quoted === null ? name.toUpperCase() : (quoted[1] ?? '').replaceAll('""', '"');
}
