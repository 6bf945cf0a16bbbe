import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
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
    findings: run.failed.map(({ file, name, message }) => ({
      file,
      finding: findingOf(policyTestRules.failed, {
        message,
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
  readonly failed: readonly FailedTest[];
}

interface FailedTest {
  readonly file: string;
  readonly name: string;
  readonly message: string;
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
    // Vitest names files by their real paths.
    const real = await realpath(folder);
    const given = [
      command,
      'run',
      '--reporter=json',
      `--outputFile=${report}`,
      '--coverage.enabled=false',
      '--typecheck.enabled=false',
      ...files.map((file) => join(real, file)),
    ];
    const cwd = await vitestRoot(real);
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      // What tests print may hold values, so nothing of it is shown.
      const child = spawn(process.execPath, given, { cwd, stdio: 'ignore', signal });
      child.once('error', reject);
      child.once('exit', resolve);
    });
    const ran = readReport(real, await readFile(report, 'utf8'), files);
    if (exitCode !== 0 && ran.failed.length === 0) {
      return { problem: 'vitest failed, and no test did' };
    }
    return ran;
  } catch (error) {
    if (signal.aborted) throw error;
    return { problem: 'vitest ended without a report' };
  } finally {
    await rm(reports, { recursive: true, force: true });
  }
}

const vitestConfiguration = /^vite(?:st)?\.config\.[cm]?[jt]s$/;

/**
 * Where the configuration is that vitest would find from a folder, upward. Its patterns are relative
 * to where vitest is started: started in the folder, one further up would match nothing.
 */
async function vitestRoot(folder: string): Promise<string> {
  for (let above = folder; ; above = dirname(above)) {
    const names = await readdir(above).catch(() => []);
    if (names.some((name) => vitestConfiguration.test(name))) return above;
    if (above === dirname(above)) return folder;
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
function readReport(folder: string, text: string, files: readonly string[]): Ran {
  const { numPassedTests, testResults } = JSON.parse(text) as Report;
  const failed: FailedTest[] = [];
  for (const file of files) {
    // Each project of a workspace of vitest has a result of its own.
    const results = testResults.filter(
      ({ name }) => relative(folder, name).split(sep).join('/') === file,
    );
    const tests = results.flatMap(({ assertionResults }) => assertionResults);
    const bad = tests.filter(({ status }) => status !== 'passed');
    failed.push(
      ...bad.map(({ fullName, status }) => {
        const message = status === 'failed' ? 'the test fails' : 'the test is not run';
        return { file, name: fullName, message };
      }),
    );
    const isWhole = tests.length > 0 && results.every(({ status }) => status === 'passed');
    if (isWhole || bad.length > 0) continue;
    const isRun = results.length > 0;
    const message = isRun ? 'the file fails, or has no test' : 'vitest does not find the file';
    failed.push({ file, name: file, message });
  }
  return { passed: numPassedTests, failed };
}
