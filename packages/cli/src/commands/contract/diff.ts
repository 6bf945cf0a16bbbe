import { basename, dirname } from 'node:path';
import { changeRuleDescriptions } from '../../contract/change-rule-descriptions.js';
import {
  baseText,
  type ComparisonBase,
  committedBase,
  workingBase,
} from '../../contract/comparison-base.js';
import { comparisonDocument } from '../../contract/comparison-document.js';
import { comparisonLines } from '../../contract/comparison-lines.js';
import {
  conclusionLine,
  countSeverities,
  severityPhrase,
} from '../../contract/comparison-summary.js';
import { githubAnnotations } from '../../contract/github-annotations.js';
import { type Lockfile, lockfileName, lockfileOf, readLockfile } from '../../contract/lockfile.js';
import { nextStep } from '../../contract/next-step.js';
import { optionChoice } from '../../contract/option-choice.js';
import { projectPrefix } from '../../contract/project-prefix.js';
import { type Proposal, proposeLock } from '../../contract/propose-lock.js';
import { sarifLog } from '../../contract/sarif-log.js';
import { type SourceLocator, sourceLocator } from '../../contract/source-locator.js';
import { configurationOf } from '../../deployment/open-deployment.js';
import { CliError } from '../../errors/cli-error.js';
import { packageVersion } from '../../package-version.js';
import type { Arguments } from '../../program/arguments.js';
import type { Invocation, Report } from '../../program/command-definition.js';

const formats = ['table', 'github', 'sarif'] as const;
type Format = (typeof formats)[number];

/** `das contract diff` */
export async function execute(invocation: Invocation): Promise<Report> {
  const { arguments: given, io } = invocation;
  const format = formatOf(given);
  const failOn = optionChoice(given, 'failOn', ['error', 'warning']);
  const { domain, file: configuration } = await configurationOf(invocation);
  const lockfile = lockfileOf(configuration);
  const working = await readLockfile(lockfile);
  const reference = given.text('base');
  const base =
    reference === undefined
      ? workingBase(working)
      : await committedBase(reference, lockfile, io.env);
  // What was accepted since the base, and what names were retired, is in the lockfile here.
  const proposal = proposeLock(domain, base.lock, { working: working?.lock });
  const { comparisons } = proposal;
  const counts = countSeverities(comparisons);
  const isBroken = counts.error > 0 || (failOn === 'warning' && counts.warning > 0);
  return {
    document: {
      base: {
        kind: base.kind,
        reference: base.reference ?? null,
        commit: base.commit ?? null,
        lockfile,
        isMissing: base.lock === undefined,
      },
      severity: proposal.severity ?? null,
      counts,
      comparisons: comparisons.map(comparisonDocument),
    },
    lines: await linesOf(format, proposal, base, {
      invocation,
      configuration,
      working,
    }),
    ...(isBroken ? { failure: breaking(proposal, reference ?? lockfile) } : {}),
  };
}

/** `--json` is a format too, and no output can have two. */
function formatOf(given: Arguments): Format {
  const wrong = (next: string): CliError =>
    new CliError('DAS_USAGE', 'the output has one format', { place: '--format', next });
  if (given.text('format') === 'json') throw wrong('pass --json instead of --format json');
  const format = optionChoice(given, 'format', formats);
  if (format !== 'table' && given.flag('json')) throw wrong('pass either --json or --format');
  return format;
}

interface Surroundings {
  readonly invocation: Invocation;
  readonly configuration: string;
  readonly working: Lockfile | undefined;
}

async function linesOf(
  format: Format,
  { comparisons }: Proposal,
  base: ComparisonBase,
  surroundings: Surroundings,
): Promise<readonly string[]> {
  switch (format) {
    case 'table':
      return [
        ...(base.lock === undefined ? [missingLine(base)] : []),
        ...comparisonLines(comparisons, surroundings.invocation.terminal),
        conclusionLine(comparisons, baseText(base)),
      ];
    case 'github':
      return githubAnnotations(comparisons, await locatorOf(surroundings));
    case 'sarif': {
      const log = sarifLog({
        comparisons,
        rules: changeRuleDescriptions(),
        locate: await locatorOf(surroundings),
        version: packageVersion(),
      });
      return [JSON.stringify(log, undefined, 2)];
    }
  }
}

async function locatorOf({
  invocation: { io },
  configuration,
  working,
}: Surroundings): Promise<SourceLocator> {
  const prefix = await projectPrefix(dirname(configuration), io.cwd, io.env);
  const lockfile =
    working === undefined ? undefined : { file: `${prefix}${lockfileName}`, text: working.text };
  return sourceLocator(lockfile, `${prefix}${basename(configuration)}`);
}

function missingLine({ reference }: ComparisonBase): string {
  return reference === undefined
    ? `There is no ${lockfileName} yet, so every contract is new. Next: das contract lock`
    : `There is no ${lockfileName} in ${reference}, so every contract is new.`;
}

function breaking({ comparisons }: Proposal, place: string): CliError {
  const what = severityPhrase(countSeverities(comparisons));
  return new CliError('DAS_CONTRACT_BREAKING', `the contracts changed: ${what}`, {
    place,
    next: nextStep(comparisons),
  });
}
