import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { ConnectionOptions } from 'snowflake-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DriverConnection } from '../../fixtures/driver.js';
import { type LocalWarehouse, openLocalWarehouse } from '../../warehouse/open-local-warehouse.js';
import { serve } from '../serve.js';
import type { ServedWarehouse } from '../serve-options.js';
import { verifyKeyToken } from './verify-key-token.js';

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const otherKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = (key: typeof keys.privateKey): string =>
  key.export({ type: 'pkcs8', format: 'pem' }).toString();
const publicKey = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();

let server: ServedWarehouse;
let warehouse: LocalWarehouse;
const said: string[] = [];

beforeAll(async () => {
  warehouse = await openLocalWarehouse();
  {
    await using admin = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
    for (const text of [
      'CREATE DATABASE D',
      'CREATE ROLE ANALYST',
      'CREATE ROLE JUNIOR',
      'GRANT ROLE JUNIOR TO ROLE ANALYST',
      'CREATE WAREHOUSE W',
      'GRANT USAGE ON DATABASE D TO ROLE ANALYST',
      'GRANT USAGE ON SCHEMA D.PUBLIC TO ROLE ANALYST',
      'GRANT USAGE ON WAREHOUSE W TO ROLE ANALYST',
    ]) {
      await admin.execute({ text, binds: [] });
    }
  }
  server = await serve({
    warehouse,
    log: (line) => said.push(line),
    users: {
      ANN: {
        password: 'open sesame',
        publicKey,
        tokens: ['pat-1'],
        roles: ['ANALYST'],
        defaultRole: 'ANALYST',
      },
      KEYS: { publicKey, roles: [] },
    },
  });
});
afterAll(async () => {
  await server.close();
  await warehouse.close();
});

const open = (options: Parameters<typeof DriverConnection.open>[1]): Promise<DriverConnection> =>
  DriverConnection.open(server.url, { role: 'ANALYST', password: 'open sesame', ...options });

async function failure(options: Parameters<typeof DriverConnection.open>[1]): Promise<unknown> {
  return await open(options).then(
    () => 'it signed in',
    (error: { code: unknown }) => error.code,
  );
}

describe('a user signs in', () => {
  it('with a password, and gets what the login names', async () => {
    await using driver = await open({ database: 'd', warehouse: 'w' });
    expect(
      await driver.rows(`SELECT CURRENT_USER() AS U, CURRENT_ROLE() AS R, CURRENT_DATABASE() AS D,
        CURRENT_SCHEMA() AS S, CURRENT_WAREHOUSE() AS W`),
    ).toEqual([{ U: 'ANN', R: 'ANALYST', D: 'D', S: 'PUBLIC', W: 'W' }]);
  });

  it('with a key pair', async () => {
    await using driver = await open({
      authenticator: 'SNOWFLAKE_JWT',
      privateKey: pem(keys.privateKey),
    });
    expect(await driver.rows('SELECT CURRENT_USER() AS U')).toEqual([{ U: 'ANN' }]);
  });

  it('with a programmatic access token, also as OAuth', async () => {
    await using driver = await open({ authenticator: 'PROGRAMMATIC_ACCESS_TOKEN', token: 'pat-1' });
    await using other = await open({ authenticator: 'OAUTH', token: 'pat-1' });
    expect(await driver.rows('SELECT 1 AS N')).toEqual(await other.rows('SELECT 1 AS N'));
  });

  it('with the default role where none is named, and PUBLIC where there is none', async () => {
    await using ann = await open({ role: '' });
    expect(await ann.rows('SELECT CURRENT_ROLE() AS R')).toEqual([{ R: 'ANALYST' }]);
    await using keyed = await open({
      username: 'keys',
      role: '',
      authenticator: 'SNOWFLAKE_JWT',
      privateKey: pem(keys.privateKey),
    });
    expect(await keyed.rows('SELECT CURRENT_ROLE() AS R')).toEqual([{ R: 'PUBLIC' }]);
  });

  it('without a place that is not there', async () => {
    await using driver = await open({ database: 'NOWHERE', warehouse: 'NOTHING' });
    expect(await driver.rows('SELECT CURRENT_DATABASE() AS D, CURRENT_WAREHOUSE() AS W')).toEqual([
      { D: null, W: null },
    ]);
  });
});

const refusals: readonly (readonly [string, string, Partial<ConnectionOptions>])[] = [
  ['390100', 'a wrong password', { password: 'open' }],
  ['390100', 'an unknown user', { username: 'nobody' }],
  ['390100', 'a user without a password', { username: 'keys', password: 'x' }],
  ['390100', 'a wrong token', { authenticator: 'PROGRAMMATIC_ACCESS_TOKEN', token: 'pat-2' }],
  [
    '390144',
    'another key',
    { authenticator: 'SNOWFLAKE_JWT', privateKey: pem(otherKeys.privateKey) },
  ],
  [
    '390144',
    'the key of an unknown user',
    { username: 'bob', authenticator: 'SNOWFLAKE_JWT', privateKey: pem(keys.privateKey) },
  ],
  ['390189', 'a role that was not granted', { role: 'ACCOUNTADMIN' }],
  ['390189', 'a role that does not exist', { role: 'NOBODYS' }],
];

describe('a login is refused', () => {
  it.each(refusals)('with %s for %s', async (code, _, options) => {
    expect(await failure(options)).toBe(code);
  });

  it('for a parameter that the engine could not honour', async () => {
    const answer = await fetch(`${server.url}/session/v1/login-request`, {
      method: 'POST',
      body: JSON.stringify({
        data: {
          LOGIN_NAME: 'ann',
          PASSWORD: 'open sesame',
          SESSION_PARAMETERS: { TIMEZONE: 'Europe/Paris' },
        },
      }),
    });
    expect(await answer.json()).toMatchObject({ success: false, code: '000002' });
  });
});

describe('a user takes on', () => {
  it('the roles that were granted, and those that they inherit, but no other', async () => {
    await using driver = await open({});
    await driver.execute('USE ROLE JUNIOR');
    expect((await driver.failure('USE ROLE ACCOUNTADMIN')).code).toBe('002043');
    expect(await driver.rows('SELECT CURRENT_ROLE() AS R')).toEqual([{ R: 'JUNIOR' }]);
  });

  it('no other role as a secondary one either', async () => {
    await using driver = await open({});
    await driver.execute('USE SECONDARY ROLES ALL');
    expect(
      await driver.rows(
        "SELECT IS_ROLE_IN_SESSION('ANALYST') AS A, IS_ROLE_IN_SESSION('ACCOUNTADMIN') AS B",
      ),
    ).toEqual([{ A: true, B: false }]);
  });
});

describe('a token of a key pair', () => {
  const now = Date.UTC(2026, 0, 1);
  const seconds = now / 1000;
  const token = (claims: object, header: object = { alg: 'RS256', typ: 'JWT' }): string => {
    const part = (value: object): string =>
      Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part(header)}.${part(claims)}`;
    const signature = sign('sha256', Buffer.from(text), keys.privateKey).toString('base64url');
    return `${text}.${signature}`;
  };
  const issuer = (): string => {
    const der = keys.publicKey.export({ type: 'spki', format: 'der' });
    return `LOCAL.ANN.SHA256:${fingerprint(der)}`;
  };
  const good = { sub: 'LOCAL.ANN', iat: seconds, exp: seconds + 60 };

  it('holds when all of it is right', () => {
    expect(verifyKeyToken(token({ ...good, iss: issuer() }), 'ANN', publicKey, now)).toBe(true);
  });

  it.each([
    ['another subject', { ...good, sub: 'LOCAL.BOB' }],
    ['another issuer', { ...good, iss: 'LOCAL.ANN.SHA256:abc' }],
    ['an end that has passed', { ...good, exp: seconds - 1 }],
    ['no end', { sub: 'LOCAL.ANN', iat: seconds }],
    ['a beginning that is far ahead', { ...good, iat: seconds + 600, exp: seconds + 700 }],
    ['more than an hour', { ...good, exp: seconds + 3700 }],
  ])('is refused with %s', (_, claims) => {
    const text = token({ iss: issuer(), ...claims });
    expect(verifyKeyToken(text, 'ANN', publicKey, now)).toBe(false);
  });

  it.each(['none', 'HS256', 'RS512'])('is refused with the algorithm %s', (alg) => {
    const text = token({ ...good, iss: issuer() }, { alg });
    expect(verifyKeyToken(text, 'ANN', publicKey, now)).toBe(false);
  });

  it('is refused when it is cut or is none', () => {
    const text = token({ ...good, iss: issuer() });
    for (const each of [text.slice(0, -3), text.split('.').slice(0, 2).join('.'), '', '...']) {
      expect(verifyKeyToken(each, 'ANN', publicKey, now)).toBe(false);
    }
  });
});

function fingerprint(der: Buffer): string {
  return createHash('sha256').update(der).digest('base64');
}

describe('without users', () => {
  it('any credentials are accepted, which is said once', async () => {
    const lines: string[] = [];
    await using anyone = await serve({ log: (line) => lines.push(line) });
    await using driver = await DriverConnection.open(anyone.url, { password: 'secret-of-mine' });
    expect(await driver.rows('SELECT CURRENT_USER() AS U')).toEqual([{ U: 'ANN' }]);
    expect(lines).toHaveLength(1);
    expect(lines.join()).not.toContain('secret-of-mine');
    expect(said).toEqual([]);
  });

  it('another address than loopback is refused', async () => {
    await expect(serve({ host: '0.0.0.0' })).rejects.toMatchObject({
      code: 'DAS_SERVE_USERS_NEEDED',
    });
    await expect(serve({ host: '0.0.0.0', users: {} })).rejects.toMatchObject({
      code: 'DAS_SERVE_USERS_NEEDED',
    });
  });
});

it('says which of the options are wrong', async () => {
  await expect(serve({ users: { A: { publicKey: 'x', roles: [] } } })).rejects.toMatchObject({
    code: 'DAS_SERVE_INVALID_OPTIONS',
  });
  const port = Number(new URL(server.url).port);
  await expect(serve({ port })).rejects.toMatchObject({ code: 'DAS_SERVE_CANNOT_LISTEN' });
});
