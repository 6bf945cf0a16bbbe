import { EvidenceError } from '../errors/evidence-error.js';
import { checkpointCopyPrefix, checkpointFile, sizeOfCopy } from '../log/log-files.js';
import { type Checkpoint, parseCheckpoint } from '../note/checkpoint.js';
import type { EvidenceVerifier } from '../note/evidence-verifier.js';
import { type NoteVerdict, parseNote, verifyNote } from '../note/signed-note.js';
import type { EvidenceStore } from '../store/evidence-store.js';
import type { EvidenceProblem, EvidenceProblemCode } from './evidence-problem.js';

/** A checkpoint that the log's key signed, and the file it is in. */
export interface SignedHead {
  readonly file: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** All checkpoints of a log. */
export interface CheckedCheckpoints {
  /** Those with a good signature, in no order. */
  readonly heads: readonly SignedHead[];
  /** The newest of them, which the files of the log must be for. */
  readonly newest: SignedHead | undefined;
  readonly problems: readonly EvidenceProblem[];
  /** How many files of checkpoints there are, good or not. */
  readonly count: number;
  /** Whether there are well-formed checkpoints, and all of them are signed by other keys only. */
  readonly isOfAnotherKey: boolean;
}

/**
 * Checks the signatures and names of `checkpoint` and of all its copies.
 *
 * The copies are listed before the checkpoint is read: a writer makes the checkpoint before its
 * copy, so that a copy that is newer was not made by a writer who is at work just now.
 */
export async function checkCheckpoints(
  store: EvidenceStore,
  verifier: EvidenceVerifier,
): Promise<CheckedCheckpoints> {
  const copies = await store.list(checkpointCopyPrefix);
  const problems: EvidenceProblem[] = [];
  const heads: SignedHead[] = [];
  const statuses = new Set<NoteVerdict['status']>();
  let count = 0;
  let current: SignedHead | undefined;
  for (const file of [checkpointFile, ...copies]) {
    const bytes = await store.read(file);
    if (bytes === undefined) {
      problems.push(problem('DAS_EVIDENCE_MISSING_FILE', file, 'the checkpoint is missing'));
      continue;
    }
    count += 1;
    const result = checkCheckpoint(bytes, file, verifier, statuses);
    if ('code' in result) {
      problems.push(result);
      continue;
    }
    heads.push(result);
    if (file === checkpointFile) current = result;
  }
  const newest = heads.reduce<SignedHead | undefined>(
    (best, head) => (best === undefined || head.size > best.size ? head : best),
    undefined,
  );
  if (current !== undefined && newest !== undefined && newest.size > current.size) {
    const message = `the checkpoint has size ${current.size}, but ${newest.file} was signed later`;
    problems.push(problem('DAS_EVIDENCE_ROLLED_BACK', checkpointFile, message));
  }
  const isOfAnotherKey = statuses.size === 1 && statuses.has('unknown-key');
  return { heads, newest, problems, count, isOfAnotherKey };
}

function checkCheckpoint(
  bytes: Uint8Array,
  file: string,
  verifier: EvidenceVerifier,
  statuses: Set<NoteVerdict['status']>,
): SignedHead | EvidenceProblem {
  let checkpoint: Checkpoint;
  try {
    const note = parseNote(bytes, file);
    const { status } = verifyNote(note, [verifier]);
    statuses.add(status);
    if (status !== 'verified') {
      const what = status === 'unknown-key' ? 'no signature of the log’s key' : 'a bad signature';
      return problem('DAS_EVIDENCE_BAD_SIGNATURE', file, `the checkpoint has ${what}`);
    }
    checkpoint = parseCheckpoint(note.text, file);
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    return problem('DAS_EVIDENCE_MALFORMED', file, error.message);
  }
  const { origin, root } = checkpoint;
  const size = Number(checkpoint.size);
  const isNamedWell = file === checkpointFile || sizeOfCopy(file) === size;
  if (origin !== verifier.name || !isNamedWell || !Number.isSafeInteger(size)) {
    const message = 'the checkpoint is of another origin, or of a size that is not in its name';
    return problem('DAS_EVIDENCE_MALFORMED', file, message);
  }
  return { file, size, root };
}

function problem(code: EvidenceProblemCode, file: string, message: string): EvidenceProblem {
  return { code, place: { file }, message };
}
