import { randomInt } from 'node:crypto';
import { WarehouseError } from '@das/core';
import { sees } from '../../access/privileges.js';
import { rolesBelow } from '../../access/role-set.js';
import { findDatabase, findSchema } from '../../enforcement/resolve-name.js';
import { Mutex } from '../../engine/mutex.js';
import type { SessionState } from '../../engine/session-state.js';
import { TokenReader } from '../../lexing/token-reader.js';
import { tokenize } from '../../lexing/tokenize.js';
import type { LocalWarehouse } from '../../warehouse/open-local-warehouse.js';
import { catalogueOf, openLocalSession } from '../../warehouse/open-local-warehouse.js';
import { asObject, asText, type JsonObject } from '../http/read-body.js';
import type { ServeUser } from '../serve-options.js';
import { sessionFailures } from '../wire-failure.js';
import { checkCatalogueUser } from './check-catalogue-user.js';
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
  const signer = await findSigner(warehouse, users, login);
  const { name } = signer;
  const role = storedName(place.role) ?? signer.defaultRole ?? 'PUBLIC';
  const id = randomInt(1, 2 ** 47);
  const local = await openLocalSession(warehouse, {
    id: String(id),
    role,
    user: name,
    secondaryRoles: signer.secondaryRoles,
    grantedRoles: signer.grantedRoles,
  }).catch((error: unknown) => {
    const isUnknown =
      error instanceof WarehouseError && error.code === 'DAS_WAREHOUSE_UNKNOWN_ROLE';
    throw isUnknown ? sessionFailures.roleNotGranted(role) : error;
  });
  try {
    if (local.state.usableRoles?.has(role) === false) throw sessionFailures.roleNotGranted(role);
    goTo(local.state, { ...place, ...defaultsOf(signer, place) });
    await applyParameters(local.state, asObject(login.SESSION_PARAMETERS));
  } catch (error) {
    await local.close();
    throw error;
  }
  return { id, user: name, local, turns: new Mutex(), tokenExpires: 0, idleUntil: 0 };
}

/** Who signs in, and what a session of theirs starts with. */
interface Signer {
  readonly name: string;
  readonly defaultRole?: string | undefined;
  readonly defaultWarehouse?: string | undefined;
  /** `database` or `database.schema`. */
  readonly defaultNamespace?: string | undefined;
  readonly secondaryRoles: 'ALL' | 'NONE';
  /** Absent: those that the catalogue grants to its user, or every role where nobody has to sign in. */
  readonly grantedRoles?: readonly string[] | undefined;
}

/**
 * A user that the server was configured with, or one of the catalogue. Only while there is neither is
 * anybody let in.
 */
async function findSigner(
  warehouse: LocalWarehouse,
  users: Readonly<Record<string, ServeUser>> | undefined,
  login: JsonObject,
): Promise<Signer> {
  const catalogue = catalogueOf(warehouse);
  const name = (asText(login.LOGIN_NAME) ?? 'LOCAL_USER').toUpperCase();
  const isConfigured = Object.keys(users ?? {}).some((each) => each.toUpperCase() === name);
  const hasUsers = !catalogue.ofKind('USER').next().done;
  if (users === undefined && !hasUsers) return { name, secondaryRoles: 'NONE' };
  if (users !== undefined && (isConfigured || !hasUsers)) {
    const { user } = checkCredentials(login, users, Date.now());
    return {
      name,
      defaultRole: user.defaultRole,
      secondaryRoles: user.secondaryRoles ?? 'NONE',
      grantedRoles: ['PUBLIC', ...user.roles],
    };
  }
  const user = await checkCatalogueUser(login, catalogue, Date.now());
  return {
    name: user.name,
    defaultRole: storedName(user.properties.DEFAULT_ROLE),
    defaultWarehouse: user.properties.DEFAULT_WAREHOUSE,
    defaultNamespace: user.properties.DEFAULT_NAMESPACE,
    secondaryRoles: user.hasSecondaryRoles ? 'ALL' : 'NONE',
  };
}

function defaultsOf(signer: Signer, place: LoginPlace): Partial<LoginPlace> {
  const warehouse = place.warehouse ?? signer.defaultWarehouse;
  if (place.database !== undefined || signer.defaultNamespace === undefined) return { warehouse };
  const [database, schema] = new TokenReader(tokenize(signer.defaultNamespace))
    .name()
    .map((part) => `"${part.replaceAll('"', '""')}"`);
  return { warehouse, database, schema: place.schema ?? schema };
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
