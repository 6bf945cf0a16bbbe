import type { SessionState } from '../engine/session-state.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';

/** A parameter of a session. */
export interface SessionParameter {
  readonly default: string;
  readonly type: 'BOOLEAN' | 'NUMBER' | 'STRING';
  /** The only value that the engine works with: the parameter would change what statements mean. */
  readonly isFixed?: boolean;
}

const text = (value: string): SessionParameter => ({ default: value, type: 'STRING' });
const number = (value: number): SessionParameter => ({ default: String(value), type: 'NUMBER' });
const flag = (value: boolean): SessionParameter => ({ default: String(value), type: 'BOOLEAN' });
const fixed = (parameter: SessionParameter): SessionParameter => ({ ...parameter, isFixed: true });

/** The session parameters that the engine knows. Only these can be set. */
export const sessionParameters: Readonly<Record<string, SessionParameter>> = {
  ABORT_DETACHED_QUERY: flag(false),
  AUTOCOMMIT: flag(true),
  BINARY_OUTPUT_FORMAT: fixed(text('HEX')),
  CLIENT_METADATA_REQUEST_USE_CONNECTION_CTX: flag(false),
  CLIENT_PREFETCH_THREADS: number(4),
  CLIENT_RESULT_CHUNK_SIZE: number(160),
  CLIENT_SESSION_KEEP_ALIVE: flag(false),
  CLIENT_SESSION_KEEP_ALIVE_HEARTBEAT_FREQUENCY: number(3600),
  CLIENT_TELEMETRY_ENABLED: flag(false),
  CLIENT_TIMESTAMP_TYPE_MAPPING: fixed(text('TIMESTAMP_LTZ')),
  DATE_INPUT_FORMAT: fixed(text('AUTO')),
  DATE_OUTPUT_FORMAT: fixed(text('YYYY-MM-DD')),
  ERROR_ON_NONDETERMINISTIC_MERGE: fixed(flag(true)),
  JDBC_QUERY_RESULT_FORMAT: fixed(text('JSON')),
  JSON_INDENT: number(2),
  JS_TREAT_INTEGER_AS_BIGINT: flag(false),
  LOCK_TIMEOUT: number(43_200),
  MULTI_STATEMENT_COUNT: fixed(number(1)),
  ODBC_QUERY_RESULT_FORMAT: fixed(text('JSON')),
  PYTHON_CONNECTOR_QUERY_RESULT_FORMAT: fixed(text('JSON')),
  QUERY_TAG: text(''),
  QUOTED_IDENTIFIERS_IGNORE_CASE: fixed(flag(false)),
  SIMULATED_DATA_SHARING_CONSUMER: text(''),
  STATEMENT_QUEUED_TIMEOUT_IN_SECONDS: number(0),
  STATEMENT_TIMEOUT_IN_SECONDS: number(172_800),
  TIMESTAMP_INPUT_FORMAT: fixed(text('AUTO')),
  TIMESTAMP_LTZ_OUTPUT_FORMAT: fixed(text('')),
  TIMESTAMP_NTZ_OUTPUT_FORMAT: fixed(text('YYYY-MM-DD HH24:MI:SS.FF3')),
  TIMESTAMP_OUTPUT_FORMAT: fixed(text('YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM')),
  TIMESTAMP_TYPE_MAPPING: fixed(text('TIMESTAMP_NTZ')),
  TIMESTAMP_TZ_OUTPUT_FORMAT: fixed(text('')),
  TIMEZONE: fixed(text('UTC')),
  TIME_INPUT_FORMAT: fixed(text('AUTO')),
  TIME_OUTPUT_FORMAT: fixed(text('HH24:MI:SS')),
  USE_CACHED_RESULT: flag(true),
  WEEK_OF_YEAR_POLICY: fixed(number(0)),
  WEEK_START: fixed(number(0)),
};

/**
 * Refuses a name that the engine does not know and a value that it could not honour.
 *
 * @throws WarehouseError `DAS_WAREHOUSE_UNSUPPORTED`, or `DAS_WAREHOUSE_INVALID_STATEMENT` for a
 * value of another type.
 */
export function checkParameter(name: string, value: string | undefined): void {
  const parameter = Object.hasOwn(sessionParameters, name) ? sessionParameters[name] : undefined;
  if (parameter === undefined) throw unsupported(`the session parameter ${name}`);
  if (value === undefined) return;
  const isSame = value.toUpperCase() === parameter.default.toUpperCase();
  if (parameter.isFixed === true && !isSame) {
    throw unsupported(`${name} with a value other than ${parameter.default || 'the default'}`);
  }
  const isOfType =
    parameter.type === 'STRING' ||
    (parameter.type === 'BOOLEAN' && /^(?:true|false)$/i.test(value)) ||
    (parameter.type === 'NUMBER' && /^\d{1,9}$/.test(value));
  if (!isOfType) {
    throw invalidStatement(`the session parameter ${name} takes a ${parameter.type}`, name, 1006);
  }
  if (value.length > 2000) throw invalidStatement(`the value of ${name} is too long`, name, 1006);
}

/** Sets a parameter that was checked, or takes it back to its default. */
export async function setParameter(
  state: SessionState,
  name: string,
  value: string | undefined,
): Promise<void> {
  if (value === undefined) state.parameters.delete(name);
  else state.parameters.set(name, value);
  if (name !== 'AUTOCOMMIT') return;
  const autocommit = parameterOf(state, name).toLowerCase() === 'true';
  // What was changed with autocommit off is kept when it is turned on again.
  if (autocommit && !state.autocommit && state.transaction.isOpen) await state.transaction.commit();
  state.autocommit = autocommit;
}

/** The value of a parameter in a session. */
export function parameterOf(state: SessionState, name: string): string {
  return state.parameters.get(name) ?? sessionParameters[name]?.default ?? '';
}
