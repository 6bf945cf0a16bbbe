import { describe, expect, test } from 'vitest';
import type { MaskingPolicyDeclaration, NamedMask } from '../access/declarations.js';
import { isAsStrict } from './mask-order.js';

type Masking = Pick<MaskingPolicyDeclaration, 'masks' | 'named'>;

const masking = (
  text: string,
  mask: string,
  parameters: NamedMask['parameters'] = {},
): Masking => ({ masks: { text }, named: { mask, parameters } });

const email = masking("CONCAT('***@', SPLIT_PART(VAL, '@', -1))", 'email', { keep: 'domain' });
const dates = (keep: 'year' | 'month', unit: string): Masking => ({
  masks: { date: `CASE WHEN (1) < 90 THEN DATE_TRUNC('${unit}', VAL) ELSE NULL END` },
  named: { mask: 'date', parameters: { keep, cap: '90' } },
});

describe('the name of a mask counts for what its SQL bears out', () => {
  test.each([
    "'***'",
    "CASE WHEN VAL IS NULL THEN NULL ELSE '***' END",
    "CASE WHEN VAL IS NOT NULL THEN 'it''s hidden' END",
  ])('nothing is kept by %s', (sql) => {
    expect(isAsStrict(masking(sql, 'redact'), email)).toBe(true);
    expect(isAsStrict(masking(sql, 'email'), email)).toBe(true);
  });

  test.each([
    'VAL',
    '"VAL"',
    'OTHER_COLUMN',
    'TEXT',
    "CONCAT('***', VAL)",
    'CASE WHEN VAL IS NULL THEN NULL ELSE VAL END',
    "CASE WHEN VAL = 'x' THEN '1' ELSE '0' END",
    "'\\' || VAL || '\\'",
  ])('a name that says so hides nothing of %s', (sql) => {
    expect(isAsStrict(masking(sql, 'redact'), email)).toBe(false);
    expect(isAsStrict(masking(sql, 'email'), email)).toBe(false);
    expect(isAsStrict(masking(sql, 'email', { keep: 'domain' }), email)).toBe(false);
  });

  test('a year is less than a month where the SQL says so too', () => {
    const month = dates('month', 'MONTH');
    expect(isAsStrict(dates('year', 'YEAR'), month)).toBe(true);
    expect(isAsStrict(dates('year', 'DAY'), month)).toBe(false);
    expect(isAsStrict(month, dates('year', 'YEAR'))).toBe(false);
  });
});
