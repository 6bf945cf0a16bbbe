import { expect, test } from 'vitest';
import { isElapsed } from './is-elapsed.js';

test('the last promised day is over with its last millisecond in UTC', () => {
  const deprecated = { removeAfter: '2027-03-31' } as const;
  expect(isElapsed(deprecated, new Date('2027-03-31T00:00:00Z'))).toBe(false);
  expect(isElapsed(deprecated, new Date('2027-03-31T23:59:59.999Z'))).toBe(false);
  expect(isElapsed(deprecated, new Date('2027-04-01T00:00:00Z'))).toBe(true);
  // In New York it is still the last day.
  expect(isElapsed(deprecated, new Date('2027-03-31T20:00:00-04:00'))).toBe(true);
  expect(isElapsed({ removeAfter: '2027-99-99' }, new Date('2030-01-01'))).toBe(false);
});
