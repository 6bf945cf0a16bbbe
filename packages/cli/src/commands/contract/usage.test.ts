import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { run } from '../../run.js';

/** All of it is refused before a configuration is looked for. */
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

const change = 'column-removed:shop.customers/columns/city';

test.each([
  [['lock', '--accept', change], '--by <who> --reason <text>'],
  [['lock', '--accept', change, '--by', 'dana@example.com'], '--by <who> --reason <text>'],
  [['lock', '--accept', change, '--by', ' ', '--reason', 'r'], '--by <who> --reason <text>'],
  [['lock', '--by', 'dana@example.com', '--reason', 'why not'], 'with --accept'],
  [['lock', '--check', '--accept', change, '--by', 'd', '--reason', 'r'], 'leave out --check'],
  [['diff', '--format', 'xml'], 'use one of: table, github, sarif'],
  [['diff', '--format', 'json'], 'pass --json'],
  [['diff', '--fail-on', 'note'], 'use one of: error, warning'],
  [['docs', '--format', 'pdf'], 'use one of: md, html'],
  [['export', 'avro'], 'use one of: odcs, dbt, json-schema'],
])('%j is not understood, and the next step says why', async (argv, next) => {
  const { exitCode, stdout, stderr } = await das('contract', ...argv);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(/^das: DAS_USAGE: .* Next: .+\.\n$/);
  expect(stderr).toContain(next);
});

test('output has one format', async () => {
  const { exitCode, stdout } = await das('contract', 'diff', '--format', 'github', '--json');
  expect(exitCode).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ error: { next: 'pass either --json or --format' } });
});
