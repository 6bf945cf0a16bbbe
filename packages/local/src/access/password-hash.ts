import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { PasswordHash } from '../catalogue/user-object.js';

const keyBytes = 32;

/** What is kept of a password. */
export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt);
  return {
    algorithm: 'scrypt',
    salt: salt.toString('base64'),
    hash: hash.toString('base64'),
  };
}

/** Compares in a time that does not tell where the passwords differ, nor whether there is one. */
export async function isPassword(
  password: string,
  kept: PasswordHash | undefined,
): Promise<boolean> {
  const salt = kept === undefined ? randomBytes(16) : Buffer.from(kept.salt, 'base64');
  const hash = await derive(password, salt);
  const expected = kept === undefined ? randomBytes(keyBytes) : Buffer.from(kept.hash, 'base64');
  return expected.length === hash.length && timingSafeEqual(hash, expected) && kept !== undefined;
}

async function derive(password: string, salt: Buffer): Promise<Buffer> {
  return await new Promise((resolve, reject) => {
    scrypt(password, salt, keyBytes, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
