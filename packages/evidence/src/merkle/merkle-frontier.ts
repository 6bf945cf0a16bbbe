import { emptyRoot, hashNode } from './tree-hash.js';

interface Peak {
  readonly hash: Uint8Array;
  /** The height of the perfect subtree under the peak: it has 2^height leaves. */
  readonly height: number;
}

/**
 * A tree that only remembers its right edge: the roots of the perfect subtrees, from the largest
 * to the smallest, that a tree of its size is made of. Appending and asking for the root both
 * take logarithmic time and space.
 */
export class MerkleFrontier {
  readonly #peaks: Peak[] = [];
  #size = 0;

  /** The number of leaves. */
  get size(): number {
    return this.#size;
  }

  /** Appends a leaf, or a perfect subtree of 2^height leaves that is not higher than the last one. */
  append(hash: Uint8Array, height = 0): void {
    let peak: Peak = { hash, height };
    this.#size += 2 ** height;
    for (let last = this.#peaks.at(-1); last?.height === peak.height; last = this.#peaks.at(-1)) {
      this.#peaks.pop();
      peak = { hash: hashNode(last.hash, peak.hash), height: peak.height + 1 };
    }
    this.#peaks.push(peak);
  }

  /** The RFC 6962 root of the leaves so far. */
  root(): Uint8Array {
    let root: Uint8Array | undefined;
    for (const peak of this.#peaks.toReversed()) {
      root = root === undefined ? peak.hash : hashNode(peak.hash, root);
    }
    return root ?? emptyRoot;
  }
}

/** The RFC 6962 root of a list of leaf hashes. */
export function rootOf(leafHashes: Iterable<Uint8Array>): Uint8Array {
  const frontier = new MerkleFrontier();
  for (const hash of leafHashes) frontier.append(hash);
  return frontier.root();
}
