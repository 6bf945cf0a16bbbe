import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What one run of dbt came to. */
export interface DbtRun {
  readonly exitCode: number | null;
  /** Messages of warnings, deprecations and errors. */
  readonly complaints: readonly string[];
  /** The status of each model, test, seed and source, by kind and name: `test.orders__row_count`. */
  readonly statuses: Readonly<Record<string, string>>;
}

interface LogLine {
  readonly info?: { readonly level?: string; readonly msg?: string; readonly name?: string };
}

/** Runs dbt in a project folder and reads its own log and results. */
export function runDbt(directory: string, command: string, ...options: readonly string[]): DbtRun {
  const { DAS_DBT: dbt } = process.env;
  if (dbt === undefined) throw new Error('DAS_DBT is not set: run npm run test:services');
  rmSync(join(directory, 'target'), { recursive: true, force: true });
  const run = spawnSync(
    dbt,
    [
      '--log-format=json',
      '--no-partial-parse',
      '--show-all-deprecations',
      '--no-send-anonymous-usage-stats',
      ...command.split(' '),
      '--project-dir=.',
      '--profiles-dir=.',
      ...options,
    ],
    {
      cwd: directory,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
      env: { ...process.env, DO_NOT_TRACK: '1', TZ: 'UTC' },
    },
  );
  if (run.error !== undefined) throw run.error;
  return {
    exitCode: run.status,
    complaints: complaintsOf(`${run.stdout}\n${run.stderr}`),
    statuses: { ...statusesOf(directory, 'run_results'), ...statusesOf(directory, 'sources') },
  };
}

function complaintsOf(log: string): readonly string[] {
  return log.split('\n').flatMap((line) => {
    if (line.trim() === '') return [];
    if (!line.startsWith('{')) return [line];
    const { info }: LogLine = JSON.parse(line);
    return info?.level === 'warn' || info?.level === 'error' ? [info.msg ?? ''] : [];
  });
}

interface RunResults {
  readonly results: readonly { readonly unique_id: string; readonly status: string }[];
}

function statusesOf(directory: string, artifact: string): Readonly<Record<string, string>> {
  const file = join(directory, 'target', `${artifact}.json`);
  // A run that found nothing to do, or stopped early, has no results.
  if (!existsSync(file)) return {};
  const { results }: RunResults = JSON.parse(readFileSync(file, 'utf8'));
  return Object.fromEntries(
    results.flatMap(({ unique_id, status }) => {
      const [kind = '', , ...names] = unique_id.split('.');
      if (kind === 'operation') return [];
      // The last part of a test is a hash.
      const name = kind === 'test' ? names[0] : names.join('.');
      return [[`${kind}.${name}`, status]];
    }),
  );
}
