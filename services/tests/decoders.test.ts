import {
  avroDecoder,
  type Decoder,
  jsonDecoder,
  protobufDecoder,
  schemaRegistry,
} from '@das/collectors';
import avro from 'avsc';
import protobuf from 'protobufjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRegistry } from '../registry/start-registry.mjs';

let server: Awaited<ReturnType<typeof startRegistry>>;
beforeAll(async () => {
  server = await startRegistry();
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
});

/** A value with the header of the wire format. */
function framed(id: number, ...parts: readonly Uint8Array[]): Buffer {
  const header = Buffer.alloc(5);
  header.writeUInt32BE(id, 1);
  return Buffer.concat([header, ...parts]);
}

async function decode(decoder: Decoder, raw: Uint8Array) {
  await decoder.prepare?.([raw]);
  return decoder.decode(raw);
}

const money = { type: 'record', name: 'shop.Money', fields: [{ name: 'cents', type: 'long' }] };
const order = {
  type: 'record',
  name: 'shop.Order',
  fields: [
    { name: 'id', type: 'string' },
    { name: 'total', type: 'shop.Money' },
    { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
  ],
};

test('decodes Avro with the schemas that a registry refers to', async () => {
  await server.register('money-value', { schema: JSON.stringify(money) });
  const id = await server.register('order-value', {
    schema: JSON.stringify(order),
    references: [{ name: 'shop.Money', subject: 'money-value', version: 1 }],
  });
  const registry: Record<string, avro.Type> = {};
  avro.Type.forSchema(money as avro.Schema, { registry });
  const type = avro.Type.forSchema(order as avro.Schema, { registry });
  const value = { id: 'a', total: { cents: 250 }, at: 1_700_000_000_000 };
  const decoder = avroDecoder({ registry: schemaRegistry({ url: server.url }) });
  expect(await decode(decoder, framed(id, type.toBuffer(value)))).toEqual({
    event: { ...value, at: new Date(value.at) },
  });
});

test('reads what two versions of a schema wrote with one schema of the reader', async () => {
  const one = { type: 'record', name: 'Visit', fields: [{ name: 'n', type: 'int' }] };
  const added = { name: 'page', type: 'string', default: '/' };
  const two = { ...one, fields: [...one.fields, added] };
  const ids = [
    await server.register('visit-value', { schema: JSON.stringify(one) }),
    await server.register('visit-value', { schema: JSON.stringify(two) }),
  ] as const;
  const decoder = avroDecoder({
    registry: schemaRegistry({ url: server.url }),
    readerSchema: two,
  });
  const old = avro.Type.forSchema(one as avro.Schema).toBuffer({ n: 1 });
  const young = avro.Type.forSchema(two as avro.Schema).toBuffer({ n: 2, page: '/x' });
  expect(await decode(decoder, framed(ids[0], old))).toEqual({ event: { n: 1, page: '/' } });
  expect(await decode(decoder, framed(ids[1], young))).toEqual({ event: { n: 2, page: '/x' } });
});

test('decodes Protobuf with the files that a registry refers to', async () => {
  const bank = 'syntax = "proto3"; package bank; message Money { sint64 cents = 1; }';
  const shop = `syntax = "proto3"; package shop; import "bank.proto";
    message Unused { int32 x = 1; } message Order { string id = 1; bank.Money total = 2; }`;
  await server.register('bank.proto', { schema: bank, schemaType: 'PROTOBUF' });
  const id = await server.register('shop-value', {
    schema: shop,
    schemaType: 'PROTOBUF',
    references: [{ name: 'bank.proto', subject: 'bank.proto', version: 1 }],
  });
  const root = new protobuf.Root();
  protobuf.parse(bank, root);
  protobuf.parse(shop, root);
  const type = root.lookupType('shop.Order');
  const bytes = type.encode(type.fromObject({ id: 'a', total: { cents: -7 } })).finish();
  const decoder = protobufDecoder({ registry: schemaRegistry({ url: server.url }) });
  // The second message of the file: a path of one index, 1, both in zigzag.
  expect(await decode(decoder, framed(id, Buffer.of(2, 2), bytes))).toEqual({
    event: { id: 'a', total: { cents: -7 } },
  });
});

test('decodes JSON behind the header of a registry', async () => {
  const id = await server.register('note-value', {
    schema: '{"$schema":"http://json-schema.org/draft-07/schema#","type":"object"}',
    schemaType: 'JSON',
  });
  expect(jsonDecoder().decode(framed(id, Buffer.from('{"a":1}')))).toEqual({ event: { a: 1 } });
});

test('says that an id is not known to the registry', async () => {
  const decoder = avroDecoder({ registry: schemaRegistry({ url: server.url }) });
  expect(await decode(decoder, framed(999_999))).toEqual({ fault: 'unknown_schema_id' });
});

test('skips nothing when the registry is gone', async () => {
  await using other = await startRegistry();
  const registry = schemaRegistry({ url: other.url, tries: 1 });
  await other[Symbol.asyncDispose]();
  await expect(avroDecoder({ registry }).prepare?.([framed(1)])).rejects.toMatchObject({
    code: 'DAS_REGISTRY_UNREACHABLE',
    isRetryable: true,
  });
});
