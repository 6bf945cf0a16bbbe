import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DriverConnection } from '../../fixtures/driver.js';
import { serve } from '../serve.js';
import type { ServedWarehouse, ServeOptions } from '../serve-options.js';

let server: ServedWarehouse;
beforeAll(async () => {
  server = await serve();
  await using driver = await DriverConnection.open(server.url);
  await driver.all('CREATE DATABASE D', 'CREATE TABLE D.PUBLIC.T (N NUMBER)', 'CREATE ROLE R');
});
afterAll(async () => {
  await server.close();
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function short(limits: ServeOptions['limits']): Promise<ServedWarehouse> {
  return await serve(limits === undefined ? {} : { limits });
}

describe('a session', () => {
  it('tells the driver where it stands after USE', async () => {
    await using driver = await DriverConnection.open(server.url);
    await driver.execute('USE DATABASE D');
    const { statement } = await driver.execute('USE ROLE R');
    // The driver declares an object without members.
    const state = statement.getSessionState() as Record<string, () => unknown>;
    expect([
      state.getCurrentDatabase?.(),
      state.getCurrentSchema?.(),
      state.getCurrentRole?.(),
    ]).toEqual(['D', 'PUBLIC', 'R']);
  });

  it('sees nothing of another one', async () => {
    await using one = await DriverConnection.open(server.url, { database: 'D' });
    await using two = await DriverConnection.open(server.url);
    await one.all('CREATE TEMPORARY TABLE MINE (N NUMBER)', "ALTER SESSION SET QUERY_TAG = 'one'");
    expect((await two.failure('SELECT * FROM D.PUBLIC.MINE')).code).toBe('002003');
    expect(await two.rows("SHOW PARAMETERS LIKE 'QUERY_TAG'")).toMatchObject([{ value: '' }]);
    expect(await one.rows("SHOW PARAMETERS LIKE 'QUERY_TAG'")).toMatchObject([
      { key: 'QUERY_TAG', value: 'one', default: '', level: 'SESSION' },
    ]);
  });

  it('undoes what it did not commit when it ends', async () => {
    {
      await using driver = await DriverConnection.open(server.url);
      await driver.all('BEGIN', 'INSERT INTO D.PUBLIC.T VALUES (1)');
      expect(await driver.rows('SELECT N FROM D.PUBLIC.T')).toEqual([{ N: 1 }]);
    }
    await using other = await DriverConnection.open(server.url);
    expect(await other.rows('SELECT N FROM D.PUBLIC.T')).toEqual([]);
  });

  it('runs one statement at a time, in the order in which they came', async () => {
    await using driver = await DriverConnection.open(server.url, { database: 'D' });
    await driver.execute('CREATE TABLE O (N NUMBER)');
    const texts = Array<string>(10).fill('INSERT INTO O SELECT COUNT(*) FROM O');
    await Promise.all(texts.map((text) => driver.execute(text)));
    expect(await driver.rows('SELECT COUNT(DISTINCT N) AS D, MAX(N) AS M FROM O')).toEqual([
      { D: 10, M: 9 },
    ]);
  });

  it('answers heartbeats', async () => {
    await using driver = await DriverConnection.open(server.url);
    expect(await driver.connection.isValidAsync()).toBe(true);
  });
});

describe('transactions', () => {
  it('commit and roll back', async () => {
    await using driver = await DriverConnection.open(server.url, { database: 'D' });
    await driver.all(
      'CREATE OR REPLACE TABLE X (N NUMBER)',
      'BEGIN TRANSACTION',
      'INSERT INTO X VALUES (1)',
      'ROLLBACK',
      'BEGIN',
      'INSERT INTO X VALUES (2)',
      'COMMIT',
    );
    expect(await driver.rows('SELECT N FROM X')).toEqual([{ N: 2 }]);
  });

  it('with autocommit off, DML waits for COMMIT, and turning it on commits', async () => {
    await using driver = await DriverConnection.open(server.url, { database: 'D' });
    await using other = await DriverConnection.open(server.url, { database: 'D' });
    await driver.all(
      'CREATE OR REPLACE TABLE A (N NUMBER)',
      'ALTER SESSION SET AUTOCOMMIT = FALSE',
      'INSERT INTO A VALUES (1)',
    );
    expect(await other.rows('SELECT N FROM A')).toEqual([]);
    await driver.all('ROLLBACK', 'INSERT INTO A VALUES (2)', 'COMMIT', 'INSERT INTO A VALUES (3)');
    expect(await other.rows('SELECT N FROM A')).toEqual([{ N: 2 }]);
    await driver.execute('ALTER SESSION SET AUTOCOMMIT = TRUE');
    expect(await other.rows('SELECT N FROM A ORDER BY N')).toEqual([{ N: 2 }, { N: 3 }]);
  });
});

describe('tokens', () => {
  it('that have expired are renewed by the driver, and the session goes on', async () => {
    await using own = await short({ sessionTokenSeconds: 1 });
    await using driver = await DriverConnection.open(own.url);
    await driver.all('CREATE DATABASE D', 'CREATE TEMPORARY TABLE D.PUBLIC.KEPT (N NUMBER)');
    await pause(1100);
    expect(await driver.rows('SELECT COUNT(*) AS N FROM D.PUBLIC.KEPT')).toEqual([{ N: 0 }]);
  });

  it('end with an idle session, which is closed', async () => {
    await using own = await short({ idleSeconds: 1 });
    const driver = await DriverConnection.open(own.url);
    await driver.all('CREATE DATABASE D', 'CREATE TABLE D.PUBLIC.T (N NUMBER)');
    await pause(1100);
    await expect(driver.execute('SELECT 1')).rejects.toThrow();
  });

  it('are random, and guessed ones are refused', async () => {
    const ask = async (authorization?: string): Promise<unknown> => {
      const answer = await fetch(`${server.url}/queries/v1/query-request`, {
        method: 'POST',
        headers: authorization === undefined ? {} : { authorization },
        body: JSON.stringify({ sqlText: 'SELECT 1' }),
      });
      return ((await answer.json()) as { code: string }).code;
    };
    expect(await ask()).toBe('390104');
    expect(await ask('Bearer x')).toBe('390104');
    expect(await ask('Snowflake Token=""')).toBe('390104');
    expect(await ask(`Snowflake Token="${'A'.repeat(43)}"`)).toBe('390111');
  });

  it('are as many as the table holds', async () => {
    await using own = await short({ sessions: 2 });
    await using one = await DriverConnection.open(own.url);
    const two = await DriverConnection.open(own.url);
    await expect(DriverConnection.open(own.url)).rejects.toMatchObject({ code: '390503' });
    await two[Symbol.asyncDispose]();
    await using three = await DriverConnection.open(own.url);
    expect(await three.rows('SELECT 1 AS N')).toEqual(await one.rows('SELECT 1 AS N'));
  });
});

it('closes every session when it closes, and answers no more', async () => {
  const own = await serve();
  const driver = await DriverConnection.open(own.url, { sfRetryMaxLoginRetries: 1 });
  await driver.execute('BEGIN');
  await own.close();
  await own.close();
  await expect(fetch(own.url)).rejects.toThrow();
});
