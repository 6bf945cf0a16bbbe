import { replay } from '@das/core';
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
import { replayOrigin } from '../replay/replay-origin.js';

/** `das replay` */
export async function execute(invocation: Invocation): Promise<Report> {
  const { arguments: given, terminal, signal, io } = invocation;
  const open = replayOrigin(given, io.cwd);
  const configuration = await configurationOf(invocation);
  const [name = ''] = given.operands;
  const collector = findCollector(configuration.domain, name);
  const from = open(collector);
  await using deployment = await openDeployment(configuration);
  const onProgress = collectionProgress(name, terminal);
  const done = await suggestApply(deployment, () =>
    replay(collector, { ...deployment, from, signal, onProgress }),
  );
  return {
    document: { replay: done, evidence: evidenceState(deployment.evidence) },
    lines: [...collectionLines([done], terminal), evidenceLine(deployment)],
    ...(signal.aborted
      ? { failure: interrupted('what was read has landed', 'run the replay again to go on') }
      : {}),
  };
}
