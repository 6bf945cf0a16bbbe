import assert from 'node:assert/strict';
import type { Value } from '../../warehouse/warehouse.js';
import type { CaseWorld } from '../case-world.js';
import type { CaseSet } from '../conformance-case.js';

export type TypeCaseId =
  | 'types/number'
  | 'types/large-number'
  | 'types/number-with-scale'
  | 'types/number-rounds-to-scale'
  | 'types/float'
  | 'types/boolean'
  | 'types/varchar'
  | 'types/date'
  | 'types/time'
  | 'types/timestamp-ntz'
  | 'types/timestamp-ltz'
  | 'types/timestamp-tz'
  | 'types/timestamp-tz-keeps-its-offset'
  | 'types/timestamp-with-spaced-offset'
  | 'types/nanoseconds'
  | 'types/timestamp-is-ntz'
  | 'types/binary'
  | 'types/variant'
  | 'types/variant-null'
  | 'types/object'
  | 'types/array'
  | 'types/null-of-every-type'
  | 'types/result-columns'
  | 'types/expression-name'
  | 'types/duplicate-column-names';

/** Stores each literal in a column of a type, and holds that it comes back as these values. */
function stored(type: string, values: readonly (readonly [string, Value])[]) {
  return async (world: CaseWorld): Promise<void> => {
    await world.run(`CREATE TABLE T (POSITION NUMBER, X ${type})`);
    for (const [position, [literal]] of values.entries()) {
      await world.run(`INSERT INTO T SELECT ${position}, ${literal}`);
    }
    assert.deepEqual(
      await world.column('SELECT X FROM T ORDER BY POSITION'),
      values.map(([, value]) => value),
    );
  };
}

const consuming = 'developer-guide/node-js/nodejs-driver-consume';
const numeric = 'sql-reference/data-types-numeric';
const dates = 'sql-reference/data-types-datetime';
const semiStructured = 'sql-reference/data-types-semistructured';

export const typeCases: CaseSet<TypeCaseId> = {
  'types/number': {
    title: 'a NUMBER without a scale comes back as a number',
    page: numeric,
    run: stored('NUMBER', [
      ['0', 0],
      ['-7', -7],
      ['9007199254740991', 9007199254740991],
    ]),
  },
  'types/large-number': {
    title: 'a NUMBER that a number would round comes back as a bigint',
    page: consuming,
    run: stored('NUMBER(38, 0)', [
      ['9007199254740993', 9007199254740993n],
      ['-9007199254740993', -9007199254740993n],
      ['99999999999999999999999999999999999999', 99999999999999999999999999999999999999n],
    ]),
  },
  'types/number-with-scale': {
    title: 'a NUMBER with a scale comes back as a number',
    page: numeric,
    run: stored('NUMBER(12, 2)', [
      ['1.25', 1.25],
      ['-0.01', -0.01],
      ['3', 3],
    ]),
  },
  'types/number-rounds-to-scale': {
    title: 'a value with more digits is rounded half away from zero when it is stored',
    page: numeric,
    run: stored('NUMBER(12, 2)', [
      ['1.005', 1.01],
      ['-1.005', -1.01],
      ["'7.125'", 7.13],
    ]),
  },
  'types/float': {
    title: 'a FLOAT comes back as a number',
    page: numeric,
    run: stored('FLOAT', [
      ['0.5', 0.5],
      ['-1e-7::FLOAT', -1e-7],
      ['1e300::FLOAT', 1e300],
    ]),
  },
  'types/boolean': {
    title: 'a BOOLEAN comes back as a boolean',
    page: 'sql-reference/data-types-logical',
    run: stored('BOOLEAN', [
      ['TRUE', true],
      ['FALSE', false],
      ['0 = 1', false],
    ]),
  },
  'types/varchar': {
    title: 'a VARCHAR comes back as it was, in every script',
    page: 'sql-reference/data-types-text',
    run: stored('VARCHAR', [
      ["''", ''],
      ["'it''s \\\\ \\n'", "it's \\ \n"],
      ["'日本 🦆 é'", '日本 🦆 é'],
      ['$$a\'b"c$$', 'a\'b"c'],
    ]),
  },
  'types/date': {
    title: 'a DATE comes back as midnight UTC, before and after 1970',
    page: dates,
    run: stored('DATE', [
      ["'2024-02-29'", new Date('2024-02-29')],
      ["'1969-12-31'", new Date('1969-12-31')],
      ["'0001-01-01'", new Date('0001-01-01')],
      ["'9999-12-31'", new Date('9999-12-31')],
    ]),
  },
  'types/time': {
    title: 'a TIME comes back as text',
    page: consuming,
    run: stored('TIME', [
      ["'10:11:12'", '10:11:12'],
      ["'00:00:00'", '00:00:00'],
    ]),
  },
  'types/timestamp-ntz': {
    title: 'a TIMESTAMP_NTZ comes back as its wall clock in UTC',
    page: dates,
    run: stored('TIMESTAMP_NTZ', [
      ["'2024-02-03 04:05:06.789'", new Date('2024-02-03T04:05:06.789Z')],
      ["'1969-12-31 23:59:59.001'", new Date('1969-12-31T23:59:59.001Z')],
    ]),
  },
  'types/timestamp-ltz': {
    title: 'a TIMESTAMP_LTZ comes back as the instant, and the session is in UTC',
    page: dates,
    run: stored('TIMESTAMP_LTZ', [
      ["'2024-02-03 04:05:06'", new Date('2024-02-03T04:05:06Z')],
      ["'2024-02-03T04:05:06+01:00'", new Date('2024-02-03T03:05:06Z')],
    ]),
  },
  'types/timestamp-tz': {
    title: 'a TIMESTAMP_TZ comes back as the instant',
    page: dates,
    run: stored('TIMESTAMP_TZ', [
      ["'2024-02-03T04:05:06+01:00'", new Date('2024-02-03T03:05:06Z')],
      ["'2024-02-03T04:05:06Z'", new Date('2024-02-03T04:05:06Z')],
    ]),
  },
  'types/timestamp-tz-keeps-its-offset': {
    title: 'a TIMESTAMP_TZ keeps the offset that it was written with',
    page: dates,
    run: async (world) => {
      assert.equal(
        await world.value("SELECT '2024-02-03T04:05:06+01:00'::TIMESTAMP_TZ::VARCHAR AS X"),
        '2024-02-03 04:05:06.000 +0100',
      );
    },
  },
  'types/timestamp-with-spaced-offset': {
    title: 'a text with the offset behind a space is a timestamp',
    page: 'sql-reference/date-time-input-output',
    run: stored('TIMESTAMP_TZ', [
      ["'2024-02-03 04:05:06 +0100'", new Date('2024-02-03T03:05:06Z')],
    ]),
  },
  'types/nanoseconds': {
    title: 'a timestamp keeps nine digits of its second',
    page: dates,
    run: async (world) => {
      const [left, right] = ['.123456789', '.123456788'].map(
        (fraction) => `'2024-01-01 00:00:00${fraction}'::TIMESTAMP_NTZ(9)`,
      );
      assert.equal(await world.value(`SELECT ${left} = ${right} AS X`), false);
    },
  },
  'types/timestamp-is-ntz': {
    title: 'TIMESTAMP and DATETIME are TIMESTAMP_NTZ',
    page: 'sql-reference/parameters',
    run: async (world) => {
      await world.run('CREATE TABLE T (A TIMESTAMP, B DATETIME)');
      const { columns } = await world.run('SELECT A, B FROM T');
      assert.deepEqual(
        columns.map(({ type }) => type.split('(')[0]),
        ['TIMESTAMP_NTZ', 'TIMESTAMP_NTZ'],
      );
    },
  },
  'types/binary': {
    title: 'a BINARY comes back as bytes',
    page: 'sql-reference/data-types-text',
    run: stored('BINARY', [
      ["TO_BINARY('00ff')", new Uint8Array([0, 255])],
      ["TO_BINARY('')", new Uint8Array([])],
    ]),
  },
  'types/variant': {
    title: 'a VARIANT comes back as what its JSON says',
    page: semiStructured,
    run: stored('VARIANT', [
      ['PARSE_JSON(\'{"a": [1, null, {"b": "x"}]}\')', { a: [1, null, { b: 'x' }] }],
      ["PARSE_JSON('[1.5, true]')", [1.5, true]],
      ["TO_VARIANT('text')", 'text'],
      ['TO_VARIANT(7)', 7],
      ['TO_VARIANT(FALSE)', false],
    ]),
  },
  'types/variant-null': {
    title: 'a JSON null is no SQL NULL, and both come back as null',
    page: 'user-guide/semistructured-considerations',
    run: async (world) => {
      await world.run('CREATE TABLE T (X VARIANT)');
      await world.run("INSERT INTO T SELECT PARSE_JSON('null')");
      assert.deepEqual(await world.rows('SELECT X, X IS NULL AS N, IS_NULL_VALUE(X) AS J FROM T'), [
        { X: null, N: false, J: true },
      ]);
    },
  },
  'types/object': {
    title: 'an OBJECT comes back as an object',
    page: semiStructured,
    run: stored('OBJECT', [["OBJECT_CONSTRUCT('k', 1, 'l', 'm')", { k: 1, l: 'm' }]]),
  },
  'types/array': {
    title: 'an ARRAY comes back as an array',
    page: semiStructured,
    run: stored('ARRAY', [
      ["ARRAY_CONSTRUCT(1, 'x')", [1, 'x']],
      ['ARRAY_CONSTRUCT()', []],
    ]),
  },
  'types/null-of-every-type': {
    title: 'NULL comes back as null from every type',
    page: consuming,
    run: async (world) => {
      const types =
        `NUMBER FLOAT BOOLEAN VARCHAR DATE TIME TIMESTAMP_NTZ TIMESTAMP_LTZ TIMESTAMP_TZ BINARY
        VARIANT OBJECT ARRAY`.split(/\s+/);
      await world.run(
        `CREATE TABLE T (${types.map((type, at) => `C${at} ${type}`).join(', ')}, N NUMBER)`,
      );
      await world.run('INSERT INTO T (N) VALUES (1)');
      const [row] = await world.cells('SELECT * EXCLUDE (N) FROM T');
      assert.deepEqual(
        row,
        types.map(() => null),
      );
    },
  },
  'types/result-columns': {
    title: 'a result names its columns and their types',
    page: 'sql-reference/identifiers-syntax',
    run: async (world) => {
      await world.run('CREATE TABLE T (ID NUMBER(10, 2), NAME VARCHAR)');
      const { columns } = await world.run('SELECT id, name AS "low", COUNT(*) FROM T GROUP BY ALL');
      assert.deepEqual(
        columns.map(({ name, type }) => [name, type.startsWith('VARCHAR') ? 'VARCHAR' : type]),
        [
          ['ID', 'NUMBER(10,2)'],
          ['low', 'VARCHAR'],
          ['COUNT(*)', 'NUMBER(18,0)'],
        ],
      );
    },
  },
  'types/expression-name': {
    title: 'an expression without an alias is named by its text',
    page: 'sql-reference/sql/select',
    run: async (world) => {
      assert.deepEqual(await world.rows('SELECT 1 + 1'), [{ '1 + 1': 2 }]);
    },
  },
  'types/duplicate-column-names': {
    title: 'a second column of one name gets a number behind it',
    page: consuming,
    run: async (world) => {
      assert.deepEqual(await world.rows('SELECT 1 AS A, 2 AS A, 3 AS A'), [
        { A: 1, A_2: 2, A_3: 3 },
      ]);
    },
  },
};
