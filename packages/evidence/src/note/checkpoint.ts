import { decodeBase64, encodeBase64 } from '../encoding/base64.js';
import { EvidenceError } from '../errors/evidence-error.js';
import { hashLength } from '../merkle/tree-hash.js';

/** The head of a log as its operator signs it (C2SP tlog-checkpoint v1). */
export interface Checkpoint {
  readonly origin: string;
  /** The number of leaves. */
  readonly size: bigint;
  readonly root: Uint8Array;
  /** Lines after the third. We write none; they are signed with the rest. */
  readonly extensions: readonly string[];
}

const maximumSize = 2n ** 64n - 1n;

/** The text of a checkpoint, to be signed as a note. */
export function formatCheckpoint({ origin, size, root }: Omit<Checkpoint, 'extensions'>): string {
  return `${origin}\n${size}\n${encodeBase64(root)}\n`;
}

/** Reads the text of a checkpoint; `DAS_EVIDENCE_MALFORMED` when it is not one. */
export function parseCheckpoint(text: string, place: string): Checkpoint {
  const [origin = '', sizeText = '', rootText = '', ...rest] = text.split('\n');
  const root = decodeBase64(rootText);
  const size = /^(0|[1-9][0-9]{0,19})$/.test(sizeText) ? BigInt(sizeText) : undefined;
  const extensions = rest.slice(0, -1);
  const isComplete = origin !== '' && rest.at(-1) === '' && !extensions.includes('');
  if (isComplete && size !== undefined && size <= maximumSize && root?.length === hashLength) {
    return { origin, size, root, extensions };
  }
  throw new EvidenceError(
    'DAS_EVIDENCE_MALFORMED',
    'the checkpoint is not an origin, a size and a root, each on its line',
    { place, next: 'restore the file from a copy that was not edited' },
  );
}
