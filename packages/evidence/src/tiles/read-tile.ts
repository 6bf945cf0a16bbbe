import { EvidenceError } from '../errors/evidence-error.js';
import type { EvidenceStore } from '../store/evidence-store.js';
import { decodeBundle, decodeTile } from './tile-content.js';
import { type TileKind, tilePath, tileWidth } from './tile-path.js';

/** The first elements of a tile, and the file in which they were found. */
export interface FoundTile {
  readonly path: string;
  readonly elements: readonly Uint8Array[];
}

/**
 * Reads the first `width` hashes or entries of a tile.
 *
 * A partial tile may be gone once the full one is there, so that one is the second choice, as
 * tlog-tiles tells its clients.
 *
 * @throws EvidenceError `DAS_EVIDENCE_DAMAGED` when neither is there or it has fewer elements.
 */
export async function readTile(
  store: EvidenceStore,
  kind: TileKind,
  index: number,
  width: number,
): Promise<FoundTile> {
  for (const fileWidth of new Set([width, tileWidth])) {
    const path = tilePath(kind, index, fileWidth);
    const bytes = await store.read(path);
    if (bytes === undefined) continue;
    const elements = kind === 'entries' ? decodeWholeBundle(bytes) : decodeTile(bytes);
    if (elements?.length === fileWidth) return { path, elements: elements.slice(0, width) };
    throw damaged('has not the length that its name says', store, path);
  }
  throw damaged('is missing', store, tilePath(kind, index, width));
}

function decodeWholeBundle(bytes: Uint8Array): readonly Uint8Array[] | undefined {
  const { entries, isWhole } = decodeBundle(bytes);
  return isWhole ? entries : undefined;
}

function damaged(what: string, store: EvidenceStore, path: string): EvidenceError {
  return new EvidenceError('DAS_EVIDENCE_DAMAGED', `a file of the log ${what}`, {
    place: `${store.place}: ${path}`,
    next: 'verify the log, and restore the file from a copy',
  });
}
