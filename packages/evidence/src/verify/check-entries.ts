import { openEnvelope } from '../dsse/envelope.js';
import { parseStatement } from '../events/evidence-entry.js';
import { hashLeaf } from '../merkle/tree-hash.js';
import type { EvidenceVerifier } from '../note/evidence-verifier.js';
import type { EvidenceStore } from '../store/evidence-store.js';
import { decodeBundle } from '../tiles/tile-content.js';
import { tilePath, tileWidth } from '../tiles/tile-path.js';
import type { EvidenceProblem, EvidenceProblemCode } from './evidence-problem.js';

/** What the entry bundles hold, by themselves. */
export interface CheckedEntries {
  /** The leaf hash of each entry that could be read; `undefined` where none could. */
  readonly leafHashes: readonly (Uint8Array | undefined)[];
  /** The file in which each bundle was found, or should be. */
  readonly files: readonly string[];
  readonly problems: readonly EvidenceProblem[];
  /** Whether at least one entry has a good signature of the key. */
  readonly anySigned: boolean;
}

/** Reads all entries of a log of that size, and checks the signature and form of each. */
export async function checkEntries(
  store: EvidenceStore,
  size: number,
  verifier: EvidenceVerifier,
): Promise<CheckedEntries> {
  const leafHashes: (Uint8Array | undefined)[] = [];
  const files: string[] = [];
  const problems: EvidenceProblem[] = [];
  let anySigned = false;
  for (let start = 0; start < size; start += tileWidth) {
    const width = Math.min(tileWidth, size - start);
    const { file, entries, isWhole } = await readBundle(store, start / tileWidth, width);
    files.push(file);
    const found = (entries ?? [])
      .slice(0, width)
      .map((bytes, position) => checkEntry(bytes, start + position, file, verifier));
    const bad = found.filter((each) => each !== undefined);
    anySigned ||= bad.length < found.length;
    // In a bundle that does not parse, all that follows the first bad entry is noise.
    const firstBad = bad[0]?.place.entry ?? start + found.length;
    const readable = isWhole ? start + width : firstBad;
    for (let index = start; index < start + width; index += 1) {
      const bytes = index < readable ? entries?.[index - start] : undefined;
      leafHashes.push(bytes && hashLeaf(bytes));
    }
    if (entries === undefined) {
      problems.push(problem('DAS_EVIDENCE_MISSING_FILE', file, 'the entry bundle is missing'));
    } else if (isWhole) {
      problems.push(...bad);
    } else {
      const message = `the bundle does not hold the entries ${start} to ${start + width - 1} whole`;
      const entry = Math.min(firstBad, start + width - 1);
      problems.push(problem('DAS_EVIDENCE_MALFORMED', file, message, entry));
    }
  }
  return { leafHashes, files, problems, anySigned };
}

interface FoundBundle {
  readonly file: string;
  readonly entries: readonly Uint8Array[] | undefined;
  readonly isWhole: boolean;
}

async function readBundle(
  store: EvidenceStore,
  index: number,
  width: number,
): Promise<FoundBundle> {
  for (const fileWidth of new Set([width, tileWidth])) {
    const file = tilePath('entries', index, fileWidth);
    const bytes = await store.read(file);
    if (bytes === undefined) continue;
    const { entries, isWhole } = decodeBundle(bytes);
    return { file, entries, isWhole: isWhole && entries.length === fileWidth };
  }
  return { file: tilePath('entries', index, width), entries: undefined, isWhole: false };
}

function checkEntry(
  bytes: Uint8Array,
  index: number,
  file: string,
  verifier: EvidenceVerifier,
): EvidenceProblem | undefined {
  const envelope = openEnvelope(bytes, verifier);
  switch (envelope.status) {
    case 'malformed':
      return problem('DAS_EVIDENCE_MALFORMED', file, 'the entry is no DSSE envelope', index);
    case 'bad-signature':
      return problem('DAS_EVIDENCE_BAD_SIGNATURE', file, 'the entry’s signature is bad', index);
    case 'verified':
      // Whatever its predicate: a kind of a later version is as authentic as one of ours.
      if (parseStatement(envelope.payloadType, envelope.payload) !== undefined) return undefined;
      return problem('DAS_EVIDENCE_MALFORMED', file, 'the entry is no in-toto statement', index);
  }
}

function problem(
  code: EvidenceProblemCode,
  file: string,
  message: string,
  entry?: number,
): EvidenceProblem {
  return { code, place: entry === undefined ? { file } : { file, entry }, message };
}
