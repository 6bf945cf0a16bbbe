import type { SessionState } from '../../engine/session-state.js';
import { parameterOf } from '../../statement/session-parameter.js';
import { unsupported } from '../../warehouse/errors.js';
import { knownParameters } from '../access/wire-parameters.js';
import type { JsonObject } from '../http/read-body.js';

/** Parameters that one statement may have otherwise than its session: they do not change what it does. */
const own = ['QUERY_TAG', 'STATEMENT_TIMEOUT_IN_SECONDS', 'USE_CACHED_RESULT'];

/**
 * The parameters that a driver sends with one statement.
 *
 * @throws WarehouseError `DAS_WAREHOUSE_UNSUPPORTED` for one that would change the statement.
 */
export function statementParameters(
  state: SessionState,
  given: JsonObject,
): ReadonlyMap<string, string> {
  const parameters = new Map(knownParameters(given));
  for (const [name, value] of parameters) {
    const isSame = parameterOf(state, name).toUpperCase() === value.toUpperCase();
    if (!own.includes(name) && !isSame) throw unsupported(`${name} for one statement`);
  }
  return parameters;
}
