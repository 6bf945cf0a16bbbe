/** One file of a log. */
export interface StoredFile {
  /** The path inside the store, with `/` between its parts: `tile/0/000.p/7`. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /**
   * What happens to a file that is there already: `create` refuses and leaves it, `replace` puts
   * the new one in its place atomically.
   */
  readonly mode: 'create' | 'replace';
}

/** How long to wait for the lock. */
export interface LockOptions {
  /** Milliseconds after which waiting for a live holder ends with `DAS_EVIDENCE_LOCKED`. */
  readonly timeoutMilliseconds: number;
}

/** The lock, held. */
export interface StoreLock {
  /** Gives the lock back. The second call does nothing. */
  release(): Promise<void>;
}

/**
 * Where the files of an evidence log are: a folder, memory, an object store.
 *
 * A store knows nothing of trees and signatures. What it must do is checked by
 * `describeEvidenceStore` of `@das/evidence/testing`. A path is one or more parts of letters,
 * digits, dots and hyphens that do not start with a dot; another one is
 * `DAS_EVIDENCE_INVALID_PATH`.
 */
export interface EvidenceStore {
  /** What the store is, for error messages: a folder's path, a bucket. Never a secret. */
  readonly place: string;
  /** The bytes of a file, or `undefined` when it is not there. */
  read(path: string): Promise<Uint8Array | undefined>;
  /**
   * Writes files, and resolves when all of them are durable. Each appears whole or not at all, and
   * not before those that stand before it in the list.
   *
   * @throws EvidenceError `DAS_EVIDENCE_NOT_WRITABLE`, `DAS_EVIDENCE_ALREADY_EXISTS` or
   * `DAS_EVIDENCE_STORE_FAILED`
   */
  write(files: readonly StoredFile[]): Promise<void>;
  /** The paths that start with a prefix, sorted by code unit. */
  list(prefix: string): Promise<readonly string[]>;
  /** Says that files are no longer needed. A store that retains everything may keep them. */
  discard(paths: readonly string[]): Promise<void>;
  /**
   * Takes the one lock of the store, across processes. The lock of a holder that died is taken
   * over; a live one is waited for. It is not re-entrant.
   *
   * @throws EvidenceError `DAS_EVIDENCE_LOCKED`, with the process id of the holder, or
   * `DAS_EVIDENCE_NOT_WRITABLE`
   */
  lock(options: LockOptions): Promise<StoreLock>;
}
