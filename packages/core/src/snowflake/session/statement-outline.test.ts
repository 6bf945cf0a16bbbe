import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quoteIdentifier, quoteLiteral } from '../../warehouse/statement.js';
import { effectOf, outlineOf } from './statement-outline.js';

describe('an outline', () => {
  test('has the first words, whatever comments stand before and between them', () => {
    expect(outlineOf('/* a; b */ -- c\n create /**/ or replace table "x" as').words).toEqual([
      'CREATE',
      'OR',
      'REPLACE',
      'TABLE',
    ]);
    expect(outlineOf('  ((SELECT 1))').words).toEqual(['SELECT']);
    expect(outlineOf('// x\n$$;$$').words).toEqual([]);
  });

  test('finds a bind nowhere but where a value stands', () => {
    expect(outlineOf(`SELECT '?', $$?$$, "?", ? -- ?\n, ? /* ? */ // ?`).binds).toHaveLength(2);
  });

  test('never finds a word, a bind or an end inside a literal, a name or a comment', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (text, name) => {
        const comment = `/*${text.replaceAll(/[*/]/g, '')}*/`;
        const sql = `SELECT ${quoteLiteral(text)}, ${quoteIdentifier(name)} ${comment}, ?`;
        expect(outlineOf(sql)).toMatchObject({ words: ['SELECT'], isMany: false });
        expect(outlineOf(sql).binds).toEqual([sql.length - 1]);
      }),
    );
  });

  test('knows a second statement, and a semicolon at the end is none', () => {
    expect(outlineOf('SELECT 1; -- end\n;').isMany).toBe(false);
    expect(outlineOf('SELECT 1; DROP TABLE T').isMany).toBe(true);
  });
});

test.each([
  ['SELECT 1', 'read'],
  ['with q as (select 1) select * from q', 'read'],
  ['MERGE INTO T USING S ON TRUE', 'write'],
  ['COMMIT', 'transaction'],
  ["/**/ put 'file:///x' @s", 'file'],
  ['GET @s file:///x', 'file'],
  ['USE ROLE R', 'definition'],
  ['TRUNCATE TABLE T', 'definition'],
  ['CALL P()', 'definition'],
  ['BEGINNING', 'definition'],
  ['SELECT 1; SELECT 2', 'definition'],
  ['', 'definition'],
])('%s has the effect %s', (text, effect) => {
  expect(effectOf(outlineOf(text))).toBe(effect);
});
