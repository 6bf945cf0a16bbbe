import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import { type EvidenceVerifier, verifierOf } from './evidence-verifier.js';
import { checkOrigin } from './key-name.js';

/** The private half of a log's key. It signs; the key itself does not leave it. */
export interface EvidenceSigner {
  /** The name of the key, which is the origin of the log. */
  readonly origin: string;
  /** The C2SP key ID, 8 hexadecimal digits. */
  readonly keyId: string;
  /** The public key as one line, `name+id+base64`: what to give to an auditor. */
  readonly verifier: string;
  /** The Ed25519 signature of a message, 64 bytes. */
  sign(message: Uint8Array): Uint8Array;
}

/** The signer of an Ed25519 private key under a name. */
export function signerOf(origin: string, key: KeyObject): EvidenceSigner {
  checkOrigin(origin);
  const verifier: EvidenceVerifier = verifierOf(origin, createPublicKey(key));
  return Object.freeze({
    origin,
    keyId: verifier.keyId,
    verifier: verifier.text,
    sign: (message: Uint8Array): Uint8Array => sign(null, message, key),
  });
}
