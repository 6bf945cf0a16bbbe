import type { SessionState } from '../../engine/session-state.js';
import {
  checkParameter,
  parameterOf,
  sessionParameters,
  setParameter,
} from '../../statement/session-parameter.js';
import type { JsonObject } from '../http/read-body.js';

/** A parameter as an answer carries it to a driver. */
export interface WireParameter {
  readonly name: string;
  readonly value: string | number | boolean;
}

/** Parameters of drivers alone: the service would only hand them back. */
const clientOnly =
  /^(?:CLIENT|PYTHON|JS|JDBC|ODBC|GO|CSHARP|GCS|ENABLE|SERVICE_NAME|SNOWPARK)(?:_|$)/;

/** Above this many binds a driver would stage them: it never has to, a request may hold them all. */
const bindThreshold = 2_147_483_647;

/** The parameters of a session, for the answer of a login or a statement. */
export function wireParameters(state: SessionState): readonly WireParameter[] {
  return [
    ...Object.entries(sessionParameters).map(([name, { type }]) => {
      const value = parameterOf(state, name);
      if (type === 'BOOLEAN') return { name, value: value.toLowerCase() === 'true' };
      return { name, value: type === 'NUMBER' ? Number(value) : value };
    }),
    { name: 'CLIENT_STAGE_ARRAY_BINDING_THRESHOLD', value: bindThreshold },
    { name: 'SERVICE_NAME', value: '' },
  ];
}

/**
 * Sets the parameters that a login carries.
 *
 * @throws WarehouseError `DAS_WAREHOUSE_UNSUPPORTED` for one that the engine could not honour.
 */
export async function applyParameters(state: SessionState, parameters: JsonObject): Promise<void> {
  for (const [name, value] of knownParameters(parameters)) await setParameter(state, name, value);
}

/** The parameters that mean something to the engine, checked. */
export function knownParameters(parameters: JsonObject): readonly (readonly [string, string])[] {
  return Object.entries(parameters).flatMap(([given, value]) => {
    const name = given.toUpperCase();
    if (value === null || value === undefined) return [];
    if (!Object.hasOwn(sessionParameters, name) && clientOnly.test(name)) return [];
    // A statement with more than one part is refused by itself.
    if (name === 'MULTI_STATEMENT_COUNT') return [];
    checkParameter(name, String(value));
    return [[name, String(value)] as const];
  });
}
