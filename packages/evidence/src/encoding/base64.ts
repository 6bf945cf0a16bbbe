/** Standard base64 with padding (RFC 4648 section 4). */
export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/**
 * The bytes of canonical base64, or `undefined`.
 *
 * Buffer skips what it does not know and ignores stray bits; a text that anybody can change
 * without changing its meaning has no place in a tamper-evident file, so only the one encoding of
 * the bytes is accepted.
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

/** As {@link decodeBase64}, and the URL-safe alphabet too, which DSSE obliges verifiers to accept. */
export function decodeAnyBase64(text: string): Uint8Array | undefined {
  return decodeBase64(text.replaceAll('-', '+').replaceAll('_', '/'));
}
