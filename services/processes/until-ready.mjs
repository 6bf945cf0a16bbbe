import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * Asks until the answer comes without an error, and says on stderr what it waits for.
 *
 * @param {string} what
 * @param {import('./own-process.mjs').OwnedProcess} owned Whose end is a reason to stop waiting.
 * @param {() => Promise<void>} ask
 * @param {number} [deadline] milliseconds
 */
export async function untilReady(what, owned, ask, deadline = 180_000) {
  const started = Date.now();
  let said = started;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const waited = Date.now() - started;
      if (!owned.isRunning() || waited > deadline) {
        const state = owned.isRunning() ? `is not ready after ${waited} ms` : 'has ended';
        throw new Error(`${what} ${state}. The end of its log:\n${await endOf(owned.log)}`, {
          cause: error,
        });
      }
      if (Date.now() - said > 10_000) {
        said = Date.now();
        console.error(`services: waiting for ${what}, ${Math.round(waited / 1000)} s`);
      }
    }
    await wait(100);
  }
}

/** @param {string} log */
async function endOf(log) {
  return (await readFile(log, 'utf8')).slice(-4_000);
}
