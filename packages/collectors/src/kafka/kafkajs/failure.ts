import { CollectorsError } from '../../errors/collectors-error.js';

/** The name that the protocol gives an error, such as `REBALANCE_IN_PROGRESS`, if it is one of a broker's. */
export function protocolErrorOf(error: unknown): string | undefined {
  const { type, cause } = (error ?? {}) as { readonly type?: unknown; readonly cause?: unknown };
  // kafkajs wraps an error in another when it has tried for too often, and keeps its name in the cause.
  if (typeof type === 'string') return type;
  return cause === undefined || cause === error ? undefined : protocolErrorOf(cause);
}

const refusals: ReadonlySet<string> = new Set([
  'SASL_AUTHENTICATION_FAILED',
  'UNSUPPORTED_SASL_MECHANISM',
  'ILLEGAL_SASL_STATE',
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'INVALID_SESSION_TIMEOUT',
  'INCONSISTENT_GROUP_PROTOCOL',
  'GROUP_MAX_SIZE_REACHED',
  'INVALID_GROUP_ID',
]);

/** What certificates that do not match give, which no second try will change. */
const tlsCodes = /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/;

/** Whether trying again cannot help. */
export function isRefusal(error: unknown): boolean {
  const type = protocolErrorOf(error);
  if (type !== undefined && refusals.has(type)) return true;
  for (let each = error; each instanceof Error; each = each.cause) {
    if (each.name === 'KafkaJSSASLAuthenticationError') return true;
    const { code } = each as NodeJS.ErrnoException;
    if (typeof code === 'string' && tlsCodes.test(code)) return true;
  }
  return false;
}

/** What kafkajs failed with, as an error that says what was to be done. */
export function failureOf(error: unknown, what: string, place: string): CollectorsError {
  if (error instanceof CollectorsError) return error;
  const type = protocolErrorOf(error);
  const detail = type ?? (error instanceof Error ? error.name : 'unknown');
  if (isRefusal(error)) {
    return new CollectorsError('DAS_SOURCE_REFUSED', `Kafka refuses to ${what} (${detail})`, {
      place,
      next: 'check the credentials, the certificates, and what this user may read',
      cause: error,
    });
  }
  return new CollectorsError('DAS_SOURCE_UNREACHABLE', `Kafka cannot ${what} (${detail})`, {
    place,
    next: 'check that the brokers run and can be reached from here',
    isRetryable: true,
    cause: error,
  });
}
