import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRepository, readCommitted } from './git-repository.js';

const identity = {
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
};
let root: string;
let mesh: string;
let env: Readonly<Record<string, string | undefined>>;

function git(cwd: string, ...arguments_: readonly string[]): string {
  return execFileSync('git', [...arguments_], { cwd, env, encoding: 'utf8', stdio: 'pipe' }).trim();
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'das-git-'));
  mesh = join(root, 'a folder', 'mesh');
  // A repository above the temporary folder, or the settings of this user, have no say.
  env = {
    PATH: process.env.PATH,
    HOME: root,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CEILING_DIRECTORIES: root,
    ...identity,
  };
  await mkdir(mesh, { recursive: true });
  const work = join(root, 'a folder');
  git(work, 'init', '--quiet', '--initial-branch=main');
  git(work, 'commit', '--quiet', '--allow-empty', '--message=empty');
  git(work, 'tag', 'empty');
  await writeFile(join(mesh, 'lock.json'), 'one é\n');
  await symlink('lock.json', join(mesh, 'link.json'));
  git(work, 'add', '.');
  git(work, 'commit', '--quiet', '--message=one');
  await writeFile(join(mesh, 'lock.json'), 'two\n');
  git(work, 'commit', '--quiet', '--all', '--message=two');
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

test('a file is read as a commit has it, from a folder below the root', async () => {
  const repository = await openRepository(mesh, env);
  expect(repository.prefix).toBe('mesh/');
  expect(await readCommitted(repository, 'HEAD~1', 'lock.json', env)).toEqual({
    commit: git(mesh, 'rev-parse', 'HEAD~1'),
    text: 'one é\n',
  });
  expect((await readCommitted(repository, 'main', 'lock.json', env)).text).toBe('two\n');
});

test('a commit without the file is told from an unknown one', async () => {
  const repository = await openRepository(mesh, env);
  expect((await readCommitted(repository, 'empty', 'lock.json', env)).text).toBeUndefined();
});

test.each([
  'nowhere',
  'origin/main',
  '',
  '--upload-pack=touch x',
  '-h',
  'main:mesh/lock.json',
  'main..empty',
  '^main',
  'main; touch x',
  '$(touch x)',
])('%j is refused as a reference', async (reference) => {
  const repository = await openRepository(mesh, env);
  await expect(readCommitted(repository, reference, 'lock.json', env)).rejects.toMatchObject({
    code: 'DAS_GIT_UNKNOWN_REFERENCE',
    place: reference,
    next: expect.stringMatching(/./),
  });
});

test('an unknown commit of a shallow clone is to be fetched', async () => {
  const clone = join(root, 'shallow');
  const origin = pathToFileURL(join(root, 'a folder')).href;
  git(root, 'clone', '--quiet', '--depth=1', origin, clone);
  const repository = await openRepository(join(clone, 'mesh'), env);
  await expect(readCommitted(repository, 'HEAD~1', 'lock.json', env)).rejects.toMatchObject({
    code: 'DAS_GIT_UNKNOWN_REFERENCE',
    next: expect.stringContaining('git fetch --unshallow'),
  });
});

test('what is no plain file in the commit is refused', async () => {
  const repository = await openRepository(mesh, env);
  await expect(readCommitted(repository, 'main', 'link.json', env)).rejects.toMatchObject({
    code: 'DAS_FILE_UNREADABLE',
    place: 'main:mesh/link.json',
  });
});

test('a folder in no repository, and a machine without git, are told apart', async () => {
  await expect(openRepository(root, env)).rejects.toMatchObject({ code: 'DAS_GIT_NO_REPOSITORY' });
  const nowhere = { ...env, PATH: join(root, 'none') };
  await expect(openRepository(mesh, nowhere)).rejects.toMatchObject({
    code: 'DAS_GIT_UNAVAILABLE',
  });
});
