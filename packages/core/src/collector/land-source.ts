import { randomUUID } from 'node:crypto';
import { type Duration, durationInSeconds } from '@das/contracts';
import type { Domain } from '../domain/define-domain.js';
import { domainNames } from '../domain/domain-names.js';
import type { EvidenceRecorder, JsonValue } from '../evidence/evidence-recorder.js';
import { EvolvingTable } from '../landing/evolving-table.js';
import { Landing } from '../landing/landing.js';
import type { AlsoForFlush } from '../landing/landing-options.js';
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
  /**
   * How often a collector's run that goes on says in evidence what it has landed since it last did.
   * If that cannot be written, the run ends. Default `'1h'`.
   */
  readonly evidenceEvery?: Duration;
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
  /** Writes evidence of what has landed since it was last called. Default: only the end is told. */
  readonly report?: (details: RunDetails) => Promise<void>;
}

/** What evidence says of a run. */
export type RunDetails = { readonly [key: string]: JsonValue };

/** Reads a source to its end and lands what it gives, as the domain's pipeline. */
export async function landSource(
  collector: Collector,
  source: Source,
  options: LandSourceOptions,
  more: LandSourceExtras = {},
): Promise<{ result: CollectorRun; details: RunDetails }> {
  const started = performance.now();
  const every = durationInSeconds(options.evidenceEvery ?? '1h', 'evidenceEvery');
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
  const { report } = more;
  using _reports =
    report === undefined
      ? undefined
      : reportEvery(every, landing, (done) => control.activity.during(() => report(done)));
  try {
    await landing.drainAfter(() => source.consume(held, signal));
  } finally {
    control.abandoned.removeEventListener('abort', close);
  }
  const result: CollectorRun = {
    collector: collector.name,
    source: source.name,
    ...landing.progress,
    partitions: landing.partitions,
    seconds: (performance.now() - started) / 1000,
  };
  return { result, details: detailsOf(landing.progress, landing.partitionSummary) };
}

function detailsOf(progress: LandingProgress, partitions: JsonValue): RunDetails {
  return {
    landed: progress.landed,
    duplicates: progress.duplicates,
    quarantined: { ...progress.quarantined },
    filtered: progress.filtered,
    late: progress.late,
    unknownFields: { ...progress.unknownFields },
    findings: progress.findings.map((each) => ({ ...each })),
    batches: progress.batches,
    partitions,
  };
}

/** A timer waits no longer than this, in milliseconds: beyond it, it would not wait at all. */
const longestWait = 2 ** 31 - 1;

/** Reports at an interval, until it is disposed of. A report that takes longer than that delays the next. */
function reportEvery(
  seconds: number,
  landing: Landing,
  report: (details: RunDetails) => Promise<void>,
): Disposable {
  let isUnderWay = false;
  const timer = setInterval(
    () => {
      if (isUnderWay) return;
      isUnderWay = true;
      // A failure ends the run, which is the landing's to do.
      landing
        .report(({ progress, partitions }) => report(detailsOf(progress, partitions)))
        .finally(() => {
          isUnderWay = false;
        });
    },
    Math.min(seconds * 1000, longestWait),
  );
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
