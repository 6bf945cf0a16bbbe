import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DriverConnection } from '../../fixtures/driver.js';
import { serve } from '../serve.js';
import type { ServedWarehouse } from '../serve-options.js';

let server: ServedWarehouse;
let driver: DriverConnection;
beforeAll(async () => {
  server = await serve({
    users: {
      ann: { password: 'right', roles: ['ACCOUNTADMIN'], defaultRole: 'ACCOUNTADMIN' },
      bob: { password: 'also', roles: ['PUBLIC'] },
    },
  });
  driver = await DriverConnection.open(server.url, { username: 'ann', password: 'right' });
});
afterAll(async () => {
  await driver[Symbol.asyncDispose]();
  await server.close();
});

const logins = 'SNOWFLAKE.ACCOUNT_USAGE.LOGIN_HISTORY';

describe('the login history', () => {
  it('tells of a login that succeeded, and of the session that it opened', async () => {
    const [login = {}] = await driver.rows(
      `SELECT EVENT_ID, EVENT_TYPE, USER_NAME, CLIENT_IP, REPORTED_CLIENT_TYPE,
         REPORTED_CLIENT_VERSION, FIRST_AUTHENTICATION_FACTOR, SECOND_AUTHENTICATION_FACTOR,
         IS_SUCCESS, ERROR_CODE FROM ${logins}`,
    );
    expect(login).toEqual({
      EVENT_ID: expect.any(Number),
      EVENT_TYPE: 'LOGIN',
      USER_NAME: 'ANN',
      CLIENT_IP: '127.0.0.1',
      REPORTED_CLIENT_TYPE: 'JAVASCRIPT_DRIVER',
      REPORTED_CLIENT_VERSION: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      FIRST_AUTHENTICATION_FACTOR: 'PASSWORD',
      SECOND_AUTHENTICATION_FACTOR: null,
      IS_SUCCESS: 'YES',
      ERROR_CODE: null,
    });
    const [session = {}] = await driver.rows(
      `SELECT LOGIN_EVENT_ID, TO_VARCHAR(SESSION_ID) = CURRENT_SESSION() AS IS_THIS, AUTHENTICATION_METHOD
       FROM SNOWFLAKE.ACCOUNT_USAGE.SESSIONS`,
    );
    expect(session).toEqual({
      LOGIN_EVENT_ID: login.EVENT_ID,
      IS_THIS: true,
      AUTHENTICATION_METHOD: 'PASSWORD',
    });
    const [query = {}] = await driver.rows(
      'SELECT AUTHN_EVENT_ID FROM SNOWFLAKE.ACCOUNT_USAGE.QUERY_HISTORY LIMIT 1',
    );
    expect(query.AUTHN_EVENT_ID).toBe(login.EVENT_ID);
  });

  it('tells of one that failed, with the name of a user alone that is known', async () => {
    for (const username of ['ann', 'Secret-typed-here']) {
      await expect(
        DriverConnection.open(server.url, { username, password: 'wrong' }),
      ).rejects.toMatchObject({ code: '390100' });
    }
    const rows = await driver.rows(
      `SELECT USER_NAME, IS_SUCCESS, ERROR_CODE, ERROR_MESSAGE FROM ${logins} WHERE IS_SUCCESS = 'NO' ORDER BY EVENT_TIMESTAMP`,
    );
    const failed = {
      IS_SUCCESS: 'NO',
      ERROR_CODE: 390_100,
      ERROR_MESSAGE: 'Incorrect username or password was specified.',
    };
    expect(rows).toEqual(
      expect.arrayContaining([
        { ...failed, USER_NAME: 'ANN' },
        { ...failed, USER_NAME: null },
      ]),
    );
    expect(rows).toHaveLength(2);
  });

  it('gives a user without the privilege to monitor their own logins alone', async () => {
    await driver.all('CREATE DATABASE D', 'GRANT USAGE ON DATABASE D TO ROLE PUBLIC');
    await using bob = await DriverConnection.open(server.url, {
      username: 'bob',
      password: 'also',
      role: 'PUBLIC',
      database: 'D',
    });
    const text = 'SELECT DISTINCT USER_NAME FROM TABLE(D.INFORMATION_SCHEMA.LOGIN_HISTORY())';
    expect(await bob.rows(text)).toEqual([{ USER_NAME: 'BOB' }]);
    expect((await driver.rows(text)).map(({ USER_NAME }) => USER_NAME)).toEqual(
      expect.arrayContaining(['ANN', 'BOB', null]),
    );
  });
});

describe('the id of a statement', () => {
  it('is the one that the driver was given', async () => {
    const { statement } = await driver.execute('SELECT 42 AS V');
    const [row = {}] = await driver.rows('SELECT LAST_QUERY_ID() AS ID');
    expect(row.ID).toBe(statement.getQueryId());
    const [found = {}] = await driver.rows(
      `SELECT QUERY_TEXT, QUERY_TYPE, ROWS_PRODUCED FROM SNOWFLAKE.ACCOUNT_USAGE.QUERY_HISTORY WHERE QUERY_ID = '${String(row.ID)}'`,
    );
    expect(found).toEqual({ QUERY_TEXT: 'SELECT 42 AS V', QUERY_TYPE: 'SELECT', ROWS_PRODUCED: 1 });
  });

  it('opens its result to RESULT_SCAN, in any form and any session of the same user', async () => {
    await driver.rows("SELECT 'x' AS V, 2 AS N");
    expect(
      await driver.rows('SELECT N * 2 AS M FROM TABLE(RESULT_SCAN(LAST_QUERY_ID())) WHERE V = ?', [
        'x',
      ]),
    ).toEqual([{ M: 4 }]);
    const { statement } = await driver.execute("SELECT 'y' AS V");
    await using other = await DriverConnection.open(server.url, {
      username: 'ann',
      password: 'right',
    });
    expect(
      await other.rows(`SELECT V || '!' AS V FROM TABLE(RESULT_SCAN('${statement.getQueryId()}'))`),
    ).toEqual([{ V: 'y!' }]);
  });

  it('is one for an insert of many binds, with all that it inserted', async () => {
    await driver.all('CREATE TABLE D.PUBLIC.B (N NUMBER)');
    const { statement } = await driver.execute('INSERT INTO D.PUBLIC.B VALUES (?)', {
      binds: [[1], [2], [3]],
    });
    const rows = await driver.rows(
      `SELECT QUERY_TYPE, ROWS_INSERTED FROM SNOWFLAKE.ACCOUNT_USAGE.QUERY_HISTORY WHERE QUERY_TEXT LIKE 'INSERT INTO D.PUBLIC.B%'`,
    );
    expect(rows).toEqual([{ QUERY_TYPE: 'INSERT', ROWS_INSERTED: 3 }]);
    const [last = {}] = await driver.rows('SELECT LAST_QUERY_ID(-2) AS ID');
    expect(last.ID).toBe(statement.getQueryId());
  });
});
