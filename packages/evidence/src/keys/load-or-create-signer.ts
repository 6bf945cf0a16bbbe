import { createPrivateKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { link, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EvidenceError } from '../errors/evidence-error.js';
import { type EvidenceSigner, signerOf } from '../note/evidence-signer.js';
import { checkOrigin } from '../note/key-name.js';
import { failureCode } from '../store/failure-code.js';
import { makeFolder } from '../store/make-folder.js';
import { syncFolder } from '../store/sync-folder.js';
import type { SignerOptions } from './create-signer.js';

/**
 * Loads the signer of a key file, or makes a new key and the file.
 *
 * The file is PKCS#8 in PEM, as `openssl genpkey -algorithm ed25519` writes it, with mode 0600. The
 * name of the key is not in the file: it is the origin of the log.
 *
 * @param file - The path of the key file. Its folder is made if need be.
 * @throws EvidenceError `DAS_EVIDENCE_EXPOSED_KEY` when others than the owner can read the file,
 * `DAS_EVIDENCE_INVALID_KEY` when it holds no Ed25519 key, `DAS_EVIDENCE_INVALID_ORIGIN` for a name
 * that no key may have, `DAS_EVIDENCE_STORE_FAILED` when it can be neither read nor made.
 *
 * @example
 * ```ts
 * import { mkdtemp } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { loadOrCreateSigner } from '@das/evidence';
 *
 * const file = join(await mkdtemp(join(tmpdir(), 'das-')), 'evidence.pem');
 * const made = await loadOrCreateSigner(file, { origin: 'example.com/das/commerce' });
 * const loaded = await loadOrCreateSigner(file, { origin: 'example.com/das/commerce' });
 * console.log(made.verifier === loaded.verifier);
 * // => true
 * ```
 */
export async function loadOrCreateSigner(
  file: string,
  options: SignerOptions,
): Promise<EvidenceSigner> {
  checkOrigin(options.origin);
  try {
    const pem = (await readKeyFile(file)) ?? (await createKeyFile(file));
    return signerOf(options.origin, parseKey(pem, file));
  } catch (error) {
    if (error instanceof EvidenceError) throw error;
    throw new EvidenceError('DAS_EVIDENCE_STORE_FAILED', 'the key file cannot be read or made', {
      place: file,
      next: 'check that the path is a file that this user may read, in a folder it may write to',
      cause: error,
    });
  }
}

async function readKeyFile(file: string): Promise<string | undefined> {
  const handle = await open(file, 'r').catch((error: unknown) => {
    if (failureCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (handle === undefined) return undefined;
  try {
    // Asked of the open file, so that it cannot be another one by the time it is read.
    const status = await handle.stat();
    if (!status.isFile()) throw new Error('the path is not a file');
    // Windows keeps no such bits: there the folder's access list is the protection.
    if (process.platform !== 'win32' && (status.mode & 0o077) !== 0) {
      throw new EvidenceError(
        'DAS_EVIDENCE_EXPOSED_KEY',
        'the private key file is open to other users',
        { place: file, next: `run: chmod 600 ${quote(file)}` },
      );
    }
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

/** Makes the file whole or not at all; when another process was faster, that one's key is the key. */
async function createKeyFile(file: string): Promise<string> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const changed = await makeFolder(dirname(file));
  const temporary = `${file}.${randomUUID()}.tmp`;
  const handle = await open(temporary, 'wx', 0o600);
  try {
    try {
      await handle.writeFile(pem);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(temporary, file).catch((error: unknown) => {
      if (failureCode(error) !== 'EEXIST') throw error;
    });
  } finally {
    await rm(temporary, { force: true });
  }
  await Promise.all([dirname(file), ...changed].map(syncFolder));
  const written = await readKeyFile(file);
  // A key that is not on the disk must never sign: nobody could open the log again.
  if (written === undefined) throw new Error('the key file is gone after it was made');
  return written;
}

function parseKey(pem: string, file: string): KeyObject {
  const invalid = (cause?: unknown): EvidenceError =>
    new EvidenceError('DAS_EVIDENCE_INVALID_KEY', 'the file holds no Ed25519 private key in PEM', {
      place: file,
      next: 'restore the key, or make one with: openssl genpkey -algorithm ed25519',
      cause,
    });
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch (error) {
    throw invalid(error);
  }
  if (key.asymmetricKeyType !== 'ed25519') throw invalid();
  return key;
}

function quote(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
