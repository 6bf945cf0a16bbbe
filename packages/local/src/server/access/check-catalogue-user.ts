import { isPassword } from '../../access/password-hash.js';
import type { Catalogue } from '../../catalogue/catalogue.js';
import type { UserObject } from '../../catalogue/user-object.js';
import { asText, type JsonObject } from '../http/read-body.js';
import { sessionFailures } from '../wire-failure.js';
import { verifyKeyToken } from './verify-key-token.js';

/**
 * Finds the user of the catalogue who signs in, made by CREATE USER.
 *
 * @param login - the `data` of a login request
 * @throws WireFailure 390100, or 390144 for a token of a key pair, neither of which says whether the
 * user exists; 390101 and 390106 only to those who know the secret of a user who may not sign in.
 */
export async function checkCatalogueUser(
  login: JsonObject,
  catalogue: Catalogue,
  now: number,
): Promise<UserObject> {
  const name = (asText(login.LOGIN_NAME) ?? '').toUpperCase();
  const user = [...catalogue.ofKind('USER')].find(({ loginName }) => loginName === name);
  switch ((asText(login.AUTHENTICATOR) ?? 'SNOWFLAKE').toUpperCase()) {
    case 'SNOWFLAKE_JWT': {
      const token = asText(login.TOKEN) ?? '';
      const isSigned = user?.publicKeys.some(
        (key) => key !== undefined && key !== null && verifyKeyToken(token, name, key, now),
      );
      if (user === undefined || isSigned !== true) throw sessionFailures.invalidKeyToken();
      return enabled(user);
    }
    case 'SNOWFLAKE':
    case 'USERNAME_PASSWORD_MFA': {
      const password = asText(login.PASSWORD) ?? '';
      const isRight = await isPassword(password, user?.password);
      if (user === undefined || !isRight) throw sessionFailures.wrongCredentials();
      if (user.mustChangePassword) throw sessionFailures.expiredPassword();
      return enabled(user);
    }
    default:
      throw sessionFailures.wrongCredentials();
  }
}

function enabled(user: UserObject): UserObject {
  if (user.isDisabled) throw sessionFailures.disabledUser();
  return user;
}
