import { generateKeyPairSync } from 'node:crypto';
import { type EvidenceSigner, signerOf } from '../note/evidence-signer.js';
import { checkOrigin } from '../note/key-name.js';

/** Which log a key is for. */
export interface SignerOptions {
  /** The name of the key and the origin of its log, such as `example.com/das/commerce`. */
  readonly origin: string;
}

/**
 * Makes a signer with a new Ed25519 key that lives in this process only.
 *
 * It suits tests. A log that outlives the process needs {@link loadOrCreateSigner}.
 *
 * @throws EvidenceError `DAS_EVIDENCE_INVALID_ORIGIN` for a name with spaces, control characters or "+".
 *
 * @example
 * ```ts
 * import { createSigner } from '@das/evidence';
 *
 * const signer = createSigner({ origin: 'example.com/das/commerce' });
 * console.log(signer.verifier.startsWith('example.com/das/commerce+'));
 * // => true
 * ```
 */
export function createSigner(options: SignerOptions): EvidenceSigner {
  checkOrigin(options.origin);
  return signerOf(options.origin, generateKeyPairSync('ed25519').privateKey);
}
