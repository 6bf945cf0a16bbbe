import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalBytes, utf8 } from '../encoding/bytes.js';
import { makeConsistencyProof, verifyConsistency } from './consistency-proof.js';
import { makeInclusionProof, verifyInclusion } from './inclusion-proof.js';
import { rootOf } from './merkle-frontier.js';
import { type SubtreeReader, splitPoint } from './subtree.js';
import { emptyRoot, hashLeaf, hashNode } from './tree-hash.js';

const leaves = Array.from({ length: 300 }, (_, index) => hashLeaf(utf8(`leaf ${index}`)));
const read: SubtreeReader = async (height, index) =>
  rootOf(leaves.slice(index * 2 ** height, (index + 1) * 2 ** height));

/** The definition of RFC 6962 section 2.1, word by word, as an oracle. */
function definition(hashes: readonly Uint8Array[]): Uint8Array {
  const [first] = hashes;
  if (first === undefined) return emptyRoot;
  if (hashes.length === 1) return first;
  const split = splitPoint(hashes.length);
  return hashNode(definition(hashes.slice(0, split)), definition(hashes.slice(split)));
}

/** A tree size and a position in it. */
const placeInTree = fc
  .integer({ min: 1, max: leaves.length })
  .chain((size) => fc.tuple(fc.constant(size), fc.integer({ min: 0, max: size - 1 })));

function flipped(bytes: Uint8Array, position: number): Uint8Array {
  return bytes.map((byte, index) => (index === position % bytes.length ? byte ^ 1 : byte));
}

describe('roots and proofs', () => {
  it('gives the root of the definition for every size', () => {
    for (let size = 0; size <= leaves.length; size += 1) {
      const some = leaves.slice(0, size);
      expect(equalBytes(rootOf(some), definition(some))).toBe(true);
    }
  });

  it('verifies every inclusion proof that it makes, and none with a changed part', async () => {
    await fc.assert(
      fc.asyncProperty(placeInTree, fc.nat(), async ([size, position], seed) => {
        const proof = await makeInclusionProof(position, size, read);
        const leafHash = leaves[position] ?? emptyRoot;
        const root = rootOf(leaves.slice(0, size));
        const claim = { index: BigInt(position), size: BigInt(size), leafHash, root, proof };
        expect(verifyInclusion(claim)).toBe(true);
        expect(verifyInclusion({ ...claim, leafHash: flipped(leafHash, seed) })).toBe(false);
        expect(verifyInclusion({ ...claim, root: flipped(root, seed) })).toBe(false);
        expect(verifyInclusion({ ...claim, index: claim.index + claim.size })).toBe(false);
        expect(verifyInclusion({ ...claim, proof: [...proof, root] })).toBe(false);
        const which = seed % Math.max(1, proof.length);
        const bent = proof.map((hash, each) => (each === which ? flipped(hash, seed) : hash));
        if (proof.length > 0) {
          expect(verifyInclusion({ ...claim, proof: bent })).toBe(false);
          expect(verifyInclusion({ ...claim, proof: proof.slice(1) })).toBe(false);
        }
      }),
    );
  });

  it('verifies every consistency proof that it makes, and none with a changed part', async () => {
    await fc.assert(
      fc.asyncProperty(placeInTree, fc.nat(), async ([size, position], seed) => {
        const older = position + 1;
        const proof = await makeConsistencyProof(older, size, read);
        const root1 = rootOf(leaves.slice(0, older));
        const root2 = rootOf(leaves.slice(0, size));
        const claim = { size1: BigInt(older), size2: BigInt(size), root1, root2, proof };
        expect(verifyConsistency(claim)).toBe(true);
        expect(verifyConsistency({ ...claim, root1: flipped(root1, seed) })).toBe(false);
        expect(verifyConsistency({ ...claim, root2: flipped(root2, seed) })).toBe(false);
        expect(verifyConsistency({ ...claim, proof: [...proof, root1] })).toBe(false);
        expect(verifyConsistency({ ...claim, size1: 0n })).toBe(false);
        const which = seed % Math.max(1, proof.length);
        const bent = proof.map((hash, each) => (each === which ? flipped(hash, seed) : hash));
        if (proof.length > 0) expect(verifyConsistency({ ...claim, proof: bent })).toBe(false);
      }),
    );
  });

  it.each([
    [-1, 3],
    [3, 3],
    [0.5, 3],
    [0, 2 ** 60],
  ])('refuses to prove leaf %d of %d', (index, size) => {
    expect(() => makeInclusionProof(index, size, read)).toThrow(RangeError);
  });

  it.each([
    [0, 3],
    [4, 3],
    [1, 2 ** 60],
  ])('refuses to prove that %d leaves grew to %d', (older, newer) => {
    expect(() => makeConsistencyProof(older, newer, read)).toThrow(RangeError);
  });
});
