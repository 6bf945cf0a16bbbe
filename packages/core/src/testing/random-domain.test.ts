import { isMoreSensitive } from '@das/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileDomain } from '../domain/compile-domain.js';
import { addressOf } from '../resources/resource.js';
import { randomDomains } from './random-domain.js';

const tapes = fc.array(fc.nat(999), { maxLength: 120, size: 'max' });

test('every tape is a pair of domains that compile, each address once', () => {
  let changed = 0;
  fc.assert(
    fc.property(tapes, fc.boolean(), (tape, mayRemove) => {
      const { start, next } = randomDomains(tape, { mayRemove, mayLower: mayRemove });
      for (const domain of [start, next]) {
        const addresses = compileDomain(domain).map(addressOf);
        expect(new Set(addresses).size).toBe(addresses.length);
      }
      if (JSON.stringify(compileDomain(start)) !== JSON.stringify(compileDomain(next)))
        changed += 1;
    }),
    { numRuns: 200 },
  );
  expect(changed).toBeGreaterThan(100);
});

test('the empty tape is the plainest domain, and does not change', () => {
  const { start, next } = randomDomains([]);
  expect(compileDomain(next)).toEqual(compileDomain(start));
  expect(start.contracts).toHaveLength(1);
});

test('what may not be lowered stays classified, and what may not be removed stays', () => {
  fc.assert(
    fc.property(tapes, (tape) => {
      const { start, next } = randomDomains(tape);
      for (const contract of start.contracts) {
        const found = next.contracts.find((each) => each.name === contract.name);
        for (const { name, classification } of contract.columns) {
          const column = found?.columns.find((each) => each.name === name);
          expect(column).toBeDefined();
          const after = column?.classification ?? 'public';
          expect(isMoreSensitive(classification, after)).toBe(false);
        }
      }
    }),
    { numRuns: 100 },
  );
});
