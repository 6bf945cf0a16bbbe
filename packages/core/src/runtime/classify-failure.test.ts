import { DasError } from '@das/contracts';
import { expect, test } from 'vitest';
import { classifyFailure, failureCode, firstFailure } from './classify-failure.js';

const failure = (code: string, isRetryable = false) =>
  new DasError(code, 'it failed', { isRetryable });

test.each([
  'DAS_COLLECT_SOURCE_CHANGED',
  'DAS_COLLECT_TRANSFORM_INVALID',
  'DAS_CONTRACT_INVALID_KEY',
  'DAS_DOMAIN_INVALID',
  'DAS_CONFIG_NOT_FOUND',
  'DAS_WAREHOUSE_NOT_AUTHORIZED',
  'DAS_SNOWFLAKE_LOGIN_REFUSED',
  'DAS_EVIDENCE_ROLLED_BACK',
  'DAS_SOURCE_REFUSED',
  'DAS_SOURCE_TRUNCATED',
  'DAS_SOURCE_PEER_MISSING',
  'DAS_SOURCE_OPTIONS_INVALID',
  'DAS_ANYTHING_ACCESS_DENIED',
])('no restart mends %s', (code) => {
  expect(classifyFailure(failure(code))).toBe('permanent');
});

test.each(['DAS_COLLECT_FENCED', 'DAS_WAREHOUSE_UNAVAILABLE', 'DAS_EVIDENCE_STORE_FAILED'])(
  '%s goes away with time',
  (code) => {
    expect(classifyFailure(failure(code))).toBe('transient');
  },
);

test('an error that says it may be tried again is, unless somebody has to change something', () => {
  expect(classifyFailure(failure('DAS_ANYTHING', true))).toBe('transient');
  expect(classifyFailure(failure('DAS_WAREHOUSE_NOT_AUTHORIZED', true))).toBe('permanent');
});

test('of anything else nobody knows, and its message is not repeated', () => {
  const foreign = [failure('DAS_ANYTHING'), new TypeError('ann@example.com'), 'text', null];
  expect(foreign.map(classifyFailure)).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
  expect(foreign.map(failureCode)).toEqual(['DAS_ANYTHING', 'TypeError', '_OTHER', '_OTHER']);
  const quoting = Object.assign(new Error('x'), { code: 'no such user: ann@example.com' });
  expect(failureCode(quoting)).toBe('Error');
});

test('connections that break are known by the codes of Node', () => {
  expect(classifyFailure(Object.assign(new Error('x'), { code: 'ECONNRESET' }))).toBe('transient');
});

test('what failed first counts, also when closing failed afterwards', () => {
  const first = failure('DAS_WAREHOUSE_UNAVAILABLE');
  const suppressed = Object.assign(new Error('closing failed'), {
    name: 'SuppressedError',
    error: new Error('second'),
    suppressed: first,
  });
  expect(firstFailure(suppressed)).toBe(first);
  expect(firstFailure(first)).toBe(first);
});
