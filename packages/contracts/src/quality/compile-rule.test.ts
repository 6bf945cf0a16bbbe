import { describe, expect, test } from 'vitest';
import { rule } from '../model/rule-builder.js';
import { type CompileRuleOptions, compileRule } from './compile-rule.js';

const customers = {
  domain: 'shop',
  name: 'customers',
  columns: [{ name: 'id' }, { name: 'country' }],
} as const;

const options: CompileRuleOptions = {
  table: ['BROOK_SHOP', 'SILVER', 'ORDERS'],
  columns: [
    { name: 'id', type: 'NUMBER(38,0)' },
    { name: 'total', type: 'NUMBER(12,2)' },
    { name: 'weight', type: 'FLOAT' },
    { name: 'state', type: 'VARCHAR' },
    { name: 'paid', type: 'BOOLEAN' },
    { name: 'placed_on', type: 'DATE' },
    { name: 'placed_at', type: 'TIMESTAMP_NTZ' },
    { name: 'more', type: 'VARIANT' },
    { name: 'lines', type: 'ARRAY' },
  ],
  resolve: (contract) =>
    contract === 'shop.customers' ? ['BROOK_SHOP', 'SILVER', 'CUSTOMERS'] : undefined,
};

describe('a rule in SQL', () => {
  test.each([
    rule.notNull('state'),
    rule.unique(['id', 'state']),
    rule.acceptedValues('state', ["o'clock", 'back\\slash']),
    rule.acceptedValues('total', [1.5, '2', 0.001]),
    rule.acceptedValues('paid', ['true']),
    rule.acceptedValues('more', ['a', 1]),
    rule.range('total', { min: 0.005, max: 99.999 }),
    rule.range('total', { max: 1e300 }),
    rule.range('weight', { min: 0.1 }),
    rule.range('more', { min: 0 }),
    rule.pattern('state', '^\\w+(?:-\\d{2})?$'),
    rule.rowCount({ min: 1, max: 10 }),
    rule.referential(['id', 'state'], customers, ['id', 'country']),
    rule.completeness('state', { min: 0.99 }),
    rule.duplicates(['state'], { max: 0.01 }),
    rule.freshness('placed_at', '15m'),
    rule.freshness('placed_on', '2d'),
    rule.drift('total', { bounds: [10, 20], shares: [0.5, 0.5, 0] }),
    rule.drift('state', { values: { paid: 0.9, open: 0.1 } }, { maxPsi: 0.1 }),
    rule.sql(
      'half_paid',
      'SELECT AVG({property}) FROM {object};',
      { mustBeBetween: [0, 1] },
      { column: 'total' },
    ),
  ])('$name', (each) => {
    expect(compileRule(each, options)).toMatchSnapshot();
  });

  test.each([
    [rule.acceptedValues('placed_at', ['2026-01-01']), /cannot be listed/],
    [rule.acceptedValues('total', ['many']), /none of type NUMBER/],
    [rule.range('lines', { min: 0 }), /no numbers/],
    [rule.pattern('total', '\\d+'), /no text/],
    [rule.pattern('state', '(?=a)b'), /begins with \(\?/],
    [rule.drift('total', { bounds: [2, 1], shares: [0.5, 0.5, 0] }), /do not fit/],
    [rule.drift('total', { bounds: [1], shares: [0.9, 0.9] }), /no shares/],
    [rule.drift('total', { values: { many: 1 } }), /none of type/],
    [rule.sql('odd', 'SELECT MAX({property}) FROM {object}', { mustBe: 1 }), /no column/],
    [rule.unique('gone'), /no column gone/],
  ] as const)('is refused where it has no meaning: %j', (each, message) => {
    expect(() => compileRule(each, options)).toThrow(
      expect.objectContaining({
        code: 'DAS_CONTRACT_INVALID_RULE',
        message: expect.stringMatching(message),
      }),
    );
  });

  test('a reference that leads nowhere is an error, not a rule that holds', () => {
    const dangling = rule.referential('id', { ...customers, name: 'gone' }, 'id');
    expect(() => compileRule(dangling, options)).toThrow(
      expect.objectContaining({ code: 'DAS_CONTRACT_UNKNOWN_REFERENCE' }),
    );
  });
});
