import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DriverConnection } from '../../fixtures/driver.js';
import { serve } from '../serve.js';
import type { ServedWarehouse } from '../serve-options.js';

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

describe('a value of each type reaches the driver as on Snowflake', () => {
  it.each([
    ['40 + 2', 42],
    ["CAST('12.50' AS NUMBER(10,2))", 12.5],
    ['CAST(1.5 AS FLOAT)', 1.5],
    ["'it''s'", "it's"],
    ['TRUE', true],
    ['FALSE', false],
    ["CAST('1969-12-31' AS DATE)", new Date('1969-12-31')],
    ["CAST('2026-01-31 12:34:56.789' AS TIMESTAMP_NTZ)", new Date('2026-01-31T12:34:56.789Z')],
    ["CAST('1969-12-31 23:59:59.250' AS TIMESTAMP_NTZ)", new Date('1969-12-31T23:59:59.250Z')],
    ["CAST('2026-01-31 12:34:56' AS TIMESTAMP_LTZ)", new Date('2026-01-31T12:34:56Z')],
    ["CAST('2026-01-31 12:34:56' AS TIMESTAMP_TZ)", new Date('2026-01-31T12:34:56Z')],
    ["CAST('12:34:56' AS TIME)", '12:34:56'],
    ["TO_BINARY('00FF10')", Buffer.from('00ff10', 'hex')],
    ['PARSE_JSON(\'{"a": [1, "x", null]}\')', { a: [1, 'x', null] }],
    ["ARRAY_CONSTRUCT(1, 'x')", [1, 'x']],
    ["OBJECT_CONSTRUCT('k', 1)", { k: 1 }],
    ['NULL', null],
    ['CAST(NULL AS DATE)', null],
  ])('%s', async (expression, expected) => {
    const [row] = await driver.rows(`SELECT ${expression} AS V`);
    const value = row?.V;
    if (expected instanceof Date) {
      expect(value).toBeInstanceOf(Date);
      expect((value as Date).getTime()).toBe(expected.getTime());
    } else if (Buffer.isBuffer(expected)) {
      expect(Buffer.from(value as Buffer)).toEqual(expected);
    } else if (typeof value === 'object' && value !== null && 'getMidnightSeconds' in value) {
      expect(JSON.parse(JSON.stringify(value))).toBe(expected);
    } else {
      expect(value).toEqual(expected);
    }
  });

  it('keeps every digit of a number that JavaScript would round', async () => {
    const { rows } = await driver.execute(
      'SELECT 12345678901234567890123456789012345678 AS N, CAST(1.10 AS NUMBER(38,2)) AS S',
      { fetchAsString: ['Number'] },
    );
    expect(rows).toEqual([{ N: '12345678901234567890123456789012345678', S: '1.10' }]);
  });

  it('gives integers as BigInt when the session asks for it', async () => {
    await using own = await DriverConnection.open(server.url, { jsTreatIntegerAsBigInt: true });
    const [row] = await own.rows('SELECT 9007199254740993 AS N');
    expect(String(row?.N)).toBe('9007199254740993');
  });
});

describe('the columns of a result', () => {
  it('carry name, type, precision, scale and nullability', async () => {
    const { statement } = await driver.execute(
      'SELECT CAST(1 AS NUMBER(12,2)) AS A, \'x\' AS "b c", CURRENT_TIMESTAMP() AS T',
    );
    const columns = statement
      .getColumns()
      ?.map((column) => [
        column.getName(),
        column.getType(),
        column.getPrecision(),
        column.getScale(),
        column.isNullable(),
      ]);
    expect(columns).toEqual([
      ['A', 'fixed', 12, 2, true],
      ['b c', 'text', null, null, true],
      ['T', 'timestamp_ltz', 0, 9, true],
    ]);
  });

  it('are described without running the statement', async () => {
    await driver.execute('CREATE OR REPLACE TABLE DESCRIBED (N NUMBER)');
    const { statement, rows } = await driver.execute('SELECT N, N / 2 AS H FROM DESCRIBED', {
      describeOnly: true,
    });
    expect([statement.getColumns()?.map((column) => column.getName()), rows]).toEqual([
      ['N', 'H'],
      [],
    ]);
    await driver.execute('INSERT INTO DESCRIBED VALUES (1)', { describeOnly: true });
    expect(await driver.rows('SELECT COUNT(*) AS N FROM DESCRIBED')).toEqual([{ N: 0 }]);
  });

  it('may have the same name twice', async () => {
    const { rows } = await driver.execute('SELECT 1 AS A, 2 AS A', { rowMode: 'array' });
    expect(rows).toEqual([[1, 2]]);
  });
});

describe('the driver knows how many rows DML changed', () => {
  it.each([
    ['INSERT INTO T SELECT COLUMN1 FROM VALUES (1), (2), (3)', 3],
    ['UPDATE T SET N = N + 1 WHERE N > 1', 2],
    [
      'MERGE INTO T USING (SELECT 9 AS K) S ON T.N = S.K WHEN NOT MATCHED THEN INSERT (N) VALUES (S.K)',
      1,
    ],
    ['DELETE FROM T', 4],
    ['SELECT 1', -1],
  ])('%s', async (text, expected) => {
    if (text.startsWith('INSERT')) await driver.execute('CREATE OR REPLACE TABLE T (N NUMBER)');
    const { statement } = await driver.execute(text);
    expect(statement.getNumUpdatedRows()).toBe(expected);
  });
});

describe('a long result', () => {
  it('comes in chunks, whole and in order', async () => {
    const cte =
      'WITH D AS (SELECT COLUMN1 AS N FROM VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9))';
    const text = `${cte} SELECT A.N + 10*B.N + 100*C.N + 1000*E.N + 10000*F.N AS N,
      REPEAT('x', 50) AS T FROM D A, D B, D C, D E, D F ORDER BY 1`;
    const { statement } = await driver.execute(text, { streamResult: true });
    expect(statement.getNumRows()).toBe(100_000);
    let next = 0;
    for await (const row of statement.streamRows()) {
      if (row.N !== next) throw new Error(`row ${next} is ${row.N}`);
      next += 1;
    }
    expect(next).toBe(100_000);
    const part: unknown[] = [];
    for await (const row of statement.streamRows({ start: 50_000, end: 50_002 })) part.push(row.N);
    expect(part).toEqual([50_000, 50_001, 50_002]);
  });
});
