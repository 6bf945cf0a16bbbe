import assert from 'node:assert/strict';
import type { BindValue } from '../../warehouse/statement.js';
import type { CaseSet } from '../conformance-case.js';

export type BindCaseId =
  | 'binds/every-kind'
  | 'binds/any-text'
  | 'binds/numbers'
  | 'binds/large-floats'
  | 'binds/not-a-number'
  | 'binds/date'
  | 'binds/in-any-place'
  | 'binds/null'
  | 'binds/not-in-literals'
  | 'binds/count'
  | 'binds/stored'
  | 'binds/many';

const page = 'developer-guide/node-js/nodejs-driver-execute';

const texts: readonly string[] = [
  '',
  "it's",
  "'; DROP TABLE T; --",
  'a\\b\\',
  '$$',
  '?',
  ':1',
  'null',
  '\u0000',
  'tab\tline\r\nend',
  '日本 🦆',
  '"quoted"',
  '/* comment */',
];

export const bindCases: CaseSet<BindCaseId> = {
  'binds/every-kind': {
    title: 'a value of each kind comes back as it was bound',
    page,
    run: async (world) => {
      const at = new Date('2024-05-06T07:08:09.123Z');
      const binds: readonly BindValue[] = [
        "it's",
        1.5,
        2n ** 60n,
        true,
        false,
        at,
        null,
        1,
        -1,
        7n,
      ];
      const marks = binds.map((_, index) => `? AS C${index}`).join(', ');
      const [row] = await world.rows(`SELECT ${marks}`, undefined, binds);
      assert.deepEqual(Object.values(row ?? {}), [
        "it's",
        1.5,
        2n ** 60n,
        true,
        false,
        at,
        null,
        1,
        -1,
        7,
      ]);
    },
  },
  'binds/any-text': {
    title: 'a text is data, whatever it holds',
    page,
    run: async (world) => {
      for (const text of texts) {
        assert.equal(await world.value('SELECT ? AS X', undefined, [text]), text);
      }
    },
  },
  'binds/numbers': {
    title: 'numbers keep every digit that they have',
    page,
    run: async (world) => {
      for (const number of [0.1, -2.5e-8, 1e15, 9007199254740991, 123456.789]) {
        assert.equal(Number(await world.value('SELECT ? AS X', undefined, [number])), number);
      }
      const large = 12345678901234567890123456789n;
      assert.equal(await world.value('SELECT ? + 1 AS X', undefined, [large]), large + 1n);
    },
  },
  'binds/large-floats': {
    title: 'a whole number beyond the safe integers is a FLOAT',
    page,
    run: async (world) => {
      for (const number of [1e21, -1e300]) {
        assert.equal(await world.value('SELECT ? AS X', undefined, [number]), number);
      }
    },
  },
  'binds/not-a-number': {
    title: 'NaN and the infinities are no NULL',
    page: 'sql-reference/data-types-numeric',
    run: async (world) => {
      for (const number of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        assert.equal(await world.value('SELECT ? IS NULL AS X', undefined, [number]), false);
      }
    },
  },
  'binds/date': {
    title: 'a Date is a UTC timestamp',
    page,
    run: async (world) => {
      const at = new Date('2024-05-06T07:08:09.120Z');
      assert.equal(
        await world.value('SELECT ?::VARCHAR AS X', undefined, [at]),
        '2024-05-06 07:08:09.120',
      );
    },
  },
  'binds/in-any-place': {
    title: 'a bind stands wherever a value may',
    page,
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (ID NUMBER, X VARCHAR)',
        "INSERT INTO T VALUES (1, 'a'), (2, 'b')",
      );
      const rows = await world.rows(
        "SELECT ID FROM T WHERE ID IN (?, ?) AND X <> ? AND ? = 'k' ORDER BY ID LIMIT ?",
        undefined,
        [1, 2, 'a', 'k', 5],
      );
      assert.deepEqual(rows, [{ ID: 2 }]);
    },
  },
  'binds/null': {
    title: 'a bound NULL is no value of any type',
    page,
    run: async (world) => {
      await world.run('CREATE TABLE T (A NUMBER, B DATE, C VARIANT)');
      await world.run('INSERT INTO T SELECT ?, ?, ?', undefined, [null, null, null]);
      assert.deepEqual(await world.rows('SELECT A, B, C FROM T WHERE A IS NULL'), [
        { A: null, B: null, C: null },
      ]);
    },
  },
  'binds/not-in-literals': {
    title: 'a question mark in a literal, a name or a comment is none',
    page,
    run: async (world) => {
      const text = `SELECT '?' AS A, $$?$$ AS B, 1 AS "?", /* ? */ ? AS C -- ?`;
      assert.deepEqual(await world.rows(text, undefined, [3]), [{ A: '?', B: '?', '?': 1, C: 3 }]);
    },
  },
  'binds/count': {
    title: 'too few and too many values for the binds are refused',
    page,
    run: async (world) => {
      for (const binds of [[], [1, 2]]) {
        const error = await world.failure(() => world.run('SELECT ? AS X', undefined, binds));
        assert.equal(error.code, 'DAS_WAREHOUSE_INVALID_STATEMENT');
      }
    },
  },
  'binds/stored': {
    title: 'bound values are stored as the types of their columns',
    page,
    run: async (world) => {
      await world.run(
        'CREATE TABLE T (A NUMBER(38, 0), B FLOAT, C TIMESTAMP_NTZ, D DATE, E BOOLEAN)',
      );
      const at = new Date('2024-05-06T07:08:09.123Z');
      await world.run('INSERT INTO T VALUES (?, ?, ?, ?, ?)', undefined, [
        2n ** 70n,
        0.25,
        at,
        '2024-05-06',
        true,
      ]);
      assert.deepEqual(await world.rows('SELECT * FROM T'), [
        { A: 2n ** 70n, B: 0.25, C: at, D: new Date('2024-05-06'), E: true },
      ]);
    },
  },
  'binds/many': {
    title: 'one statement takes thousands of them',
    page,
    run: async (world) => {
      await world.run('CREATE TABLE T (A NUMBER, B VARCHAR)');
      const numbers = Array.from({ length: 2000 }, (_, at) => at);
      const text = `INSERT INTO T VALUES ${numbers.map(() => '(?, ?)').join(', ')}`;
      const { rowsAffected } = await world.run(
        text,
        undefined,
        numbers.flatMap((at) => [at, `v${at}`]),
      );
      assert.equal(rowsAffected, 2000);
      assert.equal(await world.value("SELECT COUNT(DISTINCT A) FROM T WHERE B = 'v' || A"), 2000);
    },
  },
};
