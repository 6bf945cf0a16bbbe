import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The bin as it is shipped. `npm test` builds it first. */
const bin = fileURLToPath(new URL('../../bin/das.js', import.meta.url));

/** How a spawned `das` ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where and as whom it is spawned. */
export interface SpawnOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
}

/** Starts `das` as a process of its own, without a terminal. */
export function startDas(arguments_: readonly string[], options: SpawnOptions): ChildProcess {
  const { cwd, env = {}, uid } = options;
  const identity = uid === undefined ? {} : { uid, gid: uid };
  return spawn(process.execPath, [bin, ...arguments_], {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...identity,
  });
}

/** Runs `das` to its end. */
export async function das(arguments_: readonly string[], options: SpawnOptions): Promise<Ended> {
  return await ended(startDas(arguments_, options));
}

/** Collects what a started process writes until it ends. */
export async function ended(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { exitCode, stdout, stderr };
}

/** The one JSON document on stdout. */
export function documentOf({ stdout }: Ended): Record<string, unknown> {
  const lines = stdout.trimEnd().split('\n');
  if (lines.length !== 1) throw new Error(`not one line on stdout: ${stdout}`);
  return JSON.parse(stdout);
}
