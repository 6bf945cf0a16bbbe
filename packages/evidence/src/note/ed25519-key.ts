import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { hex, utf8 } from '../encoding/bytes.js';

/** The signature type byte of Ed25519 in C2SP signed notes. */
export const ed25519Type = 0x01;

// RFC 8410: the DER of an Ed25519 key is a fixed prefix before the 32 bytes of the key.
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex');
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The public key of its 32 bytes. */
export function publicKeyOf(bytes: Uint8Array): KeyObject {
  const key = Buffer.concat([publicPrefix, bytes]);
  return createPublicKey({ key, format: 'der', type: 'spki' });
}

/** The 32 bytes of a public key. */
export function publicKeyBytes(key: KeyObject): Uint8Array {
  return key.export({ format: 'der', type: 'spki' }).subarray(publicPrefix.length);
}

/** The private key of its 32-byte seed. */
export function privateKeyOf(seed: Uint8Array): KeyObject {
  const key = Buffer.concat([privatePrefix, seed]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}

/** The 32-byte seed of a private key. */
export function seedOf(key: KeyObject): Uint8Array {
  return key.export({ format: 'der', type: 'pkcs8' }).subarray(privatePrefix.length);
}

/** The key ID of C2SP signed-note, as 8 hexadecimal digits. */
export function keyIdOf(name: string, publicKey: Uint8Array): string {
  const hash = createHash('sha256');
  hash
    .update(utf8(`${name}\n`))
    .update(Uint8Array.of(ed25519Type))
    .update(publicKey);
  return hex(hash.digest().subarray(0, 4));
}
