import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { commandList } from './program/command-list.js';
import { run } from './run.js';

async function das(...argv: readonly string[]) {
  let stdout = '';
  let stderr = '';
  const exitCode = await run(argv, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    env: {},
    cwd: tmpdir(),
    isTerminal: { stdin: false, stdout: false, stderr: false },
  });
  return { exitCode, stdout, stderr };
}

describe('help', () => {
  test('of das names every command and every exit code', async () => {
    const { exitCode, stdout, stderr } = await das('--help');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatchSnapshot();
  });

  test.each(commandList.map(({ path }) => [path.join(' ')]))('of das %s', async (path) => {
    const { exitCode, stdout } = await das(...path.split(' '), '--help');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Examples:\n  $ das');
    expect(stdout).toMatchSnapshot();
  });

  test('das help <command> is the same', async () => {
    expect((await das('help', 'plan')).stdout).toBe((await das('plan', '--help')).stdout);
  });
});

test('--version prints the version alone', async () => {
  expect((await das('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
});

describe('a command line that is not understood', () => {
  test.each([
    [['aply'], "unknown command 'aply' (did you mean apply?)", 'das --help'],
    [['plan', '--jsn'], "unknown option '--jsn' (did you mean --json?)", 'das plan --help'],
    [
      ['evidence', 'verfy'],
      "unknown command 'verfy' (did you mean verify?)",
      'das evidence --help',
    ],
    [['frobnicate'], "unknown command 'frobnicate'", 'das --help'],
    [[], 'a command is missing', 'das --help'],
    [['evidence'], 'a command is missing', 'das evidence --help'],
    [['replay'], "missing required argument 'collector'", 'das replay --help'],
    [['query', 'SELECT 1'], "required option '--as <role>' not specified", 'das query --help'],
    [['plan', '--data'], "option '--data <dir>' argument missing", 'das plan --help'],
  ])(
    '%j is one line, with the help as the next step, and exit code 2',
    async (argv, what, help) => {
      expect(await das(...argv)).toEqual({
        exitCode: 2,
        stdout: '',
        stderr: `das: DAS_USAGE: ${what}. Next: run: ${help}.\n`,
      });
    },
  );

  test('with --json it is a document too', async () => {
    const { stdout, exitCode } = await das('--json', 'aply');
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: 'DAS_USAGE',
        message: "unknown command 'aply' (did you mean apply?)",
        place: null,
        next: 'run: das --help',
      },
    });
  });
});
