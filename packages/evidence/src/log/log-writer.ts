import type { EvidenceReceipt } from '@das/core';
import { encodeBase64 } from '../encoding/base64.js';
import { equalBytes, hex } from '../encoding/bytes.js';
import { EvidenceError } from '../errors/evidence-error.js';
import { makeConsistencyProof, verifyConsistency } from '../merkle/consistency-proof.js';
import { hashLeaf } from '../merkle/tree-hash.js';
import type { EvidenceSigner } from '../note/evidence-signer.js';
import type { EvidenceVerifier } from '../note/evidence-verifier.js';
import type { EvidenceStore } from '../store/evidence-store.js';
import { subtreeReader } from '../tiles/subtree-reader.js';
import { appendEntries, emptyTree } from '../tiles/tile-tree.js';
import { checkpointCopy, checkpointCopyPrefix, checkpointFile, sizeOfCopy } from './log-files.js';
import { type LogHead, loadHead, signHead } from './log-head.js';

/** What a writer needs. */
export interface LogWriterOptions {
  readonly store: EvidenceStore;
  readonly signer: EvidenceSigner;
  readonly verifier: EvidenceVerifier;
  readonly lockTimeoutMilliseconds: number;
}

/** Appends to a log, one batch at a time, each under the lock of the store. */
export class LogWriter {
  readonly #options: LogWriterOptions;
  #head: LogHead;

  private constructor(options: LogWriterOptions, head: LogHead) {
    this.#options = options;
    this.#head = head;
  }

  /** Opens the log of a store, or starts one where there is none. */
  static async open(options: LogWriterOptions): Promise<LogWriter> {
    return locked(options, async () => new LogWriter(options, await openHead(options)));
  }

  /** The newest state of the log that this writer knows. */
  get head(): LogHead {
    return this.#head;
  }

  /** Appends entries; resolves when they and the checkpoint over them are durable. */
  async append(entries: readonly Uint8Array[]): Promise<EvidenceReceipt[]> {
    const { store, signer } = this.#options;
    return locked(this.#options, async () => {
      await this.#catchUp();
      const first = this.#head.tree.size;
      const { tree, files, superseded } = appendEntries(this.#head.tree, entries);
      const head = signHead(tree, signer);
      await store.write(files);
      await publish(store, head);
      this.#head = head;
      await discard(store, superseded);
      const root = encodeBase64(head.root);
      return entries.map((entry, position) => ({
        index: first + position,
        leafHash: hex(hashLeaf(entry)),
        treeSize: tree.size,
        root,
      }));
    });
  }

  /** Takes over what another writer appended since, if it extends what is known. */
  async #catchUp(): Promise<void> {
    const { store, verifier } = this.#options;
    const bytes = await store.read(checkpointFile);
    if (bytes === undefined) throw missingCheckpoint(store);
    if (equalBytes(bytes, this.#head.checkpoint)) return;
    const head = await loadHead(store, bytes, verifier);
    if (!(await isExtension(store, this.#head, head))) throw rolledBack(store);
    await keepCopy(store, head);
    this.#head = head;
  }
}

async function openHead({ store, signer, verifier }: LogWriterOptions): Promise<LogHead> {
  const bytes = await store.read(checkpointFile);
  const copies = await store.list(checkpointCopyPrefix);
  if (bytes === undefined) {
    const tiles = await store.list('tile/');
    if (tiles.length + copies.length > 0) throw missingCheckpoint(store);
    // Before any tile, so that tiles without a checkpoint are never the trace of a crash.
    const head = signHead(emptyTree, signer);
    await publish(store, head);
    return head;
  }
  const head = await loadHead(store, bytes, verifier);
  if (copies.some((path) => (sizeOfCopy(path) ?? 0) > head.tree.size)) throw rolledBack(store);
  await keepCopy(store, head);
  return head;
}

/**
 * Makes a head the newest. The copy comes after the checkpoint itself: so a copy that is newer
 * than the checkpoint is never the trace of a crash, but of somebody who put an old one back.
 */
async function publish(store: EvidenceStore, head: LogHead): Promise<void> {
  const { checkpoint: bytes, tree } = head;
  await store.write([
    { path: checkpointFile, bytes, mode: 'replace' },
    { path: checkpointCopy(tree.size), bytes, mode: 'create' },
  ]);
}

/** Makes the copy that a writer who died between the two files did not make. */
async function keepCopy(store: EvidenceStore, head: LogHead): Promise<void> {
  const path = checkpointCopy(head.tree.size);
  if ((await store.read(path)) !== undefined) return;
  await store.write([{ path, bytes: head.checkpoint, mode: 'create' }]);
}

async function discard(store: EvidenceStore, prefixes: readonly string[]): Promise<void> {
  const paths = await Promise.all(prefixes.map((prefix) => store.list(prefix)));
  if (paths.length > 0) await store.discard(paths.flat());
}

async function isExtension(store: EvidenceStore, older: LogHead, newer: LogHead): Promise<boolean> {
  const size1 = older.tree.size;
  const size2 = newer.tree.size;
  if (size1 > size2) return false;
  if (size1 === 0) return true;
  const proof = await makeConsistencyProof(size1, size2, subtreeReader(store, size2));
  return verifyConsistency({
    size1: BigInt(size1),
    size2: BigInt(size2),
    root1: older.root,
    root2: newer.root,
    proof,
  });
}

async function locked<T>(options: LogWriterOptions, work: () => Promise<T>): Promise<T> {
  const { store, lockTimeoutMilliseconds } = options;
  const lock = await store.lock({ timeoutMilliseconds: lockTimeoutMilliseconds });
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

function missingCheckpoint(store: EvidenceStore): EvidenceError {
  return new EvidenceError(
    'DAS_EVIDENCE_MISSING_CHECKPOINT',
    'the log has other files, but its checkpoint is missing',
    {
      place: `${store.place}: ${checkpointFile}`,
      next: 'verify the log, and restore the checkpoint from its newest copy',
    },
  );
}

function rolledBack(store: EvidenceStore): EvidenceError {
  return new EvidenceError(
    'DAS_EVIDENCE_ROLLED_BACK',
    'the log does not extend a checkpoint that was signed for it before',
    {
      place: `${store.place}: ${checkpointFile}`,
      next: 'verify the log, and restore the newest state from a copy',
    },
  );
}
