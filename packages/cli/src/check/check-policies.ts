import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { type Finding, findingOf, policyTestRules } from '@das/governance';
import { formatQuantity } from '../terminal/quantities.js';

const testFile = /\.polic(?:y|ies)\.test\.[cm]?[jt]s$/;

/** A finding with the file that it is about, relative to the folder that was looked through. */
export interface PolicyTestFinding {
  readonly file: string | undefined;
  readonly finding: Finding;
}

/** Runs the policy tests of a folder, `*.policy.test.ts`, in a process of their own. */
export async function checkPolicies(
  folder: string,
  project: readonly string[],
  signal: AbortSignal,
): Promise<{ readonly looked: string; readonly findings: readonly PolicyTestFinding[] }> {
  const files = policyTestFiles(project);
  const looked = formatQuantity(files.length, 'file');
  const domain = { address: 'policy tests' };
  if (files.length === 0) {
    const finding = findingOf(policyTestRules.missing, {
      message: 'no file *.policy.test.ts is there',
      place: domain,
    });
    return { looked, findings: [{ file: undefined, finding }] };
  }
  const run = await runVitest(folder, files, signal);
  if ('problem' in run) {
    const finding = findingOf(policyTestRules.notRun, { message: run.problem, place: domain });
    return { looked, findings: [{ file: undefined, finding }] };
  }
  return {
    looked: `${formatQuantity(run.passed + run.failed.length, 'test')} in ${looked}`,
    findings: run.failed.map(({ file, name }) => ({
      file,
      finding: findingOf(policyTestRules.failed, {
        message: 'the test fails',
        place: { address: `policy test ${name}` },
      }),
    })),
  };
}

/** Which files of a project are policy tests. */
function policyTestFiles(files: readonly string[]): readonly string[] {
  return files.filter((file) => testFile.test(file));
}

interface Ran {
  readonly passed: number;
  readonly failed: readonly { readonly file: string; readonly name: string }[];
}

async function runVitest(
  folder: string,
  files: readonly string[],
  signal: AbortSignal,
): Promise<Ran | { readonly problem: string }> {
  const command = vitestOf(folder);
  if (command === undefined) return { problem: 'vitest is not installed here' };
  const reports = await mkdtemp(join(tmpdir(), 'das-check-'));
  try {
    const report = join(reports, 'report.json');
    const given = [command, 'run', '--reporter=json', `--outputFile=${report}`, ...files];
    await new Promise<void>((resolve, reject) => {
      // What tests print may hold values, so nothing of it is shown.
      const child = spawn(process.execPath, given, { cwd: folder, stdio: 'ignore', signal });
      child.once('error', reject);
      child.once('exit', () => resolve());
    });
    return readReport(folder, await readFile(report, 'utf8'), files);
  } catch (error) {
    if (signal.aborted) throw error;
    return { problem: 'vitest ended without a report' };
  } finally {
    await rm(reports, { recursive: true, force: true });
  }
}

function vitestOf(folder: string): string | undefined {
  try {
    const manifest = createRequire(join(folder, 'das.config.ts')).resolve('vitest/package.json');
    return join(dirname(manifest), 'vitest.mjs');
  } catch {
    return undefined;
  }
}

interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** A file that was named and is not in the report, or has no test, has not passed. */
function readReport(
  folder: string,
  text: string,
  files: readonly string[],
): Ran | { readonly problem: string } {
  const { numPassedTests, testResults } = JSON.parse(text) as Report;
  const failed: { file: string; name: string }[] = [];
  for (const file of files) {
    const result = testResults.find(
      ({ name }) => relative(folder, name).split(sep).join('/') === file,
    );
    const tests = result?.assertionResults ?? [];
    const bad = tests.filter(({ status }) => status !== 'passed');
    failed.push(...bad.map(({ fullName }) => ({ file, name: fullName })));
    const isWhole = result?.status === 'passed' && tests.length > 0;
    if (!isWhole && bad.length === 0) failed.push({ file, name: file });
  }
  return { passed: numPassedTests, failed };
}
