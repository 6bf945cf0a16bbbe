import { expect, test } from 'vitest';
import { CollectorsError } from '../errors/collectors-error.js';
import { objectFaultOf, s3FailureOf } from './object-fault.js';

function failure(name: string, status: number, message = 'a secret'): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });
}

test.each([
  [failure('PreconditionFailed', 412), 'object_replaced'],
  [failure('NoSuchKey', 404), 'object_deleted'],
  [failure('NoSuchVersion', 404), 'object_deleted'],
  [failure('MethodNotAllowed', 405), 'object_deleted'],
  [Object.assign(new Error(), { code: 'Z_DATA_ERROR' }), 'broken_gzip'],
  [new CollectorsError('DAS_SOURCE_MISSING_COLUMN', ''), 'missing_column'],
])('no further try mends what is wrong with the version itself: %s', (error, fault) => {
  expect(objectFaultOf(error)).toBe(fault);
});

test.each([
  [
    failure('AccessDenied', 403, 'not authorized to perform: kms:Decrypt'),
    'DAS_SOURCE_REFUSED',
    'kms:Decrypt',
    false,
  ],
  [failure('KMS.DisabledException', 400), 'DAS_SOURCE_REFUSED', 'the key is enabled', false],
  [failure('AccessDenied', 403), 'DAS_SOURCE_REFUSED', 's3:GetObject', false],
  [failure('NoSuchBucket', 404), 'DAS_SOURCE_NOT_FOUND', 'region', false],
  [failure('InvalidObjectState', 403), 'DAS_SOURCE_UNREADABLE', 'restore', false],
  [failure('SlowDown', 503), 'DAS_SOURCE_UNREACHABLE', 'reached', true],
  [failure('TimeoutError', 0), 'DAS_SOURCE_UNREACHABLE', 'reached', true],
])('what another try may mend is an error that says how: %s', (error, code, next, isRetryable) => {
  expect(objectFaultOf(error)).toBeUndefined();
  const told = s3FailureOf(error, 's3://b/k');
  expect(told).toMatchObject({ code, isRetryable, place: 's3://b/k' });
  expect((told as CollectorsError).toLine()).toContain(next);
  expect((told as CollectorsError).toLine()).not.toContain('secret');
});
