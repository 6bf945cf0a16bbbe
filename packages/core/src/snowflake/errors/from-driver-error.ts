import { DasError } from '@das/contracts';
import { WarehouseError } from '../../warehouse/warehouse-error.js';
import type { DriverFailure } from '../driver/snowflake-driver.js';
import { errorMeaning, unknownRole } from './error-table.js';
import { SnowflakeError } from './snowflake-error.js';

/** What was under way when the driver failed. */
export interface Attempt {
  /** `login` sends no statement; a `read` changes nothing; a `write` may have changed something. */
  readonly kind: 'login' | 'read' | 'write';
  /** The place for messages: the account, or the kind of statement. Never a value. */
  readonly place: string;
  /** What a name that is not there would be the name of, where the statement tells. */
  readonly subject?: 'role' | undefined;
}

/** Errors of the driver about the connection, not about the statement. */
const driverNumbers = { first: 400_000, last: 499_999 };
const settingNumbers = { first: 403_000, last: 405_499 };
/** The driver refused what it was given, and sent nothing. */
const argumentNumbers = { first: 409_000, last: 411_999 };
/** The connection was down before the request was made. */
const neverSent: ReadonlySet<number> = new Set([405_503, 407_001, 407_002]);
const neverConnected: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
/** Login refused because of what was presented, which does not change by trying again. */
const credentialNumbers = { first: 390_100, last: 390_499 };
/** Of these, the ones that say something else: the role, and names that are not there. */
const notCredentials: ReadonlySet<number> = new Set([390_189, 390_201, 390_202, 390_203]);

/**
 * Turns what the driver threw into an error of DAS. The driver's message, data and cause may hold
 * values of rows, the SQL text or the session token, so none of them is kept.
 */
export function fromDriverError(error: unknown, attempt: Attempt): Error {
  if (DasError.isInstance(error)) return error;
  const failure: DriverFailure = typeof error === 'object' && error !== null ? error : {};
  const number = numberOf(failure.code);
  if (isStatementError(failure, number)) return statementError(failure, number, attempt);
  return connectionError(failure, number, attempt);
}

function numberOf(code: unknown): number | undefined {
  const number = typeof code === 'number' || typeof code === 'string' ? Number(code) : Number.NaN;
  return Number.isSafeInteger(number) ? number : undefined;
}

function isStatementError(failure: DriverFailure, number: number | undefined): boolean {
  if (number === undefined) return typeof failure.sqlState === 'string' && failure.sqlState !== '';
  return number < driverNumbers.first || number > driverNumbers.last;
}

function statementError(
  failure: DriverFailure,
  number: number | undefined,
  attempt: Attempt,
): Error {
  const sqlState = typeof failure.sqlState === 'string' ? failure.sqlState : undefined;
  const isLogin = attempt.kind === 'login' && number !== undefined;
  if (isLogin && within(number, credentialNumbers) && !notCredentials.has(number)) {
    return new SnowflakeError(
      'DAS_SNOWFLAKE_LOGIN_REFUSED',
      `Snowflake refused the login (${number})`,
      {
        place: attempt.place,
        next: 'check the user, the credential and the network policy',
      },
    );
  }
  const known = errorMeaning(number, sqlState);
  // 003013: the role is there, but not granted to the user.
  const isRole =
    attempt.subject === 'role' && (known.code === 'DAS_WAREHOUSE_NOT_FOUND' || number === 3013);
  const meaning = isRole ? unknownRole : known;
  const queryId = typeof failure.data?.queryId === 'string' ? failure.data.queryId : undefined;
  return new WarehouseError(meaning.code, `${meaning.message}${signature(number, sqlState)}`, {
    place: queryId === undefined ? attempt.place : `query ${queryId}`,
    next: meaning.next,
    isRetryable: meaning.isRetryable,
    number,
    sqlState,
  });
}

function signature(number: number | undefined, sqlState: string | undefined): string {
  const parts = [number === undefined ? '' : String(number).padStart(6, '0'), sqlState ?? ''];
  const text = parts.filter((part) => part !== '').join(', ');
  return text === '' ? '' : ` (${text})`;
}

function within(value: number, range: { readonly first: number; readonly last: number }): boolean {
  return value >= range.first && value <= range.last;
}

function connectionError(
  failure: DriverFailure,
  number: number | undefined,
  attempt: Attempt,
): Error {
  if (number !== undefined && within(number, settingNumbers)) {
    return new SnowflakeError(
      'DAS_SNOWFLAKE_CONFIGURATION_INVALID',
      `the driver refused a setting (${number})`,
      { place: attempt.place, next: 'check the account, the user and the credential' },
    );
  }
  if (number !== undefined && within(number, argumentNumbers)) {
    return new WarehouseError(
      'DAS_WAREHOUSE_INVALID_STATEMENT',
      `the driver refused the statement (${number})`,
      { place: attempt.place, next: 'correct the statement and its binds' },
    );
  }
  const cause = failure.cause?.code;
  const status = failure.response?.statusCode;
  const wasSent =
    attempt.kind !== 'login' &&
    !(number !== undefined && neverSent.has(number)) &&
    !(typeof cause === 'string' && neverConnected.has(cause));
  const details = [number, status, cause].filter(
    (detail) => typeof detail === 'number' || (typeof detail === 'string' && /^\w+$/.test(detail)),
  );
  const suffix = details.length === 0 ? '' : ` (${details.join(', ')})`;
  if (wasSent && attempt.kind === 'write') {
    return new SnowflakeError(
      'DAS_SNOWFLAKE_OUTCOME_UNKNOWN',
      `the connection broke, and whether the statement took effect is not known${suffix}`,
      {
        place: attempt.place,
        next: 'look what is there before you run it again',
      },
    );
  }
  return new WarehouseError('DAS_WAREHOUSE_UNAVAILABLE', `Snowflake was not reached${suffix}`, {
    place: attempt.place,
    next: 'check the network and the address of the account, and try again',
    isRetryable: isTransient(number, status, cause),
  });
}

/** Trying again may help: nothing says that the certificate, the address or the request is wrong. */
function isTransient(number: number | undefined, status: unknown, cause: unknown): boolean {
  if (typeof status === 'number') return status >= 500 || status === 408 || status === 429;
  if (typeof cause === 'string') return /^E[A-Z_]+$/.test(cause) && !cause.startsWith('ERR_');
  return number === 401_001 || number === 402_001;
}
