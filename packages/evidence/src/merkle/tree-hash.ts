import { createHash } from 'node:crypto';

const leafPrefix: Uint8Array = Uint8Array.of(0);
const nodePrefix: Uint8Array = Uint8Array.of(1);

/** The length of every hash of the tree, in bytes. */
export const hashLength = 32;

/** The root of the tree without leaves: SHA-256 of nothing (RFC 6962 section 2.1). */
export const emptyRoot: Uint8Array = createHash('sha256').digest();

/** The hash of a leaf: SHA-256 of a zero byte and the entry (RFC 6962 section 2.1). */
export function hashLeaf(entry: Uint8Array): Uint8Array {
  return createHash('sha256').update(leafPrefix).update(entry).digest();
}

/** The hash of an inner node: SHA-256 of a one byte and both children (RFC 6962 section 2.1). */
export function hashNode(left: Uint8Array, right: Uint8Array): Uint8Array {
  return createHash('sha256').update(nodePrefix).update(left).update(right).digest();
}
