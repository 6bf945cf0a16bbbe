import { CoreError } from '../errors/core-error.js';
import { digestOf, recordAround } from '../evidence/record-around.js';
import { freeRun, type RunControl } from '../runtime/run-control.js';
import type { Collector } from './collector.js';
import {
  type CollectorRun,
  type LandSourceOptions,
  landSource,
  type RunDetails,
} from './land-source.js';
import { runDry } from './run-dry.js';

/** What a run needs. */
export interface RunCollectorOptions extends LandSourceOptions {
  /** The folder that a collector's relative paths start from. */
  readonly baseDirectory: string;
  /** Whether to wait for more at the end of what there is. Default: no. */
  readonly follow?: boolean;
  /**
   * Reads and checks everything and writes nothing: no row, no offset, no claim, no evidence. The
   * result counts what would have happened and says where the first rejections of each reason are.
   * Duplicates are those within one flush: what has landed is not compared. Default: no.
   */
  readonly dryRun?: boolean;
}

/**
 * Runs a collector until its source is exhausted or the signal aborts: every record lands in
 * BRONZE or in quarantine exactly once, however often the process dies and is started again.
 *
 * Evidence is written before the first record is read, after the last one has landed, and by a run
 * that goes on at an interval in between.
 *
 * @throws {@link CoreError} `DAS_COLLECT_*`, and whatever the source and the warehouse throw
 */
export async function runCollector(
  collector: Collector,
  options: RunCollectorOptions,
): Promise<CollectorRun> {
  return await runControlled(collector, options, freeRun());
}

/** The same, in the hands of whoever supervises it. */
export async function runControlled(
  collector: Collector,
  options: RunCollectorOptions,
  control: RunControl,
): Promise<CollectorRun> {
  const { baseDirectory, follow = false, dryRun = false } = options;
  const source = await control.activity.during(() =>
    orAbandon(collector.openSource({ baseDirectory, follow, dryRun }), control.abandoned),
  );
  control.onOpened(source);
  if (dryRun) return await orAbandon(runDry(collector, source, options), control.abandoned);
  const about = { collector: collector.name, source: source.name };
  const subjects = [
    { name: collector.contract.name, sha256: digestOf(collector.contract) },
  ] as const;
  return await recordAround(options.evidence, {
    kind: 'collection',
    subject: collector.contract,
    details: about,
    work: (startedBy) => {
      const report = async (done: RunDetails): Promise<void> => {
        await options.evidence.record({
          kind: 'collection.progressed',
          occurredAt: new Date(),
          subjects,
          details: { ...about, startedBy, ...done },
        });
      };
      const landed = landSource(collector, source, options, { control, report });
      return orAbandon(landed, control.abandoned);
    },
  });
}

/** Waits for work, unless it is given up: what it then comes to is nobody's concern. */
async function orAbandon<T>(work: Promise<T>, abandoned: AbortSignal): Promise<T> {
  let abandon = () => {};
  const given = new Promise<never>((_, reject) => {
    abandon = () =>
      reject(
        new CoreError('DAS_COLLECT_ABANDONED', 'what was read did not land before the deadline', {
          next: 'start the collector again: it goes on after what has landed',
        }),
      );
  });
  abandoned.addEventListener('abort', abandon, { once: true });
  if (abandoned.aborted) abandon();
  try {
    return await Promise.race([work, given]);
  } finally {
    abandoned.removeEventListener('abort', abandon);
  }
}
