import type { EvidenceRecorder } from '@das/core';
import type { EvidenceEntry } from '../events/evidence-entry.js';

/** Which entries to read: from `from` up to and without `to`. Default: all. */
export interface EntryRange {
  readonly from?: number;
  readonly to?: number;
}

/** Proof that one leaf is in the log, for somebody who has only the checkpoint. */
export interface EvidenceInclusionProof {
  readonly index: number;
  /** The RFC 6962 leaf hash, hex. */
  readonly leafHash: string;
  readonly treeSize: number;
  /** The root of the tree of that size, base64 as in the checkpoint. */
  readonly root: string;
  /** The audit path of RFC 6962 section 2.1.1, from the leaf upward, base64. */
  readonly hashes: readonly string[];
  /** The signed checkpoint with that root, whole. */
  readonly checkpoint: string;
}

/**
 * An open, append-only evidence log.
 *
 * It may be written by several processes at a time; `size`, `root` and `checkpoint()` are the
 * newest state that this process knows, and `record` first takes over what the others wrote.
 */
export interface EvidenceLog extends EvidenceRecorder, AsyncDisposable {
  /** The name of the log, the first line of its checkpoints. */
  readonly origin: string;
  /** The public key to verify the log with, `name+id+base64`. */
  readonly verifier: string;
  /** The number of leaves. */
  readonly size: number;
  /** The root of the tree, base64 as in the checkpoint. */
  readonly root: string;
  /** The signed checkpoint, whole. */
  checkpoint(): string;
  /**
   * The entries of a range in order, each with its signature checked.
   *
   * @throws EvidenceError `DAS_EVIDENCE_OUT_OF_RANGE`, `DAS_EVIDENCE_DAMAGED`,
   * `DAS_EVIDENCE_MALFORMED`
   */
  entries(range?: EntryRange): AsyncIterable<EvidenceEntry>;
  /**
   * Proves that a leaf is in the log.
   *
   * @throws EvidenceError `DAS_EVIDENCE_OUT_OF_RANGE`, `DAS_EVIDENCE_DAMAGED`
   */
  inclusionProof(index: number): Promise<EvidenceInclusionProof>;
}
