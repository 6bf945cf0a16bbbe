import { type Collector, type CollectorRun, collectorsOf, runCollector } from '@das/core';
import {
  collectionLines,
  collectionProgress,
  rejectionLines,
} from '../deployment/collection-lines.js';
import { findCollector } from '../deployment/find-collector.js';
import {
  configurationOf,
  type Deployment,
  evidenceLine,
  evidenceState,
  openDeployment,
  openSnowflakeDeployment,
} from '../deployment/open-deployment.js';
import { suggestApply } from '../deployment/suggest-apply.js';
import { CliError } from '../errors/cli-error.js';
import { interrupted } from '../errors/interrupted.js';
import { readFollowOptions, refuseFollowOptions } from '../following/follow-options.js';
import type { Invocation, Report } from '../program/command-definition.js';

/** `das run` */
export async function execute(invocation: Invocation): Promise<Report> {
  const { arguments: given } = invocation;
  const dryRun = given.flag('dryRun');
  if (dryRun && given.flag('follow')) throw endlessDryRun();
  const following = given.flag('follow') ? readFollowOptions(given) : undefined;
  if (following === undefined) refuseFollowOptions(given);
  const configuration = await configurationOf(invocation);
  const names = [...new Set(given.operands)];
  const collectors =
    names.length === 0
      ? collectorsOf(configuration.domain)
      : names.map((name) => findCollector(configuration.domain, name));
  const open = () =>
    given.flag('snowflake')
      ? openSnowflakeDeployment(configuration)
      : openDeployment(configuration);
  if (following === undefined) {
    return await runToTheEnd(collectors, open, { ...invocation, dryRun });
  }
  const { followCollectors } = await import('../following/follow-collectors.js');
  return await followCollectors(collectors, open, following, invocation);
}

async function runToTheEnd(
  collectors: readonly Collector[],
  open: () => Promise<Deployment>,
  { terminal, signal, dryRun }: Invocation & { readonly dryRun: boolean },
): Promise<Report> {
  await using deployment = await open();
  const runs: CollectorRun[] = [];
  let failure: unknown;
  try {
    for (const collector of collectors) {
      if (signal.aborted) break;
      const onProgress = collectionProgress(collector.name, terminal);
      const options = { ...deployment, signal, onProgress, dryRun };
      runs.push(await suggestApply(deployment, () => runCollector(collector, options)));
    }
    if (signal.aborted) {
      failure = dryRun
        ? interrupted('nothing was written', 'run it again')
        : interrupted('what was read has landed', 'run das run to go on');
    }
  } catch (error) {
    // What the collectors before it did is done, and is reported with the failure.
    failure = error;
  }
  return {
    document: { collectors: runs, evidence: evidenceState(deployment.evidence) },
    lines:
      runs.length === 0 && failure === undefined
        ? [`Domain ${deployment.domain.name} has no collectors.`]
        : [
            ...collectionLines(runs, terminal),
            ...rejectionLines(runs),
            dryRun ? 'A dry run: nothing was written.' : evidenceLine(deployment),
          ],
    ...(failure === undefined ? {} : { failure }),
  };
}

function endlessDryRun(): CliError {
  return new CliError('DAS_USAGE', 'a dry run reads to the end, and --follow has none', {
    place: 'das run',
    next: 'leave out --follow or --dry-run',
  });
}
