import { open } from 'node:fs/promises';
import type { ServeUser } from '@das/local';
import { codeOf } from '../deployment/data-folder.js';
import { CliError } from '../errors/cli-error.js';

/**
 * Reads the users of `das local serve`: a JSON object of users by login name, each as `ServeUser` of
 * `@das/local`. The file holds secrets, so only its owner may be able to read it.
 *
 * @throws {@link CliError} `DAS_FILE_UNREADABLE`
 */
export async function readUsers(file: string): Promise<Readonly<Record<string, ServeUser>>> {
  const text = await readPrivate(file);
  let users: unknown;
  try {
    users = JSON.parse(text);
  } catch {
    throw unreadable(file, 'it is not JSON', 'write a JSON object of users by login name');
  }
  if (!isObject(users) || Object.keys(users).length === 0) {
    throw unreadable(file, 'it holds no users', 'write a JSON object of users by login name');
  }
  for (const [name, user] of Object.entries(users)) checkUser(file, name, user);
  return users as Readonly<Record<string, ServeUser>>;
}

async function readPrivate(file: string): Promise<string> {
  const handle = await open(file).catch((error: unknown) => {
    throw unreadable(file, codeOf(error), 'correct the path after --users');
  });
  try {
    const { mode } = await handle.stat();
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw unreadable(file, 'other users of this machine may read it', 'run chmod 600 on it');
    }
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

const texts = ['password', 'publicKey', 'defaultRole', 'secondaryRoles'];
const lists = ['roles', 'tokens'];

function checkUser(file: string, name: string, user: unknown): void {
  const isUser =
    isObject(user) &&
    Array.isArray(user.roles) &&
    Object.entries(user).every(([member, value]) => {
      if (texts.includes(member)) return typeof value === 'string' && value !== '';
      return lists.includes(member) && isTexts(value);
    }) &&
    ['ALL', 'NONE', undefined].includes(user.secondaryRoles as string | undefined);
  if (isUser) return;
  throw unreadable(
    `${file}: ${name}`,
    'a user is not as it should be',
    `give it roles, and any of ${[...texts, 'tokens'].join(', ')}`,
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string' && each !== '');
}

function unreadable(place: string, why: string, next: string): CliError {
  return new CliError('DAS_FILE_UNREADABLE', `the users cannot be read: ${why}`, { place, next });
}
