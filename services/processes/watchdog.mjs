// Outlives the process that started it, and then ends what that process left behind: processes by
// their ids, and temporary folders. Its input ends when the other is gone, also by SIGKILL.
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

/**
 * @typedef {{ own: number } | { disown: number } | { ownFolder: string }} Order
 */

/** @type {Set<number>} */
const processes = new Set();
/** @type {Set<string>} */
const folders = new Set();

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
for (const folder of folders) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}
