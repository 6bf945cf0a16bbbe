import { encodeBase64 } from '../encoding/base64.js';
import { checkpointFile } from '../log/log-files.js';
import { MerkleFrontier } from '../merkle/merkle-frontier.js';
import type { SignedHead } from './check-checkpoints.js';
import type { EvidenceProblem } from './evidence-problem.js';

/** A state that the log is known to have had. */
export interface ExpectedHead {
  /** The number of leaves. */
  readonly size: number;
  /** The root of the tree of that size, base64. */
  readonly root: string;
}

/** Compares the root of every checkpoint, and of the expected one, with that of the leaves. */
export function checkRoots(
  leafHashes: readonly Uint8Array[],
  heads: readonly SignedHead[],
  expected: ExpectedHead | undefined,
): EvidenceProblem[] {
  const sizes = new Set(heads.map(({ size }) => size));
  if (expected !== undefined) sizes.add(expected.size);
  const roots = rootsAt(leafHashes, sizes);
  const problems: EvidenceProblem[] = heads
    .filter(({ size, root }) => roots.get(size) !== encodeBase64(root))
    .map(({ file, size }) => ({
      code: 'DAS_EVIDENCE_ROOT_MISMATCH',
      place: { file },
      message: `the checkpoint was signed for other entries than the first ${size} of the log`,
    }));
  if (expected !== undefined && roots.get(expected.size) !== expected.root) {
    const isShorter = expected.size > leafHashes.length;
    problems.push({
      code: 'DAS_EVIDENCE_UNEXPECTED',
      place: { file: checkpointFile },
      message: isShorter
        ? `the log has ${leafHashes.length} entries, and is known to have had ${expected.size}`
        : `the first ${expected.size} entries of the log are not those that are expected`,
    });
  }
  return problems;
}

function rootsAt(
  leafHashes: readonly Uint8Array[],
  sizes: ReadonlySet<number>,
): ReadonlyMap<number, string> {
  const frontier = new MerkleFrontier();
  const roots = new Map<number, string>();
  if (sizes.has(0)) roots.set(0, encodeBase64(frontier.root()));
  for (const hash of leafHashes) {
    frontier.append(hash);
    if (sizes.has(frontier.size)) roots.set(frontier.size, encodeBase64(frontier.root()));
  }
  return roots;
}
