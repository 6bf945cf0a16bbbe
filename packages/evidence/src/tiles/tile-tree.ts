import { MerkleFrontier, rootOf } from '../merkle/merkle-frontier.js';
import { hashLeaf } from '../merkle/tree-hash.js';
import type { EvidenceStore, StoredFile } from '../store/evidence-store.js';
import { readTile } from './read-tile.js';
import { encodeBundle, encodeTile } from './tile-content.js';
import { levelCount, partialPrefix, tilePath, tileWidth } from './tile-path.js';

/** The right edge of a log in tiles: all that is needed to append to it. */
export interface TileTree {
  readonly size: number;
  /** Per level, the hashes of its last tile while that is partial. */
  readonly levels: readonly (readonly Uint8Array[])[];
  /** The entries of the last bundle while that is partial. */
  readonly bundle: readonly Uint8Array[];
}

/** The tree without leaves. */
export const emptyTree: TileTree = { size: 0, levels: [], bundle: [] };

/** What appending gives: the new tree, the files to write, and the partial tiles that full ones replace. */
export interface Appended {
  readonly tree: TileTree;
  readonly files: readonly StoredFile[];
  /** Prefixes of paths. */
  readonly superseded: readonly string[];
}

/** Appends entries to a tree. Nothing that the tree before already had is written again. */
export function appendEntries(before: TileTree, entries: readonly Uint8Array[]): Appended {
  const levels = before.levels.map((hashes) => [...hashes]);
  // A writer that died before its checkpoint may have left a file here that is not in the log.
  const mode = 'replace';
  const changed = new Set<number>();
  const files: StoredFile[] = [];
  const superseded: string[] = [];
  let bundle = [...before.bundle];
  let size = before.size;

  const push = (level: number, hash: Uint8Array): void => {
    const hashes = levels[level] ?? [];
    levels[level] = hashes;
    hashes.push(hash);
    changed.add(level);
    if (hashes.length < tileWidth) return;
    const index = levelCount(size, level) / tileWidth - 1;
    files.push({ path: tilePath(level, index), bytes: encodeTile(hashes), mode });
    superseded.push(partialPrefix(level, index));
    levels[level] = [];
    push(level + 1, rootOf(hashes));
  };

  for (const entry of entries) {
    size += 1;
    push(0, hashLeaf(entry));
    bundle.push(entry);
    if (bundle.length < tileWidth) continue;
    const index = size / tileWidth - 1;
    files.push({ path: tilePath('entries', index), bytes: encodeBundle(bundle), mode });
    superseded.push(partialPrefix('entries', index));
    bundle = [];
  }
  for (const level of changed) {
    const hashes = levels[level] ?? [];
    if (hashes.length === 0) continue;
    const index = Math.floor(levelCount(size, level) / tileWidth);
    files.push({ path: tilePath(level, index, hashes.length), bytes: encodeTile(hashes), mode });
  }
  if (bundle.length > 0) {
    const path = tilePath('entries', Math.floor(size / tileWidth), bundle.length);
    files.push({ path, bytes: encodeBundle(bundle), mode });
  }
  return { tree: { size, levels, bundle }, files, superseded };
}

/** The RFC 6962 root of a tree: its perfect subtrees stand from the highest level to the lowest. */
export function treeRoot({ levels }: TileTree): Uint8Array {
  const frontier = new MerkleFrontier();
  for (const [level, hashes] of [...levels.entries()].reverse()) {
    for (const hash of hashes) frontier.append(hash, level * Math.log2(tileWidth));
  }
  return frontier.root();
}

/** Reads the right edge of the log of that size; a file that is missing or too short is refused. */
export async function loadTree(store: EvidenceStore, size: number): Promise<TileTree> {
  const levels: (readonly Uint8Array[])[] = [];
  for (let level = 0; levelCount(size, level) > 0; level += 1) {
    levels.push(await loadLast(store, level, levelCount(size, level)));
  }
  return { size, levels, bundle: await loadLast(store, 'entries', size) };
}

async function loadLast(
  store: EvidenceStore,
  kind: number | 'entries',
  count: number,
): Promise<readonly Uint8Array[]> {
  const width = count % tileWidth;
  if (width === 0) return [];
  return (await readTile(store, kind, Math.floor(count / tileWidth), width)).elements;
}
