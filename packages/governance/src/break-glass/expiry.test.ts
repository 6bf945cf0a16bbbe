import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expiryOf, scheduleAt } from './expiry.js';

test('access ends on a whole minute, never later than was said, and never more than a minute before', () => {
  const times = fc.date({
    min: new Date('2000-01-01'),
    max: new Date('2100-01-01'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(times, fc.integer({ min: 2, max: 7 * 24 * 60 }), (now, minutes) => {
      const end = expiryOf(now, `${minutes}m`);
      const asked = now.getTime() + minutes * 60_000;
      expect(end.getTime() % 60_000).toBe(0);
      expect(end.getTime()).toBeLessThanOrEqual(asked);
      expect(end.getTime()).toBeGreaterThan(asked - 60_000);
    }),
    { numRuns: 500 },
  );
});

test('the schedule names the minute in UTC', () => {
  expect(scheduleAt(new Date('2026-12-31T23:59:00Z'))).toBe('USING CRON 59 23 31 12 * UTC');
});
