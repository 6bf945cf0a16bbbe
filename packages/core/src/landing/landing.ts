import { randomUUID } from 'node:crypto';
import type { Deduplication } from '../collector/deduplication.js';
import type {
  Leases,
  PartitionAssignment,
  ResumePoint,
  SourceBatch,
  SourceConsumer,
} from '../collector/source.js';
import type { JsonValue } from '../evidence/evidence-recorder.js';
import { failureCode } from '../runtime/classify-failure.js';
import { type AcceptRecord, acceptRecordOf } from './accept-record.js';
import { checkFlush } from './check-flush.js';
import { checkOrder } from './check-order.js';
import { type Claim, claimPartitions, readStanding } from './claims.js';
import { deduplicationsOf } from './deduplications.js';
import { FlushBuffer } from './flush-buffer.js';
import { type AfterCommitStep, landFlush } from './land-flush.js';
import type { LandingOptions, LandingReport } from './landing-options.js';
import { addProgress, type LandingProgress, noProgress } from './landing-progress.js';
import type { LineBuffer } from './line-buffer.js';
import { PartitionLedger } from './partition-ledger.js';
import { bytesOf, partsOf } from './parts-of-batch.js';
import { type Watermarks, watermarksOf } from './watermarks.js';

/**
 * The consumer's side of a source: buffers what is delivered and lands it flush by flush.
 *
 * One flush is in flight while the next one fills; when that is full too, nothing more is taken in,
 * which is the back-pressure.
 */
export class Landing implements SourceConsumer {
  readonly #options: LandingOptions;
  readonly #accept: AcceptRecord;
  readonly #claims: Map<string, Claim> = new Map();
  readonly #ledger: PartitionLedger = new PartitionLedger();
  /** Where the next batch of each partition that is held must go on. */
  readonly #read: Map<string, number> = new Map();
  readonly #watermarks: Watermarks | undefined;
  readonly #deduplicate: readonly Deduplication[];
  #totals: LandingProgress = noProgress;
  #sinceReport: LandingProgress = noProgress;
  #buffer: FlushBuffer;
  /** The memory of a flush that has landed, for the next one. */
  #spare: LineBuffer | undefined;
  #timer: NodeJS.Timeout | undefined;
  #inFlight: Promise<void> = Promise.resolve();
  /** Settles when the flush that waits behind another gets its turn. */
  #full: Promise<void> | undefined;
  readonly #arriving: Set<Promise<void>> = new Set();
  /** Staged files of flushes that landed, which could not be removed yet. */
  readonly #leftBehind: string[] = [];
  #failure: unknown;

  constructor(options: LandingOptions) {
    this.#options = options;
    const { collector, driftColumns, mode = 'collect' } = options;
    checkFlush(collector);
    this.#watermarks = watermarksOf(collector, mode);
    this.#deduplicate = deduplicationsOf(collector, mode);
    this.#accept = acceptRecordOf(collector, { watermarks: this.#watermarks, driftColumns });
    this.#buffer = this.#newBuffer();
  }

  get leases(): Leases {
    return this.#options.leases;
  }

  get progress(): LandingProgress {
    return this.#totals;
  }

  /** How many partitions were claimed; one that was given back and claimed again counts again. */
  get partitions(): number {
    return this.#ledger.count;
  }

  /** How far the partitions were read, for evidence. */
  get partitionSummary(): JsonValue {
    return this.#ledger.summary();
  }

  async assign(
    partitions: readonly PartitionAssignment[],
  ): Promise<ReadonlyMap<string, ResumePoint>> {
    const { session, names, source, owner } = this.#options;
    // What is buffered lands first: the source is about to be told to go on after what has landed.
    await this.#flushAll();
    const { claims, resume } = await this.#queue(() =>
      claimPartitions(session, names, source.name, owner, partitions),
    );
    for (const claim of claims) {
      this.#claims.set(claim.partition, claim);
      this.#ledger.claim(claim);
      this.#read.set(claim.partition, claim.nextOffset);
      this.#watermarks?.resume(claim.partition, claim.latestEventAt);
    }
    return resume;
  }

  async standing(partitions: readonly string[]): Promise<ReadonlyMap<string, ResumePoint>> {
    const { session, names, source } = this.#options;
    return await this.#queue(() => readStanding(session, names, source.name, partitions));
  }

  async revoke(partitions: readonly string[]): Promise<void> {
    await this.#flushAll();
    for (const partition of partitions) {
      this.#claims.delete(partition);
      this.#ledger.giveBack(partition);
      this.#read.delete(partition);
      this.#watermarks?.forget(partition);
    }
  }

  async deliver(batch: SourceBatch): Promise<void> {
    const taken = this.#take(batch);
    this.#arriving.add(taken);
    try {
      await taken;
    } finally {
      this.#arriving.delete(taken);
    }
  }

  async #take(batch: SourceBatch): Promise<void> {
    while (this.#full !== undefined) await this.#turn();
    this.#throwFailure();
    checkOrder(this.#options.source.name, batch, this.#read.get(batch.partition));
    const bytes = this.#options.observer?.onDelivered === undefined ? 0 : bytesOf(batch);
    for (const part of partsOf(batch)) {
      while (this.#full !== undefined) await this.#turn();
      this.#throwFailure();
      try {
        this.#buffer.add(part);
      } catch (error) {
        // Some of its records may be in the buffer, and no offset stands for them: nothing may land.
        this.#fail(error);
        throw error;
      }
      this.#read.set(part.partition, part.nextOffset);
      this.#startTimer();
      if (this.#isFull()) await this.#startFlush();
    }
    this.#options.observer?.onDelivered?.(batch.partition, batch.records.length, bytes);
  }

  /** Runs `read`, then lands what is left, also when `read` fails; a failure to land wins. */
  async drainAfter(read: () => Promise<void>): Promise<void> {
    try {
      await read();
    } finally {
      await this.#flushAll();
    }
  }

  /**
   * Tells what has landed since the last report, between two flushes. Whoever cannot be told ends the
   * run: what goes on without evidence must not go on.
   */
  async report(tell: (report: LandingReport) => Promise<void>): Promise<void> {
    await this.#queue(async () => {
      if (this.#failure !== undefined) return;
      const report = { progress: this.#sinceReport, partitions: this.#ledger.report() };
      this.#sinceReport = noProgress;
      await tell(report);
    }).catch((error: unknown) => this.#fail(error));
  }

  #newBuffer(): FlushBuffer {
    const { collector, source, deadLetter } = this.#options;
    const lines = this.#spare;
    this.#spare = undefined;
    return new FlushBuffer(
      {
        source: source.name,
        contract: collector.contract,
        batchId: randomUUID(),
        landedAt: new Date(),
      },
      this.#accept,
      {
        deduplicate: this.#deduplicate,
        watermarks: this.#watermarks,
        keepsRejected: deadLetter !== undefined,
        lines,
      },
    );
  }

  #isFull(): boolean {
    const { flush } = this.#options.collector;
    return this.#buffer.rows >= flush.rows || this.#buffer.bytes >= flush.bytes;
  }

  /** Queues this flush behind the one in flight, waits for that one, and lets this one run. */
  async #startFlush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const buffer = this.#buffer;
    if (buffer.isEmpty) return;
    this.#buffer = this.#newBuffer();
    const previous = this.#inFlight;
    this.#full = previous;
    this.#inFlight = previous
      .then(() => (this.#failure === undefined ? this.#land(buffer) : undefined))
      .catch((error: unknown) => {
        this.#fail(error);
      });
    await previous;
    if (this.#full === previous) this.#full = undefined;
    this.#throwFailure();
  }

  /** Waits for the flush that waits behind another: however many partitions are delivered at a time. */
  async #turn(): Promise<void> {
    const full = this.#full;
    await full;
    if (this.#full === full) this.#full = undefined;
  }

  async #land(buffer: FlushBuffer): Promise<void> {
    const { session, names, collector, source, onProgress, observer } = this.#options;
    const { also, deadLetter, driftColumns, abandoned } = this.#options;
    const started = performance.now();
    const flush = await landFlush(session, names, collector, this.#claims, buffer, {
      deadLetter,
      driftColumns,
      abandoned,
      also: also?.(buffer),
      leftBehind: this.#leftBehind,
      onAfterCommitFailed: (step, failure) => this.#tellAfterCommit(step, failureCode(failure)),
    });
    const progress = buffer.counts.progress(flush);
    this.#totals = addProgress(this.#totals, progress);
    this.#sinceReport = addProgress(this.#sinceReport, progress);
    if (observer !== undefined) buffer.counts.tell(observer);
    observer?.onFlushed?.(flush, (performance.now() - started) / 1000);
    const landed = [...buffer.progress.values()].map(
      (each) => [each.partition, each.nextOffset] as const,
    );
    buffer.accepted.clear();
    this.#spare = buffer.accepted;
    await source.acknowledge(new Map(landed));
    onProgress?.(this.progress);
  }

  /** Nobody need hold a meter to hear of it. The message of a foreign error may quote data. */
  #tellAfterCommit(step: AfterCommitStep, code: string): void {
    const { collector, observer } = this.#options;
    observer?.onAfterCommitFailed?.(step, code);
    const what =
      step === 'remove'
        ? 'its staged files could not be removed, which the next flush tries again'
        : 'onCommitted of the collector failed';
    process.emitWarning(`collector ${collector.name}: a flush has landed, but ${what} (${code})`, {
      code: 'DAS_COLLECT_AFTER_COMMIT',
    });
  }

  /** Runs something after the flush in flight: the session runs one statement at a time. */
  async #queue<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#inFlight.then(work);
    this.#inFlight = done.then(
      () => {},
      () => {},
    );
    return await done;
  }

  async #flushAll(): Promise<void> {
    // What waits for room is on its way: it lands with the rest.
    await Promise.allSettled(this.#arriving);
    await this.#startFlush();
    await this.#settled();
  }

  async #settled(): Promise<void> {
    await this.#inFlight;
    this.#throwFailure();
  }

  #fail(error: unknown): void {
    if (this.#failure !== undefined) return;
    this.#failure = error;
    this.#options.onFailure?.();
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  #startTimer(): void {
    if (this.#timer !== undefined) return;
    // A failed flush is kept in #failure and thrown by the next call, so nothing is lost here.
    this.#timer = setTimeout(() => {
      this.#startFlush().catch((error: unknown) => {
        this.#fail(error);
      });
    }, this.#options.collector.flush.seconds * 1000);
    this.#timer.unref();
  }
}
