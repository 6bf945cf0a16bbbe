import { invalidConfiguration } from '../errors/snowflake-error.js';
import type { ConnectionSettings } from './connections-file.js';
import type { SnowflakeCredential } from './snowflake-options.js';

/**
 * The credential of a connection, by its `authenticator`; without one, by what is there: a key, a
 * token, a password.
 *
 * @see https://docs.snowflake.com/en/developer-guide/node-js/nodejs-driver-authenticate
 */
export function credentialOf(
  settings: ConnectionSettings,
  place: string,
): SnowflakeCredential | undefined {
  const authenticator = settings.get('authenticator')?.toUpperCase();
  switch (authenticator ?? guess(settings)) {
    case undefined:
      return undefined;
    case 'SNOWFLAKE':
    case 'USERNAME_PASSWORD_MFA': {
      const password = settings.get('password');
      const passcode = settings.get('passcode');
      if (password === undefined) return undefined;
      return { kind: 'password', password, ...(passcode === undefined ? {} : { passcode }) };
    }
    case 'SNOWFLAKE_JWT':
      return keyPair(settings);
    case 'OAUTH':
      return token('oauth', settings);
    case 'PROGRAMMATIC_ACCESS_TOKEN':
      return token('programmaticAccessToken', settings);
    default:
      // The name of an authenticator may be the URL of an identity provider; it is not repeated.
      throw invalidConfiguration(
        'the authenticator is not supported',
        place,
        'use SNOWFLAKE, SNOWFLAKE_JWT, OAUTH or PROGRAMMATIC_ACCESS_TOKEN',
      );
  }
}

function guess(settings: ConnectionSettings): string | undefined {
  const has = (...names: readonly string[]): boolean => names.some((name) => settings.has(name));
  if (has('private_key_path', 'private_key_file', 'private_key')) return 'SNOWFLAKE_JWT';
  if (has('password')) return 'SNOWFLAKE';
  return has('token', 'token_file_path') ? 'OAUTH' : undefined;
}

function keyPair(settings: ConnectionSettings): SnowflakeCredential | undefined {
  const phrase =
    settings.get('private_key_passphrase') ??
    settings.get('private_key_pass') ??
    settings.get('private_key_file_pwd');
  const passphrase = phrase === undefined ? {} : { passphrase: phrase };
  const path = settings.get('private_key_path') ?? settings.get('private_key_file');
  if (path !== undefined) return { kind: 'keyPair', privateKeyPath: path, ...passphrase };
  const key = settings.get('private_key');
  return key === undefined ? undefined : { kind: 'keyPair', privateKey: key, ...passphrase };
}

function token(
  kind: 'oauth' | 'programmaticAccessToken',
  settings: ConnectionSettings,
): SnowflakeCredential | undefined {
  const path = settings.get('token_file_path');
  if (path !== undefined) return { kind, tokenPath: path };
  const text = settings.get('token');
  return text === undefined ? undefined : { kind, token: text };
}
