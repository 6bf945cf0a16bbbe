import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sql } from '../../warehouse/statement.js';
import { bindStatement } from './bind-plan.js';
import { outlineOf } from './statement-outline.js';

const bind = (text: string, binds: readonly never[] | readonly unknown[]) =>
  bindStatement({ text, binds: binds as never }, outlineOf(text));

describe('a bound statement', () => {
  test('casts what the driver has no form for', () => {
    const at = new Date('2024-05-06T07:08:09.123Z');
    expect(bind('SELECT ?, ?, ?, ?', [2n ** 70n, at, 1.5, 'x'])).toEqual({
      text: 'SELECT CAST(? AS NUMBER(38, 0)), CAST(? AS TIMESTAMP_NTZ), CAST(? AS FLOAT), ?',
      binds: ['1180591620717411303424', '2024-05-06T07:08:09.123', '1.5', 'x'],
    });
  });

  test('never turns a number into NULL, as JSON does', () => {
    expect(bind('SELECT ?, ?, ?', [Number.NaN, Infinity, -Infinity]).binds).toEqual([
      'NaN',
      'inf',
      '-inf',
    ]);
  });

  test('keeps the value of every number', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double({ noNaN: true }), fc.integer(), fc.bigInt()), (value) => {
        const [bound] = bind('SELECT ?', [value]).binds;
        if (typeof value === 'bigint') expect(BigInt(String(bound))).toBe(value);
        else if (Number.isFinite(value)) expect(Number(bound)).toBe(value);
      }),
    );
  });

  test('leaves the text around the binds as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (values) => {
        const statement = sql`SELECT ${sql.join(values.map((value) => sql`${value}`))}`;
        expect(bindStatement(statement, outlineOf(statement.text))).toEqual({
          text: statement.text,
          binds: values,
        });
      }),
    );
  });

  test('is refused with too few values, too many, and values of no known kind', () => {
    for (const binds of [[], [1, 2], [undefined], [{}], [new Date(Number.NaN)], [Symbol('x')]]) {
      expect(() => bind('SELECT ?', binds)).toThrow(
        expect.objectContaining({ code: 'DAS_WAREHOUSE_INVALID_STATEMENT' }),
      );
    }
  });
});
