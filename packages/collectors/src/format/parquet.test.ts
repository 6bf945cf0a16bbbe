import { decodeJson, type SourceRecord } from '@das/core';
import { describe, expect, test } from 'vitest';
import { rowsInParquet, typesInParquet } from '../fixtures/encoded-samples.js';
import type { RangedContent } from './format.js';
import { openContent } from './open-content.js';
import { parquet } from './parquet.js';

/** Content that remembers which parts of it were read. */
class Recorded implements RangedContent {
  readonly parts: (readonly [number, number])[] = [];
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get size(): number {
    return this.#bytes.length;
  }

  async *read(from: number, to = this.size): AsyncGenerator<Uint8Array> {
    this.parts.push([from, to]);
    yield this.#bytes.subarray(from, to);
  }
}

async function read(content: RangedContent, offset = 0): Promise<readonly SourceRecord[]> {
  const records: SourceRecord[] = [];
  const options = { start: { offset, byte: 0 }, decode: decodeJson };
  for await (const chunk of parquet.read(content, options, 'a.parquet')) {
    records.push(...chunk.records);
  }
  return records;
}

describe('Parquet', () => {
  test('gives each type as JSON holds it without a loss', async () => {
    const [full, empty] = await read(new Recorded(typesInParquet));
    expect(full?.event).toEqual({
      small: 1,
      large: '9007199254740993',
      unsigned: '18446744073709551615',
      wide: '12345678901234567890123456789012.345678',
      narrow: '-0.07',
      middle: '1234567890.1234',
      local_at: '2026-01-02T03:04:05.678901',
      at: '2026-01-02T03:04:05.678901Z',
      fine_at: '2026-01-02T03:04:05.678901234',
      day: '1969-12-31',
      time_of_day: '01:02:03.5',
      text: 'naïve',
      bytes: 'AP8=',
      id: '7b0c1d52-3e4f-4a5b-8c6d-7e8f9a0b1c2d',
      not_a_number: 'NaN',
      real: 1.5,
      flag: true,
      prices: ['1.10', null],
      nested: { a: '9007199254740993', b: [{ c: 'x' }] },
      labels: JSON.parse('{"__proto__":1,"k":2}'),
      nothing: [],
      colour: 'red',
    });
    expect(new Set(Object.values(empty?.event as object))).toEqual(new Set([null]));
    expect(JSON.parse(String(full?.raw))).toEqual(full?.event);
  });

  test.each(Object.entries(rowsInParquet))('reads pages compressed by %s', async (_, bytes) => {
    const records = await read(new Recorded(bytes));
    expect(records.map(({ offset }) => offset)).toEqual([...Array(7000).keys()]);
    expect(records[6999]?.event).toEqual({ n: 6999, text: 'row 6' });
  });

  test('goes on in the middle without reading the row groups before it', async () => {
    const bytes = rowsInParquet.snappy ?? new Uint8Array();
    const [whole, rest] = [new Recorded(bytes), new Recorded(bytes)];
    await read(whole);
    const records = await read(rest, 5000);
    expect(records[0]).toMatchObject({ offset: 5000, event: { n: 5000 } });
    expect(records).toHaveLength(2000);
    // The index comes first, then a part for each row group.
    expect(rest.parts.slice(1)).toEqual(whole.parts.slice(-(rest.parts.length - 1)));
    expect(rest.parts.length).toBeLessThan(whole.parts.length);
  });

  test('is recognised by its first bytes, whatever its name', async () => {
    const opened = await openContent(new Recorded(typesInParquet), { name: 'a', place: 'a' });
    expect(opened.format.name).toBe('parquet');
  });

  test('refuses what is no Parquet, and what ends too early', async () => {
    const refusal = { code: 'DAS_SOURCE_WRONG_FORMAT', place: 'a.parquet' };
    await expect(read(new Recorded(Buffer.from('PAR1 and so on')))).rejects.toMatchObject(refusal);
    const half = typesInParquet.subarray(0, typesInParquet.length / 2);
    await expect(read(new Recorded(half))).rejects.toMatchObject(refusal);
  });

  test('never throws anything without a code, whichever byte is changed', async () => {
    const bytes = rowsInParquet.gzip ?? new Uint8Array();
    for (let at = 0; at < bytes.length; at += 41) {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      const outcome = await read(new Recorded(changed)).catch(
        (error: { code?: string }) => error.code,
      );
      expect(Array.isArray(outcome) || String(outcome).startsWith('DAS_SOURCE_')).toBe(true);
    }
  });
});
