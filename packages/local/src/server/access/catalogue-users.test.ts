import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Session } from '@das/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DriverConnection } from '../../fixtures/driver.js';
import { type LocalWarehouse, openLocalWarehouse } from '../../warehouse/open-local-warehouse.js';
import { serve } from '../serve.js';
import type { ServedWarehouse } from '../serve-options.js';

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const body = keys.publicKey
  .export({ type: 'spki', format: 'pem' })
  .toString()
  .replace(/-----[A-Z ]+-----|\s/g, '');
const privateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const password = 'Correct horse 7 battery';

let folder: string;
let warehouse: LocalWarehouse;
let server: ServedWarehouse;
let admin: Session;
const run = async (text: string): Promise<readonly Record<string, unknown>[]> =>
  (await admin.execute({ text, binds: [] })).rows;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'das-users-'));
  warehouse = await openLocalWarehouse({ path: join(folder, 'users.duckdb') });
  admin = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  for (const text of [
    'CREATE DATABASE D',
    'CREATE SCHEMA D.S',
    'CREATE TABLE D.S.T (A NUMBER)',
    'CREATE WAREHOUSE W',
    'CREATE ROLE ANALYST',
    'CREATE ROLE WRITER',
    'GRANT USAGE ON DATABASE D TO ROLE ANALYST',
    'GRANT USAGE ON SCHEMA D.S TO ROLE ANALYST',
    'GRANT USAGE ON WAREHOUSE W TO ROLE ANALYST',
    'GRANT SELECT ON TABLE D.S.T TO ROLE ANALYST',
    'GRANT INSERT ON TABLE D.S.T TO ROLE WRITER',
  ]) {
    await run(text);
  }
  server = await serve({ warehouse });
});
afterAll(async () => {
  await server.close();
  await warehouse.close();
  await rm(folder, { recursive: true, force: true });
});

const open = (options: Parameters<typeof DriverConnection.open>[1]): Promise<DriverConnection> =>
  DriverConnection.open(server.url, { username: 'ann', password, role: '', ...options });

async function failure(options: Parameters<typeof DriverConnection.open>[1]): Promise<unknown> {
  return await open(options).then(
    async (driver) => {
      await driver[Symbol.asyncDispose]();
      return 'it signed in';
    },
    (error: { code: unknown }) => error.code,
  );
}

describe('users of the catalogue', () => {
  it('end the time in which anybody is let in', async () => {
    expect(await failure({ username: 'anybody', password: 'any' })).toBe('it signed in');
    await run(`CREATE USER ANN PASSWORD = '${password}' DEFAULT_ROLE = ANALYST
      DEFAULT_WAREHOUSE = 'W' DEFAULT_NAMESPACE = 'D.S' EMAIL = 'ann@example.com'`);
    expect(await failure({ username: 'anybody', password: 'any' })).toBe('390100');
    expect(await failure({ password: 'wrong' })).toBe('390100');
    // The role was not granted yet.
    expect(await failure({})).toBe('390189');
  });

  it('sign in with what they were given: role, place, and secondary roles', async () => {
    await run('GRANT ROLE ANALYST TO USER ANN');
    await run('GRANT ROLE WRITER TO USER ANN');
    await using driver = await open({});
    expect(
      await driver.rows(`SELECT CURRENT_USER() AS U, CURRENT_ROLE() AS R, CURRENT_DATABASE() AS D,
        CURRENT_SCHEMA() AS S, CURRENT_WAREHOUSE() AS W, CURRENT_SECONDARY_ROLES() AS X`),
    ).toEqual([
      {
        U: 'ANN',
        R: 'ANALYST',
        D: 'D',
        S: 'S',
        W: 'W',
        X: '{"roles":"PUBLIC,WRITER","value":"ALL"}',
      },
    ]);
    expect(await driver.rows('SELECT CURRENT_AVAILABLE_ROLES() AS A')).toEqual([
      { A: '["ANALYST","PUBLIC","WRITER"]' },
    ]);
    await driver.execute('INSERT INTO T VALUES (1)');
    expect((await driver.failure('USE ROLE ACCOUNTADMIN')).code).toBe('002043');
    expect((await driver.failure('USE SECONDARY ROLES ACCOUNTADMIN')).code).toBe('002043');
    expect(await driver.rows('SHOW GRANTS')).toMatchObject([
      { role: 'ANALYST' },
      { role: 'WRITER' },
    ]);
    // A role that is taken back is gone in the session that runs.
    await run('REVOKE ROLE WRITER FROM USER ANN');
    expect((await driver.failure('INSERT INTO T VALUES (1)')).code).toBe('003001');
    await run('REVOKE ROLE ANALYST FROM USER ANN');
    expect(await driver.rows('SELECT CURRENT_ROLE() AS R')).toEqual([{ R: 'PUBLIC' }]);
    expect((await driver.failure('SELECT * FROM D.S.T')).code).toBe('002003');
    await run('GRANT ROLE ANALYST TO USER ANN');
    await run('ALTER USER ANN SET DEFAULT_SECONDARY_ROLES = ()');
    await using plain = await open({});
    expect(await plain.rows('SELECT CURRENT_SECONDARY_ROLES() AS X')).toEqual([
      { X: '{"roles":"","value":""}' },
    ]);
  });

  it('have no role at all once they are dropped', async () => {
    await run(`CREATE USER TEMP PASSWORD = '${password}'`);
    await run('GRANT ROLE ACCOUNTADMIN TO USER TEMP');
    await using driver = await open({ username: 'temp', role: 'ACCOUNTADMIN' });
    await driver.execute('SELECT * FROM D.S.T');
    await run('DROP USER TEMP');
    expect((await driver.failure('SELECT * FROM D.S.T')).code).toBe('002003');
    expect((await driver.failure('USE ROLE SYSADMIN')).code).toBe('002043');
    expect((await driver.failure('CREATE DATABASE X')).code).toBe('003001');
  });

  it('sign in with a key pair, also while keys are exchanged', async () => {
    await run(`CREATE USER ROBOT TYPE = SERVICE RSA_PUBLIC_KEY_2 = '${body}'`);
    await using driver = await open({
      username: 'robot',
      authenticator: 'SNOWFLAKE_JWT',
      privateKey,
    });
    expect(await driver.rows('SELECT CURRENT_USER() AS U, CURRENT_ROLE() AS R')).toEqual([
      { U: 'ROBOT', R: 'PUBLIC' },
    ]);
    expect(await failure({ username: 'ann', authenticator: 'SNOWFLAKE_JWT', privateKey })).toBe(
      '390144',
    );
    expect(await failure({ username: 'robot', password: '' })).not.toBe('it signed in');
    await run('ALTER USER ROBOT UNSET RSA_PUBLIC_KEY_2');
    expect(await failure({ username: 'robot', authenticator: 'SNOWFLAKE_JWT', privateKey })).toBe(
      '390144',
    );
    await expect(run("ALTER USER ROBOT SET PASSWORD = 'x'")).rejects.toThrow('PASSWORD');
    await expect(run("ALTER USER ROBOT SET RSA_PUBLIC_KEY = 'MIIB'")).rejects.toThrow(
      'no public key',
    );
  });

  it('are told why only when they know the secret', async () => {
    await run('ALTER USER ANN SET DISABLED = TRUE');
    expect(await failure({})).toBe('390101');
    expect(await failure({ password: 'wrong' })).toBe('390100');
    await run('ALTER USER ANN SET DISABLED = FALSE MUST_CHANGE_PASSWORD = TRUE');
    expect(await failure({})).toBe('390106');
    await run('ALTER USER ANN UNSET MUST_CHANGE_PASSWORD');
    await run("ALTER USER ANN SET LOGIN_NAME = 'ann@example.com'");
    expect(await failure({})).toBe('390100');
    expect(await failure({ username: 'Ann@example.com' })).toBe('it signed in');
    await run("ALTER USER ANN SET LOGIN_NAME = 'ann'");
  });
});

describe('a password', () => {
  it('is shown nowhere and kept as a hash alone', async () => {
    const texts = [];
    for (const text of [
      'SHOW USERS',
      'DESCRIBE USER ANN',
      'SHOW GRANTS TO USER ANN',
      'SHOW GRANTS ON USER ANN',
    ]) {
      texts.push(JSON.stringify(await run(text)));
    }
    texts.push(
      JSON.stringify(
        await run(
          "SELECT QUERY_TEXT FROM SNOWFLAKE.ACCOUNT_USAGE.QUERY_HISTORY WHERE QUERY_TEXT ILIKE '%USER%'",
        ),
      ),
    );
    expect(texts.join()).toContain('ann@example.com');
    expect(texts.join()).not.toContain(password);
    const files = await Promise.all(
      ['users.duckdb', 'users.duckdb.wal'].map((name) =>
        readFile(join(folder, name)).catch(() => Buffer.from('')),
      ),
    );
    expect(Buffer.concat(files).includes(password)).toBe(false);
    const hash = /"hash":"([^"]+)"/.exec(Buffer.concat(files).toString('latin1'))?.[1] ?? 'no hash';
    expect(texts.join()).not.toContain(hash);
  });
});

describe('a role without rights on users', () => {
  it('sees none of them, and changes none', async () => {
    await using session = await warehouse.openSession({ role: 'ANALYST', user: 'ANN' });
    const rows = (await session.execute({ text: 'SHOW USERS', binds: [] })).rows;
    expect(rows).toMatchObject([{ name: 'ANN', email: null }]);
    for (const text of [
      'DESCRIBE USER ROBOT',
      'ALTER USER ROBOT SET COMMENT = $$x$$',
      'ALTER USER ANN SET DEFAULT_ROLE = ACCOUNTADMIN',
      'DROP USER ROBOT',
      'SHOW GRANTS TO USER ROBOT',
      'GRANT ROLE ACCOUNTADMIN TO USER ANN',
    ]) {
      await expect(session.execute({ text, binds: [] })).rejects.toMatchObject({
        code: expect.stringMatching(/NOT_AUTHORIZED|NOT_FOUND/),
      });
    }
    await expect(
      warehouse.openSession({ role: 'ACCOUNTADMIN', user: 'ANN' }),
    ).rejects.toMatchObject({
      code: 'DAS_WAREHOUSE_UNKNOWN_ROLE',
    });
  });
});

it('users that the server was configured with hide those of the catalogue', async () => {
  await using own = await serve({
    warehouse,
    users: { ANN: { password: 'configured', roles: ['WRITER'] } },
  });
  const signIn = (options: object): Promise<DriverConnection> =>
    DriverConnection.open(own.url, { username: 'ann', password, role: '', ...options });
  await expect(signIn({})).rejects.toMatchObject({ code: '390100' });
  await using driver = await signIn({ password: 'configured', role: 'WRITER' });
  expect(await driver.rows('SELECT CURRENT_ROLE() AS R')).toEqual([{ R: 'WRITER' }]);
  await run(`CREATE USER BOB PASSWORD = '${password}'`);
  await using bob = await signIn({ username: 'bob' });
  expect(await bob.rows('SELECT CURRENT_USER() AS U')).toEqual([{ U: 'BOB' }]);
});
