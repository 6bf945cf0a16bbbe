import { randomUUID } from 'node:crypto';
import type { Collector } from '../collector/collector.js';
import type {
  Leases,
  PartitionAssignment,
  ResumePoint,
  Source,
  SourceBatch,
  SourceConsumer,
} from '../collector/source.js';
import type { DomainNames } from '../domain/domain-names.js';
import type { Session } from '../warehouse/warehouse.js';
import { type AcceptRecord, acceptRecordOf } from './accept-record.js';
import { readStanding } from './claims.js';
import { deduplicationsOf } from './deduplications.js';
import { FlushBuffer } from './flush-buffer.js';
import type { DriftColumns } from './judge-drift.js';
import { addProgress, type LandingProgress, noProgress } from './landing-progress.js';
import { partsOf } from './parts-of-batch.js';
import { type RejectionReport, RejectionSamples } from './rejection-samples.js';
import { type Watermarks, watermarksOf } from './watermarks.js';

/** What a dry run works with. */
export interface DryLandingOptions {
  /** Is asked where partitions stand, and nothing else. */
  readonly session: Session;
  readonly names: DomainNames;
  readonly collector: Collector;
  readonly source: Source;
  readonly driftColumns: DriftColumns | undefined;
  readonly onProgress: ((progress: LandingProgress) => void) | undefined;
}

/** How many rejections of each reason a dry run shows. */
const shownRejections = 10;

/** A consumer that checks what is delivered as a landing does, counts it, and throws it away. */
export class DryLanding implements SourceConsumer {
  /** Everything is everyone's: nobody is kept from it, and nobody hears of it. */
  readonly leases: Leases = {
    interval: 60_000,
    renew: async (partitions) => new Set(partitions),
    release: async () => {},
  };
  readonly #options: DryLandingOptions;
  readonly #watermarks: Watermarks | undefined;
  readonly #accept: AcceptRecord;
  readonly #assigned: Set<string> = new Set();
  readonly #samples: RejectionSamples = new RejectionSamples(shownRejections);
  #buffer: FlushBuffer;
  #totals: LandingProgress = noProgress;

  constructor(options: DryLandingOptions) {
    const { collector, driftColumns } = options;
    this.#options = options;
    this.#watermarks = watermarksOf(collector, 'collect');
    this.#accept = acceptRecordOf(collector, {
      watermarks: this.#watermarks,
      driftColumns,
    });
    this.#buffer = this.#newBuffer();
  }

  get progress(): LandingProgress {
    return this.#totals;
  }

  get partitions(): number {
    return this.#assigned.size;
  }

  get rejections(): RejectionReport {
    return this.#samples.report();
  }

  async assign(
    partitions: readonly PartitionAssignment[],
  ): Promise<ReadonlyMap<string, ResumePoint>> {
    const { session, names, source } = this.#options;
    const wanted = partitions.map(({ partition }) => partition);
    const standing = await readStanding(session, names, source.name, wanted);
    return new Map(
      wanted.map((partition): [string, ResumePoint] => {
        const found = standing.get(partition);
        this.#assigned.add(partition);
        this.#watermarks?.resume(partition, found?.latestEventAt);
        return [partition, { offset: found?.offset ?? 0, position: found?.position }];
      }),
    );
  }

  async standing(partitions: readonly string[]): Promise<ReadonlyMap<string, ResumePoint>> {
    const { session, names, source } = this.#options;
    return await readStanding(session, names, source.name, partitions);
  }

  async revoke(): Promise<void> {
    // Nothing was claimed.
  }

  async deliver(batch: SourceBatch): Promise<void> {
    const { flush } = this.#options.collector;
    for (const part of partsOf(batch)) {
      this.#buffer.add(part);
      if (this.#buffer.rows >= flush.rows || this.#buffer.bytes >= flush.bytes) this.finish();
    }
  }

  /** Counts what a flush would have landed. */
  finish(): void {
    const buffer = this.#buffer;
    if (buffer.isEmpty) return;
    this.#buffer = this.#newBuffer();
    const { duplicates } = buffer;
    this.#totals = addProgress(
      this.#totals,
      buffer.counts.progress({ landed: buffer.accepted.length, duplicates }),
    );
    this.#samples.addAll(buffer.samples);
    this.#options.onProgress?.(this.#totals);
  }

  #newBuffer(): FlushBuffer {
    const { collector, source } = this.#options;
    return new FlushBuffer(
      {
        source: source.name,
        contract: collector.contract,
        batchId: randomUUID(),
        landedAt: new Date(),
      },
      this.#accept,
      {
        deduplicate: deduplicationsOf(collector, 'collect'),
        watermarks: this.#watermarks,
        samples: shownRejections,
      },
    );
  }
}
