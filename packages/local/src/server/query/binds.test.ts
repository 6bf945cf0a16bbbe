import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DriverConnection } from '../../fixtures/driver.js';
import { serve } from '../serve.js';
import type { ServedWarehouse } from '../serve-options.js';
import { readBinds } from './read-binds.js';

let server: ServedWarehouse;
let driver: DriverConnection;
beforeAll(async () => {
  server = await serve();
  driver = await DriverConnection.open(server.url);
  await driver.all('CREATE DATABASE D', 'USE SCHEMA D.PUBLIC');
});
afterAll(async () => {
  await driver[Symbol.asyncDispose]();
  await server.close();
});

describe('binds', () => {
  it('stand at ? in turn and at :1 by number, more than once', async () => {
    expect(await driver.rows('SELECT ? AS A, ? AS B', [1, 'x'])).toEqual([{ A: 1, B: 'x' }]);
    expect(await driver.rows('SELECT :2 AS A, :1 AS B, :2 AS C', [1, 'x'])).toEqual([
      { A: 'x', B: 1, C: 'x' },
    ]);
  });

  it('keep what a value is: null, flags, fractions, text with quotes, objects, dates', async () => {
    await driver.execute(
      'CREATE OR REPLACE TABLE B (N NUMBER(10,2), F FLOAT, S VARCHAR, L BOOLEAN, T TIMESTAMP_NTZ, X NUMBER)',
    );
    await driver.execute('INSERT INTO B VALUES (?, ?, ?, ?, ?, ?)', {
      binds: [12.34, 0.1, "it's; DROP TABLE B --", false, '2026-01-31T12:00:00.000Z', null],
    });
    expect(await driver.rows('SELECT N, F, S, L, T::VARCHAR AS T, X FROM B')).toEqual([
      {
        N: 12.34,
        F: 0.1,
        S: "it's; DROP TABLE B --",
        L: false,
        T: '2026-01-31 12:00:00.000',
        X: null,
      },
    ]);
  });

  it('of another number than the placeholders are refused', async () => {
    await expect(driver.execute('SELECT ?', { binds: [] })).rejects.toMatchObject({
      code: '001003',
    });
    await expect(driver.execute('SELECT :3', { binds: [1] })).rejects.toMatchObject({
      code: '001003',
    });
  });

  it('of a bulk insert become its rows', async () => {
    await driver.execute('CREATE OR REPLACE TABLE BULK (N NUMBER, S VARCHAR)');
    const binds = Array.from({ length: 3000 }, (_, n) => [n, n % 7 === 0 ? null : `row ${n}`]);
    const { statement } = await driver.execute('INSERT INTO BULK (N, S) VALUES (?, ?)', {
      binds: binds as never,
    });
    expect(statement.getNumUpdatedRows()).toBe(3000);
    expect(await driver.rows('SELECT COUNT(*) AS C, COUNT(S) AS S, SUM(N) AS N FROM BULK')).toEqual(
      [{ C: 3000, S: 2571, N: 4_498_500 }],
    );
  });

  it('of a bulk update run it for each row, all or nothing', async () => {
    await driver.execute('CREATE OR REPLACE TABLE U (K NUMBER, N NUMBER NOT NULL)');
    await driver.execute('INSERT INTO U VALUES (?, ?)', {
      binds: [
        [1, 0],
        [2, 0],
      ] as never,
    });
    const { statement } = await driver.execute('UPDATE U SET N = ? WHERE K = ?', {
      binds: [
        [10, 1],
        [20, 2],
      ] as never,
    });
    expect(statement.getNumUpdatedRows()).toBe(2);
    await expect(
      driver.execute('UPDATE U SET N = ? WHERE K = ?', {
        binds: [
          [11, 1],
          [null, 2],
        ] as never,
      }),
    ).rejects.toMatchObject({ code: '100072' });
    expect(await driver.rows('SELECT K, N FROM U ORDER BY K')).toEqual([
      { K: 1, N: 10 },
      { K: 2, N: 20 },
    ]);
  });
});

describe('the binds of other drivers', () => {
  const one = (type: string, value: string | null) => readBinds('SELECT ?', { 1: { type, value } });

  it.each([
    ['DATE', '1769817600000', '2026-01-31', 'SELECT CAST(? AS DATE)'],
    ['DATE', '-86400000', '1969-12-31', 'SELECT CAST(? AS DATE)'],
    ['TIME', '45296000000000', '12:34:56.000000', 'SELECT CAST(? AS TIME)'],
    [
      'TIMESTAMP_NTZ',
      '1769862896123456000',
      '2026-01-31 12:34:56.123456',
      'SELECT CAST(? AS TIMESTAMP_NTZ)',
    ],
    [
      'TIMESTAMP_TZ',
      '1769862896000000000 1500',
      '2026-01-31 12:34:56.000000',
      'SELECT CAST(? AS TIMESTAMP_TZ)',
    ],
    ['BINARY', '00FF', '00FF', 'SELECT TO_BINARY(?)'],
    ['FIXED', '123456789012345678901', 123456789012345678901n, 'SELECT ?'],
    ['FIXED', '1.230', '1.230', 'SELECT CAST(? AS NUMBER(38,3))'],
    ['REAL', '1e3', 1000, 'SELECT ?'],
    ['BOOLEAN', 'true', true, 'SELECT ?'],
  ])('%s %s', (type, value, expected, text) => {
    expect(one(type, value)).toEqual({ text, rows: [[expected]], isBulk: false });
  });

  it.each([
    ['BOOLEAN', 'perhaps'],
    ['FIXED', 'one'],
    ['REAL', ''],
    ['GEOGRAPHY', 'POINT(1 1)'],
  ])('that cannot be are refused without their value: %s', (type, value) => {
    expect(() => one(type, value)).toThrow(/^(?!.*(?:perhaps|one$|POINT)).*bind/);
  });

  it('never change the text outside of the placeholders', () => {
    const piece = fc.constantFrom(
      "'?'",
      '"a?"',
      '-- ?\n',
      '/* :1 */',
      'A:B',
      '?',
      ':1',
      '(',
      ' ',
      "':1'",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = `SELECT ${pieces.join(' , ')} `;
        const binds = Object.fromEntries(
          Array.from({ length: 12 }, (_, at) => [at + 1, { type: 'TEXT', value: 'v' }]),
        );
        const bound = readBinds(text, binds);
        const expected = pieces.map((each) => (each === ':1' ? '?' : each)).join(' , ');
        expect(bound.text).toBe(`SELECT ${expected} `);
        expect(bound.rows[0]).toHaveLength(
          pieces.filter((each) => each === '?' || each === ':1').length,
        );
      }),
      { numRuns: 300 },
    );
  });
});
