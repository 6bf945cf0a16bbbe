import { equalBytes } from '../encoding/bytes.js';
import { hashLeaf } from '../merkle/tree-hash.js';
import type { EvidenceStore } from '../store/evidence-store.js';
import { decodeBundle, encodeTile } from '../tiles/tile-content.js';
import { levelCount, tilePath, tileWidth } from '../tiles/tile-path.js';
import type { EvidenceProblem, EvidenceProblemCode } from './evidence-problem.js';

/** What the tiles are compared with. */
export interface TileExpectation {
  readonly store: EvidenceStore;
  /** The hashes of each level that the tiles must hold. */
  readonly levels: readonly (readonly Uint8Array[])[];
  /** The size of the newest checkpoint. */
  readonly size: number;
  /** The sizes of all checkpoints: each needed partial tiles, and those may still be there. */
  readonly sizes: readonly number[];
}

/** Compares every tile of the tree, whole or partial, byte by byte with the hashes it must hold. */
export async function checkTiles(expectation: TileExpectation): Promise<EvidenceProblem[]> {
  const { store, levels, size, sizes } = expectation;
  const present = new Set(await store.list('tile/'));
  const problems: EvidenceProblem[] = [];
  for (const [level, hashes] of levels.entries()) {
    for (let start = 0; start < hashes.length; start += tileWidth) {
      const expected = hashes.slice(start, start + tileWidth);
      const found = await checkTile(store, level, start / tileWidth, expected);
      if (found !== undefined) problems.push(found);
    }
    for (const { index, width } of olderPartials(sizes, size, level)) {
      const file = tilePath(level, index, width);
      if (!present.has(file)) continue;
      const start = index * tileWidth;
      const expected = encodeTile(hashes.slice(start, start + width));
      const bytes = await store.read(file);
      // Pruned by a writer since it was listed: then the full tile says it all.
      if (bytes !== undefined && !equalBytes(bytes, expected)) problems.push(changed(file));
    }
  }
  return problems;
}

/** Compares the entry bundles of older checkpoints with the leaf hashes that they must have. */
export async function checkOlderBundles(expectation: TileExpectation): Promise<EvidenceProblem[]> {
  const { store, levels, size, sizes } = expectation;
  const present = new Set(await store.list('tile/entries/'));
  const problems: EvidenceProblem[] = [];
  for (const { index, width } of olderPartials(sizes, size, 0)) {
    const file = tilePath('entries', index, width);
    const bytes = present.has(file) ? await store.read(file) : undefined;
    if (bytes === undefined) continue;
    const { entries, isWhole } = decodeBundle(bytes);
    const start = index * tileWidth;
    const expected = encodeTile(levels[0]?.slice(start, start + width) ?? []);
    if (isWhole && equalBytes(encodeTile(entries.map(hashLeaf)), expected)) continue;
    const message = 'the bundle does not hold the entries of the log';
    problems.push(problem('DAS_EVIDENCE_CHANGED_ENTRY', file, message));
  }
  return problems;
}

/** The partial tiles of a level that checkpoints before the newest one needed. */
function olderPartials(
  sizes: readonly number[],
  newest: number,
  level: number,
): { readonly index: number; readonly width: number }[] {
  const newestCount = levelCount(newest, level);
  const counts = new Set(sizes.map((size) => levelCount(size, level)));
  counts.delete(newestCount);
  return [...counts]
    .filter((count) => count % tileWidth > 0 && count < newestCount)
    .map((count) => ({ index: Math.floor(count / tileWidth), width: count % tileWidth }));
}

async function checkTile(
  store: EvidenceStore,
  level: number,
  index: number,
  expected: readonly Uint8Array[],
): Promise<EvidenceProblem | undefined> {
  for (const fileWidth of new Set([expected.length, tileWidth])) {
    const file = tilePath(level, index, fileWidth);
    const bytes = await store.read(file);
    if (bytes === undefined) continue;
    const content = encodeTile(expected);
    // A full tile of a writer who is further on by now may stand in for the partial one.
    const isPrefix = fileWidth > expected.length && bytes.length > content.length;
    const compared = isPrefix ? bytes.subarray(0, content.length) : bytes;
    return equalBytes(compared, content) ? undefined : changed(file);
  }
  const file = tilePath(level, index, expected.length);
  return problem('DAS_EVIDENCE_MISSING_FILE', file, 'the tile is missing');
}

function changed(file: string): EvidenceProblem {
  return problem(
    'DAS_EVIDENCE_CHANGED_TILE',
    file,
    'the tile does not hold the hashes of the tree',
  );
}

function problem(code: EvidenceProblemCode, file: string, message: string): EvidenceProblem {
  return { code, place: { file }, message };
}
