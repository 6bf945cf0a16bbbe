import type { StatementCallback } from 'snowflake-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DriverConnection } from '../../fixtures/driver.js';
import { serve } from '../serve.js';
import type { ServedWarehouse } from '../serve-options.js';

let server: ServedWarehouse;
let driver: DriverConnection;
beforeAll(async () => {
  server = await serve({ limits: { answerSeconds: 0.3 } });
  driver = await DriverConnection.open(server.url);
  await driver.all('CREATE DATABASE D', 'USE SCHEMA D.PUBLIC');
});
afterAll(async () => {
  await driver[Symbol.asyncDispose]();
  await server.close();
});

const ten = 'SELECT COLUMN1 AS N FROM VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)';
const from = (letters: string): string => [...letters].map((letter) => `D ${letter}`).join(', ');
/** Runs for about a second. */
const slow = `WITH D AS (${ten}) SELECT COUNT(DISTINCT MD5(CONCAT(A.N, B.N, C.N, E.N, F.N, G.N))) AS C FROM ${from('ABCEFG')}`;
/** Would run for hours. */
const endless = `WITH D AS (${ten}) SELECT COUNT(DISTINCT MD5(CONCAT(A.N, B.N, C.N))) AS C FROM ${from('ABCEFGHIJKL')}`;

describe('a statement that takes its time', () => {
  it('is asked for again by the driver until its result is there', async () => {
    expect(await driver.rows(slow)).toEqual([{ C: 1_000_000 }]);
  });

  it('runs in the background with asyncExec, and its result is fetched by its id', async () => {
    const { statement } = await driver.execute(slow, { asyncExec: true });
    const queryId = statement.getQueryId();
    expect(queryId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    const status = await driver.connection.getQueryStatus(queryId);
    expect(driver.connection.isStillRunning(status as never)).toBe(true);
    const done = await driver.connection.getResultsFromQueryId({ queryId });
    const rows: unknown[] = [];
    for await (const row of done.streamRows()) rows.push(row);
    expect(rows).toEqual([{ C: 1_000_000 }]);
    expect(await driver.connection.getQueryStatus(queryId)).toBe('SUCCESS');
  });

  it('is stopped when the driver cancels it, and the session goes on', async () => {
    const started = Date.now();
    const outcome = await new Promise<{ code: unknown; sqlState: unknown }>((resolve, reject) => {
      const statement = driver.connection.execute({
        sqlText: endless,
        complete: (error) =>
          error ? resolve({ code: error.code, sqlState: error.sqlState }) : reject(new Error('?')),
      });
      setTimeout(() => statement.cancel((error) => error && reject(error)), 500);
    });
    expect(outcome).toEqual({ code: '000604', sqlState: '57014' });
    expect(Date.now() - started).toBeLessThan(10_000);
    expect(await driver.rows('SELECT 1 AS N')).toEqual([{ N: 1 }]);
  });

  it('is stopped by STATEMENT_TIMEOUT_IN_SECONDS, of the session or of the statement', async () => {
    await using own = await DriverConnection.open(server.url);
    await own.execute('ALTER SESSION SET STATEMENT_TIMEOUT_IN_SECONDS = 1');
    expect(await own.failure(endless)).toMatchObject({ code: '000630', sqlState: '57014' });
    await own.execute('ALTER SESSION UNSET STATEMENT_TIMEOUT_IN_SECONDS');
    await expect(
      own.execute(endless, { parameters: { STATEMENT_TIMEOUT_IN_SECONDS: 1 } }),
    ).rejects.toMatchObject({ code: '000630' });
  });

  it('is stopped when its session ends', async () => {
    const own = await DriverConnection.open(server.url);
    const { statement } = await own.execute(endless, { asyncExec: true });
    const queryId = statement.getQueryId();
    await own[Symbol.asyncDispose]();
    await expect
      .poll(() => driver.connection.getQueryStatus(queryId), { timeout: 10_000 })
      .toBe('FAILED_WITH_ERROR');
  });
});

describe('the result of a statement', () => {
  it('is not known to another user, nor under another role', async () => {
    const { statement } = await driver.execute('SELECT 1 AS N');
    const queryId = statement.getQueryId();
    await using bob = await DriverConnection.open(server.url, { username: 'bob' });
    await using lesser = await DriverConnection.open(server.url, { role: 'PUBLIC' });
    await using same = await DriverConnection.open(server.url);
    for (const other of [bob, lesser]) {
      expect(await other.connection.getQueryStatus(queryId)).toBe('NO_QUERY_DATA');
      await expect(fetched(other, queryId)).rejects.toMatchObject({ code: '000709' });
    }
    expect(await fetched(same, queryId)).toEqual([{ N: 1 }]);
    const scan = `SELECT * FROM TABLE(RESULT_SCAN('${queryId}'))`;
    expect(await same.rows(scan)).toEqual([{ N: 1 }]);
    expect((await bob.failure(scan)).code).toBe('000709');
  });

  it('is the same when the driver repeats a request: nothing runs twice', async () => {
    await driver.execute('CREATE OR REPLACE TABLE ONCE (N NUMBER)');
    const requestId = '0e9f1a52-31c4-4a7e-9d6f-3c2f6b1a7d55';
    await driver.execute('INSERT INTO ONCE VALUES (1)', { requestId });
    await driver.execute('INSERT INTO ONCE VALUES (1)', { requestId });
    expect(await driver.rows('SELECT COUNT(*) AS N FROM ONCE')).toEqual([{ N: 1 }]);
  });

  it('belongs to the role under which it ran, not to that under which it was sent', async () => {
    await using own = await DriverConnection.open(server.url);
    await using other = await DriverConnection.open(server.url);
    const [, { statement }] = await Promise.all([
      own.execute('USE ROLE SYSADMIN'),
      own.execute('SELECT CURRENT_ROLE() AS R'),
    ]);
    const queryId = statement.getQueryId();
    await expect(fetched(other, queryId)).rejects.toMatchObject({ code: '000709' });
    expect(await fetched(own, queryId)).toEqual([{ R: 'SYSADMIN' }]);
  });

  it('is forgotten when many came after it', async () => {
    await using own = await serve({ limits: { results: 3 } });
    await using one = await DriverConnection.open(own.url);
    const { statement } = await one.execute('SELECT 1 AS N');
    const queryId = statement.getQueryId();
    expect(await fetched(one, queryId)).toEqual([{ N: 1 }]);
    for (let n = 0; n < 5; n += 1) await one.execute('SELECT 2');
    await expect(fetched(one, queryId)).rejects.toMatchObject({ code: '000709' });
  });
});

it('takes no more statements than it can keep', async () => {
  await using own = await serve({ limits: { results: 2 } });
  await using one = await DriverConnection.open(own.url);
  await one.execute(endless, { asyncExec: true });
  await one.execute(endless, { asyncExec: true });
  expect((await one.failure('SELECT 1')).code).toBe('390503');
});

describe('a parameter of one statement', () => {
  it('that would change what it does is refused', async () => {
    await expect(
      driver.execute('SELECT 1', { parameters: { AUTOCOMMIT: false } }),
    ).rejects.toMatchObject({ code: '000002' });
    const tagged = { parameters: { QUERY_TAG: 'x', MULTI_STATEMENT_COUNT: 1 } };
    expect((await driver.execute('SELECT 1 AS N', tagged)).rows).toEqual([{ N: 1 }]);
  });

  it('that is very long does not overflow the clock', async () => {
    const long = { parameters: { STATEMENT_TIMEOUT_IN_SECONDS: 999_999_999 } };
    expect((await driver.execute('SELECT 1 AS N', long)).rows).toEqual([{ N: 1 }]);
  });
});

it('a cancel that comes too late says so', async () => {
  const { statement } = await driver.execute('SELECT 1');
  const error = await new Promise((resolve) => statement.cancel(resolve));
  expect(error).toMatchObject({ code: '000605' });
});

async function fetched(driver: DriverConnection, queryId: string): Promise<unknown> {
  return await new Promise((resolve, reject) => {
    const complete: StatementCallback = (error, _, rows) => {
      if (error) reject(error);
      else resolve(rows);
    };
    // The driver's types ask for a statement here too, which it does not need.
    driver.connection.fetchResult({ queryId, complete, sqlText: '' });
  });
}
