import { createPublicKey } from 'node:crypto';
import { hashPassword } from '../../access/password-hash.js';
import type { UserObject, UserType } from '../../catalogue/user-object.js';
import { TokenReader } from '../../lexing/token-reader.js';
import { tokenize } from '../../lexing/tokenize.js';
import { invalidStatement } from '../../warehouse/errors.js';
import { readBooleanOption, readClauses, readOption } from '../clauses.js';

/** Properties that are text and nothing else. */
const texts = ['DISPLAY_NAME', 'FIRST_NAME', 'MIDDLE_NAME', 'LAST_NAME', 'EMAIL'];

/** Properties that name an object; none has to exist before somebody signs in. */
const names = ['DEFAULT_ROLE', 'DEFAULT_WAREHOUSE', 'DEFAULT_NAMESPACE'];

const types: readonly UserType[] = ['PERSON', 'SERVICE', 'LEGACY_SERVICE'];

/** Reads `PROPERTY = value …` to the end of the statement. */
export async function readUserProperties(
  reader: TokenReader,
  before: UserObject,
): Promise<UserObject> {
  let user = before;
  let password: string | undefined;
  const property = (name: string, value: string): void => {
    user = { ...user, properties: { ...user.properties, [name]: value } };
  };
  readClauses(
    reader,
    {
      PASSWORD: () => {
        reader.expectOperator('=');
        password = reader.string();
      },
      LOGIN_NAME: () => {
        user = { ...user, loginName: readOption(reader).toUpperCase() };
      },
      ...Object.fromEntries(
        texts.map((name) => [name, (): void => property(name, readOption(reader))]),
      ),
      ...Object.fromEntries(
        names.map((name) => [name, (): void => property(name, readName(reader))]),
      ),
      MUST_CHANGE_PASSWORD: () => {
        user = { ...user, mustChangePassword: readBooleanOption(reader) };
      },
      DISABLED: () => {
        user = { ...user, isDisabled: readBooleanOption(reader) };
      },
      DEFAULT_SECONDARY_ROLES: () => {
        user = { ...user, hasSecondaryRoles: readSecondaryRoles(reader) };
      },
      RSA_PUBLIC_KEY: () => {
        user = { ...user, publicKeys: [readKey(reader), user.publicKeys[1]] };
      },
      RSA_PUBLIC_KEY_2: () => {
        user = { ...user, publicKeys: [user.publicKeys[0], readKey(reader)] };
      },
      TYPE: () => {
        const value = readOption(reader).toUpperCase();
        const type = value === 'NULL' ? 'PERSON' : types.find((each) => each === value);
        if (type === undefined) throw invalidStatement('this is no type of a user', 'TYPE');
        user = { ...user, type };
      },
      COMMENT: () => {
        user = { ...user, comment: readOption(reader) };
      },
    },
    () => {
      // Properties may stand with commas between them.
      if (reader.acceptOperator(',') && reader.isAtEnd) throw reader.unexpected('a property');
      return reader.isAtEnd;
    },
  );
  if (password !== undefined) user = { ...user, password: await hashPassword(password) };
  return checked(user);
}

/** `UNSET PROPERTY, …`. */
export function forgetUserProperties(reader: TokenReader, before: UserObject): UserObject {
  let user = before;
  do {
    const name = reader.expectOneOf([
      ...texts,
      ...names,
      'PASSWORD',
      'RSA_PUBLIC_KEY',
      'RSA_PUBLIC_KEY_2',
      'DISABLED',
      'MUST_CHANGE_PASSWORD',
      'DEFAULT_SECONDARY_ROLES',
      'TYPE',
      'COMMENT',
    ]);
    user = without(user, name);
  } while (reader.acceptOperator(','));
  reader.expectEnd();
  return checked(user);
}

function without(user: UserObject, name: string): UserObject {
  const { password, ...rest } = user;
  switch (name) {
    case 'PASSWORD':
      return rest;
    case 'RSA_PUBLIC_KEY':
      return { ...user, publicKeys: [undefined, user.publicKeys[1]] };
    case 'RSA_PUBLIC_KEY_2':
      return { ...user, publicKeys: [user.publicKeys[0], undefined] };
    case 'DISABLED':
      return { ...user, isDisabled: false };
    case 'MUST_CHANGE_PASSWORD':
      return { ...user, mustChangePassword: false };
    case 'DEFAULT_SECONDARY_ROLES':
      return { ...user, hasSecondaryRoles: true };
    case 'TYPE':
      return { ...user, type: 'PERSON' };
    case 'COMMENT':
      return { ...user, comment: '' };
    default: {
      const { [name]: gone, ...properties } = user.properties;
      return { ...user, properties };
    }
  }
}

/**
 * A service has no password and no name of a person.
 *
 * @see https://docs.snowflake.com/en/user-guide/admin-user-management
 */
function checked(user: UserObject): UserObject {
  if (user.type === 'PERSON') return user;
  const refused = ['FIRST_NAME', 'MIDDLE_NAME', 'LAST_NAME'].find(
    (name) => name in user.properties,
  );
  const isService = user.type === 'SERVICE';
  const other = user.mustChangePassword
    ? 'MUST_CHANGE_PASSWORD'
    : isService && user.password !== undefined
      ? 'PASSWORD'
      : undefined;
  const name = refused ?? other;
  if (name === undefined) return user;
  throw invalidStatement(`a user of TYPE = ${user.type} cannot have ${name}`, name);
}

/** `('ALL')` or `()`. */
function readSecondaryRoles(reader: TokenReader): boolean {
  reader.expectOperator('=');
  const roles = reader.list(() => reader.string().toUpperCase());
  if (roles.some((role) => role !== 'ALL') || roles.length > 1) {
    throw invalidStatement("DEFAULT_SECONDARY_ROLES is ('ALL') or ()", 'DEFAULT_SECONDARY_ROLES');
  }
  return roles.length === 1;
}

/** A name, or text that holds one; both follow the rules of identifiers. */
function readName(reader: TokenReader): string {
  reader.expectOperator('=');
  const own = reader.peek().kind === 'string' ? new TokenReader(tokenize(reader.string())) : reader;
  const parts = own.name();
  if (own !== reader) own.expectEnd();
  return parts
    .map((part) => (/^[A-Z_][A-Z0-9_$]*$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`))
    .join('.');
}

/** A public key of an RSA pair, with or without the lines of PEM around it. */
function readKey(reader: TokenReader): string {
  reader.expectOperator('=');
  const body = reader
    .string()
    .replace(/-----(?:BEGIN|END) PUBLIC KEY-----/g, '')
    .replace(/\s+/g, '');
  try {
    const key = createPublicKey(`-----BEGIN PUBLIC KEY-----\n${body}\n-----END PUBLIC KEY-----\n`);
    if (key.asymmetricKeyType === 'rsa')
      return key.export({ type: 'spki', format: 'pem' }).toString();
  } catch {
    // Said below: what was given is not repeated.
  }
  throw invalidStatement('this is no public key of an RSA pair', 'RSA_PUBLIC_KEY', 393_305);
}
