import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quoteIdentifier, quoteLiteral, sql } from './statement.js';

describe('sql', () => {
  test('turns values into binds and splices fragments with theirs, in order', () => {
    const condition = sql`REGION = ${'EMEA'}`;
    const statement = sql`SELECT ${1} FROM ${sql.id('a', 'b')} WHERE ${condition} AND X > ${2n}`;
    expect(statement.text).toBe('SELECT ? FROM "A"."B" WHERE REGION = ? AND X > ?');
    expect(statement.binds).toEqual([1, 'EMEA', 2n]);
  });

  test('never splices a string as text, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(sql`SELECT ${value}`.text).toBe('SELECT ?');
      }),
    );
  });

  test('joins fragments with their binds', () => {
    const list = sql.join([sql`${1}`, sql`${'two'}`, sql`NULL`]);
    expect(list).toMatchObject({ text: '?, ?, NULL', binds: [1, 'two'] });
  });
});

/** Reads a quoted identifier as Snowflake does. */
function readIdentifier(text: string): string {
  expect(text.at(0)).toBe('"');
  expect(text.at(-1)).toBe('"');
  const inner = text.slice(1, -1);
  expect(inner.replaceAll('""', '')).not.toContain('"');
  return inner.replaceAll('""', '"');
}

/** Reads a string literal as Snowflake does: `''` and backslash escapes. */
function readLiteral(text: string): string {
  expect(text.at(0)).toBe("'");
  expect(text.at(-1)).toBe("'");
  let value = '';
  const inner = text.slice(1, -1);
  for (let index = 0; index < inner.length; index += 1) {
    const character = inner.charAt(index);
    if (character === '\\' || character === "'") {
      index += 1;
      expect(inner.charAt(index)).toBe(character);
    }
    value += inner.charAt(index);
  }
  return value;
}

test('a quoted identifier reads back as the upper-cased name', () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      expect(readIdentifier(quoteIdentifier(name))).toBe(name.toUpperCase());
    }),
  );
});

test('a quoted literal reads back as the value', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      expect(readLiteral(quoteLiteral(value))).toBe(value);
    }),
  );
  expect(readLiteral(quoteLiteral("\\' OR 1=1 --"))).toBe("\\' OR 1=1 --");
});
