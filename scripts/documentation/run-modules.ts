import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a module did when it was imported. */
export interface ModuleOutcome {
  /** The printed lines, by the number of the `console.log` that printed them. */
  readonly printed: ReadonlyMap<number, readonly string[]>;
  /** Why the module did not run to its end, with the stack. */
  readonly failure: string | undefined;
}

interface WorkerRequest {
  readonly module: string;
  /** The working directory of the module. */
  readonly directory: string;
}

interface WorkerReport {
  readonly printed: readonly (readonly [number, readonly string[]])[];
  readonly failure: string | undefined;
}

/** How modules are run. */
export interface RunModulesOptions {
  /** How many processes work side by side. */
  readonly workers: number;
  /** Milliseconds after which a module that still runs is stopped. */
  readonly timeout: number;
}

const worker: string = fileURLToPath(new URL('./block-worker.mjs', import.meta.url));

/**
 * Imports each module once, in Node itself, in one of a few child processes, each module in an empty
 * working directory of its own. A process is reused for the next module as long as it answers; one
 * that ends or hangs is replaced.
 */
export async function runModules(
  modules: readonly string[],
  options: RunModulesOptions,
): Promise<ReadonlyMap<string, ModuleOutcome>> {
  const outcomes = new Map<string, ModuleOutcome>();
  const folder = mkdtempSync(join(tmpdir(), 'das-blocks-'));
  const pending = [...modules.entries()];
  const work = async (): Promise<void> => {
    let child: ChildProcess | undefined;
    for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
      const [index, module] = next;
      const directory = join(folder, String(index));
      mkdirSync(directory);
      child ??= startWorker(folder);
      outcomes.set(module, await runModule(child, { module, directory }, options.timeout));
      if (child.exitCode !== null || child.signalCode !== null) child = undefined;
    }
    child?.kill('SIGKILL');
  };
  try {
    await Promise.all(Array.from({ length: options.workers }, work));
    return outcomes;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function startWorker(temporaryFolder: string): ChildProcess {
  return fork(worker, [], {
    // What a module leaves in the temporary folder goes when the run ends.
    env: { ...process.env, TMPDIR: temporaryFolder, TEMP: temporaryFolder, TMP: temporaryFolder },
    execArgv: ['--enable-source-maps'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

function runModule(
  child: ChildProcess,
  request: WorkerRequest,
  timeout: number,
): Promise<ModuleOutcome> {
  return new Promise((resolve) => {
    let errorOutput = '';
    let overdue = false;
    const timer = setTimeout(() => {
      overdue = true;
      child.kill('SIGKILL');
    }, timeout);
    const onErrorOutput = (chunk: Buffer): void => {
      errorOutput += chunk.toString('utf8');
    };
    const onReport = (report: WorkerReport): void => {
      finish({ printed: new Map(report.printed), failure: report.failure });
    };
    const onClose = (code: number | null): void => {
      const failure = overdue
        ? `it still ran after ${timeout} ms`
        : `it ended the process with code ${code}: ${errorOutput.trim()}`;
      finish({ printed: new Map(), failure });
    };
    const finish = (outcome: ModuleOutcome): void => {
      clearTimeout(timer);
      child.off('message', onReport);
      child.off('close', onClose);
      child.stderr?.off('data', onErrorOutput);
      resolve(outcome);
    };
    child.on('message', onReport);
    child.on('close', onClose);
    child.stderr?.on('data', onErrorOutput);
    child.send(request);
  });
}
