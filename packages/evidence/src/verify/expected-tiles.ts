import { rootOf } from '../merkle/merkle-frontier.js';
import { levelCount, tileWidth } from '../tiles/tile-path.js';

/** The hashes at each level of tiles, from the leaves upward, for a list of leaf hashes. */
export function levelsOf(leafHashes: readonly Uint8Array[]): readonly (readonly Uint8Array[])[] {
  const levels: (readonly Uint8Array[])[] = [];
  for (let hashes = leafHashes; hashes.length > 0; ) {
    levels.push(hashes);
    const below = hashes;
    hashes = Array.from({ length: levelCount(below.length, 1) }, (_, index) =>
      rootOf(below.slice(index * tileWidth, (index + 1) * tileWidth)),
    );
  }
  return levels;
}
