import { rootOf } from '../merkle/merkle-frontier.js';
import type { SubtreeReader } from '../merkle/subtree.js';
import type { EvidenceStore } from '../store/evidence-store.js';
import { readTile } from './read-tile.js';
import { levelCount, tileWidth } from './tile-path.js';

const tileHeight = Math.log2(tileWidth);

/** Reads perfect subtrees out of the tiles of a log of that size, each tile once. */
export function subtreeReader(store: EvidenceStore, size: number): SubtreeReader {
  const tiles = new Map<string, Promise<readonly Uint8Array[]>>();
  const tile = (level: number, index: number): Promise<readonly Uint8Array[]> => {
    const key = `${level}/${index}`;
    const width = Math.min(tileWidth, levelCount(size, level) - index * tileWidth);
    const found =
      tiles.get(key) ?? readTile(store, level, index, width).then(({ elements }) => elements);
    tiles.set(key, found);
    return found;
  };
  return async (height, index) => {
    const level = Math.floor(height / tileHeight);
    const count = 2 ** (height - level * tileHeight);
    const first = index * count;
    const hashes = await tile(level, Math.floor(first / tileWidth));
    return rootOf(hashes.slice(first % tileWidth, (first % tileWidth) + count));
  };
}
