import { catalogueOf } from '../../warehouse/open-local-warehouse.js';
import { admitAddress } from '../access/admit-address.js';
import { logIn } from '../access/log-in.js';
import { recordLogin } from '../access/record-login.js';
import { wireParameters } from '../access/wire-parameters.js';
import { asObject, asText, type JsonObject } from './read-body.js';
import type { Service } from './service.js';

/** Signs a user in, and answers with the tokens of the session. */
export async function answerLogin(
  service: Service,
  body: JsonObject,
  url: URL,
  address: string,
): Promise<object> {
  const named = (name: string): string | undefined => url.searchParams.get(name) || undefined;
  const login = asObject(body.data);
  const [session, tokens] = await recordLogin(service, login, address, () =>
    service.sessions.add(async () => {
      admitAddress(catalogueOf(service.warehouse), asText(login.LOGIN_NAME), address);
      return await logIn(service.warehouse, service.users, login, {
        role: named('roleName'),
        database: named('databaseName'),
        schema: named('schemaName'),
        warehouse: named('warehouse'),
      });
    }),
  );
  const { state } = session.local;
  state.clientAddress = address;
  const data = {
    ...tokens,
    validityInSeconds: service.limits.sessionTokenSeconds,
    masterValidityInSeconds: service.limits.idleSeconds,
    displayUserName: session.user,
    serverVersion: '9.0.0',
    firstLogin: false,
    remMeToken: null,
    remMeValidityInSeconds: 0,
    healthCheckInterval: 45,
    newClientForUpgrade: null,
    sessionId: session.id,
    parameters: wireParameters(state),
    sessionInfo: {
      databaseName: state.database ?? null,
      schemaName: state.schema ?? null,
      warehouseName: state.warehouse ?? null,
      roleName: state.role,
    },
    idToken: null,
    idTokenValidityInSeconds: 0,
    responseData: null,
    mfaToken: null,
    mfaTokenValidityInSeconds: 0,
  };
  return { success: true, code: null, message: null, data };
}
