import { encodeBase64 } from '../encoding/base64.js';
import { hex } from '../encoding/bytes.js';
import { EvidenceError } from '../errors/evidence-error.js';
import { makeInclusionProof, verifyInclusion } from '../merkle/inclusion-proof.js';
import type { EvidenceStore } from '../store/evidence-store.js';
import { subtreeReader } from '../tiles/subtree-reader.js';
import type { EvidenceInclusionProof } from './evidence-log.js';
import type { LogHead } from './log-head.js';

/** Makes the inclusion proof of a leaf from the tiles, and checks it before it is given away. */
export async function proveInclusion(
  store: EvidenceStore,
  head: LogHead,
  index: number,
): Promise<EvidenceInclusionProof> {
  const { size } = head.tree;
  const read = subtreeReader(store, size);
  const [leafHash, proof] = await Promise.all([
    read(0, index),
    makeInclusionProof(index, size, read),
  ]);
  const { root } = head;
  if (!verifyInclusion({ index: BigInt(index), size: BigInt(size), leafHash, root, proof })) {
    throw new EvidenceError('DAS_EVIDENCE_DAMAGED', 'the tiles do not lead to the signed root', {
      place: store.place,
      next: 'verify the log to find the files that were changed, and restore them',
    });
  }
  return {
    index,
    leafHash: hex(leafHash),
    treeSize: size,
    root: encodeBase64(root),
    hashes: proof.map(encodeBase64),
    checkpoint: Buffer.from(head.checkpoint).toString('utf8'),
  };
}
