import type { EvidenceEvent, EvidenceReceipt } from '@das/core';
import { inTotoPayloadType, sealEnvelope } from '../dsse/envelope.js';
import { encodeBase64 } from '../encoding/base64.js';
import { EvidenceError } from '../errors/evidence-error.js';
import type { EvidenceEntry } from '../events/evidence-entry.js';
import { encodeStatement } from '../events/evidence-statement.js';
import type { EvidenceSigner } from '../note/evidence-signer.js';
import { parseVerifier } from '../note/evidence-verifier.js';
import { checkOrigin } from '../note/key-name.js';
import type { EvidenceStore } from '../store/evidence-store.js';
import { checkEntryLength } from '../tiles/entry-length.js';
import { BatchQueue } from './batch-queue.js';
import type { EntryRange, EvidenceInclusionProof, EvidenceLog } from './evidence-log.js';
import { LogWriter } from './log-writer.js';
import { proveInclusion } from './prove-inclusion.js';
import { readEntries } from './read-entries.js';

/** Where the log is, and who signs it. */
export interface EvidenceLogOptions {
  readonly store: EvidenceStore;
  /** The name of the log. It must be the name of the signer's key. */
  readonly origin: string;
  readonly signer: EvidenceSigner;
  /** The clock of `recordedAt`. Default: the system's. */
  readonly now?: () => Date;
  /** How long to wait for another writer's lock, in milliseconds. Default: 30,000. */
  readonly lockTimeoutMilliseconds?: number;
}

/**
 * Opens the evidence log of a store, or starts one where there is none.
 *
 * Each event becomes an in-toto Statement v1 in a DSSE v1 envelope; the exact bytes of the envelope
 * are a leaf of an RFC 6962 tree, kept as C2SP tlog-tiles under a signed checkpoint.
 * `record` resolves when the checkpoint over the event is durable. What is recorded at the same time
 * shares a checkpoint.
 *
 * @throws EvidenceError `DAS_EVIDENCE_WRONG_KEY` for a log of another key or origin,
 * `DAS_EVIDENCE_DAMAGED` when tiles and checkpoint disagree, `DAS_EVIDENCE_MALFORMED` for a
 * checkpoint that does not parse, `DAS_EVIDENCE_MISSING_CHECKPOINT`, `DAS_EVIDENCE_ROLLED_BACK`,
 * `DAS_EVIDENCE_NOT_WRITABLE`, `DAS_EVIDENCE_LOCKED`, `DAS_EVIDENCE_INVALID_ORIGIN`. `record`
 * rejects with `DAS_EVIDENCE_INVALID_EVENT`, `DAS_EVIDENCE_SENSITIVE_DATA`,
 * `DAS_EVIDENCE_TOO_LARGE`, `DAS_EVIDENCE_CLOSED`, or why the log could not be written.
 *
 * @example
 * ```ts
 * import { createSigner, memoryStore, openEvidenceLog } from '@das/evidence';
 *
 * const signer = createSigner({ origin: 'example.com/das/commerce' });
 * const log = await openEvidenceLog({ store: memoryStore(), origin: signer.origin, signer });
 * const receipt = await log.record({
 *   kind: 'collection.completed',
 *   occurredAt: new Date(),
 *   subjects: [{ name: 'orders-2026-01-01.ndjson', sha256: '0'.repeat(64) }],
 *   details: { landed: 49_800, quarantined: 200 },
 * });
 * console.log(receipt.index, receipt.treeSize);
 * // => 0 1
 * await log[Symbol.asyncDispose]();
 * ```
 */
export async function openEvidenceLog(options: EvidenceLogOptions): Promise<EvidenceLog> {
  const { store, origin, signer, lockTimeoutMilliseconds = 30_000 } = options;
  checkOrigin(origin);
  if (signer.origin !== origin) {
    throw new EvidenceError('DAS_EVIDENCE_WRONG_KEY', 'the key of the signer has another name', {
      place: 'origin',
      next: 'make or load the signer with the origin of the log',
    });
  }
  const verifier = parseVerifier(signer.verifier);
  const writer = await LogWriter.open({ store, signer, verifier, lockTimeoutMilliseconds });
  return new OpenLog(options, writer);
}

class OpenLog implements EvidenceLog {
  readonly origin: string;
  readonly verifier: string;
  readonly #options: EvidenceLogOptions;
  readonly #writer: LogWriter;
  readonly #queue: BatchQueue<Uint8Array, EvidenceReceipt>;
  #isClosed = false;

  constructor(options: EvidenceLogOptions, writer: LogWriter) {
    this.origin = options.origin;
    this.verifier = options.signer.verifier;
    this.#options = options;
    this.#writer = writer;
    this.#queue = new BatchQueue((entries) => writer.append(entries));
  }

  get size(): number {
    return this.#writer.head.tree.size;
  }

  get root(): string {
    return encodeBase64(this.#writer.head.root);
  }

  checkpoint(): string {
    return Buffer.from(this.#writer.head.checkpoint).toString('utf8');
  }

  async record(event: EvidenceEvent): Promise<EvidenceReceipt> {
    if (this.#isClosed) {
      throw new EvidenceError('DAS_EVIDENCE_CLOSED', 'the evidence log was closed', {
        place: this.#options.store.place,
        next: 'open it again, and close it after the last event',
      });
    }
    const { signer, now = () => new Date() } = this.#options;
    const entry = sealEnvelope(inTotoPayloadType, encodeStatement(event, now()), signer);
    checkEntryLength(entry);
    return this.#queue.add(entry);
  }

  entries(range: EntryRange = {}): AsyncIterable<EvidenceEntry> {
    const { size } = this;
    const { from = 0, to = size } = range;
    const isRange = Number.isSafeInteger(from) && Number.isSafeInteger(to);
    if (!isRange || from < 0 || from > to || to > size) throw this.#outOfRange();
    const verifier = parseVerifier(this.verifier);
    return readEntries({ store: this.#options.store, verifier, size, from, to });
  }

  async inclusionProof(index: number): Promise<EvidenceInclusionProof> {
    const { head } = this.#writer;
    const isLeaf = Number.isSafeInteger(index) && index >= 0 && index < head.tree.size;
    if (!isLeaf) throw this.#outOfRange();
    return proveInclusion(this.#options.store, head, index);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    await this.#queue.idle();
  }

  #outOfRange(): EvidenceError {
    return new EvidenceError('DAS_EVIDENCE_OUT_OF_RANGE', 'the log has no such entries', {
      place: this.#options.store.place,
      next: `ask for whole numbers from 0 up to ${this.size}, the size of the log`,
    });
  }
}
