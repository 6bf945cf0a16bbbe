import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { invalidConfiguration } from '../errors/snowflake-error.js';
import { readSecretFile } from './secret-file.js';

/** The settings of one connection, with the names of the file in lower case. */
export type ConnectionSettings = ReadonlyMap<string, string>;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where `connections.toml` is looked for, in order: `SNOWFLAKE_HOME`; `~/.snowflake` when it is
 * there; the configuration folder of the platform.
 *
 * @see https://docs.snowflake.com/en/developer-guide/snowflake-cli/connecting/configure-cli
 */
export function connectionsFilePath(environment: Environment): string {
  const home = environment.HOME ?? environment.USERPROFILE ?? homedir();
  const named = environment.SNOWFLAKE_HOME;
  if (named !== undefined && named !== '') {
    return join(named.replace(/^~(?=$|[\\/])/, home), 'connections.toml');
  }
  const usual = join(home, '.snowflake');
  const folder = existsSync(usual) ? usual : platformFolder(environment, home);
  return join(folder, 'connections.toml');
}

function platformFolder(environment: Environment, home: string): string {
  switch (process.platform) {
    case 'win32':
      return join(environment.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'snowflake');
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'snowflake');
    default:
      return join(environment.XDG_CONFIG_HOME ?? join(home, '.config'), 'snowflake');
  }
}

/** Reads one connection of `connections.toml`; only its owner may read the file. */
export function readConnection(path: string, name: string): ConnectionSettings {
  const text = readSecretFile(path, { ownerOnly: true });
  let document: Record<string, unknown>;
  try {
    document = parse(text);
  } catch (error) {
    // What the parser says quotes the lines around the fault, which may hold a password.
    const line = (error as { line?: unknown }).line;
    const at = typeof line === 'number' ? `${path}:${line}` : path;
    throw invalidConfiguration('the file is no valid TOML', at, 'correct the file');
  }
  const section = document[name];
  if (typeof section !== 'object' || section === null || Array.isArray(section)) {
    throw invalidConfiguration(
      `there is no connection ${name}`,
      path,
      'name a connection that the file holds',
    );
  }
  const settings = new Map<string, string>();
  for (const [key, value] of Object.entries(section)) {
    const isScalar = ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
    if (isScalar) settings.set(key.toLowerCase(), String(value));
  }
  return settings;
}
