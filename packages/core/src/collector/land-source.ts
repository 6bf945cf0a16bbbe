import { randomUUID } from 'node:crypto';
import type { Domain } from '../domain/define-domain.js';
import { domainNames } from '../domain/domain-names.js';
import type { EvidenceRecorder, JsonValue } from '../evidence/evidence-recorder.js';
import { type AlsoForFlush, Landing, type LandingProgress } from '../landing/landing.js';
import type { QuarantineReason } from '../landing/landing-columns.js';
import { removeLeftovers } from '../landing/staged-rows.js';
import { WarehouseLeases } from '../landing/warehouse-leases.js';
import { HeldConsumer } from '../runtime/held-consumer.js';
import { rateLimitOf } from '../runtime/rate-limit.js';
import { freeRun, type RunControl } from '../runtime/run-control.js';
import { RunTelemetry } from '../runtime/telemetry/run-telemetry.js';
import { watchSession } from '../runtime/watch-session.js';
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
  /** Default: that of a run that nobody supervises. */
  readonly control?: RunControl;
}

/** Reads a source to its end and lands what it gives, as the domain's pipeline. */
export async function landSource(
  collector: Collector,
  source: Source,
  options: LandSourceOptions,
  more: LandSourceExtras = {},
): Promise<{ result: CollectorRun; details: { readonly [key: string]: JsonValue } }> {
  const started = performance.now();
  const { control = freeRun() } = more;
  const telemetry = new RunTelemetry(options.domain.name, collector.name, source.name);
  const limit = rateLimitOf(collector.rate, `collector ${collector.name}`);
  const names = domainNames(options.domain.database);
  await using session = await options.warehouse.openSession({
    role: names.pipelineRole,
    warehouse: names.warehouse,
    queryTag: `das:collect:${collector.name}`,
  });
  const owner = randomUUID();
  await using leases = new WarehouseLeases({
    names,
    source: source.name,
    owner,
    openSession: () =>
      options.warehouse.openSession({
        role: names.pipelineRole,
        warehouse: names.warehouse,
        queryTag: `das:lease:${collector.name}`,
      }),
  });
  await removeLeftovers(session, names, collector.contract);
  const failed = new AbortController();
  const signal =
    options.signal === undefined ? failed.signal : AbortSignal.any([options.signal, failed.signal]);
  const landing = new Landing({
    session: watchSession(session, control.activity),
    names,
    collector,
    source,
    owner,
    leases,
    onProgress: options.onProgress,
    onFailure: () => failed.abort(),
    deduplicate: more.deduplicate ?? collector.deduplicate,
    also: more.also?.(session),
    observer: telemetry,
  });
  const held = new HeldConsumer(landing, { control, limit, telemetry, signal });
  // Without its session, nothing that is under way can commit any more.
  control.abandoned.addEventListener('abort', () => session.close().catch(() => {}));
  await landing.drainAfter(() => source.consume(held, signal));
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
