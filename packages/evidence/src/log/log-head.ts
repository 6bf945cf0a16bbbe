import { equalBytes, utf8 } from '../encoding/bytes.js';
import { EvidenceError } from '../errors/evidence-error.js';
import { hashLeaf } from '../merkle/tree-hash.js';
import { type Checkpoint, formatCheckpoint, parseCheckpoint } from '../note/checkpoint.js';
import type { EvidenceSigner } from '../note/evidence-signer.js';
import type { EvidenceVerifier } from '../note/evidence-verifier.js';
import { parseNote, signNote, verifyNote } from '../note/signed-note.js';
import type { EvidenceStore } from '../store/evidence-store.js';
import { loadTree, type TileTree, treeRoot } from '../tiles/tile-tree.js';
import { checkpointFile } from './log-files.js';

/** The newest durable state of a log: its signed checkpoint, and the tree below it. */
export interface LogHead {
  readonly tree: TileTree;
  readonly root: Uint8Array;
  /** The bytes of the file `checkpoint`. */
  readonly checkpoint: Uint8Array;
}

/** Signs the head of a tree. */
export function signHead(tree: TileTree, signer: EvidenceSigner): LogHead {
  const root = treeRoot(tree);
  const text = formatCheckpoint({ origin: signer.origin, size: BigInt(tree.size), root });
  return { tree, root, checkpoint: utf8(signNote(text, [signer])) };
}

/** Reads the tree that a checkpoint is of, and refuses one that is not what was signed. */
export async function loadHead(
  store: EvidenceStore,
  bytes: Uint8Array,
  verifier: EvidenceVerifier,
): Promise<LogHead> {
  const place = `${store.place}: ${checkpointFile}`;
  const { size, root } = readCheckpoint(bytes, verifier, place);
  const tree = await loadTree(store, Number(size));
  const leaves = tree.levels[0] ?? [];
  const matches =
    equalBytes(treeRoot(tree), root) &&
    tree.bundle.every((entry, index) => equalBytes(hashLeaf(entry), leaves[index] ?? root));
  if (matches) return { tree, root, checkpoint: bytes };
  throw new EvidenceError(
    'DAS_EVIDENCE_DAMAGED',
    'the tiles of the log are not those that its checkpoint was signed for',
    { place, next: 'verify the log to find the files that were changed, and restore them' },
  );
}

function readCheckpoint(bytes: Uint8Array, verifier: EvidenceVerifier, place: string): Checkpoint {
  const note = parseNote(bytes, place);
  const verdict = verifyNote(note, [verifier]);
  const next = 'use the key and the origin that the log was made with, or another folder';
  switch (verdict.status) {
    case 'unknown-key':
      throw new EvidenceError('DAS_EVIDENCE_WRONG_KEY', 'the log was signed by another key', {
        place,
        next,
      });
    case 'bad-signature':
      throw new EvidenceError('DAS_EVIDENCE_DAMAGED', 'the signature of the checkpoint is bad', {
        place,
        next: 'verify the log, and restore the checkpoint from a copy',
      });
    case 'verified': {
      const checkpoint = parseCheckpoint(note.text, place);
      if (checkpoint.origin !== verifier.name) {
        throw new EvidenceError('DAS_EVIDENCE_WRONG_KEY', 'the log has another origin', {
          place,
          next,
        });
      }
      if (checkpoint.size <= BigInt(Number.MAX_SAFE_INTEGER)) return checkpoint;
      throw new EvidenceError('DAS_EVIDENCE_DAMAGED', 'the log is larger than can be counted', {
        place,
        next: 'verify the log, and restore the checkpoint from a copy',
      });
    }
  }
}
