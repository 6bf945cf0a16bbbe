import { expect, test } from 'vitest';
import { isThrottle, kinesisFailureOf } from './kinesis-fault.js';

function failure(name: string, httpStatusCode?: number): Error {
  return Object.assign(new Error('says much'), { name, $metadata: { httpStatusCode } });
}

test.each([
  [failure('ResourceNotFoundException', 400), 'DAS_SOURCE_NOT_FOUND', false],
  [failure('AccessDeniedException', 400), 'DAS_SOURCE_REFUSED', false],
  [failure('InternalFailureException', 500), 'DAS_SOURCE_UNREACHABLE', true],
  [failure('TimeoutError'), 'DAS_SOURCE_UNREACHABLE', true],
  [failure('InvalidArgumentException', 400), 'DAS_SOURCE_UNREADABLE', false],
  [failure('CredentialsProviderError'), 'DAS_SOURCE_UNREADABLE', false],
])('%s of Kinesis is %s, of which time mends what it can', (cause, code, isRetryable) => {
  expect(kinesisFailureOf(cause, 'clicks')).toMatchObject({ code, isRetryable, cause });
  expect(kinesisFailureOf(cause, 'clicks').message).not.toContain('says much');
});

test('a throttle is told from a failure', () => {
  expect(isThrottle(failure('ProvisionedThroughputExceededException', 400))).toBe(true);
  expect(isThrottle(failure('KMSThrottlingException', 400))).toBe(true);
  expect(isThrottle(failure('AccessDeniedException', 400))).toBe(false);
});
