import { randomInt } from 'node:crypto';
import type { LoginEvent } from '../../query-history/login-event.js';
import { catalogueOf, historyOf } from '../../warehouse/open-local-warehouse.js';
import { asObject, asText, type JsonObject } from '../http/read-body.js';
import type { Service } from '../http/service.js';
import { wireError } from '../result/error-answer.js';
import type { ServerSession } from './server-session.js';

/** How drivers name themselves, and what the login history calls them. */
const clientTypes: Readonly<Record<string, string>> = {
  JavaScript: 'JAVASCRIPT_DRIVER',
  PythonConnector: 'PYTHON_DRIVER',
  JDBC: 'JDBC_DRIVER',
  ODBC: 'ODBC_DRIVER',
  Go: 'GO_DRIVER',
  '.NET': 'DOTNET_DRIVER',
  SnowSQL: 'SNOWSQL',
  SnowflakeCLI: 'SNOWFLAKE_CLI',
};

const factors: Readonly<Record<string, string>> = {
  SNOWFLAKE: 'PASSWORD',
  USERNAME_PASSWORD_MFA: 'PASSWORD',
  SNOWFLAKE_JWT: 'RSA_KEYPAIR',
  OAUTH: 'OAUTH_ACCESS_TOKEN',
  PROGRAMMATIC_ACCESS_TOKEN: 'PROGRAMMATIC_ACCESS_TOKEN',
};

/**
 * Signs a user in, and notes it in the login history, whether it succeeds or not.
 *
 * @param login - the `data` of a login request
 * @see https://docs.snowflake.com/en/sql-reference/account-usage/login_history
 */
export async function recordLogin<T extends readonly [ServerSession, ...unknown[]]>(
  service: Service,
  login: JsonObject,
  address: string,
  logIn: () => Promise<T>,
): Promise<T> {
  const history = historyOf(service.warehouse);
  const application = asText(login.CLIENT_APP_ID)?.slice(0, 200);
  const version = asText(login.CLIENT_APP_VERSION)?.slice(0, 200);
  const authenticator = (asText(login.AUTHENTICATOR) ?? 'SNOWFLAKE').toUpperCase();
  const event = {
    id: randomInt(1, 2 ** 47),
    time: history.now(),
    clientAddress: address,
    clientType: application === undefined ? undefined : (clientTypes[application] ?? 'OTHER'),
    clientVersion: version,
    factor: factors[authenticator] ?? 'OTHER',
    application:
      application === undefined ? undefined : JSON.stringify(environmentOf(login, application)),
  } satisfies Partial<LoginEvent>;
  try {
    const result = await logIn();
    const [session] = result;
    session.local.state.authenticationId = event.id;
    history.addLogin({ ...event, user: session.user, failure: undefined, sessionId: session.id });
    return result;
  } catch (error) {
    const { code, message } = wireError(error);
    history.addLogin({
      ...event,
      user: knownUser(service, asText(login.LOGIN_NAME)),
      failure: { number: Number(code), message },
      sessionId: undefined,
    });
    throw error;
  }
}

/** What the view SESSIONS tells of a client. Drivers may send anything here: only short texts stay. */
function environmentOf(login: JsonObject, application: string): JsonObject {
  const given = Object.entries(asObject(login.CLIENT_ENVIRONMENT)).filter(
    ([name, value]) =>
      ['APPLICATION', 'OS', 'OS_VERSION', 'NODE_VERSION', 'PYTHON_VERSION'].includes(name) &&
      typeof value === 'string' &&
      value.length < 200,
  );
  return { application, environment: Object.fromEntries(given) };
}

/** Whoever is not known leaves no name: it may be a password that was typed into the wrong field. */
function knownUser(service: Service, name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const upper = name.toUpperCase();
  const configured = Object.keys(service.users ?? {}).some((each) => each.toUpperCase() === upper);
  const user = [...catalogueOf(service.warehouse).ofKind('USER')].find(
    ({ loginName }) => loginName.toUpperCase() === upper,
  );
  if (configured) return upper;
  return user?.name;
}
