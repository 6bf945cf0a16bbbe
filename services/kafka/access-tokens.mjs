import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto';

const audience = 'kafka';
const issuer = 'das-services';

/**
 * @typedef {object} TokenIssuer
 * @property {(seconds?: number) => string} token A signed JWT that is good for so many seconds, an hour
 *   by default.
 * @property {string} keySet What a broker checks signatures with, as JSON.
 * @property {string} audience
 * @property {string} issuer
 */

/**
 * Makes a key, and tokens that are signed with it, as an identity provider does.
 *
 * @returns {TokenIssuer}
 */
export function createTokenIssuer() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = randomUUID();
  const key = { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' };
  return {
    audience,
    issuer,
    keySet: JSON.stringify({ keys: [key] }),
    token: (seconds = 3_600) => {
      const now = Math.floor(Date.now() / 1000);
      const claims = {
        sub: 'collector',
        scope: 'read',
        aud: audience,
        iss: issuer,
        jti: randomUUID(),
      };
      const signed = [
        { alg: 'RS256', typ: 'JWT', kid },
        { ...claims, iat: now, exp: now + seconds },
      ]
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.');
      return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`;
    },
  };
}
