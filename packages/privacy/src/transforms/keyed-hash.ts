import { createHmac } from 'node:crypto';
import { PrivacyError } from '../errors/privacy-error.js';

/** The shortest key that is taken, in bytes. */
const shortestKey = 16;

/**
 * Replaces an identifier by its HMAC-SHA-256 (RFC 2104, FIPS 180-4) under a key that is kept
 * elsewhere, as 64 lower-case hexadecimal digits. Equal values give equal hashes, so rows still
 * join. The value is taken as it is: `A@x.com` and `a@x.com` differ.
 *
 * The result is a pseudonym, not de-identified: 45 CFR 164.514(c) does not take a code that is
 * derived from information about the person.
 *
 * @param value - the identifier; encoded as UTF-8
 * @param key - at least 16 bytes; a string counts by its UTF-8 bytes
 * @throws {@link PrivacyError} `DAS_PRIVACY_SHORT_KEY` when the key is shorter
 * @example
 * ```ts
 * import { keyedHash } from '@das/privacy';
 *
 * const hash = keyedHash('MRN-0042', 'a key of at least sixteen bytes');
 * console.log(hash.length, hash === keyedHash('MRN-0042', 'another key, as long as it must be'));
 * // => 64 false
 * ```
 */
export function keyedHash(value: string, key: string | Uint8Array): string {
  const bytes = typeof key === 'string' ? Buffer.from(key, 'utf8') : key;
  if (bytes.byteLength < shortestKey) {
    throw new PrivacyError(
      'DAS_PRIVACY_SHORT_KEY',
      `the key of a keyed hash has fewer than ${shortestKey} bytes`,
      { next: 'use a random key of 32 bytes from a secret store' },
    );
  }
  return createHmac('sha256', bytes).update(value, 'utf8').digest('hex');
}
