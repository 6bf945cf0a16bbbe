import { EvidenceError } from '../errors/evidence-error.js';
import { alreadyExists, checkPath } from './check-path.js';
import type { EvidenceStore, LockOptions, StoredFile, StoreLock } from './evidence-store.js';

/**
 * Keeps an evidence log in the memory of this process: for tests and for trying things out.
 *
 * @example
 * ```ts
 * import { createSigner, memoryStore, openEvidenceLog } from '@das/evidence';
 *
 * const signer = createSigner({ origin: 'example.com/das/commerce' });
 * const log = await openEvidenceLog({ store: memoryStore(), origin: signer.origin, signer });
 * console.log(log.size);
 * // => 0
 * ```
 */
export function memoryStore(): EvidenceStore {
  return new MemoryStore();
}

class MemoryStore implements EvidenceStore {
  readonly place = 'memory';
  readonly #files = new Map<string, Uint8Array>();
  readonly #waiting: (() => void)[] = [];
  #isLocked = false;

  async read(path: string): Promise<Uint8Array | undefined> {
    checkPath(path);
    const bytes = this.#files.get(path);
    return bytes && Uint8Array.from(bytes);
  }

  async write(files: readonly StoredFile[]): Promise<void> {
    for (const { path } of files) checkPath(path);
    for (const { path, bytes, mode } of files) {
      if (mode === 'create' && this.#files.has(path)) throw alreadyExists(this.place, path);
      this.#files.set(path, Uint8Array.from(bytes));
    }
  }

  async list(prefix: string): Promise<readonly string[]> {
    return [...this.#files.keys()].filter((path) => path.startsWith(prefix)).sort();
  }

  async discard(paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      checkPath(path);
      this.#files.delete(path);
    }
  }

  async lock({ timeoutMilliseconds }: LockOptions): Promise<StoreLock> {
    if (this.#isLocked) await this.#turn(timeoutMilliseconds);
    this.#isLocked = true;
    let isHeld = true;
    return {
      release: async (): Promise<void> => {
        if (!isHeld) return;
        isHeld = false;
        // The lock stays taken while it is handed over, so that nobody slips in between.
        const next = this.#waiting.shift();
        if (next === undefined) this.#isLocked = false;
        else next();
      },
    };
  }

  #turn(timeoutMilliseconds: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const turn = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(turn), 1);
        reject(
          new EvidenceError(
            'DAS_EVIDENCE_LOCKED',
            `the log is locked by process ${process.pid}, this one`,
            { place: this.place, next: 'let the other writer finish', isRetryable: true },
          ),
        );
      }, timeoutMilliseconds);
      this.#waiting.push(turn);
    });
  }
}
