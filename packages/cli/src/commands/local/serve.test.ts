import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLocalWarehouse } from '@das/local';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../run.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'das-serve-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs `das local serve`, calls `work` when it listens, and interrupts it then. */
async function served(
  argv: readonly string[],
  work: (stdout: string) => Promise<void> = async () => undefined,
) {
  const interruption = new AbortController();
  let stdout = '';
  let stderr = '';
  let worked: Promise<void> | undefined;
  const exitCode = await run(['local', 'serve', ...argv], {
    stdout: {
      write: (text) => {
        stdout += text;
        worked ??= work(stdout).finally(() => interruption.abort());
      },
    },
    stderr: { write: (text) => (stderr += text) },
    env: {},
    cwd: folder,
    isTerminal: { stdin: false, stdout: false, stderr: false },
    signal: interruption.signal,
  });
  await worked;
  return { exitCode, stdout, stderr };
}

async function logIn(url: string, password: string): Promise<string | null> {
  const answer = await fetch(`${url}/session/v1/login-request`, {
    method: 'POST',
    body: JSON.stringify({ data: { LOGIN_NAME: 'ann', PASSWORD: password } }),
  });
  return ((await answer.json()) as { code: string | null }).code;
}

test('says where it listens and how to connect, and closes when it is interrupted', async () => {
  let url = '';
  const { exitCode, stdout, stderr } = await served([], async (text) => {
    url = /at (http:\/\/127\.0\.0\.1:\d+)\n/.exec(text)?.[1] ?? '';
    expect(await logIn(url, 'any')).toBeNull();
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 130, stderr: '' });
  expect(stdout).toContain('any name and password is accepted');
  expect(stdout).toContain(`accessUrl: '${url}'`);
  await expect(fetch(url)).rejects.toThrow();
});

test('prints one document with --json, and takes users from a file', async () => {
  const file = join(folder, 'users.json');
  await writeFile(file, '{"ann": {"password": "s3cret", "roles": []}}', { mode: 0o600 });
  const { exitCode, stdout } = await served(
    ['--json', '--data', 'warehouse', '--users', 'users.json'],
    async (text) => {
      const { url } = JSON.parse(text) as { url: string };
      expect(await logIn(url, 's3cret')).toBeNull();
      expect(await logIn(url, 'other')).toBe('390100');
    },
  );
  expect(exitCode).toBe(130);
  expect(JSON.parse(stdout)).toEqual({
    url: expect.stringMatching(/^http:/),
    data: join(folder, 'warehouse'),
    acceptsAnyone: false,
  });
  expect(stdout).not.toContain('s3cret');
});

test('accepts nobody else once the served warehouse has users of its own', async () => {
  const text = (statement: string) => ({ text: statement, binds: [] });
  const made = await served(['--json', '--data', 'users-inside'], async (line) => {
    expect(JSON.parse(line)).toMatchObject({ acceptsAnyone: true });
  });
  expect(made.exitCode).toBe(130);
  const warehouse = await openLocalWarehouse({
    path: join(folder, 'users-inside', 'warehouse.duckdb'),
    stageDirectory: join(folder, 'users-inside', 'stages'),
  });
  const session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  await session.execute(text("CREATE USER ANN PASSWORD = 'a-long-Passw0rd'"));
  await warehouse.close();

  const { stdout } = await served(['--json', '--data', 'users-inside'], async (line) => {
    const { url } = JSON.parse(line) as { url: string };
    expect(await logIn(url, 'any')).toBe('390100');
    expect(await logIn(url, 'a-long-Passw0rd')).toBeNull();
  });
  expect(JSON.parse(stdout)).toMatchObject({ acceptsAnyone: false });
});

test.each([
  [['--external-location', 'lake']],
  [['--external-location', 'file:///lake=.']],
  [['--external-location', 's3://bucket/=users.json']],
])('refuses %j as an external location', async (argv) => {
  await writeFile(join(folder, 'users.json'), '{}', { mode: 0o600 });
  const { exitCode, stderr } = await served(argv);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr: expect.stringMatching(/^das: DAS_USAGE: .*--external-location.*\n$/),
  });
});

test.each([
  ['{', 0o600],
  ['{}', 0o600],
  ['[]', 0o600],
  ['{"ann": {"password": "s3cret"}}', 0o600],
  ['{"ann": {"roles": [], "pasword": "s3cret"}}', 0o600],
  ['{"ann": {"roles": [], "secondaryRoles": "SOME"}}', 0o600],
  ['{"ann": {"password": "s3cret", "roles": []}}', 0o644],
])('refuses the users %s with the mode %i', async (text, mode) => {
  const file = join(folder, 'bad.json');
  await writeFile(file, text);
  await chmod(file, mode);
  const { exitCode, stderr } = await served(['--users', 'bad.json']);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^das: DAS_FILE_UNREADABLE: .*\n$/);
  expect(stderr).not.toContain('s3cret');
});

test('refuses a port that is none', async () => {
  expect(await served(['--port', '99999'])).toMatchObject({ exitCode: 2 });
  expect(await served(['--port', 'http'])).toMatchObject({ exitCode: 2 });
});

test.each(['0', '-1', 'soon', '1.5'])(
  'refuses %s as the seconds of an idle transaction',
  async (text) => {
    const { exitCode, stderr } = await served([`--idle-transaction=${text}`]);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringMatching(/^das: DAS_USAGE: .*--idle-transaction.*\n$/),
    });
  },
);
