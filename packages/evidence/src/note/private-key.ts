import { createPublicKey, type KeyObject } from 'node:crypto';
import { decodeBase64, encodeBase64 } from '../encoding/base64.js';
import { EvidenceError } from '../errors/evidence-error.js';
import { ed25519Type, keyIdOf, privateKeyOf, publicKeyBytes, seedOf } from './ed25519-key.js';
import { isKeyName } from './key-name.js';

/** A private key and its name. */
export interface NamedPrivateKey {
  readonly name: string;
  readonly key: KeyObject;
}

const marker = 'PRIVATE+KEY+';

/** A private key as other tools for signed notes write it: `PRIVATE+KEY+name+id+base64`. */
export function encodePrivateKey({ name, key }: NamedPrivateKey): string {
  const keyId = keyIdOf(name, publicKeyBytes(createPublicKey(key)));
  const encoded = encodeBase64(Buffer.concat([Uint8Array.of(ed25519Type), seedOf(key)]));
  return `${marker}${name}+${keyId}+${encoded}`;
}

/** Reads `PRIVATE+KEY+name+id+base64`; anything else is `DAS_EVIDENCE_INVALID_KEY`. */
export function parsePrivateKey(text: string): NamedPrivateKey {
  const [, name = '', keyId = '', encoded = ''] =
    /^PRIVATE\+KEY\+([^+]*)\+([^+]*)\+(.*)$/su.exec(text) ?? [];
  const bytes = decodeBase64(encoded);
  if (isKeyName(name) && bytes?.length === 33 && bytes[0] === ed25519Type) {
    const key = privateKeyOf(bytes.subarray(1));
    if (keyIdOf(name, publicKeyBytes(createPublicKey(key))) === keyId) return { name, key };
  }
  throw new EvidenceError(
    'DAS_EVIDENCE_INVALID_KEY',
    'the private key does not parse as an Ed25519 key of the form PRIVATE+KEY+name+id+base64',
    { place: 'private key', next: 'copy the whole line again from where the key was made' },
  );
}
