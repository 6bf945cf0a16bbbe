import { basename, dirname } from 'node:path';
import { type ContractLock, parseLock } from '@das/contracts';
import { openRepository, readCommitted } from './git-repository.js';
import type { Lockfile } from './lockfile.js';

/** What the contracts are compared with. */
export interface ComparisonBase {
  readonly kind: 'lockfile' | 'git';
  /** What was asked for: a commit, a branch or a tag. */
  readonly reference: string | undefined;
  readonly commit: string | undefined;
  /** `undefined` when there is no lockfile there. */
  readonly lock: ContractLock | undefined;
}

/** The lockfile of the working tree as the base. */
export function workingBase(working: Lockfile | undefined): ComparisonBase {
  return { kind: 'lockfile', reference: undefined, commit: undefined, lock: working?.lock };
}

/**
 * The lockfile of a commit as the base.
 *
 * @throws `CliError` `DAS_GIT_*`, and the errors of `parseLock`
 */
export async function committedBase(
  reference: string,
  lockfile: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ComparisonBase> {
  const repository = await openRepository(dirname(lockfile), env);
  const name = basename(lockfile);
  const { commit, text } = await readCommitted(repository, reference, name, env);
  const place = `${reference}:${repository.prefix}${name}`;
  const lock = text === undefined ? undefined : parseLock(text, place);
  return { kind: 'git', reference, commit, lock };
}

/** The base in words, such as "the lockfile"; `undefined` when there is no lockfile there. */
export function baseText({ reference, commit, lock }: ComparisonBase): string | undefined {
  if (lock === undefined) return undefined;
  return reference === undefined ? 'the lockfile' : `${reference} (${commit?.slice(0, 12) ?? ''})`;
}
