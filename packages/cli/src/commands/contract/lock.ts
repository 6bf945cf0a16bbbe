import { formatLock } from '@das/contracts';
import { acceptedChanges } from '../../contract/accepted-changes.js';
import { comparisonDocument } from '../../contract/comparison-document.js';
import { comparisonLines } from '../../contract/comparison-lines.js';
import {
  conclusionLine,
  countSeverities,
  isWorthShowing,
} from '../../contract/comparison-summary.js';
import { type Lockfile, lockfileOf, readLockfile } from '../../contract/lockfile.js';
import { nextStep } from '../../contract/next-step.js';
import { type Proposal, proposeLock } from '../../contract/propose-lock.js';
import { unchangedLine } from '../../contract/unchanged-line.js';
import { writeFileAtomically } from '../../contract/write-file-atomically.js';
import { configurationOf } from '../../deployment/open-deployment.js';
import { CliError } from '../../errors/cli-error.js';
import type { Arguments } from '../../program/arguments.js';
import type { Invocation, Report } from '../../program/command-definition.js';
import { formatQuantity } from '../../terminal/quantities.js';

type State = 'written' | 'current' | 'stale' | 'missing';

/** `das contract lock` */
export async function execute(invocation: Invocation): Promise<Report> {
  const { arguments: given, terminal } = invocation;
  const accepting = acceptingOf(given);
  const { domain, file: configuration } = await configurationOf(invocation);
  const file = lockfileOf(configuration);
  const previous = await readLockfile(file);

  const proposal = proposeLock(domain, previous?.lock);
  const acceptances = acceptedChanges(accepting.identifiers, proposal.comparisons, accepting);
  const agreed =
    acceptances.length === 0 ? proposal : proposeLock(domain, previous?.lock, { acceptances });
  const text = formatLock(agreed.lock);
  const report = (state: State, lines: readonly string[], failure?: CliError): Report => ({
    document: documentOf(file, state, agreed),
    lines,
    ...(failure === undefined ? {} : { failure }),
  });

  if (isSame(text, previous)) {
    const count = formatQuantity(domain.contracts.length, 'contract');
    return report('current', [`The lockfile is current: ${count}. Nothing was written.`]);
  }
  const changes = [
    ...comparisonLines(agreed.comparisons, terminal),
    previous !== undefined && !agreed.comparisons.some(isWorthShowing)
      ? unchangedLine(previous.lock, agreed.lock)
      : conclusionLine(agreed.comparisons, previous === undefined ? undefined : 'the lockfile'),
  ];
  const pending = previous === undefined ? 'missing' : 'stale';
  if (given.flag('check')) return report(pending, changes, notCurrent(file, pending));
  const { error } = countSeverities(agreed.comparisons);
  if (error > 0) return report(pending, changes, notAccepted(file, error, agreed));
  await writeFileAtomically(file, text);
  return report('written', [...changes, `Wrote ${file}. Commit it with the change.`]);
}

interface AcceptingOptions {
  readonly identifiers: readonly string[];
  readonly by: string;
  readonly reason: string;
}

function acceptingOf(given: Arguments): AcceptingOptions {
  const identifiers = given.list('accept') ?? [];
  const by = given.text('by')?.trim() ?? '';
  const reason = given.text('reason')?.trim() ?? '';
  const wrong = (message: string, next: string): CliError =>
    new CliError('DAS_USAGE', message, { place: 'das contract lock', next });
  if (identifiers.length === 0) {
    if (by === '' && reason === '') return { identifiers, by, reason };
    throw wrong('--by and --reason say who accepts what', 'name the change with --accept');
  }
  if (given.flag('check')) {
    throw wrong('--check writes nothing, so it accepts nothing', 'leave out --check');
  }
  if (by === '' || reason === '') {
    throw wrong('a change is accepted by somebody, for a reason', 'add --by <who> --reason <text>');
  }
  return { identifiers, by, reason };
}

/** Git may write line ends of its own into a working tree. */
function isSame(text: string, previous: Lockfile | undefined): boolean {
  return previous !== undefined && previous.text.replaceAll('\r\n', '\n') === text;
}

function documentOf(lockfile: string, state: State, { comparisons }: Proposal): object {
  return {
    lockfile,
    state,
    counts: countSeverities(comparisons),
    comparisons: comparisons.map(comparisonDocument),
  };
}

function notCurrent(file: string, state: 'missing' | 'stale'): CliError {
  const next = 'run das contract lock and commit the file';
  return state === 'missing'
    ? new CliError('DAS_CONTRACT_LOCK_MISSING', 'there is no lockfile', { place: file, next })
    : new CliError('DAS_CONTRACT_LOCK_STALE', 'the lockfile is not what the contracts say', {
        place: file,
        next,
      });
}

function notAccepted(file: string, errors: number, { comparisons }: Proposal): CliError {
  const count = formatQuantity(errors, 'error');
  return new CliError('DAS_CONTRACT_BREAKING', `${count}, so nothing was locked`, {
    place: file,
    next: nextStep(comparisons),
  });
}
