import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** @type {Set<number>} */
const given = new Set();

/**
 * Ports of loopback that are free, and that no outgoing connection takes while a server that is
 * stopped for a moment does not listen: they are below the range that systems take those from.
 *
 * @param {number} count
 * @returns {Promise<readonly number[]>}
 */
export async function freePorts(count) {
  /** @type {number[]} */
  const ports = [];
  for (let attempt = 0; ports.length < count; attempt += 1) {
    if (attempt > 200 + count) throw new Error('no free port was found between 15000 and 32000');
    const port = randomInt(15_000, 32_000);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    ports.push(port);
  }
  return ports;
}

/** @param {number} port */
async function isFree(port) {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
