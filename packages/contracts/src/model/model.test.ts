import { expect, test } from 'vitest';
import { classifications, isMoreSensitive, isProtected } from './classification.js';
import { type Duration, durationInSeconds } from './duration.js';
import { rule } from './rule-builder.js';

test('classifications are ordered, and all but the open ones are protected', () => {
  expect(classifications.filter(isProtected)).toEqual([
    'confidential',
    'pseudonymous',
    'pii',
    'pci',
    'phi',
  ]);
  expect(isMoreSensitive('phi', 'internal')).toBe(true);
  expect(isMoreSensitive('internal', 'internal')).toBe(false);
});

test.each([
  ['90s', 90],
  ['15m', 900],
  ['2h', 7200],
  ['30d', 2_592_000],
  ['5y', 157_680_000],
] as const)('%s is %i seconds', (duration, seconds) => {
  expect(durationInSeconds(duration)).toBe(seconds);
});

test.each(['', '0d', '-1d', '1.5h', '1e3s', '10', 'm', '10 m', '1w', '1m\n'])(
  '%j is no duration',
  (text) => {
    expect(() => durationInSeconds(text as Duration)).toThrow(
      expect.objectContaining({ code: 'DAS_CONTRACT_INVALID_DURATION' }),
    );
  },
);

test('rules are frozen data with a name from their kind and columns', () => {
  const rules = [
    rule.notNull('a'),
    rule.unique(['a', 'b']),
    rule.acceptedValues('a', ['x']),
    rule.range('a', { min: 0, max: 1 }),
  ];
  expect(rules.map(({ name }) => name)).toEqual([
    'not_null_a',
    'unique_a_b',
    'accepted_values_a',
    'range_a',
  ]);
  for (const each of rules) expect(Object.isFrozen(each)).toBe(true);
  expect(JSON.parse(JSON.stringify(rules))).toEqual(rules);
});

test('a pattern may be an expression without flags; flags are refused, not dropped', () => {
  expect(rule.pattern('a', /[a-z]+/).pattern).toBe('[a-z]+');
  expect(() => rule.pattern('a', /[a-z]+/i)).toThrow(
    expect.objectContaining({ code: 'DAS_CONTRACT_INVALID_RULE' }),
  );
});
