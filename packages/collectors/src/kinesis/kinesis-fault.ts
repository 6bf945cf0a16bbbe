import { CollectorsError } from '../errors/collectors-error.js';

const throttles: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'LimitExceededException',
  'KMSThrottlingException',
  'ThrottlingException',
]);

const refusals: ReadonlySet<string> = new Set([
  'AccessDeniedException',
  'UnrecognizedClientException',
  'KMSAccessDeniedException',
  'KMSDisabledException',
  'KMSInvalidStateException',
  'KMSNotFoundException',
  'KMSOptInRequired',
]);

/** Whether Kinesis only says that it is asked too often, which time mends. */
export function isThrottle(error: unknown): boolean {
  return throttles.has(nameOf(error));
}

/** The name of an error, which is its code where AWS gave it. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}

/** Says what failed at Kinesis and what to do, without quoting what Kinesis said. */
export function kinesisFailureOf(cause: unknown, stream: string): CollectorsError {
  const name = nameOf(cause);
  const place = `stream ${stream}`;
  if (name === 'ResourceNotFoundException') {
    return new CollectorsError('DAS_SOURCE_NOT_FOUND', 'the stream does not exist', {
      place,
      next: 'check its name, the region and the account',
      cause,
    });
  }
  if (refusals.has(name)) {
    return new CollectorsError('DAS_SOURCE_REFUSED', `Kinesis refuses to be read (${name})`, {
      place,
      next: 'allow this identity kinesis:DescribeStreamSummary, ListShards, GetShardIterator and GetRecords on the stream, and kms:Decrypt on its key if it has one',
      cause,
    });
  }
  const status = statusOf(cause);
  const isAway = status >= 500 || (status === 0 && name !== 'CredentialsProviderError');
  return new CollectorsError(
    isAway ? 'DAS_SOURCE_UNREACHABLE' : 'DAS_SOURCE_UNREADABLE',
    `Kinesis cannot be read (${name})`,
    { place, next: 'check that it can be reached from here', isRetryable: isAway, cause },
  );
}

function statusOf(error: unknown): number {
  const given = error as { readonly $metadata?: { readonly httpStatusCode?: number } } | null;
  return given?.$metadata?.httpStatusCode ?? 0;
}
