import type { CollectorRun, LandingProgress } from '@das/core';
import { escapeControls } from '../terminal/display-text.js';
import { formatCount, formatSeconds } from '../terminal/quantities.js';
import { formatTable } from '../terminal/table.js';
import type { Terminal } from '../terminal/terminal.js';

/** Runs of collectors for people. */
export function collectionLines(
  runs: readonly CollectorRun[],
  terminal: Terminal,
): readonly string[] {
  if (runs.length === 0) return [];
  return formatTable(
    [
      { title: 'collector' },
      { title: 'landed', align: 'right' },
      { title: 'duplicates', align: 'right' },
      { title: 'quarantined', align: 'right' },
      { title: 'time', align: 'right' },
      { title: 'reasons' },
    ],
    runs.map((run) => [
      run.collector,
      formatCount(run.landed),
      formatCount(run.duplicates),
      formatCount(total(run.quarantined)),
      formatSeconds(run.seconds),
      reasons(run.quarantined),
    ]),
    { paintTitle: (text) => terminal.paint('bold', text) },
  );
}

/** Where a dry run would have rejected records, for people: the first ones of each reason. */
export function rejectionLines(runs: readonly CollectorRun[]): readonly string[] {
  return runs.flatMap(({ collector, dryRun }) =>
    Object.entries(dryRun?.rejections ?? {}).flatMap(([reason, samples]) =>
      (samples ?? []).map(({ partition, offset, findings }) => {
        const why = findings.map(({ column, code }) =>
          column === undefined ? code : `${column} (${code})`,
        );
        const place = escapeControls(`${partition}, offset ${offset}`);
        return `${collector}: ${reason} at ${place}: ${escapeControls(why.join(', '))}`;
      }),
    ),
  );
}

/** Shows on a terminal how far a collector is, and how fast. */
export function collectionProgress(
  name: string,
  terminal: Terminal,
): (progress: LandingProgress) => void {
  const started = performance.now();
  terminal.progress(`${name}: reading`);
  return ({ landed, duplicates, quarantined }) => {
    const aside = total(quarantined);
    const rate = ((landed + duplicates + aside) * 1000) / (performance.now() - started);
    const counts = `${formatCount(landed)} landed, ${formatCount(aside)} quarantined`;
    terminal.progress(`${name}: ${counts}, ${formatCount(rate)} records/s`);
  };
}

function total(quarantined: LandingProgress['quarantined']): number {
  return Object.values(quarantined).reduce((sum, count) => sum + count, 0);
}

function reasons(quarantined: LandingProgress['quarantined']): string {
  return Object.entries(quarantined)
    .map(([reason, count]) => `${reason} ${formatCount(count)}`)
    .join(', ');
}
