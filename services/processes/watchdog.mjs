// Outlives the process that started it, and then ends what that process left behind: processes by
// their ids, and temporary folders. Its input ends when the other is gone, also by SIGKILL.
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * @typedef {{ own: number } | { disown: number } | { ownFolder: string }} Order
 */

/** @type {Set<number>} */
const processes = new Set();
/** @type {Set<string>} */
const folders = new Set();

// What is sent to a whole session of processes must not end it before its work is done.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {});
}

for await (const line of createInterface({ input: process.stdin })) {
  /** @type {Order} */
  const order = JSON.parse(line);
  if ('own' in order) processes.add(order.own);
  else if ('disown' in order) processes.delete(order.disown);
  else folders.add(order.ownFolder);
}
for (const pid of processes) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended in the meantime.
  }
}
for (const folder of folders) await remove(folder);

/** @param {string} folder */
async function remove(folder) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      // A process that is ending may still write; on a busy machine that takes its time.
      if (attempt === 300) throw error;
      await wait(100);
    }
  }
}
