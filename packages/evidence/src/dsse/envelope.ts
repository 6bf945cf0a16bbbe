import { decodeAnyBase64, encodeBase64 } from '../encoding/base64.js';
import { utf8 } from '../encoding/bytes.js';
import { isObject, parseJson } from '../encoding/parse-json.js';
import type { EvidenceSigner } from '../note/evidence-signer.js';
import type { EvidenceVerifier } from '../note/evidence-verifier.js';

/** The payload type of in-toto statements. */
export const inTotoPayloadType = 'application/vnd.in-toto+json';

/** What a DSSE signature is made of: type and body, each with its length in bytes (DSSE v1 PAE). */
export function preAuthenticationEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = utf8(payloadType);
  return Buffer.concat([
    utf8(`DSSEv1 ${type.length} `),
    type,
    utf8(` ${payload.length} `),
    payload,
  ]);
}

/** The bytes of a DSSE v1 envelope with one signature, as they become a leaf of the log. */
export function sealEnvelope(
  payloadType: string,
  payload: Uint8Array,
  signer: EvidenceSigner,
): Uint8Array {
  const signature = signer.sign(preAuthenticationEncoding(payloadType, payload));
  return utf8(
    JSON.stringify({
      payload: encodeBase64(payload),
      payloadType,
      signatures: [{ keyid: signer.keyId, sig: encodeBase64(signature) }],
    }),
  );
}

/** A verified envelope's content. */
export interface OpenedEnvelope {
  readonly payloadType: string;
  /** The very bytes that were signed. */
  readonly payload: Uint8Array;
}

/** What came of opening an envelope. */
export type EnvelopeVerdict =
  | ({ readonly status: 'verified' } & OpenedEnvelope)
  | { readonly status: 'malformed' }
  | { readonly status: 'bad-signature' };

/** Opens the bytes of a DSSE envelope. The key ID in it is a hint, so every signature is tried. */
export function openEnvelope(bytes: Uint8Array, verifier: EvidenceVerifier): EnvelopeVerdict {
  const envelope = parseEnvelope(bytes);
  if (envelope === undefined) return { status: 'malformed' };
  const { payloadType, payload, signatures } = envelope;
  const message = preAuthenticationEncoding(payloadType, payload);
  return signatures.some((signature) => verifier.verify(message, signature))
    ? { status: 'verified', payloadType, payload }
    : { status: 'bad-signature' };
}

function parseEnvelope(
  bytes: Uint8Array,
): (OpenedEnvelope & { readonly signatures: readonly Uint8Array[] }) | undefined {
  const envelope = parseJson(bytes);
  if (!isObject(envelope) || !Array.isArray(envelope.signatures)) return undefined;
  const { payloadType } = envelope;
  const payload = bytesOf(envelope.payload);
  if (typeof payloadType !== 'string' || payload === undefined) return undefined;
  const signatures = envelope.signatures.map((each: unknown) =>
    isObject(each) ? bytesOf(each.sig) : undefined,
  );
  const readable = signatures.filter((signature) => signature !== undefined);
  return readable.length === 0 ? undefined : { payloadType, payload, signatures: readable };
}

function bytesOf(value: unknown): Uint8Array | undefined {
  return typeof value === 'string' ? decodeAnyBase64(value) : undefined;
}
