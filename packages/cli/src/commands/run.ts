import { type CollectorRun, collectorsOf, runCollector } from '@das/core';
import { collectionLines, collectionProgress } from '../deployment/collection-lines.js';
import { findCollector } from '../deployment/find-collector.js';
import {
  configurationOf,
  evidenceLine,
  evidenceState,
  openDeployment,
} from '../deployment/open-deployment.js';
import { suggestApply } from '../deployment/suggest-apply.js';
import { interrupted } from '../errors/interrupted.js';
import type { Invocation, Report } from '../program/command-definition.js';

/** `das run` */
export async function execute(invocation: Invocation): Promise<Report> {
  const { terminal, signal } = invocation;
  const configuration = await configurationOf(invocation);
  const names = [...new Set(invocation.arguments.operands)];
  const collectors =
    names.length === 0
      ? collectorsOf(configuration.domain)
      : names.map((name) => findCollector(configuration.domain, name));
  await using deployment = await openDeployment(configuration);

  const runs: CollectorRun[] = [];
  let failure: unknown;
  try {
    for (const collector of collectors) {
      if (signal.aborted) break;
      const onProgress = collectionProgress(collector.name, terminal);
      const options = { ...deployment, signal, onProgress };
      runs.push(await suggestApply(deployment, () => runCollector(collector, options)));
    }
    if (signal.aborted) failure = interrupted('what was read has landed', 'run das run to go on');
  } catch (error) {
    // What the collectors before it did is done, and is reported with the failure.
    failure = error;
  }
  return {
    document: { collectors: runs, evidence: evidenceState(deployment.evidence) },
    lines:
      runs.length === 0 && failure === undefined
        ? [`Domain ${configuration.domain.name} has no collectors.`]
        : [...collectionLines(runs, terminal), evidenceLine(deployment)],
    ...(failure === undefined ? {} : { failure }),
  };
}
