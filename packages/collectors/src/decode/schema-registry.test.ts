import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { schemaRegistry } from './schema-registry.js';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A registry that answers as it is told to, and what it was asked. */
async function serve(
  answer: (request: IncomingMessage, response: ServerResponse, count: number) => void,
): Promise<{ readonly url: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response, asked.length);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked };
}

const schema = JSON.stringify({ schema: '"string"' });

test('asks once for a schema, however many ask at a time and later', async () => {
  const { url, asked } = await serve((_request, response) => response.end(schema));
  const registry = schemaRegistry({ url });
  await Promise.all(Array.from({ length: 20 }, () => registry.schemaOf(7)));
  expect(await registry.schemaOf(7)).toEqual({ type: 'AVRO', schema: '"string"', references: [] });
  expect(asked).toEqual(['/schemas/ids/7']);
});

test('gives nothing for an id that the registry does not know', async () => {
  const { url } = await serve((_request, response) => {
    response.writeHead(404).end(JSON.stringify({ error_code: 40403, message: 'not found' }));
  });
  expect(await schemaRegistry({ url }).schemaOf(7)).toBeUndefined();
});

test('takes a 404 of anything else for a refusal, not for an unknown schema', async () => {
  const { url } = await serve((_request, response) => response.writeHead(404).end('<html>'));
  await expect(schemaRegistry({ url }).schemaOf(7)).rejects.toMatchObject({
    code: 'DAS_REGISTRY_REFUSED',
    isRetryable: false,
  });
});

test('tries again when the registry cannot answer, and forgets that it could not', async () => {
  const { url, asked } = await serve((_request, response, count) => {
    if (count < 3) response.writeHead(503).end();
    else response.end(schema);
  });
  const registry = schemaRegistry({ url, tries: 2 });
  await expect(registry.schemaOf(7)).rejects.toMatchObject({
    code: 'DAS_REGISTRY_UNREACHABLE',
    isRetryable: true,
  });
  expect(await registry.schemaOf(7)).toBeDefined();
  expect(asked).toHaveLength(3);
});

test('gives up on an answer that does not come', async () => {
  const { url } = await serve(() => {});
  await expect(schemaRegistry({ url, tries: 1, timeout: 50 }).schemaOf(7)).rejects.toMatchObject({
    code: 'DAS_REGISTRY_UNREACHABLE',
  });
});

test('says who asks', async () => {
  const seen: (string | undefined)[] = [];
  const { url } = await serve((request, response) => {
    seen.push(request.headers.authorization);
    response.end(schema);
  });
  const basic = { kind: 'basic', username: 'das', password: 'secret' } as const;
  await schemaRegistry({ url, authorization: basic }).schemaOf(1);
  const bearer = { kind: 'bearer', token: async () => 'token' } as const;
  await schemaRegistry({ url, authorization: bearer }).schemaOf(1);
  expect(seen).toEqual(['Basic ZGFzOnNlY3JldA==', 'Bearer token']);
});

test('does not tell a secret in what it fails with', async () => {
  const { url } = await serve((_request, response) => response.writeHead(401).end());
  const authorization = { kind: 'basic', username: 'das', password: 'hush' } as const;
  const failure = await schemaRegistry({ url, authorization })
    .schemaOf(1)
    .catch((error: Error) => JSON.stringify(error, Object.getOwnPropertyNames(error)));
  expect(failure).toContain('HTTP 401');
  expect(failure).not.toContain('hush');
});
