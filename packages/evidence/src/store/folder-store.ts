import { randomUUID } from 'node:crypto';
import { link, open, readdir, readFile, rename, rm, rmdir, unlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { EvidenceError } from '../errors/evidence-error.js';
import { alreadyExists, checkPath } from './check-path.js';
import type { EvidenceStore, LockOptions, StoredFile, StoreLock } from './evidence-store.js';
import { failureCode } from './failure-code.js';
import { lockFolder } from './folder-lock.js';
import { makeFolder } from './make-folder.js';
import { syncFolder } from './sync-folder.js';

/**
 * Keeps an evidence log in a folder of a local file system, in the C2SP tlog-tiles layout.
 *
 * The folder is made by the first write. A file is written under a temporary name, flushed to
 * the disk, renamed, and its folder flushed. Two more folders are the store's own: `.lock`
 * and `.tmp`.
 *
 * @param directory - The folder. A relative path is resolved now, against the working directory.
 *
 * @example
 * ```ts
 * import { mkdtemp, readdir } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { createSigner, folderStore, openEvidenceLog } from '@das/evidence';
 *
 * const directory = await mkdtemp(join(tmpdir(), 'das-'));
 * const signer = createSigner({ origin: 'example.com/das/commerce' });
 * await openEvidenceLog({ store: folderStore(directory), origin: signer.origin, signer });
 * console.log((await readdir(directory)).filter((name) => !name.startsWith('.')).join(' '));
 * // => checkpoint checkpoint.0
 * ```
 */
export function folderStore(directory: string): EvidenceStore {
  return new FolderStore(resolve(directory));
}

class FolderStore implements EvidenceStore {
  readonly place: string;
  #isSwept = false;

  constructor(directory: string) {
    this.place = directory;
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    checkPath(path);
    try {
      return await readFile(join(this.place, path));
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw this.#failed('cannot be read', path, error);
    }
  }

  async write(files: readonly StoredFile[]): Promise<void> {
    for (const { path } of files) checkPath(path);
    await this.#guard(async () => {
      const temporary = files.map(() => join(this.place, '.tmp', randomUUID()));
      try {
        await Promise.all(
          files.map(({ bytes }, position) => writeDurably(temporary[position] ?? '', bytes)),
        );
        const changed = new Set<string>();
        for (const [position, file] of files.entries()) {
          for (const folder of await this.#put(temporary[position] ?? '', file))
            changed.add(folder);
        }
        await Promise.all([...changed].map(syncFolder));
      } catch (error) {
        // What went wrong is the first error; a temporary file that stays is swept by the next writer.
        await Promise.allSettled(temporary.map((file) => rm(file, { force: true })));
        throw error;
      }
    });
  }

  async list(prefix: string): Promise<readonly string[]> {
    const found: string[] = [];
    const walk = async (folder: string): Promise<void> => {
      for (const entry of await this.#entries(folder)) {
        const path = `${folder}${entry.name}`;
        if (entry.name.startsWith('.')) continue;
        if (entry.isDirectory()) {
          const inner = `${path}/`;
          if (inner.startsWith(prefix) || prefix.startsWith(inner)) await walk(inner);
        } else if (path.startsWith(prefix)) {
          found.push(path);
        }
      }
    };
    await walk('');
    return found.sort();
  }

  async discard(paths: readonly string[]): Promise<void> {
    for (const path of paths) checkPath(path);
    await this.#guard(async () => {
      await Promise.all(paths.map((path) => rm(join(this.place, path), { force: true })));
      for (const folder of new Set(paths.map((path) => dirname(path)))) {
        if (folder !== '.') await removeEmpty(join(this.place, folder));
      }
    });
  }

  async lock(options: LockOptions): Promise<StoreLock> {
    return this.#guard(async () => {
      const lock = await lockFolder(join(this.place, '.lock'), options);
      if (!this.#isSwept) {
        // What a killed writer left half-written. Only the holder of the lock writes.
        await rm(join(this.place, '.tmp'), { recursive: true, force: true });
        this.#isSwept = true;
      }
      return lock;
    });
  }

  /** Puts a file in its place, and answers with the folders that must be flushed for it to stay. */
  async #put(temporary: string, { path, mode }: StoredFile): Promise<readonly string[]> {
    const target = join(this.place, path);
    if (mode === 'replace') {
      const { changed } = await withFolder(target, () => rename(temporary, target));
      return [dirname(target), ...changed];
    }
    try {
      const { changed } = await withFolder(target, () => link(temporary, target));
      return [dirname(target), ...changed];
    } catch (error) {
      throw failureCode(error) === 'EEXIST' ? alreadyExists(this.place, path) : error;
    } finally {
      await unlink(temporary);
    }
  }

  async #entries(folder: string): Promise<Awaited<ReturnType<typeof readFolder>>> {
    try {
      return await readFolder(join(this.place, folder));
    } catch (error) {
      if (isAbsence(error)) return [];
      throw this.#failed('cannot be listed', folder, error);
    }
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof EvidenceError) throw error;
      const refusals = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'ENOENT', 'EEXIST'];
      if (!refusals.includes(failureCode(error) ?? '')) {
        throw this.#failed('cannot be written', '', error);
      }
      throw new EvidenceError('DAS_EVIDENCE_NOT_WRITABLE', 'the log cannot be written here', {
        place: this.place,
        next: 'choose a folder that this user may write to',
        cause: error,
      });
    }
  }

  #failed(what: string, path: string, cause: unknown): EvidenceError {
    const code = failureCode(cause);
    const reason = code === undefined ? '' : ` (${code})`;
    return new EvidenceError('DAS_EVIDENCE_STORE_FAILED', `the evidence ${what}${reason}`, {
      place: join(this.place, path),
      next: 'check the disk and the permissions of the folder',
      isRetryable: true,
      cause,
    });
  }
}

function readFolder(folder: string) {
  return readdir(folder, { withFileTypes: true });
}

/** Writes a new file down to the disk. Its name is durable only when its folder is flushed. */
async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const { result: handle } = await withFolder(file, () => open(file, 'wx'));
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Does something to a file, and makes its folder first where that is missing. */
async function withFolder<Result>(
  file: string,
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly changed: readonly string[] }> {
  try {
    return { result: await work(), changed: [] };
  } catch (error) {
    if (failureCode(error) !== 'ENOENT') throw error;
  }
  const changed = await makeFolder(dirname(file));
  return { result: await work(), changed };
}

async function removeEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    // Not empty, or another one was faster: both are as good.
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(failureCode(error) ?? '')) throw error;
  }
}

function isAbsence(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(failureCode(error) ?? '');
}
