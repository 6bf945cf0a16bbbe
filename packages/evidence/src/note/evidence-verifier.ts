import { type KeyObject, verify } from 'node:crypto';
import { decodeBase64, encodeBase64 } from '../encoding/base64.js';
import { EvidenceError } from '../errors/evidence-error.js';
import { ed25519Type, keyIdOf, publicKeyBytes, publicKeyOf } from './ed25519-key.js';
import { isKeyName } from './key-name.js';

/** The public half of a log's key: what an auditor needs beside the log. */
export interface EvidenceVerifier {
  /** The name of the key, which is the origin of the log. */
  readonly name: string;
  /** The C2SP key ID, 8 hexadecimal digits. It is a hint, not a fingerprint. */
  readonly keyId: string;
  /** The whole key as one line, `name+id+base64`: the `vkey` of C2SP signed-note. */
  readonly text: string;
  /** Whether the signature is this key's Ed25519 signature of the message. */
  verify(message: Uint8Array, signature: Uint8Array): boolean;
}

/** The verifier of a public key under a name. */
export function verifierOf(name: string, key: KeyObject): EvidenceVerifier {
  const bytes = publicKeyBytes(key);
  const keyId = keyIdOf(name, bytes);
  const encoded = encodeBase64(Buffer.concat([Uint8Array.of(ed25519Type), bytes]));
  return Object.freeze({
    name,
    keyId,
    text: `${name}+${keyId}+${encoded}`,
    verify: (message: Uint8Array, signature: Uint8Array): boolean =>
      signature.length === 64 && verify(null, message, key, signature),
  });
}

/**
 * Reads the text of a public key: the `vkey` of C2SP signed-note, `name+id+base64`, Ed25519 only.
 *
 * @throws EvidenceError `DAS_EVIDENCE_INVALID_KEY` when it does not parse, or its ID is not that of
 * its name and bytes.
 *
 * @example
 * ```ts
 * import { createSigner, parseVerifier } from '@das/evidence';
 *
 * const signer = createSigner({ origin: 'example.com/das/commerce' });
 * console.log(parseVerifier(signer.verifier).name);
 * // => example.com/das/commerce
 * ```
 */
export function parseVerifier(text: string): EvidenceVerifier {
  // The base64 of the key may itself hold a plus sign; a name and an ID may not.
  const [, name = '', keyId = '', encoded = ''] = /^([^+]*)\+([^+]*)\+(.*)$/su.exec(text) ?? [];
  const bytes = decodeBase64(encoded);
  if (isKeyName(name) && bytes?.length === 33 && bytes[0] === ed25519Type) {
    const publicKey = bytes.subarray(1);
    if (keyIdOf(name, publicKey) === keyId) return verifierOf(name, publicKeyOf(publicKey));
  }
  throw new EvidenceError(
    'DAS_EVIDENCE_INVALID_KEY',
    'the verifier key does not parse as an Ed25519 key of the form name+id+base64',
    { place: 'verifier', next: 'pass the one line that `signer.verifier` gives, without a change' },
  );
}
