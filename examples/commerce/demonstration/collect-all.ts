import {
  type CollectorRun,
  collectorsOf,
  type Domain,
  type EvidenceRecorder,
  runCollector,
  type Warehouse,
} from '@das/core';
import { total } from './counts.js';
import type { Terminal } from './terminal.js';

/** Runs every collector of the domain to the end of its files. */
export async function collectAll(options: {
  readonly domain: Domain;
  readonly warehouse: Warehouse;
  readonly evidence: EvidenceRecorder;
  readonly baseDirectory: string;
  readonly terminal: Terminal;
}): Promise<readonly CollectorRun[]> {
  const { terminal } = options;
  const runs: CollectorRun[] = [];
  for (const collector of collectorsOf(options.domain)) {
    const run = await runCollector(collector, {
      ...options,
      onProgress: ({ landed }) => terminal.progress(`${collector.name}: ${landed} landed`),
    });
    runs.push(run);
  }
  return runs;
}

/** Records that a run has put anywhere. */
export function recordsOf({ landed, duplicates, quarantined }: CollectorRun): number {
  return landed + duplicates + total(quarantined);
}
