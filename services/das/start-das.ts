import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../../packages/cli/bin/das.js', import.meta.url));
const running = new Set<ChildProcess>();

// A run that ends early leaves no server behind.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A `das local serve` in a process of its own, on a port that was free. */
export interface ServedDas extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Ends the process at once, as a failure of power would. */
  kill(): Promise<void>;
}

/**
 * Starts `das local serve`.
 *
 * @param data - the data folder; absent: a warehouse in memory
 */
export async function startDas(data?: string): Promise<ServedDas> {
  const child = spawn(
    process.execPath,
    [command, 'local', 'serve', '--json', ...(data === undefined ? [] : ['--data', data])],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  running.add(child);
  const exit = once(child, 'exit').finally(() => running.delete(child));
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await exit;
  };
  const url = await urlFrom(child);
  return {
    url,
    port: Number(new URL(url).port),
    kill: () => end('SIGKILL'),
    [Symbol.asyncDispose]: () => end('SIGTERM'),
  };
}

/** Where the server says that it listens, on its first line. */
async function urlFrom({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('das local serve has no output');
  for await (const line of createInterface({ input: stdout })) {
    const { url }: { url?: string } = JSON.parse(line);
    if (url !== undefined) return url;
  }
  throw new Error('das local serve did not start: run npm run build');
}
