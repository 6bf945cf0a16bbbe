import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { asText, type JsonObject } from '../http/read-body.js';
import type { ServeUser } from '../serve-options.js';
import { sessionFailures } from '../wire-failure.js';
import { verifyKeyToken } from './verify-key-token.js';

const salt = randomBytes(32);

/** Compares two texts in a time that tells nothing of where they differ. */
export function isSameSecret(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHmac('sha256', salt).update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

/**
 * Finds the user who signs in.
 *
 * @param login - the `data` of a login request
 * @throws WireFailure 390100, or 390144 for a token of a key pair; neither says whether the user exists
 */
export function checkCredentials(
  login: JsonObject,
  users: Readonly<Record<string, ServeUser>>,
  now: number,
): { readonly name: string; readonly user: ServeUser } {
  const name = (asText(login.LOGIN_NAME) ?? '').toUpperCase();
  const user = Object.entries(users).find(([each]) => each.toUpperCase() === name)?.[1];
  const token = asText(login.TOKEN);
  switch ((asText(login.AUTHENTICATOR) ?? 'SNOWFLAKE').toUpperCase()) {
    case 'SNOWFLAKE_JWT': {
      const key = user?.publicKey;
      if (user !== undefined && key !== undefined && token !== undefined) {
        if (verifyKeyToken(token, name, key, now)) return { name, user };
      }
      throw sessionFailures.invalidKeyToken();
    }
    case 'OAUTH':
    case 'PROGRAMMATIC_ACCESS_TOKEN': {
      const known = user?.tokens?.map((each) => isSameSecret(each, token ?? '')) ?? [];
      if (user !== undefined && token !== undefined && known.includes(true)) return { name, user };
      throw sessionFailures.wrongCredentials();
    }
    case 'SNOWFLAKE':
    case 'USERNAME_PASSWORD_MFA': {
      const isRight = isSameSecret(user?.password ?? '', asText(login.PASSWORD) ?? '');
      if (user?.password !== undefined && user.password !== '' && isRight) return { name, user };
      throw sessionFailures.wrongCredentials();
    }
    default:
      throw sessionFailures.wrongCredentials();
  }
}
