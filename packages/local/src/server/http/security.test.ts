import { request } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DriverConnection } from '../../fixtures/driver.js';
import { serve } from '../serve.js';
import type { ServedWarehouse } from '../serve-options.js';

let server: ServedWarehouse;
let port: number;
beforeAll(async () => {
  server = await serve({ limits: { receiveSeconds: 1, requestBytes: 200_000 } });
  port = Number(new URL(server.url).port);
});
afterAll(async () => {
  await server.close();
});

interface Answer {
  readonly status: number | undefined;
  readonly body: string;
}

async function ask(
  path: string,
  headers: Record<string, string>,
  body: string | Buffer = '{}',
): Promise<Answer> {
  return await new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method: 'POST', headers }, (response) => {
      let text = '';
      response.on('data', (part: Buffer) => {
        text += part.toString();
      });
      response.on('end', () => resolve({ status: response.statusCode, body: text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const login = '/session/v1/login-request';

describe('what a page in a browser could send is refused', () => {
  it.each([
    ['an Origin', { origin: 'https://evil.example' }],
    ['an Origin that is null', { origin: 'null' }],
    ['the marks of fetch', { 'sec-fetch-site': 'cross-site' }],
    ['the name of another machine (DNS rebinding)', { host: 'evil.example' }],
    ['a name that only begins like this machine', { host: 'localhost.evil.example' }],
    ['an address as part of a name', { host: '127.0.0.1.evil.example' }],
    ['a name that cannot be one', { host: 'local host' }],
  ])('%s', async (_, headers) => {
    expect((await ask(login, headers)).status).toBe(403);
  });

  it.each(['localhost', '127.0.0.1', '[::1]', 'snowflake.localhost', 'LOCALHOST'])(
    'but not the host %s',
    async (host) => {
      expect((await ask(login, { host: `${host}:${port}` })).status).toBe(200);
    },
  );
});

describe('a request', () => {
  it('that is too large is refused before anybody has signed in', async () => {
    const { status } = await ask(login, {}, Buffer.alloc(100_000, ' '));
    expect(status).toBe(413);
  });

  it('that is small but grows when it is decompressed is refused', async () => {
    const { status } = await ask(login, {}, gzipSync(Buffer.alloc(50_000_000, ' ')));
    expect(status).toBe(413);
  });

  it('with a statement that is too large is refused', async () => {
    await using driver = await DriverConnection.open(server.url);
    await expect(driver.execute(`SELECT '${'x'.repeat(300_000)}'`)).rejects.toThrow();
  });

  it.each(['[', '[]', '1', 'null', '{"data": 1}', '\u001f\u008b123'])(
    'with a body that is no login does not stop the server: %s',
    async (body) => {
      const answer = await ask(login, {}, Buffer.from(body, 'latin1'));
      expect(answer.status).toBe(200);
      expect(() => JSON.parse(answer.body)).not.toThrow();
    },
  );

  it('that never ends is cut off', async () => {
    const started = Date.now();
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(`POST ${login} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n{`);
    const drip = setInterval(() => socket.write(' '), 200);
    socket.resume();
    await new Promise((resolve) => socket.on('close', resolve));
    clearInterval(drip);
    expect(Date.now() - started).toBeLessThan(8000);
  });

  it('for nothing is answered with 404', async () => {
    expect((await ask('/etc/passwd', {})).status).toBe(404);
    expect((await ask('/results/../x', {})).status).toBe(404);
  });
});

it('gives a chunk only to who holds the key of the result', async () => {
  await using driver = await DriverConnection.open(server.url);
  const ten = 'SELECT COLUMN1 AS N FROM VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)';
  const { statement } = await driver.execute(
    `WITH D AS (${ten}) SELECT A.N FROM D A, D B, D C, D E`,
    { streamResult: true },
  );
  const url = `${server.url}/results/${statement.getQueryId()}/0`;
  expect((await fetch(url)).status).toBe(404);
  const key = 'x-amz-server-side-encryption-customer-key';
  expect((await fetch(url, { headers: { [key]: '' } })).status).toBe(404);
  expect((await fetch(url, { headers: { [key]: 'A'.repeat(44) } })).status).toBe(404);
  let count = 0;
  for await (const _ of statement.streamRows()) count += 1;
  expect(count).toBe(10_000);
});
