import {
  type Collector,
  type CollectorOutcome,
  type CollectorSupervisor,
  CoreError,
  type ServedHealth,
  serveHealth,
  superviseCollectors,
} from '@das/core';
import { type Deployment, evidenceLine, evidenceState } from '../deployment/open-deployment.js';
import { suggestApply } from '../deployment/suggest-apply.js';
import type { Invocation, Report } from '../program/command-definition.js';
import { startTelemetry } from '../telemetry/start-telemetry.js';
import { formatCount } from '../terminal/quantities.js';
import { formatTable } from '../terminal/table.js';
import type { FollowOptions } from './follow-options.js';
import { FollowOutput } from './follow-output.js';

/** How long handles may take to close after what they were used for was given up, in milliseconds. */
const farewell = 2_000;

/**
 * Follows collectors until an interrupt, which drains them, or until all of them have ended. An
 * interrupt is how this is meant to end: it is done when what was read has landed.
 */
export async function followCollectors(
  collectors: readonly Collector[],
  open: () => Promise<Deployment>,
  options: FollowOptions,
  { terminal, io, signal }: Invocation,
): Promise<Report> {
  await using telemetry = await startTelemetry(io.env, options.health !== undefined);
  const deployment = await open();
  let isAbandoned = false;
  try {
    const output = new FollowOutput(io, terminal);
    const supervisor = superviseCollectors(collectors, {
      ...deployment,
      drain: options.drain,
      stopOnFailure: options.stopOnFailure,
      onState: (change) => output.stateChanged(change),
      onFlush: () => output.flushed(supervisor),
    });
    await using served = await serve(supervisor, options, telemetry.metrics);
    if (served !== undefined) {
      output.event('health', { url: served.url }, `Health at ${served.url}/healthz`);
    }
    const outcomes = await followUntil(supervisor, signal);
    isAbandoned = [...outcomes.values()].some(({ kind }) => kind === 'abandoned');
    return await reportOf(supervisor, outcomes, deployment, terminal);
  } finally {
    const closed = Promise.resolve(deployment[Symbol.asyncDispose]());
    // What was given up may keep its handles busy for ever; the process is about to end.
    if (isAbandoned) closed.catch(() => {});
    await (isAbandoned ? Promise.race([closed, afterwards(farewell)]) : closed);
  }
}

async function serve(
  supervisor: CollectorSupervisor,
  { health }: FollowOptions,
  metrics: () => Promise<string>,
): Promise<ServedHealth | undefined> {
  return health === undefined ? undefined : await serveHealth({ supervisor, ...health, metrics });
}

/** Runs until all have ended, or until the signal has stopped them. */
async function followUntil(
  supervisor: CollectorSupervisor,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, CollectorOutcome>> {
  const finished = supervisor.start();
  let stopped: Promise<ReadonlyMap<string, CollectorOutcome>> | undefined;
  const interrupted = new Promise<void>((resolve) => {
    const stop = (): void => {
      stopped = supervisor.stop();
      resolve();
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  await Promise.race([finished, interrupted]);
  return await (stopped ?? finished);
}

async function reportOf(
  supervisor: CollectorSupervisor,
  outcomes: ReadonlyMap<string, CollectorOutcome>,
  deployment: Deployment,
  terminal: Invocation['terminal'],
): Promise<Report> {
  const collectors = supervisor.health().collectors.map((health) => ({
    collector: health.collector,
    outcome: outcomes.get(health.collector)?.kind ?? null,
    landed: health.landed,
    duplicates: health.duplicates,
    quarantined: health.quarantined,
    batches: health.batches,
    restarts: health.restarts,
  }));
  const failure = await failureOf(outcomes, deployment);
  return {
    document: { collectors, evidence: evidenceState(deployment.evidence) },
    lines: [...tableOf(collectors, terminal), evidenceLine(deployment)],
    endsWithInterrupt: true,
    ...(failure === undefined ? {} : { failure }),
  };
}

async function failureOf(
  outcomes: ReadonlyMap<string, CollectorOutcome>,
  deployment: Deployment,
): Promise<unknown> {
  for (const [name, outcome] of outcomes) {
    if (outcome.kind === 'abandoned') return abandoned(name);
    if (outcome.kind !== 'failed') continue;
    const fail = async (): Promise<never> => {
      throw outcome.error;
    };
    return await suggestApply(deployment, fail).catch((error: unknown) => error);
  }
  return undefined;
}

function abandoned(name: string): CoreError {
  return new CoreError('DAS_COLLECT_ABANDONED', 'what was read did not land before the deadline', {
    place: `collector ${name}`,
    next: 'run das run to go on after what has landed, or give it more time with --drain',
  });
}

function tableOf(
  collectors: readonly {
    readonly collector: string;
    readonly outcome: string | null;
    readonly landed: number;
    readonly duplicates: number;
    readonly quarantined: Readonly<Record<string, number>>;
    readonly restarts: number;
  }[],
  terminal: Invocation['terminal'],
): readonly string[] {
  return formatTable(
    [
      { title: 'collector' },
      { title: 'outcome' },
      { title: 'landed', align: 'right' },
      { title: 'duplicates', align: 'right' },
      { title: 'quarantined', align: 'right' },
      { title: 'restarts', align: 'right' },
    ],
    collectors.map((each) => [
      each.collector,
      each.outcome ?? '',
      formatCount(each.landed),
      formatCount(each.duplicates),
      formatCount(Object.values(each.quarantined).reduce((sum, count) => sum + count, 0)),
      formatCount(each.restarts),
    ]),
    { paintTitle: (text) => terminal.paint('bold', text) },
  );
}

function afterwards(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
