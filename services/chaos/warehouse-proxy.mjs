import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * What happens to the requests of the driver: `lose-answer` breaks the connection after the warehouse
 * has done its work, so that nobody knows whether it was committed.
 *
 * @typedef {{ kind: 'pass' } | { kind: 'slow', milliseconds: number } | { kind: 'lose-request' } | { kind: 'lose-answer' }} ProxyMode
 *
 * @typedef {object} WarehouseProxy
 * @property {string} url
 * @property {ProxyMode} mode
 * @property {number} met How many requests did not just pass.
 * @property {number} broken How many requests were broken so far.
 */

/**
 * Stands between the collectors and the warehouse, and breaks what it is told to.
 *
 * @param {number} target The port of the warehouse on loopback.
 * @returns {Promise<WarehouseProxy & AsyncDisposable>}
 */
export async function openWarehouseProxy(target) {
  const server = createServer((incoming, outgoing) => {
    forward(incoming, outgoing).catch(() => outgoing.destroy());
  });
  /** @type {WarehouseProxy & AsyncDisposable} */
  const proxy = {
    url: '',
    mode: { kind: 'pass' },
    met: 0,
    broken: 0,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  /**
   * @param {import('node:http').IncomingMessage} incoming
   * @param {import('node:http').ServerResponse} outgoing
   */
  async function forward(incoming, outgoing) {
    const body = await read(incoming);
    const { mode } = proxy;
    if (mode.kind !== 'pass') proxy.met += 1;
    if (mode.kind === 'slow') await wait(mode.milliseconds);
    if (mode.kind === 'lose-request') {
      proxy.broken += 1;
      outgoing.destroy();
      return;
    }
    const asked = request({
      host: '127.0.0.1',
      port: target,
      method: incoming.method,
      path: incoming.url,
      headers: incoming.headers,
    });
    asked.end(body);
    const [answer] = /** @type {[import('node:http').IncomingMessage]} */ (
      await once(asked, 'response')
    );
    const content = await read(answer);
    if (mode.kind === 'lose-answer') {
      proxy.broken += 1;
      outgoing.destroy();
      return;
    }
    outgoing.writeHead(answer.statusCode ?? 500, answer.headers).end(content);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  proxy.url = `http://127.0.0.1:${address.port}`;
  return proxy;
}

/** @param {import('node:stream').Readable} stream */
async function read(stream) {
  /** @type {Buffer[]} */
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}
