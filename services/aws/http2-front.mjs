import { once } from 'node:events';
import { request } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import { connect, createServer } from 'node:net';

/**
 * Listens for a server that speaks HTTP/1.1 only, and speaks HTTP/2 for it as well: the AWS SDK talks
 * to Kinesis in no other way.
 *
 * @param {number} target The port of the server.
 * @returns {Promise<AsyncDisposable & { port: number }>}
 */
export async function listenInFrontOf(target) {
  const http2 = createHttp2Server((incoming, outgoing) => forward(target, incoming, outgoing));
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('data', (start) => {
      socket.pause();
      socket.unshift(start);
      if (start.toString('latin1', 0, 4) === 'PRI ') http2.emit('connection', socket);
      else connectTo(target, socket);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('there is no port');
  return {
    port: address.port,
    [Symbol.asyncDispose]: async () => {
      server.close();
      http2.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/**
 * @param {number} target
 * @param {import('node:net').Socket} socket
 */
function connectTo(target, socket) {
  const other = connect(target, '127.0.0.1');
  other.on('error', () => socket.destroy());
  other.once('close', () => socket.destroy());
  socket.once('close', () => other.destroy());
  socket.pipe(other).pipe(socket);
}

/**
 * @param {number} target
 * @param {import('node:http2').Http2ServerRequest} incoming
 * @param {import('node:http2').Http2ServerResponse} outgoing
 */
function forward(target, incoming, outgoing) {
  const headers = Object.entries(incoming.headers).filter(([name]) => !name.startsWith(':'));
  const asked = request(
    {
      host: '127.0.0.1',
      port: target,
      method: incoming.method,
      path: incoming.url,
      headers: { ...Object.fromEntries(headers), host: incoming.authority },
    },
    (answer) => {
      const {
        connection,
        'keep-alive': keepAlive,
        'transfer-encoding': encoding,
        ...rest
      } = answer.headers;
      outgoing.writeHead(answer.statusCode ?? 502, rest);
      answer.pipe(outgoing);
    },
  );
  asked.on('error', () => outgoing.stream.close());
  incoming.pipe(asked);
}
