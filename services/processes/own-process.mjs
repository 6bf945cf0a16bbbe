// Processes that end with the one that started them, however that one ends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} OwnedProcess
 * @property {number} pid
 * @property {string} log The file that its output goes to.
 * @property {() => boolean} isRunning
 * @property {() => Promise<number | null>} status The exit code, once it is gone.
 * @property {(signal: NodeJS.Signals) => void} signal
 * @property {(signal: NodeJS.Signals, deadline?: number) => Promise<void>} end Sends the signal and waits
 *   for the process to be gone; after `deadline` milliseconds it is killed.
 */

/** @type {import('node:stream').Writable | undefined} */
let watchdog;

/** @param {import('./watchdog.mjs').Order} order */
function tellWatchdog(order) {
  watchdog ??= startWatchdog();
  watchdog.write(`${JSON.stringify(order)}\n`);
}

function startWatchdog() {
  const program = fileURLToPath(new URL('./watchdog.mjs', import.meta.url));
  // In a group of its own: Ctrl-C in a terminal must not end it before its work is done.
  const child = spawn(process.execPath, [program], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  child.unref();
  const { stdin } = child;
  if (stdin instanceof Object && 'unref' in stdin && typeof stdin.unref === 'function') {
    stdin.unref();
  }
  return stdin;
}

/**
 * Starts a process that dies with this one, also when this one is killed.
 *
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {{ log: string, env?: NodeJS.ProcessEnv, cwd?: string }} options `log`: a file to append to
 * @returns {OwnedProcess}
 */
export function ownProcess(command, parameters, { log, env = process.env, cwd }) {
  const output = openSync(log, 'a');
  const child = spawn(command, parameters, {
    stdio: ['ignore', output, output],
    env,
    ...(cwd === undefined ? {} : { cwd }),
  });
  closeSync(output);
  const { pid } = child;
  if (pid === undefined) {
    child.once('error', () => {});
    throw new Error(`${command} could not be started: is it installed, and on the path?`);
  }
  tellWatchdog({ own: pid });
  const exit = once(child, 'exit').then(() => tellWatchdog({ disown: pid }));
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  return {
    pid,
    log,
    isRunning,
    status: () => exit.then(() => child.exitCode),
    signal: (signal) => void child.kill(signal),
    end: async (signal, deadline) => {
      if (!isRunning()) return exit;
      child.kill(signal);
      if (deadline !== undefined) {
        const late = new AbortController();
        const reached = wait(deadline, true, { signal: late.signal }).catch(() => false);
        if (await Promise.race([exit.then(() => false), reached])) child.kill('SIGKILL');
        late.abort();
      }
      await exit;
    },
  };
}

/**
 * Makes a folder for temporary files, which is removed with this process at the latest.
 *
 * @param {string} name
 * @returns {Promise<AsyncDisposable & { path: string }>}
 */
export async function ownFolder(name) {
  const path = await mkdtemp(join(tmpdir(), `das-${name}-`));
  tellWatchdog({ ownFolder: path });
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
