import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type EvidenceVerdict, folderStore, verifyEvidenceLog } from '@das/evidence';

/** What became of a copy of the log in which one byte was changed. */
export interface TamperedCopy {
  /** Inside the copy. */
  readonly file: string;
  readonly byte: number;
  readonly verdict: EvidenceVerdict;
}

/** Changes one byte in the middle of a copy of the log's entries, and verifies the copy. */
export async function verifyTamperedCopy(options: {
  readonly log: string;
  readonly copy: string;
  readonly verifier: string;
}): Promise<TamperedCopy> {
  const { log, copy, verifier } = options;
  await rm(copy, { recursive: true, force: true });
  await cp(log, copy, { recursive: true });
  const entries = await readdir(join(copy, 'tile', 'entries'), {
    recursive: true,
    withFileTypes: true,
  });
  const newest = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .at(-1);
  if (newest === undefined) throw new RangeError('the copy of the log has no entries');
  const bytes = await readFile(newest);
  const byte = Math.floor(bytes.length / 2);
  bytes[byte] = (bytes[byte] ?? 0) ^ 1;
  await writeFile(newest, bytes);
  const verdict = await verifyEvidenceLog({ store: folderStore(copy), verifier });
  return { file: newest.slice(copy.length + 1), byte, verdict };
}
