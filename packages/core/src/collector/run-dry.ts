import { domainNames } from '../domain/domain-names.js';
import { DryLanding } from '../landing/dry-landing.js';
import { EvolvingTable } from '../landing/evolving-table.js';
import type { Collector } from './collector.js';
import type { CollectorRun, LandSourceOptions } from './land-source.js';
import type { Source } from './source.js';

/** Reads a source to its end and checks what it gives, and writes nothing anywhere. */
export async function runDry(
  collector: Collector,
  source: Source,
  options: LandSourceOptions,
): Promise<CollectorRun> {
  const started = performance.now();
  const names = domainNames(options.domain.database);
  await using session = await options.warehouse.openSession({
    role: names.pipelineRole,
    warehouse: names.warehouse,
    queryTag: `das:dry-run:${collector.name}`,
  });
  const landing = new DryLanding({
    session,
    names,
    collector,
    source,
    // It would be asked to add columns before a flush, of which there is none.
    driftColumns: await EvolvingTable.open({ ...options, collector, session }),
    onProgress: options.onProgress,
  });
  await source.consume(landing, options.signal ?? new AbortController().signal);
  landing.finish();
  return {
    collector: collector.name,
    source: source.name,
    ...landing.progress,
    partitions: landing.partitions,
    seconds: (performance.now() - started) / 1000,
    dryRun: { rejections: landing.rejections },
  };
}
