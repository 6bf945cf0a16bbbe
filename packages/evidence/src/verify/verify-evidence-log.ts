import { encodeBase64 } from '../encoding/base64.js';
import { EvidenceError } from '../errors/evidence-error.js';
import { checkpointFile } from '../log/log-files.js';
import { type EvidenceVerifier, parseVerifier } from '../note/evidence-verifier.js';
import type { EvidenceStore } from '../store/evidence-store.js';
import { tilePath, tileWidth } from '../tiles/tile-path.js';
import { checkCheckpoints, type SignedHead } from './check-checkpoints.js';
import { checkEntries } from './check-entries.js';
import { checkRoots, type ExpectedHead } from './check-roots.js';
import { checkOlderBundles, checkTiles } from './check-tiles.js';
import type { EvidenceProblem, EvidenceVerdict } from './evidence-problem.js';
import { levelsOf } from './expected-tiles.js';
import { settleLeaves } from './settle-leaves.js';

/** What to verify, and with what. */
export interface VerifyOptions {
  readonly store: EvidenceStore;
  /** The public key of the log, from somewhere else than the log: its text or as parsed. */
  readonly verifier: EvidenceVerifier | string;
  /**
   * A size and root (base64) that the log is known to have had, from a receipt or a remembered
   * checkpoint. A log that was cut back below it, or does not extend it, is then found too.
   */
  readonly expected?: ExpectedHead;
}

/**
 * Verifies a whole log from its files alone, without its private key and without trusting a hash in it.
 *
 * Recomputed from the entries: every DSSE signature, every leaf hash, every tile of every level, the
 * root; checked against the signed checkpoint and all kept copies of older ones. A byte that was
 * changed in any file of the log is a problem with that file's name. It writes nothing, and may run
 * while the log is written to.
 *
 * Files cannot tell that the holder of the key wrote the log anew, or that everything after an
 * older checkpoint was deleted with all later checkpoints: `expected` can.
 *
 * @throws EvidenceError `DAS_EVIDENCE_NOT_A_LOG` when there is no file of a log,
 * `DAS_EVIDENCE_WRONG_KEY` when another key signed all of it, `DAS_EVIDENCE_INVALID_KEY` when the
 * verifier does not parse, `DAS_EVIDENCE_STORE_FAILED` when a file cannot be read,
 * `DAS_EVIDENCE_OUT_OF_RANGE` for an expected size that is none.
 *
 * @example
 * ```ts
 * import { createSigner, memoryStore, openEvidenceLog, verifyEvidenceLog } from '@das/evidence';
 *
 * const store = memoryStore();
 * const signer = createSigner({ origin: 'example.com/das/commerce' });
 * await openEvidenceLog({ store, origin: signer.origin, signer });
 * const verdict = await verifyEvidenceLog({ store, verifier: signer.verifier });
 * console.log(verdict.ok);
 * // => true
 * ```
 */
export async function verifyEvidenceLog(options: VerifyOptions): Promise<EvidenceVerdict> {
  const { store, expected } = options;
  const verifier =
    typeof options.verifier === 'string' ? parseVerifier(options.verifier) : options.verifier;
  checkExpectation(expected);
  const { heads, newest, problems, count, isOfAnotherKey } = await checkCheckpoints(
    store,
    verifier,
  );
  if (count === 0 && (await store.list('tile/')).length === 0) throw notALog(store);
  if (newest === undefined) {
    if (isOfAnotherKey && !(await isAnyEntrySigned(store, verifier))) throw wrongKey(store);
    return { ok: false, problems };
  }
  const found = await checkTree(store, verifier, newest, heads, expected);
  const all = [...problems, ...found];
  return all.length > 0
    ? { ok: false, problems: all }
    : { ok: true, origin: verifier.name, size: newest.size, root: encodeBase64(newest.root) };
}

async function checkTree(
  store: EvidenceStore,
  verifier: EvidenceVerifier,
  newest: SignedHead,
  heads: readonly SignedHead[],
  expected: ExpectedHead | undefined,
): Promise<EvidenceProblem[]> {
  const { size } = newest;
  const entries = await checkEntries(store, size, verifier);
  const leaves = await settleLeaves(store, newest, entries);
  const problems = [...entries.problems, ...leaves.problems];
  if (leaves.hashes === undefined) return problems;
  const levels = levelsOf(leaves.hashes);
  const sizes = heads.map((head) => head.size);
  problems.push(
    ...(await checkTiles({ store, levels, size, sizes })),
    ...(await checkOlderBundles({ store, levels, size, sizes })),
    ...checkRoots(leaves.hashes, heads, expected),
  );
  return problems;
}

/** Whether the log is of this key although no checkpoint is: then those were replaced. */
async function isAnyEntrySigned(
  store: EvidenceStore,
  verifier: EvidenceVerifier,
): Promise<boolean> {
  const [first] = await store.list(tilePath('entries', 0));
  if (first === undefined) return false;
  const width = Number(/\.p\/(\d+)$/.exec(first)?.[1] ?? tileWidth);
  return (await checkEntries(store, width, verifier)).anySigned;
}

function checkExpectation(expected: ExpectedHead | undefined): void {
  if (expected === undefined) return;
  if (Number.isSafeInteger(expected.size) && expected.size >= 0) return;
  throw new EvidenceError('DAS_EVIDENCE_OUT_OF_RANGE', 'the expected size is not a size of a log', {
    place: 'expected.size',
    next: 'pass the size and the root of a receipt or a checkpoint',
  });
}

function notALog(store: EvidenceStore): EvidenceError {
  return new EvidenceError('DAS_EVIDENCE_NOT_A_LOG', 'there is no evidence log here', {
    place: store.place,
    next: `point to the folder that holds the file "${checkpointFile}"`,
  });
}

function wrongKey(store: EvidenceStore): EvidenceError {
  return new EvidenceError('DAS_EVIDENCE_WRONG_KEY', 'the log was signed by another key', {
    place: store.place,
    next: 'verify it with the verifier line of the key that the log was made with',
  });
}
