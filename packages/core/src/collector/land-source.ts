import { randomUUID } from 'node:crypto';
import type { Domain } from '../domain/define-domain.js';
import { domainNames } from '../domain/domain-names.js';
import type { EvidenceRecorder, JsonValue } from '../evidence/evidence-recorder.js';
import { EvolvingTable } from '../landing/evolving-table.js';
import { type AlsoForFlush, Landing } from '../landing/landing.js';
import type { LandingProgress } from '../landing/landing-progress.js';
import type { RejectionReport } from '../landing/rejection-samples.js';
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
export interface CollectorRun extends LandingProgress {
  readonly collector: string;
  readonly source: string;
  readonly partitions: number;
  readonly seconds: number;
  /** Of a dry run: where the first rejections of each reason are. Nothing was written. */
  readonly dryRun?: { readonly rejections: RejectionReport };
}

/** How a replay differs from a collector's own run. */
export interface LandSourceExtras {
  /** A replay lands nothing that is in BRONZE already, and nothing is late in it. Default: collect. */
  readonly mode?: 'collect' | 'replay';
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
  await using deadLetter = await collector.openDeadLetter();
  const driftColumns = await EvolvingTable.open({ ...options, collector, session });
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
    mode: more.mode,
    deadLetter,
    driftColumns,
    abandoned: control.abandoned,
    also: more.also?.(session),
    observer: telemetry,
  });
  const held = new HeldConsumer(landing, { control, limit, telemetry, signal });
  // Without its session, nothing that is under way can commit any more.
  const close = (): void => {
    session.close().catch(() => {});
  };
  control.abandoned.addEventListener('abort', close, { once: true });
  try {
    await landing.drainAfter(() => source.consume(held, signal));
  } finally {
    control.abandoned.removeEventListener('abort', close);
  }
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
      filtered: result.filtered,
      late: result.late,
      unknownFields: { ...result.unknownFields },
      findings: result.findings.map((each) => ({ ...each })),
      batches: result.batches,
      partitions: landing.partitionSummary(),
    },
  };
}
