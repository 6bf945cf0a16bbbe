import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRegistry } from '../registry/start-registry.mjs';

let registry: Awaited<ReturnType<typeof startRegistry>>;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(async () => {
  await registry?.[Symbol.asyncDispose]();
});

const order = JSON.stringify({
  type: 'record',
  name: 'Order',
  namespace: 'shop',
  fields: [{ name: 'id', type: 'long' }],
});

async function schemaOf(id: number): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${registry.url}/schemas/ids/${id}`);
  return { status: response.status, body: await response.json() };
}

test('gives a schema of Avro back by its id, which subjects share', async () => {
  const id = await registry.register('orders-value', { schema: order });
  expect(await registry.register('returns-value', { schema: order })).toBe(id);
  expect(await schemaOf(id)).toMatchObject({ status: 200, body: { schema: order } });
});

test('gives the references of a schema of Protobuf', async () => {
  const money = 'syntax = "proto3";\npackage shop;\nmessage Money { int64 cents = 1; }\n';
  await registry.register('money.proto', { schema: money, schemaType: 'PROTOBUF' });
  const payment =
    'syntax = "proto3";\npackage shop;\nimport "money.proto";\nmessage Payment { Money amount = 1; }\n';
  const references = [{ name: 'money.proto', subject: 'money.proto', version: 1 }];
  const id = await registry.register('payments-value', {
    schema: payment,
    schemaType: 'PROTOBUF',
    references,
  });
  expect(await schemaOf(id)).toMatchObject({
    body: { schema: payment, schemaType: 'PROTOBUF', references },
  });
});

test('knows no schema by an id that it never gave', async () => {
  expect(await schemaOf(999_999)).toMatchObject({ status: 404, body: { error_code: 40403 } });
});

test('refuses a schema that is none', async () => {
  await expect(registry.register('bad-value', { schema: '{"type":"nothing"}' })).rejects.toThrow(
    'answered 422',
  );
});
