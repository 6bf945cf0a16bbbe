import { DasError } from '@das/contracts';

/**
 * What a restart does about a failure: `permanent` ones come again whatever is restarted, `transient`
 * ones go away with time, and of the others nobody knows.
 */
export type FailureClass = 'permanent' | 'transient' | 'unknown';

/** Somebody has to change something: the code, the declaration, a grant, a credential, the source. */
const permanentCodes: ReadonlySet<string> = new Set([
  'DAS_COLLECT_DRY_RUN',
  'DAS_COLLECT_INVALID_OPTION',
  'DAS_COLLECT_SOURCE_CHANGED',
  'DAS_COLLECT_TRANSFORM_INVALID',
  'DAS_SNOWFLAKE_CONFIGURATION_EXPOSED',
  'DAS_SNOWFLAKE_CONFIGURATION_INVALID',
  'DAS_SNOWFLAKE_DRIVER_MISSING',
  'DAS_SNOWFLAKE_LOGIN_REFUSED',
  'DAS_REGISTRY_REFUSED',
  'DAS_SOURCE_BROKEN_GZIP',
  'DAS_SOURCE_BROKEN_ZSTD',
  'DAS_SOURCE_DECOMPRESSION_BOMB',
  'DAS_SOURCE_DUPLICATE_COLUMN',
  'DAS_SOURCE_LINE_GREW',
  'DAS_SOURCE_MISSING_COLUMN',
  'DAS_SOURCE_RECORDS_LOST',
  'DAS_SOURCE_REFUSED',
  'DAS_SOURCE_SHRUNK',
  'DAS_SOURCE_TRUNCATED',
  'DAS_SOURCE_UNSUPPORTED',
  'DAS_SOURCE_WRONG_FORMAT',
  'DAS_WAREHOUSE_ALREADY_EXISTS',
  'DAS_WAREHOUSE_INVALID_STATEMENT',
  'DAS_WAREHOUSE_NOT_AUTHORIZED',
  'DAS_WAREHOUSE_NOT_FOUND',
  'DAS_WAREHOUSE_UNKNOWN_ROLE',
  'DAS_WAREHOUSE_UNSUPPORTED',
]);

/** Whole families of the same kind, and how a code of any package says it. */
const permanentPattern =
  /^DAS_(?:CONFIG|CONTRACT|DOMAIN|EVIDENCE|USAGE)(?:_|$)|_(?:CONFIGURATION|CREDENTIALS?|DRIVER|CLIENT|PEER|OPTIONS?)_(?:INVALID|MISSING|EXPOSED|REFUSED|UNSUPPORTED)$|_(?:INVALID|MISSING|UNSUPPORTED)_(?:CONFIGURATION|CREDENTIALS?|OPTIONS?|DRIVER|CLIENT|PEER)$|_(?:NOT_AUTHORI[SZ]ED|UNAUTHORI[SZ]ED|ACCESS_DENIED|LOGIN_REFUSED)$/;

/** The other side is away, busy, or has given the work to somebody else. */
const transientCodes: ReadonlySet<string> = new Set([
  'DAS_COLLECT_FENCED',
  'DAS_EVIDENCE_LOCKED',
  'DAS_EVIDENCE_STORE_FAILED',
  'DAS_REGISTRY_UNREACHABLE',
  'DAS_SNOWFLAKE_OUTCOME_UNKNOWN',
  'DAS_SNOWFLAKE_POOL_EXHAUSTED',
  'DAS_SOURCE_UNREACHABLE',
  'DAS_WAREHOUSE_CANCELLED',
  'DAS_WAREHOUSE_CONFLICT',
  'DAS_WAREHOUSE_UNAVAILABLE',
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
]);

/** Classifies what a run failed with. */
export function classifyFailure(failure: unknown): FailureClass {
  const code = codeOf(failure);
  if (code === undefined) return 'unknown';
  if (transientCodes.has(code)) return 'transient';
  if (permanentCodes.has(code) || permanentPattern.test(code)) return 'permanent';
  return DasError.isInstance(failure) && failure.isRetryable ? 'transient' : 'unknown';
}

/** The code of an error, or the name of its class: what may be shown of an error of anybody's. */
export function failureCode(failure: unknown): string {
  return codeOf(failure) ?? (failure instanceof Error ? failure.name : '_OTHER');
}

function codeOf(failure: unknown): string | undefined {
  if (typeof failure !== 'object' || failure === null || !('code' in failure)) return undefined;
  const { code } = failure;
  // A code that is a sentence could quote data.
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{0,63}$/.test(code) ? code : undefined;
}

/**
 * What failed first. When a handle cannot be closed after a failure, which a lost connection makes
 * likely, the language reports the failure to close and keeps the other one inside.
 */
export function firstFailure(failure: unknown): unknown {
  let first = failure;
  while (first instanceof Error && first.name === 'SuppressedError' && 'suppressed' in first) {
    first = first.suppressed;
  }
  return first;
}
