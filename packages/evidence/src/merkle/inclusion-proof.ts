import { equalBytes } from '../encoding/bytes.js';
import { type LeafRange, rangeRoot, type SubtreeReader, splitPoint } from './subtree.js';
import { hashLength, hashNode } from './tree-hash.js';

/** The subtrees whose roots prove that a leaf is in a tree, from the leaf upward. */
function auditPath(index: number, { from, to }: LeafRange): LeafRange[] {
  if (to - from === 1) return [];
  const middle = from + splitPoint(to - from);
  return index < middle
    ? [...auditPath(index, { from, to: middle }), { from: middle, to }]
    : [...auditPath(index, { from: middle, to }), { from, to: middle }];
}

/** Makes the audit path of RFC 6962 section 2.1.1 for a leaf of a tree of `size` leaves. */
export function makeInclusionProof(
  index: number,
  size: number,
  read: SubtreeReader,
): Promise<Uint8Array[]> {
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(index) || index < 0 || index >= size) {
    throw new RangeError('the leaf is not in the tree');
  }
  const path = auditPath(index, { from: 0, to: size });
  return Promise.all(path.map((range) => rangeRoot(range, read)));
}

/** What an inclusion proof says: that the leaf hash is at the index of the tree with that root. */
export interface InclusionClaim {
  readonly index: bigint;
  readonly size: bigint;
  readonly leafHash: Uint8Array;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Checks an inclusion proof by the algorithm of RFC 9162 section 2.1.3.2 (same tree as RFC 6962). */
export function verifyInclusion({ index, size, leafHash, root, proof }: InclusionClaim): boolean {
  if (index < 0n || index >= size) return false;
  if ([leafHash, root, ...proof].some((hash) => hash.length !== hashLength)) return false;
  let node = index;
  let last = size - 1n;
  let hash = leafHash;
  for (const sibling of proof) {
    if (last === 0n) return false;
    if (node % 2n === 1n || node === last) {
      hash = hashNode(sibling, hash);
      while (node % 2n === 0n && node !== 0n) {
        node >>= 1n;
        last >>= 1n;
      }
    } else {
      hash = hashNode(hash, sibling);
    }
    node >>= 1n;
    last >>= 1n;
  }
  return last === 0n && equalBytes(hash, root);
}
