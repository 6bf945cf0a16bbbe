import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Domain } from '@das/core';
import { type EvidenceLog, folderStore, loadOrCreateSigner, openEvidenceLog } from '@das/evidence';
import { CliError } from '../errors/cli-error.js';
import { codeOf, type DataFolder, isThere } from './data-folder.js';

/** The name of a domain's log. It never changes, since signatures hold it. */
function evidenceOrigin({ database }: Pick<Domain, 'database'>): string {
  return `${database.toLowerCase().replaceAll('_', '-')}.das.local/evidence`;
}

/**
 * Opens the evidence log of a data folder, or starts it with a new key. The public key is written
 * beside the private one.
 *
 * @throws {@link CliError} `DAS_EVIDENCE_KEY_MISSING` for a log whose private key is gone: a new key
 * could not go on with it. `DAS_EVIDENCE_KEY_MISMATCH` for a public key of another key.
 */
export async function openEvidence(domain: Domain, data: DataFolder): Promise<EvidenceLog> {
  const origin = evidenceOrigin(domain);
  const store = folderStore(data.evidence);
  const isStarted = await isThere(join(data.evidence, 'checkpoint'));
  if (isStarted && !(await isThere(data.privateKey))) {
    throw new CliError('DAS_EVIDENCE_KEY_MISSING', 'the log is there, but not its private key', {
      place: data.privateKey,
      next: 'restore the key, or start a new log in another folder with --data',
    });
  }
  const signer = await loadOrCreateSigner(data.privateKey, { origin });
  const log = await openEvidenceLog({ store, origin, signer });
  await keepPublicKey(data, log.verifier);
  return log;
}

async function keepPublicKey({ publicKey }: DataFolder, verifier: string): Promise<void> {
  try {
    const kept = await readFile(publicKey, 'utf8').catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    });
    if (kept === undefined) {
      await writeFile(publicKey, `${verifier}\n`, { flag: 'wx' });
      await chmod(publicKey, 0o644);
      return;
    }
    if (kept.trim() === verifier) return;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    throw new CliError(
      'DAS_DATA_NOT_WRITABLE',
      `the public key cannot be kept (${codeOf(error)})`,
      {
        place: publicKey,
        next: 'check that this user may write to the data folder',
        cause: error,
      },
    );
  }
  throw new CliError('DAS_EVIDENCE_KEY_MISMATCH', 'the public key is not that of the private key', {
    place: publicKey,
    next: 'find out who replaced it, then remove the file to have it written again',
  });
}
