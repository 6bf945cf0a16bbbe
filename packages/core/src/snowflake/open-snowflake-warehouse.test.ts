import { type ServedWarehouse, serve } from '@das/local';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { FaultyProxy } from '../fixtures/faulty-proxy.js';
import type { Session } from '../warehouse/warehouse.js';
import type { SnowflakeOptions } from './configuration/snowflake-options.js';
import { openSnowflakeWarehouse, type SnowflakeWarehouse } from './open-snowflake-warehouse.js';

let server: ServedWarehouse;
let proxy: FaultyProxy;
const opened: SnowflakeWarehouse[] = [];

function open(options: Partial<SnowflakeOptions> = {}): SnowflakeWarehouse {
  const warehouse = openSnowflakeWarehouse({
    account: 'local',
    accessUrl: proxy.url,
    user: 'ann',
    credential: { kind: 'password', password: 'any' },
    retry: { baseDelay: 1, attempts: 3 },
    ...options,
  });
  opened.push(warehouse);
  return warehouse;
}

const run = async (session: Session, text: string) =>
  (await session.execute({ text, binds: [] })).rows;
const scalar = async (session: Session, text: string) =>
  Object.values((await run(session, text))[0] ?? {})[0];

beforeAll(async () => {
  server = await serve();
  proxy = await FaultyProxy.open(server.url);
  await using session = await open().openSession({ role: 'ACCOUNTADMIN' });
  for (const text of [
    'CREATE DATABASE D',
    'CREATE TABLE D.PUBLIC.T (A NUMBER)',

    'CREATE ROLE READER',
  ]) {
    await run(session, text);
  }
});
afterEach(async () => {
  proxy.fault = () => 'pass';
  for (const warehouse of opened.splice(0)) await warehouse.close();
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await server.close();
});

describe('a pooled connection', () => {
  const sessionId = (session: Session) => scalar(session, 'SELECT CURRENT_SESSION()');

  test('serves the next session with the same options, and no other', async () => {
    const warehouse = open();
    const ids: unknown[] = [];
    for (const options of [
      { role: 'READER' },
      { role: 'READER' },
      { role: 'ACCOUNTADMIN' },
      { role: 'READER', database: 'D' },
      { role: 'READER', queryTag: 'x' },
      { role: 'READER', secondaryRoles: 'ALL' as const },
    ]) {
      await using session = await warehouse.openSession(options);
      ids.push(await sessionId(session));
    }
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(5);
  });

  test('that rested is asked whether it lives, and used again when it does', async () => {
    const warehouse = open({ pool: { validateAfter: 0 } });
    const first = await warehouse.openSession({ role: 'READER' });
    const id = await sessionId(first);
    await first.close();
    await using second = await warehouse.openSession({ role: 'READER' });
    expect(await sessionId(second)).toBe(id);
  });

  test.each([
    'USE ROLE ACCOUNTADMIN',
    'USE DATABASE D',
    'BEGIN',
    "ALTER SESSION SET QUERY_TAG = 'x'",
    'USE SECONDARY ROLES ALL',
  ])('that ran %s is not used again', async (text) => {
    const warehouse = open();
    const first = await warehouse.openSession({ role: 'READER' });
    const id = await sessionId(first);
    await run(first, text).catch(() => undefined);
    await first.close();
    await using second = await warehouse.openSession({ role: 'READER' });
    expect(await sessionId(second)).not.toBe(id);
  });

  test('is used again after a transaction, and after a statement that failed', async () => {
    const warehouse = open();
    const first = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
    const id = await sessionId(first);
    await first.transaction(async () => await run(first, 'SELECT 1'));
    await run(first, 'SELECT * FROM NOWHERE').catch(() => undefined);
    await first.close();
    await using second = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
    expect(await sessionId(second)).toBe(id);
  });
});

describe('a connection that breaks', () => {
  test('leaves the outcome of a write unknown, and ends the session', async () => {
    await using session = await open().openSession({ role: 'ACCOUNTADMIN' });
    proxy.fault = (sql) => (sql.startsWith('INSERT') ? 'drop-answer' : 'pass');
    await expect(run(session, 'INSERT INTO D.PUBLIC.T VALUES (1)')).rejects.toMatchObject({
      code: 'DAS_SNOWFLAKE_OUTCOME_UNKNOWN',
      isRetryable: false,
    });
    proxy.fault = () => 'pass';
    await expect(run(session, 'SELECT 1')).rejects.toMatchObject({
      code: 'DAS_WAREHOUSE_UNAVAILABLE',
    });
    await using other = await open().openSession({ role: 'ACCOUNTADMIN' });
    expect(await scalar(other, 'SELECT COUNT(*) FROM D.PUBLIC.T')).toBe(1);
    await run(other, 'TRUNCATE TABLE D.PUBLIC.T');
  });

  test('in a COMMIT leaves the outcome unknown, and it is not sent again', async () => {
    await using session = await open().openSession({ role: 'ACCOUNTADMIN' });
    proxy.statements.length = 0;
    proxy.fault = (sql) => (sql === 'COMMIT' ? 'drop-answer' : 'pass');
    const work = session.transaction(async () => {
      await run(session, 'INSERT INTO D.PUBLIC.T VALUES (2)');
    });
    await expect(work).rejects.toMatchObject({ code: 'DAS_SNOWFLAKE_OUTCOME_UNKNOWN' });
    expect(proxy.statements.filter((sql) => sql === 'COMMIT')).toHaveLength(1);
    expect(proxy.statements).not.toContain('ROLLBACK');
  });

  test('inside a transaction leaves nothing behind', async () => {
    const session = await open().openSession({ role: 'ACCOUNTADMIN' });
    proxy.fault = (sql) => (sql.startsWith('UPDATE') ? 'drop-request' : 'pass');
    const work = session.transaction(async () => {
      await run(session, 'INSERT INTO D.PUBLIC.T VALUES (99)');
      await run(session, 'UPDATE D.PUBLIC.T SET A = 0');
    });
    await expect(work).rejects.toMatchObject({ code: 'DAS_WAREHOUSE_UNAVAILABLE' });
    await session.close();
    await using other = await open().openSession({ role: 'ACCOUNTADMIN' });
    expect(await scalar(other, 'SELECT COUNT(*) FROM D.PUBLIC.T WHERE A = 99')).toBe(0);
  });

  test('is opened anew for a statement that the caller calls idempotent', async () => {
    await using session = await open().openSession({ role: 'ACCOUNTADMIN' });
    let breaks = 2;
    proxy.fault = (sql) => {
      if (!sql.startsWith('DELETE')) return 'pass';
      breaks -= 1;
      return breaks >= 0 ? 'drop-answer' : 'pass';
    };
    const statement = { text: 'DELETE FROM D.PUBLIC.T', binds: [] };
    const { rowsAffected } = await session.execute(statement, { isIdempotent: true });
    expect(rowsAffected).toBe(0);
    expect(await scalar(session, 'SELECT CURRENT_ROLE()')).toBe('ACCOUNTADMIN');
  });

  test('is not opened anew for another statement', async () => {
    await using session = await open().openSession({ role: 'ACCOUNTADMIN' });
    proxy.statements.length = 0;
    proxy.fault = (sql) => (sql.startsWith('SELECT') ? 'drop-answer' : 'pass');
    await expect(run(session, 'SELECT 1')).rejects.toMatchObject({
      code: 'DAS_WAREHOUSE_UNAVAILABLE',
    });
    expect(proxy.statements).toEqual(['SELECT 1']);
  });
});

describe('a session', () => {
  test('is refused under another user than the one who logs in', async () => {
    await expect(open().openSession({ role: 'READER', user: 'bob' })).rejects.toMatchObject({
      code: 'DAS_WAREHOUSE_UNSUPPORTED',
    });
    await using session = await open().openSession({ role: 'READER', user: 'ANN' });
    expect(session.role).toBe('READER');
  });

  test('is opened under names that SQL would have to quote', async () => {
    await using admin = await open().openSession({ role: 'ACCOUNTADMIN' });
    for (const text of [
      'CREATE ROLE "reader of x"',
      'CREATE DATABASE "odd db"',
      'GRANT USAGE ON DATABASE "odd db" TO ROLE "reader of x"',
    ]) {
      await run(admin, text);
    }
    await using session = await open().openSession({ role: 'reader of x', database: 'odd db' });
    expect(session.role).toBe('reader of x');
    expect(await scalar(session, 'SELECT CURRENT_DATABASE()')).toBe('odd db');
  });

  test('that has another role than was asked for is closed, not used', async () => {
    const warehouse = open({
      driver: {
        connect: async () => ({
          run: ({ text }) => ({
            done: Promise.resolve({
              queryId: undefined,
              columns: [],
              rowsUpdated: undefined,
              rows: async function* () {
                if (text.includes('CURRENT_ROLE')) yield ['PUBLIC'];
              },
            }),
            cancel: async () => undefined,
          }),
          isValid: async () => true,
          close: async () => undefined,
        }),
      },
    });
    await expect(warehouse.openSession({ role: 'READER' })).rejects.toMatchObject({
      code: 'DAS_SNOWFLAKE_SESSION_MISMATCH',
    });
  });
});

describe('a login', () => {
  test('that is refused says so, at once', async () => {
    await using guarded = await serve({ users: { ann: { password: 'right', roles: ['PUBLIC'] } } });
    const warehouse = open({
      accessUrl: guarded.url,
      credential: { kind: 'password', password: 'S3CRET-wrong' },
    });
    const error: unknown = await warehouse
      .openSession({ role: 'PUBLIC' })
      .catch((reason) => reason);
    expect(error).toMatchObject({ code: 'DAS_SNOWFLAKE_LOGIN_REFUSED', isRetryable: false });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('S3CRET');
    const admitted = open({
      accessUrl: guarded.url,
      credential: { kind: 'password', password: 'right' },
    });
    await using session = await admitted.openSession({ role: 'PUBLIC' });
    expect(await scalar(session, 'SELECT CURRENT_USER()')).toBe('ANN');
    await expect(admitted.openSession({ role: 'ACCOUNTADMIN' })).rejects.toMatchObject({
      code: 'DAS_WAREHOUSE_UNKNOWN_ROLE',
    });
  });

  test('that reaches nobody is tried again, and then unavailable', async () => {
    const gone = await serve();
    const { url } = gone;
    await gone.close();
    await expect(open({ accessUrl: url }).openSession({ role: 'PUBLIC' })).rejects.toMatchObject({
      code: 'DAS_WAREHOUSE_UNAVAILABLE',
      isRetryable: true,
    });
  });
});
