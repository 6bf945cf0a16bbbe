import { createPrivateKey } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { DriverCredential } from '../driver/snowflake-driver.js';
import { invalidConfiguration } from '../errors/snowflake-error.js';
import {
  type ConnectionSettings,
  connectionsFilePath,
  readConnection,
} from './connections-file.js';
import { Secret } from './secret.js';
import { readSecretFile } from './secret-file.js';
import { credentialOf } from './settings-credential.js';
import type { SnowflakeCredential, SnowflakeOptions } from './snowflake-options.js';

/** What is known of the account before a session is opened. It shows no secret in any form. */
export interface SnowflakeConfiguration {
  readonly account: string;
  readonly accessUrl: string | undefined;
  /** The host and port that answer, for messages and spans. */
  readonly address: string;
  readonly port: number | undefined;
  readonly user: string | undefined;
  readonly warehouse: string | undefined;
  readonly database: string | undefined;
  readonly schema: string | undefined;
  /** The credential in clear. Read for each login, so that a token in a file may be renewed. */
  readonly credential: () => DriverCredential;
}

interface Source {
  readonly place: string;
  readonly account: string | undefined;
  readonly accessUrl: string | undefined;
  readonly user: string | undefined;
  readonly credential: SnowflakeCredential | undefined;
  readonly warehouse?: string | undefined;
  readonly database?: string | undefined;
  readonly schema?: string | undefined;
}

/** Finds the account, the user and the credential, from one place; see {@link SnowflakeOptions}. */
export function resolveConfiguration(options: SnowflakeOptions): SnowflakeConfiguration {
  const source = findSource(options);
  const { place, credential, user } = source;
  const account = source.account;
  if (account === undefined || !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(account)) {
    throw invalidConfiguration(
      account === undefined ? 'no account is configured' : 'the account identifier is malformed',
      place,
      'give the account identifier, such as myorg-myaccount',
    );
  }
  if (credential === undefined) {
    throw invalidConfiguration(
      'no credential is configured',
      place,
      'give a password, a key pair, an OAuth token or a programmatic access token',
    );
  }
  if (user === undefined && credential.kind !== 'oauth') {
    throw invalidConfiguration('no user is configured', place, 'give the user that logs in');
  }
  const url = readUrl(source.accessUrl, account, place);
  const reveal = driverCredential(credential, place);
  return {
    account,
    accessUrl: source.accessUrl,
    address: url.hostname,
    port: url.port === '' ? undefined : Number(url.port),
    user,
    warehouse: options.warehouse ?? source.warehouse,
    database: options.database ?? source.database,
    schema: options.schema ?? source.schema,
    credential: reveal,
  };
}

function findSource(options: SnowflakeOptions): Source {
  const environment = options.environment ?? process.env;
  if (options.account !== undefined) {
    const { account, accessUrl, user, credential } = options;
    return { place: 'the options', account, accessUrl, user, credential };
  }
  if (options.credential !== undefined || options.accessUrl !== undefined) {
    throw invalidConfiguration(
      'a credential or an address is given without an account',
      'the options',
      'give the account with them: settings of two places are not mixed',
    );
  }
  const path = options.connectionsFile ?? connectionsFilePath(environment);
  const name = options.connection ?? filled(environment.SNOWFLAKE_DEFAULT_CONNECTION_NAME);
  if (name !== undefined) return fromSettings(readConnection(path, name), `${path} [${name}]`);
  if (filled(environment.SNOWFLAKE_ACCOUNT) !== undefined) {
    return fromSettings(environmentSettings(environment), 'the SNOWFLAKE_* variables');
  }
  if (options.connectionsFile === undefined && !existsSync(path)) {
    throw invalidConfiguration(
      'no connection to Snowflake is configured',
      'the options, the SNOWFLAKE_* variables and connections.toml',
      `give an account, set SNOWFLAKE_ACCOUNT, or write ${path}`,
    );
  }
  return fromSettings(readConnection(path, 'default'), `${path} [default]`);
}

function filled(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text;
}

/** `SNOWFLAKE_PRIVATE_KEY_PATH` is what the file calls `private_key_path`. */
function environmentSettings(
  environment: Readonly<Record<string, string | undefined>>,
): ConnectionSettings {
  const settings = new Map<string, string>();
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith('SNOWFLAKE_') || filled(value) === undefined) continue;
    settings.set(name.slice('SNOWFLAKE_'.length).toLowerCase(), value ?? '');
  }
  return settings;
}

function fromSettings(settings: ConnectionSettings, place: string): Source {
  const host = settings.get('host');
  const port = settings.get('port');
  const protocol = settings.get('protocol') ?? 'https';
  return {
    place,
    account: settings.get('account'),
    accessUrl: host && `${protocol}://${host}${port === undefined ? '' : `:${port}`}`,
    user: settings.get('user') ?? settings.get('username'),
    credential: credentialOf(settings, place),
    warehouse: settings.get('warehouse'),
    database: settings.get('database'),
    schema: settings.get('schema'),
  };
}

/** Only TLS carries a credential, except to this machine. */
function readUrl(accessUrl: string | undefined, account: string, place: string): URL {
  const text = accessUrl ?? `https://${account}.snowflakecomputing.com`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLoopback =
    url !== undefined && /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback);
  if (url === undefined || !isSafe || url.username !== '' || url.password !== '') {
    throw invalidConfiguration(
      'the address is no https URL without a user in it',
      place,
      'give an https address; http is for this machine only',
    );
  }
  return url;
}

function driverCredential(credential: SnowflakeCredential, place: string): () => DriverCredential {
  switch (credential.kind) {
    case 'password': {
      const password = new Secret(credential.password);
      const passcode =
        credential.passcode === undefined ? undefined : new Secret(credential.passcode);
      return () => ({
        kind: 'password',
        password: password.reveal(),
        passcode: passcode?.reveal(),
      });
    }
    case 'keyPair': {
      const key = new Secret(privateKey(credential, place));
      return () => ({ kind: 'keyPair', privateKey: key.reveal() });
    }
    case 'oauth':
    case 'programmaticAccessToken': {
      const { kind } = credential;
      if ('token' in credential) {
        const token = new Secret(credential.token);
        return () => ({ kind, token: token.reveal() });
      }
      const path = credential.tokenPath;
      return () => ({ kind, token: readSecretFile(path, { ownerOnly: true }).trim() });
    }
  }
}

function privateKey(
  credential: Extract<SnowflakeCredential, { kind: 'keyPair' }>,
  place: string,
): string {
  const isPath = 'privateKeyPath' in credential;
  const from = isPath ? credential.privateKeyPath : place;
  const key = isPath
    ? readSecretFile(credential.privateKeyPath, { ownerOnly: false })
    : credential.privateKey;
  const { passphrase } = credential;
  try {
    return createPrivateKey(passphrase === undefined ? key : { key, passphrase })
      .export({ type: 'pkcs8', format: 'pem' })
      .toString();
  } catch {
    throw invalidConfiguration(
      'the private key cannot be read',
      from,
      'give a PKCS #8 key in PEM, and its passphrase when it is encrypted',
    );
  }
}
