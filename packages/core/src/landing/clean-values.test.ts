import { createDetector } from '@das/privacy';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { VisitsCollector, visit } from '../fixtures/visits.js';
import { acceptRecordOf } from './accept-record.js';
import { CleanValues } from './clean-values.js';

test('a value is known after it was added, and only if it cannot change', () => {
  const clean = new CleanValues();
  const list = ['x'];
  const all = ['USD', 5, 'x'.repeat(201), list, 5n];
  for (const value of all) clean.add(value);
  expect(all.map((value) => clean.has(value))).toEqual([true, true, false, false, false]);
  expect(clean.has('5')).toBe(false);
});

test('a column whose values rarely come again is not remembered', () => {
  const clean = new CleanValues();
  for (let value = 0; value < 512; value += 1) clean.add(value);
  clean.add('later');
  expect([clean.has(1), clean.has('later')]).toEqual([false, false]);
});

test('a column whose values come again is remembered anew when there are too many', () => {
  const clean = new CleanValues();
  for (let value = 0; value < 512; value += 1) {
    clean.has(0);
    clean.has(0);
    clean.add(value);
  }
  clean.add('later');
  expect([clean.has(1), clean.has('later')]).toEqual([false, true]);
});

test('the verdict on a record is the same, whatever came before it', () => {
  const scanning = acceptRecordOf(new VisitsCollector());
  const reasons = fc.oneof(
    fc.constantFrom('check-up', 'USD', '2125550187', 'write to jane.doe@example.com', ''),
    fc.constantFrom('SSN 536-90-4399', 'call (212) 555-0187', 'Dr. Jane Miller', '10.0.0.1'),
    fc.string(),
  );
  const detector = createDetector({ context: { columnName: 'reason' } });
  let found = 0;
  fc.assert(
    fc.property(fc.array(reasons, { minLength: 1, maxLength: 40 }), (texts) => {
      for (const reason of texts) {
        const record = { offset: 0, raw: '', event: visit(1, { reason }) };
        const fresh = acceptRecordOf(new VisitsCollector());
        expect(scanning(record)).toEqual(fresh(record));
        if (detector.scan(reason).length > 0) found += 1;
      }
    }),
    { numRuns: 60 },
  );
  expect(found).toBeGreaterThan(20);
});
