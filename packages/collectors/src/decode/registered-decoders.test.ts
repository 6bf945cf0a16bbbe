import avro from 'avsc';
import protobuf from 'protobufjs';
import { describe, expect, test } from 'vitest';
import { avroDecoder } from './avro-decoder.js';
import type { Decoder } from './decoder.js';
import { protobufDecoder } from './protobuf-decoder.js';
import type { RegisteredSchema, SchemaRegistry } from './schema-registry.js';

/** A registry that holds what it is given, by id and as `subject:version`. */
function registryOf(
  schemas: Readonly<Record<string | number, Partial<RegisteredSchema>>>,
  type: RegisteredSchema['type'],
): SchemaRegistry {
  const found = (key: string): RegisteredSchema | undefined => {
    const schema = schemas[key];
    return schema && { type, schema: '', references: [], ...schema };
  };
  return {
    schemaOf: async (id) => found(String(id)),
    referenced: async ({ subject, version }) => found(`${subject}:${version}`),
  };
}

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

const record = (fields: readonly object[], name = 'Order') => ({ type: 'record', name, fields });

describe('Avro', () => {
  const avroOf = (schema: object, readerSchema?: object) =>
    avroDecoder({
      registry: registryOf({ 1: { schema: JSON.stringify(schema) } }, 'AVRO'),
      ...(readerSchema === undefined ? {} : { readerSchema }),
    });
  const written = (schema: object, value: unknown) =>
    framed(1, avro.Type.forSchema(schema as avro.Schema).toBuffer(value));

  test.each([
    { type: 'array', items: 'null' },
    { type: 'map', values: { type: 'array', items: { type: 'fixed', name: 'None', size: 0 } } },
    ['int', { type: 'array', items: { type: 'record', name: 'Empty', fields: [] } }],
    record([{ name: 'gaps', type: { type: 'array', items: record([]) } }]),
  ])('an array of items without bytes is refused: %j', async (schema) => {
    const named = JSON.parse(
      JSON.stringify(schema).replace('"Order","fields":[]', '"Gap","fields":[]'),
    );
    // A block of 2^30 items, which are all there: none of them takes a byte.
    const block = Buffer.from([0x80, 0x80, 0x80, 0x80, 0x08, 0x00]);
    const { event, fault } = await decode(avroOf(named), framed(1, block));
    expect({ event, fault }).toEqual({ event: undefined, fault: 'unbounded_array' });
  });

  test('records that double what they hold without a byte are refused', async () => {
    const doubling = (depth: number): object =>
      depth === 0
        ? { type: 'record', name: 'R0', fields: [{ name: 'n', type: 'null' }] }
        : record(
            [
              { name: 'a', type: doubling(depth - 1) },
              { name: 'b', type: `R${depth - 1}` },
            ],
            `R${depth}`,
          );
    const refused = await decode(avroOf(doubling(30)), framed(1, Buffer.alloc(0)));
    expect(refused).toMatchObject({ fault: 'unbounded_array' });
    const taken = await decode(avroOf(doubling(3)), framed(1, Buffer.alloc(0)));
    expect(taken.event).toMatchObject({ a: { b: { a: { n: null } } } });
  });

  test('a list that holds itself is decoded', async () => {
    const schema = record([
      { name: 'next', type: ['null', 'Order'] },
      { name: 'others', type: { type: 'array', items: 'Order' } },
    ]);
    const value = { next: null, others: [{ next: null, others: [] }] };
    const { event } = await decode(avroOf(schema), written(schema, value));
    expect(event).toStrictEqual(value);
  });

  test('is decoded to plain data', async () => {
    const schema = record([
      { name: 'id', type: 'string' },
      { name: 'total', type: ['null', 'double'] },
      { name: 'tags', type: { type: 'map', values: 'int' } },
      { name: 'lines', type: { type: 'array', items: record([{ name: 'n', type: 'int' }]) } },
    ]);
    const lines = schema.fields[3] as { type: { items: { name: string } } };
    lines.type.items.name = 'Line';
    const value = { id: 'a', total: 1.5, tags: { x: 1 }, lines: [{ n: 1 }, { n: 2 }] };
    const { event } = await decode(avroOf(schema), written(schema, value));
    expect(event).toStrictEqual(value);
  });

  test('keeps each digit of a long', async () => {
    const bytes = Buffer.from('feffffffffffffffff01', 'hex');
    const schema = record([{ name: 'n', type: 'long' }]);
    expect(await decode(avroOf(schema), framed(1, bytes))).toEqual({
      event: { n: 9223372036854775807n },
    });
    expect(await decode(avroOf(schema), written(schema, { n: 12 }))).toEqual({ event: { n: 12 } });
  });

  test.each([
    ['date', 'int', 19_782, '2024-02-29'],
    ['time-millis', 'int', 3_723_004, '01:02:03.004'],
    ['time-micros', 'long', 3_723_000_004, '01:02:03.000004'],
    ['timestamp-millis', 'long', 1_709_164_800_123, new Date(1_709_164_800_123)],
    ['timestamp-micros', 'long', 1_709_164_800_123_456, '2024-02-29T00:00:00.123456Z'],
    ['timestamp-micros', 'long', -1, '1969-12-31T23:59:59.999999Z'],
    ['local-timestamp-millis', 'long', 0, '1970-01-01T00:00:00.000'],
  ])('reads the logical type %s', async (logicalType, type, stored, expected) => {
    const plain = record([{ name: 'v', type: ['null', type] }]);
    const logical = record([{ name: 'v', type: ['null', { type, logicalType }] }]);
    const raw = written(plain, { v: stored });
    expect(await decode(avroOf(logical), raw)).toEqual({ event: { v: expected } });
  });

  test('reads decimals with all their digits', async () => {
    const decimal = { type: 'bytes', logicalType: 'decimal', precision: 30, scale: 2 };
    const raw = framed(1, Buffer.from([2, 0x85]));
    expect(await decode(avroOf(record([{ name: 'v', type: decimal }])), raw)).toEqual({
      event: { v: '-1.23' },
    });
  });

  test('is resolved to the schema of the reader', async () => {
    const writer = record([
      { name: 'id', type: 'int' },
      { name: 'old', type: 'string' },
    ]);
    const reader = record([
      { name: 'id', type: 'long' },
      { name: 'state', type: 'string', default: 'new' },
    ]);
    const raw = written(writer, { id: 7, old: 'x' });
    expect(await decode(avroOf(writer, reader), raw)).toEqual({ event: { id: 7, state: 'new' } });
  });

  test('says when the schema of the reader does not go with that of the writer', async () => {
    const writer = record([{ name: 'id', type: 'string' }]);
    const reader = record([{ name: 'id', type: 'int' }]);
    const raw = written(writer, { id: 'a' });
    expect(await decode(avroOf(writer, reader), raw)).toEqual({ fault: 'incompatible_schema' });
  });

  test('uses schemas that a schema refers to', async () => {
    const money = { type: 'record', name: 'shop.Money', fields: [{ name: 'cents', type: 'int' }] };
    const order = record([{ name: 'total', type: 'shop.Money' }]);
    const registry = registryOf(
      {
        1: {
          schema: JSON.stringify(order),
          references: [{ name: 'shop.Money', subject: 'money', version: 2 }],
        },
        'money:2': { schema: JSON.stringify(money) },
      },
      'AVRO',
    );
    const raw = framed(1, Buffer.from([0x0a]));
    expect(await decode(avroDecoder({ registry }), raw)).toEqual({
      event: { total: { cents: 5 } },
    });
  });

  test('names what is wrong, and nothing of the record', async () => {
    const schema = record([{ name: 'tags', type: { type: 'map', values: 'string' } }]);
    const decoder = avroOf(schema);
    const raw = written(schema, { tags: { a: 'b' } });
    const faultOf = async (each: Uint8Array) => (await decode(decoder, each)).fault;
    expect(await faultOf(raw.subarray(0, raw.length - 2))).toBe('invalid_avro');
    expect(await faultOf(Buffer.concat([raw, Buffer.of(1)]))).toBe('invalid_avro');
    expect(await faultOf(Buffer.from('{"a":1}'))).toBe('no_schema_id');
    expect(await faultOf(Buffer.alloc(0))).toBe('no_schema_id');
    expect(await faultOf(framed(2))).toBe('unknown_schema_id');
  });

  test('refuses a map with a key that would be lost in a prototype', async () => {
    const schema = record([{ name: 'tags', type: { type: 'map', values: 'string' } }]);
    const key = Buffer.from('__proto__');
    const raw = framed(1, Buffer.of(2, 2 * key.length), key, Buffer.of(2, 0x61, 0));
    expect(await decode(avroOf(schema), raw)).toEqual({ fault: 'prototype_key' });
  });

  test('rejects when the registry cannot be asked, so that nothing is skipped', async () => {
    const registry: SchemaRegistry = {
      schemaOf: () => Promise.reject(new Error('down')),
      referenced: () => Promise.reject(new Error('down')),
    };
    await expect(avroDecoder({ registry }).prepare?.([framed(1)])).rejects.toThrow('down');
  });
});

describe('Protobuf', () => {
  const file = `
    syntax = "proto3";
    package shop;
    import "google/protobuf/timestamp.proto";
    import "google/protobuf/wrappers.proto";
    import "money.proto";
    enum State { UNKNOWN = 0; PAID = 1; }
    message First { string a = 1; }
    message Order {
      message Line { int32 n = 1; }
      int64 order_id = 1;
      optional string note = 2;
      State state = 3;
      repeated Line lines = 4;
      map<string, uint64> counts = 5;
      google.protobuf.Timestamp at = 6;
      google.protobuf.StringValue name = 7;
      bank.Money total = 8;
      bytes blob = 9;
      bool is_new = 10;
    }`;
  const money = 'syntax = "proto3"; package bank; message Money { sint64 cents = 1; }';
  const registry = registryOf(
    {
      1: { schema: file, references: [{ name: 'money.proto', subject: 'money', version: 1 }] },
      'money:1': { schema: money },
    },
    'PROTOBUF',
  );
  const root = new protobuf.Root();
  protobuf.parse(money, root, { keepCase: true });
  for (const name of ['google/protobuf/timestamp.proto', 'google/protobuf/wrappers.proto']) {
    root.addJSON(protobuf.common.get(name)?.nested ?? {});
  }
  protobuf.parse(file, root, { keepCase: true });
  const written = (type: string, value: object) => {
    const found = root.lookupType(type);
    return found.encode(found.fromObject(value)).finish();
  };

  test('is decoded by the indexes of its message', async () => {
    const value = {
      order_id: '9007199254740993',
      state: 'PAID',
      lines: [{ n: 1 }],
      counts: { a: 2 },
      at: { seconds: 1_709_164_800, nanos: 5 },
      name: { value: 'x' },
      total: { cents: -7 },
      blob: Buffer.of(1, 2),
    };
    const raw = framed(1, Buffer.of(2, 2), written('shop.Order', value));
    const { event } = await decode(protobufDecoder({ registry }), raw);
    expect(event).toEqual({
      order_id: 9007199254740993n,
      state: 'PAID',
      lines: [{ n: 1 }],
      counts: { a: 2 },
      at: '2024-02-29T00:00:00.000000005Z',
      name: 'x',
      total: { cents: -7 },
      blob: Buffer.of(1, 2),
      is_new: false,
    });
  });

  test('takes a single zero for the first message, and a path for a nested one', async () => {
    const decoder = protobufDecoder({ registry });
    const first = framed(1, Buffer.of(0), written('shop.First', { a: 'x' }));
    expect(await decode(decoder, first)).toEqual({ event: { a: 'x' } });
    const line = framed(1, Buffer.of(4, 2, 0), written('shop.Order.Line', { n: 3 }));
    expect(await decode(decoder, line)).toEqual({ event: { n: 3 } });
  });

  test('tells a field that was not written from an empty one where the schema does', async () => {
    const decoder = protobufDecoder({ registry });
    const empty = framed(1, Buffer.of(2, 2), written('shop.Order', {}));
    expect(Object.keys((await decode(decoder, empty)).event as object)).not.toContain('note');
    const noted = framed(1, Buffer.of(2, 2), written('shop.Order', { note: '' }));
    expect(await decode(decoder, noted)).toMatchObject({ event: { note: '' } });
  });

  test('names what is wrong, and nothing of the record', async () => {
    const decoder = protobufDecoder({ registry });
    const faultOf = async (raw: Uint8Array) => (await decode(decoder, raw)).fault;
    const good = written('shop.Order', { note: 'a note' });
    expect(await faultOf(framed(1, Buffer.of(2, 2), good.subarray(0, -2)))).toBe(
      'invalid_protobuf',
    );
    expect(await faultOf(framed(1, Buffer.of(2, 40), good))).toBe('unknown_message');
    expect(await faultOf(framed(1))).toBe('invalid_protobuf');
    expect(await faultOf(framed(9, Buffer.of(0)))).toBe('unknown_schema_id');
    const badText = framed(1, Buffer.of(0, 0x0a, 1, 0xff));
    expect(await faultOf(badText)).toBe('invalid_protobuf');
    const key = Buffer.from('__proto__');
    const badKey = Buffer.concat([Buffer.of(0x2a, 13, 0x0a, key.length), key, Buffer.of(0x10, 1)]);
    expect(await faultOf(framed(1, Buffer.of(2, 2), badKey))).toBe('prototype_key');
  });
});
