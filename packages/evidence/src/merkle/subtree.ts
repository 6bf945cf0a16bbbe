import { hashNode } from './tree-hash.js';

/** The leaves from `from` up to and without `to`. */
export interface LeafRange {
  readonly from: number;
  readonly to: number;
}

/** Reads the hash of a perfect subtree: of the `index`-th group of 2^height leaves. */
export type SubtreeReader = (height: number, index: number) => Promise<Uint8Array>;

/** The largest power of two below a count of at least two: where RFC 6962 splits a tree. */
export function splitPoint(count: number): number {
  let split = 1;
  while (split * 2 < count) split *= 2;
  return split;
}

/** The root of a range of leaves as RFC 6962 hashes it, from the perfect subtrees in it. */
export async function rangeRoot(range: LeafRange, read: SubtreeReader): Promise<Uint8Array> {
  const count = range.to - range.from;
  const height = Math.round(Math.log2(count));
  if (2 ** height === count && range.from % count === 0) {
    return read(height, range.from / count);
  }
  const middle = range.from + splitPoint(count);
  const [left, right] = await Promise.all([
    rangeRoot({ from: range.from, to: middle }, read),
    rangeRoot({ from: middle, to: range.to }, read),
  ]);
  return hashNode(left, right);
}
