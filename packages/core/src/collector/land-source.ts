import { randomUUID } from 'node:crypto';
import type { Domain } from '../domain/define-domain.js';
import { domainNames } from '../domain/domain-names.js';
import type { EvidenceRecorder, JsonValue } from '../evidence/evidence-recorder.js';
import { type AlsoForFlush, Landing, type LandingProgress } from '../landing/landing.js';
import type { QuarantineReason } from '../landing/landing-columns.js';
import { removeLeftovers } from '../landing/staged-rows.js';
import type { Session, Warehouse } from '../warehouse/warehouse.js';
import type { Collector } from './collector.js';
import type { Source } from './source.js';

/** What every run of a collector needs, whatever it reads. */
export interface LandSourceOptions {
  readonly domain: Domain;
  readonly warehouse: Warehouse;
  readonly evidence: EvidenceRecorder;
  /** Stops reading; what was read lands before the run resolves. */
  readonly signal?: AbortSignal;
  /** Called after each flush, with totals so far. */
  readonly onProgress?: (progress: LandingProgress) => void;
}

/** What a run did. */
export interface CollectorRun {
  readonly collector: string;
  readonly source: string;
  readonly landed: number;
  readonly duplicates: number;
  readonly quarantined: Readonly<Partial<Record<QuarantineReason, number>>>;
  readonly partitions: number;
  readonly batches: number;
  readonly seconds: number;
}

/** How a replay differs from a collector's own run. */
export interface LandSourceExtras {
  /** Default: what the collector says. */
  readonly deduplicate?: Collector['deduplicate'];
  /** More work for each flush's transaction, in the landing session. */
  readonly also?: (session: Session) => AlsoForFlush;
}

/** Reads a source to its end and lands what it gives, as the domain's pipeline. */
export async function landSource(
  collector: Collector,
  source: Source,
  options: LandSourceOptions,
  more: LandSourceExtras = {},
): Promise<{ result: CollectorRun; details: { readonly [key: string]: JsonValue } }> {
  const started = performance.now();
  const names = domainNames(options.domain.database);
  await using session = await options.warehouse.openSession({
    role: names.pipelineRole,
    warehouse: names.warehouse,
    queryTag: `das:collect:${collector.name}`,
  });
  await removeLeftovers(session, names, collector.contract);
  const landing = new Landing({
    session,
    names,
    collector,
    source,
    owner: randomUUID(),
    onProgress: options.onProgress,
    deduplicate: more.deduplicate ?? collector.deduplicate,
    also: more.also?.(session),
  });
  const signal = options.signal ?? new AbortController().signal;
  await landing.drainAfter(() => source.consume(landing, signal));
  const result: CollectorRun = {
    collector: collector.name,
    source: source.name,
    ...landing.progress,
    partitions: landing.partitions.length,
    seconds: (performance.now() - started) / 1000,
  };
  return {
    result,
    details: {
      landed: result.landed,
      duplicates: result.duplicates,
      quarantined: { ...result.quarantined },
      batches: result.batches,
      partitions: landing.partitionSummary(),
    },
  };
}
