import { decodeJson, type SourceRecord } from '@das/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csv } from './csv.js';
import type { ReadOptions, StreamedFormat } from './format.js';
import { jsonArray } from './json-array.js';
import { ndjson } from './ndjson.js';

/** Cuts bytes at any places, in the middle of characters too. */
async function* cutAt(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const places = cuts.map((each) => each % (bytes.length + 1)).toSorted((a, b) => a - b);
  let from = 0;
  for (const to of [...places, bytes.length]) {
    yield bytes.subarray(from, to);
    from = to;
  }
}

interface Read {
  readonly records: readonly SourceRecord[];
  /** Where reading may go on, with how many records come before it. */
  readonly places: readonly {
    readonly offset: number;
    readonly byte: number;
    readonly count: number;
  }[];
}

async function read(
  format: StreamedFormat,
  bytes: Uint8Array,
  cuts: readonly number[],
  options: Partial<ReadOptions> = {},
): Promise<Read> {
  const records: SourceRecord[] = [];
  const places: Read['places'][number][] = [];
  const start = options.start ?? { offset: 0, byte: 0 };
  const chunks = format.read(cutAt(bytes, cuts), { decode: decodeJson, ...options, start });
  for await (const chunk of chunks) {
    records.push(...chunk.records);
    if (chunk.nextByte === undefined) continue;
    places.push({ offset: chunk.nextOffset, byte: chunk.nextByte, count: records.length });
  }
  return { records, places };
}

const cuts = fc.array(fc.nat(), { maxLength: 12 });
const documents = fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 12 });

const written: readonly (readonly [StreamedFormat, (values: readonly unknown[]) => string])[] = [
  [ndjson, (values) => values.map((each) => `${JSON.stringify(each)}\n`).join('')],
  [jsonArray, (values) => ` \n[${values.map((each) => ` ${JSON.stringify(each)}\n`).join(',')}]\n`],
];

describe.each(written)('$name', (format, write) => {
  test('gives every value, wherever the content is cut', async () => {
    await fc.assert(
      fc.asyncProperty(documents, cuts, async (values, places) => {
        const { records } = await read(format, Buffer.from(write(values)), places);
        const expected = values.map((each) => JSON.parse(JSON.stringify(each)));
        expect(records.map(({ event }) => event)).toEqual(expected);
        expect(records.map(({ offset }) => offset)).toEqual([...values.keys()]);
      }),
    );
  });

  test('gives the rest at every place where it says that reading may go on', async () => {
    await fc.assert(
      fc.asyncProperty(documents, cuts, cuts, async (values, places, others) => {
        const bytes = Buffer.from(write(values));
        const whole = await read(format, bytes, places);
        for (const { offset, byte, count } of whole.places) {
          const start = { offset, byte };
          const rest = await read(format, bytes.subarray(byte), others, { start });
          expect(rest.records).toEqual(whole.records.slice(count));
        }
      }),
    );
  });

  test('gives the same records of any bytes, wherever they are cut, and never throws', async () => {
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .string({ unit: fc.constantFrom(...'[]{},"\\\n 1a'), maxLength: 60 })
        .map((text) => Buffer.from(`[${text}`)),
    );
    await fc.assert(
      fc.asyncProperty(noise, cuts, async (bytes, places) => {
        const one = await read(format, bytes, []);
        const other = await read(format, bytes, places);
        expect(other.records).toEqual(one.records);
      }),
    );
  });

  test('prepares what it decodes, chunk by chunk and before it', async () => {
    const prepared = new Set<unknown>();
    const { records } = await read(format, Buffer.from(write([1, 'two', { n: 3 }])), [4, 9], {
      prepareToDecode: async (raw) => {
        for (const each of raw) prepared.add(each);
      },
      decode: (raw) => (prepared.has(raw) ? { event: raw } : { fault: 'not_prepared' }),
    });
    expect(records.map(({ event }) => event)).toEqual(['1', '"two"', '{"n":3}']);
  });
});

describe('CSV', () => {
  test('gives every row, wherever the content is cut', async () => {
    const cell = fc.string({ unit: fc.constantFrom(...'ab",\n é') });
    const rows = fc.array(fc.tuple(cell, cell), { maxLength: 8 });
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(rows, cuts, async (values, places) => {
        const text = values.map((row) => `${row.map(quoted).join(',')}\n`).join('');
        const { records } = await read(csv(), Buffer.from(`one,two\n${text}`), places);
        const expected = values.map(([one, two]) => ({ one: one || null, two: two || null }));
        expect(records.map(({ event }) => event)).toEqual(expected);
      }),
    );
  });
});

describe('content that may grow', () => {
  test.each([
    [ndjson, '{"n":1}\n{"n":', [{ n: 1 }]],
    [csv(), 'n,m\n1,2\n3,"4\n', [{ n: '1', m: '2' }]],
    [csv(), 'n,m\n1,2\n3,45', [{ n: '1', m: '2' }]],
  ] as const)(
    'keeps a last record without its end for later: $0.name',
    async (format, text, expected) => {
      const growing = await read(format, Buffer.from(text), [], { isGrowing: true });
      expect(growing.records.map(({ event }) => event)).toEqual(expected);
      const ended = await read(format, Buffer.from(text), []);
      expect(ended.records).toHaveLength(2);
    },
  );
});

describe('a JSON array', () => {
  test.each([
    ['[1,,2]', [1, 'invalid_json', 2]],
    ['[1,]', [1, 'invalid_json']],
    ['[{"a":1}},2]', ['invalid_json', 2]],
    ['[1,2', [1, 2, 'array_not_closed']],
    ['[1,{"a":', [1, 'invalid_json', 'array_not_closed']],
    ['[1] [2]', [1, 'content_after_array']],
    ['[ ]', []],
    ['', []],
    ['\ufeff["a\\"]",[["]"]]]', ['a"]', [[']']]]],
  ])('%s', async (text, expected) => {
    const { records } = await read(jsonArray, Buffer.from(text), []);
    expect(records.map(({ event, fault }) => fault ?? event)).toEqual(expected);
  });

  test('puts an element aside that is too long, and reads the next', async () => {
    const long = `"${'x'.repeat(17 * 1024 * 1024)}"`;
    const { records } = await read(jsonArray, Buffer.from(`[1,${long},3]`), [5_000_000]);
    expect(records.map(({ event, fault }) => fault ?? event)).toEqual([1, 'record_too_large', 3]);
    expect(records[1]?.raw).toHaveLength(64 * 1024);
  });

  test('refuses content that begins with something else', () => {
    expect(() => jsonArray.check(Buffer.from('{"n":1}'), 'a.json')).toThrow(
      expect.objectContaining({ code: 'DAS_SOURCE_WRONG_FORMAT', place: 'a.json' }),
    );
  });
});

test('no chunk has more than 10,000 records, however short they are', async () => {
  for (const [format, write] of written) {
    let largest = 0;
    let count = 0;
    const content = cutAt(Buffer.from(write(Array(25_000).fill(1))), []);
    const options = { start: { offset: 0, byte: 0 }, decode: decodeJson };
    for await (const { records } of format.read(content, options)) {
      largest = Math.max(largest, records.length);
      count += records.length;
    }
    expect({ largest, count }).toEqual({ largest: 10_000, count: 25_000 });
  }
});
