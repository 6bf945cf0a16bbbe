import { createHash, createPublicKey, verify } from 'node:crypto';
import { asObject, type JsonObject } from '../http/read-body.js';

/** How far the clocks of a client and this machine may differ. */
const skewMs = 60_000;

/** The longest that a token may hold: Snowflake takes none that holds for more than an hour. */
const longestMs = 3_600_000;

/**
 * Whether a token of key pair authentication was signed by the user's key and holds now.
 *
 * The token is a JWT with RS256 whose issuer is `ACCOUNT.USER.SHA256:<fingerprint>` and whose subject
 * is `ACCOUNT.USER`, as in Snowflake's guide to key pair authentication.
 *
 * @param publicKey - the user's public key as PEM
 * @param now - the time of the check, in milliseconds
 */
export function verifyKeyToken(
  token: string,
  user: string,
  publicKey: string,
  now: number,
): boolean {
  const parts = token.split('.');
  const [head = '', body = '', signature = ''] = parts;
  if (parts.length !== 3 || token.length > 8192) return false;
  if (decode(head).alg !== 'RS256') return false;
  const key = createPublicKey(publicKey);
  if (key.asymmetricKeyType !== 'rsa') return false;
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${body}`),
    key,
    Buffer.from(signature, 'base64url'),
  );
  if (!isSigned) return false;
  const claims = decode(body);
  const print = createHash('sha256').update(key.export({ format: 'der', type: 'spki' }));
  const subject = String(claims.sub);
  return (
    subject.endsWith(`.${user}`) &&
    subject === subject.toUpperCase() &&
    claims.iss === `${subject}.SHA256:${print.digest('base64')}` &&
    isTimely(claims, now)
  );
}

function isTimely(claims: JsonObject, now: number): boolean {
  const issued = milliseconds(claims.iat);
  const expires = milliseconds(claims.exp);
  if (issued === undefined || expires === undefined) return false;
  return issued <= now + skewMs && expires > now && expires - issued <= longestMs;
}

/** A time of a token: seconds by its standard, milliseconds by the driver for Node. */
function milliseconds(value: unknown): number | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  return value > 100_000_000_000 ? value : value * 1000;
}

function decode(part: string): JsonObject {
  try {
    return asObject(JSON.parse(Buffer.from(part, 'base64url').toString('utf8')));
  } catch {
    return {};
  }
}
