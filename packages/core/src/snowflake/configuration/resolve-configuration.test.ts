import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSnowflakeWarehouse } from '../open-snowflake-warehouse.js';
import { resolveConfiguration } from './resolve-configuration.js';

const secret = 'S3CRET-phrase';
let home: string;

function write(path: string, text: string, mode = 0o600): string {
  const file = join(home, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'das-home-'));
  write(
    '.snowflake/connections.toml',
    `[default]
account = "org-default"
user = "ann"
password = "${secret}"
warehouse = "WH"
[other]
account = "org-other"
user = "bob"
authenticator = "oauth"
token = "${secret}"
[sso]
account = "org-sso"
user = "cay"
authenticator = "https://${secret}.okta.com"
`,
  );
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const resolve = (environment: Record<string, string>, options = {}) =>
  resolveConfiguration({ ...options, environment: { HOME: home, ...environment } });

describe('the configuration', () => {
  test('comes from the first place that is there, and never from two', () => {
    expect(resolve({})).toMatchObject({ account: 'org-default', user: 'ann', warehouse: 'WH' });
    expect(resolve({}, { connection: 'other' })).toMatchObject({ account: 'org-other' });
    expect(resolve({ SNOWFLAKE_DEFAULT_CONNECTION_NAME: 'other' })).toMatchObject({
      account: 'org-other',
    });
    const variables = { SNOWFLAKE_ACCOUNT: 'org-env', SNOWFLAKE_USER: 'eve' };
    expect(resolve({ ...variables, SNOWFLAKE_PASSWORD: 'p' })).toMatchObject({
      account: 'org-env',
      address: 'org-env.snowflakecomputing.com',
    });
    expect(() => resolve(variables)).toThrow('no credential');
    expect(() => resolve({ SNOWFLAKE_PASSWORD: 'p' }, { account: 'org-here', user: 'x' })).toThrow(
      'no credential',
    );
    expect(() => resolve({}, { accessUrl: 'https://elsewhere.example' })).toThrow(
      'without an account',
    );
  });

  test('reads SNOWFLAKE_HOME before the usual folder', () => {
    const file = write(
      'else/connections.toml',
      '[default]\naccount = "org-else"\nuser = "u"\npassword = "p"',
    );
    expect(resolve({ SNOWFLAKE_HOME: join(file, '..') })).toMatchObject({ account: 'org-else' });
    expect(() => resolve({ SNOWFLAKE_HOME: join(home, 'nowhere') })).toThrow('no connection');
  });

  test('refuses a file that others may read, and says how to mend it', () => {
    for (const mode of [0o644, 0o640, 0o602]) {
      const file = write('open/connections.toml', '[default]\naccount = "a"', mode);
      expect(() => resolve({}, { connectionsFile: file })).toThrow(
        expect.objectContaining({ code: 'DAS_SNOWFLAKE_CONFIGURATION_EXPOSED', place: file }),
      );
    }
  });

  test('is refused with what is wrong, never with what the file holds', () => {
    const broken = write('broken/connections.toml', `[default]\npassword = "${secret}\n`);
    for (const options of [
      { connectionsFile: broken },
      { connection: 'nobody' },
      { connection: 'sso' },
      { account: 'bad account', user: 'u', credential: { kind: 'password', password: secret } },
      {
        account: 'a',
        user: 'u',
        accessUrl: `https://u:${secret}@h.example`,
        credential: { kind: 'password', password: secret },
      },
      {
        account: 'a',
        user: 'u',
        accessUrl: 'http://far.example',
        credential: { kind: 'password', password: secret },
      },
      { account: 'a', user: 'u', credential: { kind: 'keyPair', privateKey: secret } },
    ]) {
      try {
        resolve({}, options);
        expect.unreachable();
      } catch (error) {
        expect(error).toMatchObject({ code: 'DAS_SNOWFLAKE_CONFIGURATION_INVALID' });
        expect(inspect(error, { depth: 9 })).not.toContain(secret);
      }
    }
  });
});

describe('a credential', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: secret,
  });

  test('of a key pair is a file and its passphrase, and is decrypted once', () => {
    const path = write('key.p8', pem.toString(), 0o644);
    const base = { account: 'a', user: 'u' };
    const { credential } = resolve(
      {},
      { ...base, credential: { kind: 'keyPair', privateKeyPath: path, passphrase: secret } },
    );
    expect(credential()).toEqual({
      kind: 'keyPair',
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    });
    expect(() =>
      resolve(
        {},
        { ...base, credential: { kind: 'keyPair', privateKeyPath: path, passphrase: 'wrong' } },
      ),
    ).toThrow('cannot be read');
  });

  test('of a token file is read again for each login', () => {
    const tokenPath = write('token', 'first\n');
    const { credential } = resolve({}, { account: 'a', credential: { kind: 'oauth', tokenPath } });
    expect(credential()).toEqual({ kind: 'oauth', token: 'first' });
    write('token', 'second');
    expect(credential()).toEqual({ kind: 'oauth', token: 'second' });
    chmodSync(tokenPath, 0o644);
    expect(credential).toThrow('open to other users');
  });

  test('is shown by nothing', () => {
    const options = {
      account: 'org-a',
      user: 'u',
      credential: { kind: 'password', password: secret } as const,
    };
    const configuration = resolveConfiguration(options);
    const warehouse = openSnowflakeWarehouse(options);
    for (const value of [configuration, warehouse]) {
      expect(inspect(value, { depth: 9, showHidden: true })).not.toContain(secret);
      expect(JSON.stringify(value)).not.toContain(secret);
      expect(String(value)).not.toContain(secret);
    }
    expect(warehouse.description).toBe('Snowflake account org-a (org-a.snowflakecomputing.com)');
  });
});
