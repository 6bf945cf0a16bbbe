import { recordAround } from '../evidence/record-around.js';
import type { Collector } from './collector.js';
import { type CollectorRun, type LandSourceOptions, landSource } from './land-source.js';

/** What a run needs. */
export interface RunCollectorOptions extends LandSourceOptions {
  /** The folder that a collector's relative paths start from. */
  readonly baseDirectory: string;
}

/**
 * Runs a collector until its source is exhausted or the signal aborts: every record lands in
 * BRONZE or in quarantine exactly once, however often the process dies and is started again.
 *
 * Evidence is written before the first record is read and after the last one has landed.
 *
 * @throws {@link CoreError} `DAS_COLLECT_*`, and whatever the source and the warehouse throw
 */
export async function runCollector(
  collector: Collector,
  options: RunCollectorOptions,
): Promise<CollectorRun> {
  const source = await collector.openSource({ baseDirectory: options.baseDirectory });
  return await recordAround(options.evidence, {
    kind: 'collection',
    subject: collector.contract,
    details: { collector: collector.name, source: source.name },
    work: () => landSource(collector, source, options),
  });
}
