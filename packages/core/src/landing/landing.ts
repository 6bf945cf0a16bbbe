import { randomUUID } from 'node:crypto';
import type { Collector } from '../collector/collector.js';
import type { DeadLetter } from '../collector/dead-letter.js';
import type { Deduplication } from '../collector/deduplication.js';
import type {
  Leases,
  PartitionAssignment,
  ResumePoint,
  Source,
  SourceBatch,
  SourceConsumer,
} from '../collector/source.js';
import type { DomainNames } from '../domain/domain-names.js';
import { CoreError } from '../errors/core-error.js';
import type { JsonValue } from '../evidence/evidence-recorder.js';
import { digestOf } from '../evidence/record-around.js';
import type { Session } from '../warehouse/warehouse.js';
import { type AcceptRecord, acceptRecordOf } from './accept-record.js';
import { type Claim, claimPartitions, readStanding } from './claims.js';
import { deduplicationsOf } from './deduplications.js';
import type { EvolvingTable } from './evolving-table.js';
import { FlushBuffer } from './flush-buffer.js';
import { type AlsoInTransaction, landFlush } from './land-flush.js';
import type { LandingObserver } from './landing-observer.js';
import { addProgress, type LandingProgress, noProgress } from './landing-progress.js';
import { bytesOf, partsOf } from './parts-of-batch.js';
import { type Watermarks, watermarksOf } from './watermarks.js';

/** What a landing works with. */
export interface LandingOptions {
  readonly session: Session;
  readonly names: DomainNames;
  readonly collector: Collector;
  readonly source: Source;
  /** Who holds the claims: an id of this process. */
  readonly owner: string;
  /** A replay lands nothing that is in BRONZE already, and nothing is late in it. Default: collect. */
  readonly mode?: 'collect' | 'replay' | undefined;
  /** Where rejected records are sent besides quarantine, if anywhere. */
  readonly deadLetter?: DeadLetter | undefined;
  /** The table's columns for drift, where the collector lets it evolve. */
  readonly driftColumns?: EvolvingTable | undefined;
  /** Ends a flush that is given up. */
  readonly abandoned?: AbortSignal | undefined;
  readonly onProgress: ((progress: LandingProgress) => void) | undefined;
  /** Called when a flush has failed: the source may be waiting for records, and has to hear of it. */
  readonly onFailure?: (() => void) | undefined;
  readonly also: AlsoForFlush | undefined;
  readonly observer?: LandingObserver | undefined;
  /** Who reads which partition, where the source itself has no say in that. */
  readonly leases: Leases;
}

/** More work for each flush's transaction, given the flush. */
export type AlsoForFlush = (buffer: FlushBuffer) => AlsoInTransaction;

/**
 * The consumer's side of a source: buffers what is delivered and lands it flush by flush.
 *
 * One flush is in flight while the next one fills; a third waits, which is the back-pressure.
 */
export class Landing implements SourceConsumer {
  readonly #options: LandingOptions;
  readonly #accept: AcceptRecord;
  readonly #claims: Map<string, Claim> = new Map();
  /** Each claim of this run, with the offset that it started at. */
  readonly #spans: { readonly claim: Claim; readonly from: number }[] = [];
  /** Where the next batch of each partition must go on. */
  readonly #read: Map<string, number> = new Map();
  readonly #watermarks: Watermarks | undefined;
  readonly #deduplicate: readonly Deduplication[];
  #totals: LandingProgress = noProgress;
  #buffer: FlushBuffer;
  #timer: NodeJS.Timeout | undefined;
  #inFlight: Promise<void> = Promise.resolve();
  #failure: unknown;

  constructor(options: LandingOptions) {
    this.#options = options;
    const { collector, driftColumns, mode = 'collect' } = options;
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

  get partitions(): readonly string[] {
    return [...new Set(this.#spans.map(({ claim }) => claim.partition))];
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
      this.#spans.push({ claim, from: claim.nextOffset });
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
    for (const partition of partitions) this.#claims.delete(partition);
  }

  async deliver(batch: SourceBatch): Promise<void> {
    this.#throwFailure();
    this.#checkOrder(batch);
    const bytes = this.#options.observer?.onDelivered === undefined ? 0 : bytesOf(batch);
    for (const part of partsOf(batch)) {
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
   * How far each partition was read, for evidence: a count, the records between, and a digest of
   * the list `[{partition, from, to}]`. Names of partitions stay out: a file's name may identify a person.
   */
  partitionSummary(): JsonValue {
    const all = this.#spans.map(({ claim: { partition, nextOffset }, from }) => ({
      partition,
      from,
      to: nextOffset,
    }));
    const records = all.reduce((sum, each) => sum + each.to - each.from, 0);
    return { count: this.partitions.length, records, sha256: digestOf(all) };
  }

  /** Records that were given before, or out of their order, would land twice or never. */
  #checkOrder({ partition, records, nextOffset }: SourceBatch): void {
    const isAssigned = this.#claims.has(partition);
    let expected = this.#read.get(partition) ?? 0;
    const isInOrder = records.every(({ offset }) => {
      const isNext = offset >= expected;
      expected = offset + 1;
      return isNext;
    });
    if (isAssigned && isInOrder && nextOffset >= expected) return;
    throw new CoreError(
      'DAS_COLLECT_FENCED',
      isAssigned
        ? 'a partition was not delivered from where it was to go on, or not in the order of its offsets'
        : 'a partition was delivered without being assigned',
      {
        place: `source ${this.#options.source.name}`,
        next: 'report this: the source is at fault',
      },
    );
  }

  #newBuffer(): FlushBuffer {
    const { collector, source, deadLetter } = this.#options;
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
    this.#inFlight = previous
      .then(() => (this.#failure === undefined ? this.#land(buffer) : undefined))
      .catch((error: unknown) => {
        this.#fail(error);
      });
    await previous;
    this.#throwFailure();
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
    });
    this.#totals = addProgress(this.#totals, buffer.counts.progress(flush));
    if (observer !== undefined) buffer.counts.tell(observer);
    observer?.onFlushed?.(flush, (performance.now() - started) / 1000);
    const landed = [...buffer.progress.values()].map(
      (each) => [each.partition, each.nextOffset] as const,
    );
    await source.acknowledge(new Map(landed));
    onProgress?.(this.progress);
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
