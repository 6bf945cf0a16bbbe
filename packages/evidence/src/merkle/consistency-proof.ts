import { equalBytes } from '../encoding/bytes.js';
import { type LeafRange, rangeRoot, type SubtreeReader, splitPoint } from './subtree.js';
import { hashLength, hashNode } from './tree-hash.js';

/** SUBPROOF of RFC 6962 section 2.1.2; `isWhole` says that the older root is known to the verifier. */
function subproof(older: number, { from, to }: LeafRange, isWhole: boolean): LeafRange[] {
  if (older === to) return isWhole ? [] : [{ from, to }];
  const middle = from + splitPoint(to - from);
  return older <= middle
    ? [...subproof(older, { from, to: middle }, isWhole), { from: middle, to }]
    : [...subproof(older, { from: middle, to }, false), { from, to: middle }];
}

/** Makes the proof of RFC 6962 section 2.1.2 that the tree of `newer` leaves extends that of `older`. */
export function makeConsistencyProof(
  older: number,
  newer: number,
  read: SubtreeReader,
): Promise<Uint8Array[]> {
  if (!Number.isSafeInteger(older) || !Number.isSafeInteger(newer) || older < 1 || older > newer) {
    throw new RangeError(
      'a consistency proof is from a tree with leaves to one that is not smaller',
    );
  }
  const path = subproof(older, { from: 0, to: newer }, true);
  return Promise.all(path.map((range) => rangeRoot(range, read)));
}

/** What a consistency proof says: that the second tree starts with all leaves of the first. */
export interface ConsistencyClaim {
  readonly size1: bigint;
  readonly size2: bigint;
  readonly root1: Uint8Array;
  readonly root2: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/**
 * Checks a consistency proof by the algorithm of RFC 9162 section 2.1.4.2 (same tree as RFC 6962).
 *
 * The empty tree is a prefix of every tree, so nothing can be proved from it: a `size1` of 0 is
 * refused, whatever the roots are.
 */
export function verifyConsistency(claim: ConsistencyClaim): boolean {
  const { size1, size2, root1, root2, proof } = claim;
  if (size1 < 1n || size1 > size2) return false;
  if (proof.some((hash) => hash.length !== hashLength)) return false;
  if (size1 === size2) return proof.length === 0 && equalBytes(root1, root2);
  const isPowerOfTwo = (size1 & (size1 - 1n)) === 0n;
  const [first, ...rest] = isPowerOfTwo ? [root1, ...proof] : proof;
  if (first === undefined || proof.length === 0) return false;
  let node = size1 - 1n;
  let last = size2 - 1n;
  while (node % 2n === 1n) {
    node >>= 1n;
    last >>= 1n;
  }
  let hash1 = first;
  let hash2 = first;
  for (const sibling of rest) {
    if (last === 0n) return false;
    if (node % 2n === 1n || node === last) {
      hash1 = hashNode(sibling, hash1);
      hash2 = hashNode(sibling, hash2);
      while (node % 2n === 0n && node !== 0n) {
        node >>= 1n;
        last >>= 1n;
      }
    } else {
      hash2 = hashNode(hash2, sibling);
    }
    node >>= 1n;
    last >>= 1n;
  }
  return last === 0n && equalBytes(hash1, root1) && equalBytes(hash2, root2);
}
