import { decodeEntry, type EvidenceEntry } from '../events/evidence-entry.js';
import type { EvidenceVerifier } from '../note/evidence-verifier.js';
import type { EvidenceStore } from '../store/evidence-store.js';
import { readTile } from '../tiles/read-tile.js';
import { tileWidth } from '../tiles/tile-path.js';

/** Where to read entries, and which. */
export interface ReadEntriesOptions {
  readonly store: EvidenceStore;
  readonly verifier: EvidenceVerifier;
  readonly size: number;
  readonly from: number;
  readonly to: number;
}

/** Reads entries bundle by bundle, so that memory holds one bundle at a time. */
export async function* readEntries(
  options: ReadEntriesOptions,
): AsyncGenerator<EvidenceEntry, void, void> {
  const { store, verifier, size, from, to } = options;
  for (let start = from - (from % tileWidth); start < to; start += tileWidth) {
    const width = Math.min(tileWidth, size - start);
    const { path, elements } = await readTile(store, 'entries', start / tileWidth, width);
    for (const [position, bytes] of elements.entries()) {
      const index = start + position;
      if (index < from || index >= to) continue;
      yield decodeEntry(bytes, index, verifier, `${store.place}: ${path} entry ${index}`);
    }
  }
}
