import { resolve } from 'node:path';
import { replaySource } from '@das/collectors';
import { type Collector, type ReplayFrom, replay } from '@das/core';
import { collectionLines, collectionProgress } from '../deployment/collection-lines.js';
import { findCollector } from '../deployment/find-collector.js';
import {
  configurationOf,
  evidenceLine,
  evidenceState,
  openDeployment,
} from '../deployment/open-deployment.js';
import { suggestApply } from '../deployment/suggest-apply.js';
import { CliError } from '../errors/cli-error.js';
import { interrupted } from '../errors/interrupted.js';
import type { Invocation, Report } from '../program/command-definition.js';

/** `das replay` */
export async function execute(invocation: Invocation): Promise<Report> {
  const { arguments: given, terminal, signal, io } = invocation;
  const files = given.list('file');
  if (given.flag('fromQuarantine') === (files !== undefined)) {
    throw new CliError('DAS_USAGE', 'a replay reads from quarantine or from files', {
      place: 'das replay',
      next: 'pass either --from-quarantine or --file <path...>',
    });
  }
  const configuration = await configurationOf(invocation);
  const [name = ''] = given.operands;
  const collector = findCollector(configuration.domain, name);
  const from = replayFrom(collector, files, io.cwd);
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

function replayFrom(
  collector: Collector,
  files: readonly string[] | undefined,
  cwd: string,
): ReplayFrom {
  if (files === undefined) return { kind: 'quarantine' };
  // Absolute, so that the same file has the same name in the offsets from wherever it is replayed.
  const paths = files.map((file) => resolve(cwd, file));
  return { kind: 'source', source: replaySource(collector, paths, cwd) };
}
