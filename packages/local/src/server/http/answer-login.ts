import { logIn } from '../access/log-in.js';
import { wireParameters } from '../access/wire-parameters.js';
import { asObject, type JsonObject } from './read-body.js';
import type { Service } from './service.js';

/** Signs a user in, and answers with the tokens of the session. */
export async function answerLogin(service: Service, body: JsonObject, url: URL): Promise<object> {
  const named = (name: string): string | undefined => url.searchParams.get(name) || undefined;
  const [session, tokens] = await service.sessions.add(() =>
    logIn(service.warehouse, service.users, asObject(body.data), {
      role: named('roleName'),
      database: named('databaseName'),
      schema: named('schemaName'),
      warehouse: named('warehouse'),
    }),
  );
  const { state } = session.local;
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
