import { execFile } from 'node:child_process';
import { CliError } from '../errors/cli-error.js';

/** A folder in a working tree of git. */
export interface GitRepository {
  /** The folder whose files are read. */
  readonly folder: string;
  /** That folder below the root, with slashes: empty at the root, else it ends with a slash. */
  readonly prefix: string;
}

/** A file as a commit has it. */
export interface CommittedFile {
  readonly commit: string;
  /** `undefined` when the commit does not have the file. */
  readonly text: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

interface GitResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** More than any lockfile: what is larger is not one. */
const maximumBytes = 256 * 1024 * 1024;

/**
 * Opens the repository that a folder is in.
 *
 * @throws {@link CliError} `DAS_GIT_UNAVAILABLE`, `DAS_GIT_NO_REPOSITORY`, `DAS_GIT_FAILED`
 */
export async function openRepository(folder: string, env: Environment): Promise<GitRepository> {
  const { exitCode, stdout, stderr } = await git(['rev-parse', '--show-prefix'], folder, env);
  if (exitCode === 0) return { folder, prefix: stdout.replace(/\n$/, '') };
  if (stderr.includes('dubious ownership')) {
    throw new CliError('DAS_GIT_FAILED', 'git does not trust the repository of another user', {
      place: folder,
      next: "add the repository to git's safe.directory",
    });
  }
  if (stderr.includes('not a git repository') || stderr.includes('must be run in a work tree')) {
    throw new CliError('DAS_GIT_NO_REPOSITORY', 'the folder is in no working tree of git', {
      place: folder,
      next: 'leave out --base to compare with the lockfile that is there',
    });
  }
  throw failed('rev-parse', folder);
}

/**
 * Reads a file of the repository's folder as a commit has it.
 *
 * @throws {@link CliError} `DAS_GIT_UNKNOWN_REFERENCE`, `DAS_FILE_UNREADABLE`, `DAS_GIT_FAILED`
 */
export async function readCommitted(
  { folder, prefix }: GitRepository,
  reference: string,
  name: string,
  env: Environment,
): Promise<CommittedFile> {
  const commit = await resolveCommit(folder, reference, env);
  const path = `${prefix}${name}`;
  const tree = await git(['ls-tree', '-z', '--full-tree', commit, '--', path], folder, env);
  if (tree.exitCode !== 0) throw failed('ls-tree', folder);
  if (tree.stdout === '') return { commit, text: undefined };
  const blob = /^100\d{3} blob ([0-9a-f]+)\t/.exec(tree.stdout)?.[1];
  if (blob === undefined) {
    throw new CliError('DAS_FILE_UNREADABLE', 'it is no file in that commit', {
      place: `${reference}:${path}`,
      next: 'name a commit after --base in which it is a file',
    });
  }
  const content = await git(['cat-file', 'blob', blob], folder, env);
  if (content.exitCode !== 0) throw failed('cat-file', `${reference}:${path}`);
  return { commit, text: content.stdout };
}

/** The commit that a reference names. What looks like an option never reaches git as one. */
async function resolveCommit(folder: string, reference: string, env: Environment): Promise<string> {
  const unknown = (next: string): CliError =>
    new CliError('DAS_GIT_UNKNOWN_REFERENCE', 'git does not know the commit', {
      place: reference,
      next,
    });
  const spelling = 'name a commit, a branch or a tag after --base, such as origin/main';
  if (reference === '' || reference.startsWith('-')) throw unknown(spelling);
  const found = await git(
    ['rev-parse', '--verify', '--quiet', `${reference}^{commit}`],
    folder,
    env,
  );
  const commit = found.stdout.trim();
  if (found.exitCode === 0 && /^[0-9a-f]{40,64}$/.test(commit)) return commit;
  const shallow = await git(['rev-parse', '--is-shallow-repository'], folder, env);
  if (shallow.stdout.trim() === 'true') {
    throw unknown('fetch it first, since the clone is shallow: git fetch --unshallow');
  }
  throw unknown(/^(origin|upstream)\//.test(reference) ? 'run git fetch first' : spelling);
}

/** Starts git without a shell. Its messages are in English, and it never asks. */
async function git(
  arguments_: readonly string[],
  cwd: string,
  env: Environment,
): Promise<GitResult> {
  const options = {
    cwd,
    env: { ...env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' },
    maxBuffer: maximumBytes,
    encoding: 'utf8',
  } as const;
  return await new Promise((resolve, reject) => {
    execFile('git', [...arguments_], options, (error, stdout, stderr) => {
      if (error === null) resolve({ exitCode: 0, stdout, stderr });
      else if (typeof error.code === 'number') resolve({ exitCode: error.code, stdout, stderr });
      else reject(error.code === 'ENOENT' ? unavailable(error) : failed('', cwd, error));
    });
  });
}

function unavailable(cause: unknown): CliError {
  return new CliError('DAS_GIT_UNAVAILABLE', 'git cannot be started', {
    next: 'install git, or leave out --base',
    cause,
  });
}

function failed(command: string, place: string, cause?: unknown): CliError {
  return new CliError('DAS_GIT_FAILED', `git ${command}`.trimEnd().concat(' failed'), {
    place,
    next: 'run git status there to see why',
    cause,
  });
}
