import { expect, test } from 'vitest';
import { TokenBucket } from './token-bucket.js';

test("a second's worth passes at once, and what is more has to wait its share", () => {
  const bucket = new TokenBucket(100, 0);
  expect(bucket.take(100, 0)).toBe(0);
  expect(bucket.take(50, 0)).toBe(500);
  expect(bucket.take(0, 500)).toBe(0);
});

test('a batch larger than the bucket passes, and its debt is paid off over time', () => {
  const bucket = new TokenBucket(10, 0);
  expect(bucket.take(40, 0)).toBe(3000);
  expect(bucket.take(10, 3000)).toBe(1000);
});

test('a quiet time saves up one second and no more', () => {
  const bucket = new TokenBucket(10, 0);
  expect(bucket.take(10, 60_000)).toBe(0);
  expect(bucket.take(5, 60_000)).toBe(500);
});

test('the rate holds over many takers, however they interleave', () => {
  const bucket = new TokenBucket(1000, 0);
  let now = 0;
  for (let taken = 0; taken < 10_000; taken += 7) now += bucket.take(7, now);
  expect(now).toBeGreaterThan(8_900);
  expect(now).toBeLessThan(9_100);
});
