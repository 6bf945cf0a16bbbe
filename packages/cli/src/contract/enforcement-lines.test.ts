import { expect, test } from 'vitest';
import { countGaps, enforcementLines } from './enforcement-lines.js';

const clauses = [
  {
    path: '/columns/region',
    clause: 'one of EMEA, AMER',
    enforcedBy: [
      { by: 'collector', how: 'refuses records with another value' },
      { by: 'promotion', how: 'stops rows with another value' },
    ],
    isEnforced: true,
  },
  {
    path: '/terms',
    clause: 'for reporting alone',
    enforcedBy: [],
    isEnforced: false,
    gap: 'no engine knows what data is used for',
    next: 'review the grants',
  },
] as const;
const report = { contract: 'shop.orders', clauses };
const plain = { width: undefined, paint: (_: string, text: string) => text };

test('each clause has a row with who and how, and what nothing enforces says so', () => {
  expect(enforcementLines([report], plain).join('\n')).toMatchSnapshot();
});

test('what is not enforced is painted and counted', () => {
  const painted = { width: 70, paint: (paint: string, text: string) => `<${paint}>${text}</>` };
  const lines = enforcementLines([report, report], painted);
  expect(lines.filter((line) => /^<red>\/terms .*NOT ENFORCED<\/>$/.test(line))).toHaveLength(2);
  expect(lines.at(-1)).toBe('4 clauses, 2 not enforced');
  expect(countGaps(clauses)).toBe(1);
});

test('nothing missing is said as well', () => {
  const whole = { ...report, clauses: clauses.slice(0, 1) };
  expect(enforcementLines([whole], plain)).toContain('1 clause, all enforced');
});
