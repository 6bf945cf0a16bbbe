import { equalBytes } from '../encoding/bytes.js';
import { EvidenceError } from '../errors/evidence-error.js';
import { rootOf } from '../merkle/merkle-frontier.js';
import type { EvidenceStore } from '../store/evidence-store.js';
import { readTile } from '../tiles/read-tile.js';
import { tileWidth } from '../tiles/tile-path.js';
import type { SignedHead } from './check-checkpoints.js';
import type { CheckedEntries } from './check-entries.js';
import type { EvidenceProblem } from './evidence-problem.js';

/** The leaves that the signed root is of. */
export interface SettledLeaves {
  /** `undefined` when neither the entries nor the tiles lead to the signed root. */
  readonly hashes: readonly Uint8Array[] | undefined;
  readonly problems: readonly EvidenceProblem[];
}

/**
 * Finds the leaves that lead to the signed root: those of the entries as they are, or those that the
 * tiles remember. In the second case the entries that differ are the changed ones.
 */
export async function settleLeaves(
  store: EvidenceStore,
  head: SignedHead,
  { leafHashes, files, problems }: CheckedEntries,
): Promise<SettledLeaves> {
  const known = leafHashes.filter((hash) => hash !== undefined);
  if (known.length === leafHashes.length && equalBytes(rootOf(known), head.root)) {
    return { hashes: known, problems: [] };
  }
  const remembered = await readLeafTiles(store, head.size);
  const isSettled = remembered !== undefined && equalBytes(rootOf(remembered), head.root);
  const reported = new Set(problems.map(({ place }) => place.entry));
  const changed: EvidenceProblem[] = [];
  for (const [index, hash] of leafHashes.entries()) {
    const other = remembered?.[index];
    if (hash === undefined || other === undefined || reported.has(index)) continue;
    if (equalBytes(hash, other)) continue;
    changed.push({
      code: 'DAS_EVIDENCE_CHANGED_ENTRY',
      place: { file: files[Math.floor(index / tileWidth)] ?? head.file, entry: index },
      message: 'the entry is not the one that is in the tree',
    });
  }
  if (isSettled) return { hashes: remembered, problems: changed };
  const mismatch: EvidenceProblem = {
    code: 'DAS_EVIDENCE_ROOT_MISMATCH',
    place: { file: head.file },
    message: 'neither the entries nor the tiles lead to the root of the checkpoint',
  };
  return { hashes: undefined, problems: [...changed, mismatch] };
}

async function readLeafTiles(
  store: EvidenceStore,
  size: number,
): Promise<readonly Uint8Array[] | undefined> {
  const hashes: Uint8Array[] = [];
  for (let start = 0; start < size; start += tileWidth) {
    const width = Math.min(tileWidth, size - start);
    try {
      hashes.push(...(await readTile(store, 0, start / tileWidth, width)).elements);
    } catch (error) {
      // Missing or cut short: the tiles remember nothing. Any other failure is not about the log.
      if (!(error instanceof EvidenceError) || error.code !== 'DAS_EVIDENCE_DAMAGED') throw error;
      return undefined;
    }
  }
  return hashes;
}
