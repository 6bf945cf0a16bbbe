import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServedWarehouse, serve } from '@das/local';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SnowflakeCredential } from './configuration/snowflake-options.js';
import { openSnowflakeWarehouse } from './open-snowflake-warehouse.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = (key: typeof privateKey): string =>
  key.export({ type: 'pkcs8', format: 'pem' }).toString();

let server: ServedWarehouse;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'das-login-'));
  writeFileSync(
    join(folder, 'key.p8'),
    privateKey.export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: 'phrase',
    }),
    { mode: 0o600 },
  );
  writeFileSync(join(folder, 'token'), 'token-of-ann\n', { mode: 0o600 });
  server = await serve({
    users: {
      ANN: {
        password: 'right',
        publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
        tokens: ['token-of-ann'],
        roles: ['PUBLIC'],
      },
    },
  });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function userOf(credential: SnowflakeCredential): Promise<unknown> {
  await using warehouse = openSnowflakeWarehouse({
    account: 'local',
    accessUrl: server.url,
    user: 'ann',
    credential,
  });
  await using session = await warehouse.openSession({ role: 'PUBLIC' });
  const { rows } = await session.execute({ text: 'SELECT CURRENT_USER() AS U', binds: [] });
  return rows[0]?.U;
}

test.each<[string, () => SnowflakeCredential]>([
  ['a password', () => ({ kind: 'password', password: 'right' })],
  ['a key', () => ({ kind: 'keyPair', privateKey: pem(privateKey) })],
  [
    'an encrypted key in a file',
    () => ({ kind: 'keyPair', privateKeyPath: join(folder, 'key.p8'), passphrase: 'phrase' }),
  ],
  ['a token', () => ({ kind: 'programmaticAccessToken', token: 'token-of-ann' })],
  [
    'a token in a file',
    () => ({ kind: 'programmaticAccessToken', tokenPath: join(folder, 'token') }),
  ],
  ['an OAuth token', () => ({ kind: 'oauth', token: 'token-of-ann' })],
])('a user logs in with %s', async (_, credential) => {
  expect(await userOf(credential())).toBe('ANN');
});

test('a user logs in with a connection of connections.toml', async () => {
  const url = new URL(server.url);
  const connectionsFile = join(folder, 'connections.toml');
  const lines = [
    '[local]',
    'account = "local"',
    'user = "ann"',
    'authenticator = "snowflake_jwt"',
    `private_key_path = ${JSON.stringify(join(folder, 'key.p8'))}`,
    'private_key_passphrase = "phrase"',
    `host = "${url.hostname}"`,
    `port = ${url.port}`,
    'protocol = "http"',
  ];
  writeFileSync(connectionsFile, lines.join('\n'), { mode: 0o600 });
  await using warehouse = openSnowflakeWarehouse({ connectionsFile, connection: 'local' });
  await using session = await warehouse.openSession({ role: 'PUBLIC' });
  const { rows } = await session.execute({ text: 'SELECT CURRENT_USER() AS U', binds: [] });
  expect(rows).toEqual([{ U: 'ANN' }]);
});

test.each<[string, SnowflakeCredential]>([
  ['password', { kind: 'password', password: 'S3CRET' }],
  ['key', { kind: 'keyPair', privateKey: pem(other.privateKey) }],
  ['token', { kind: 'programmaticAccessToken', token: 'S3CRET' }],
])('a user with a wrong %s is refused, and it is not shown', async (_, credential) => {
  const error: unknown = await userOf(credential).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'DAS_SNOWFLAKE_LOGIN_REFUSED', isRetryable: false });
  const shown = JSON.stringify(error, Object.getOwnPropertyNames(error));
  expect(shown).not.toContain('S3CRET');
  expect(shown).not.toContain('PRIVATE KEY');
});
