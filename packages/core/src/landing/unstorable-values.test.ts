import { defineContract } from '@das/contracts';
import { openLocalWarehouse } from '@das/local';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { Collector } from '../collector/collector.js';
import { runCollector } from '../collector/run-collector.js';
import { apply } from '../deploy/apply.js';
import { defineDomain } from '../domain/define-domain.js';
import { definePlatform } from '../domain/platform.js';
import { ArraySource } from '../fixtures/array-source.js';
import { EvidenceInMemory } from '../fixtures/visits.js';
import { sql } from '../warehouse/statement.js';
import type { Row } from '../warehouse/warehouse.js';
import { acceptRecordOf } from './accept-record.js';
import { notJson, plainJson } from './plain-json.js';

const internal = { classification: 'internal' } as const;
const readings = defineContract({
  domain: 'plant',
  name: 'readings',
  version: '1.0.0',
  owner: 'plant',
  schema: z.object({
    id: z.int(),
    amount: z.number().optional(),
    count: z.bigint().optional(),
    code: z.string().optional(),
    at: z.coerce.date().optional(),
    day: z.iso.date().optional(),
    time: z.iso.time().optional(),
    more: z.unknown().optional(),
    parts: z.set(z.number()).optional(),
    named: z.map(z.string(), z.bigint()).optional(),
    kept: z
      .string()
      .transform(() => Number.NaN)
      .optional(),
  }),
  columns: {
    id: 'internal',
    amount: { ...internal, type: 'NUMBER(5,2)' },
    count: 'internal',
    code: { ...internal, type: 'VARCHAR(3)' },
    at: 'internal',
    day: 'internal',
    time: 'internal',
    more: 'internal',
    parts: 'internal',
    named: 'internal',
    kept: { ...internal, type: 'VARCHAR' },
  },
});

/** Gives what a test delivers, values that JSON does not have among them. */
class ReadingsCollector extends Collector<typeof readings> {
  readonly contract = readings;
  readonly #events: readonly object[];

  constructor(events: readonly object[] = []) {
    super();
    this.#events = events;
  }
  override get name(): string {
    return `it's "the" readings`;
  }
  async openSource() {
    return new ArraySource({ a: this.#events.map((_, index) => index) });
  }
  override transform(index: unknown) {
    return this.#events[Number(index)] as never;
  }
}

const plant = defineDomain({
  platform: definePlatform({ name: 'test', masking: [] }),
  name: 'plant',
  contracts: [readings],
  collectors: [ReadingsCollector],
});

async function land(events: readonly object[]): Promise<{ rows: readonly Row[]; held: Row[] }> {
  await using warehouse = await openLocalWarehouse();
  const evidence = new EvidenceInMemory();
  await apply({ domain: plant, warehouse, evidence });
  const options = { domain: plant, warehouse, evidence, baseDirectory: '.' };
  await runCollector(new ReadingsCollector(events), options);
  await using session = await warehouse.openSession({ role: 'BROOK_PLANT_PIPELINE' });
  const rows = await session.execute(sql`SELECT * FROM BROOK_PLANT.BRONZE.READINGS ORDER BY ID`);
  const held = await session.execute(
    sql`SELECT "OFFSET", REASON, FINDINGS FROM BROOK_PLANT.OPS.QUARANTINE ORDER BY "OFFSET"`,
  );
  return { rows: rows.rows, held: [...held.rows] };
}

const circle: Record<string, unknown> = {};
circle.again = circle;

const unstorable: readonly (readonly [column: string, value: unknown, code: string])[] = [
  ['amount', 123_456, 'number_out_of_range'],
  ['amount', 999.999, 'number_out_of_range'],
  ['count', 10n ** 38n, 'number_out_of_range'],
  ['code', 'long', 'text_too_long'],
  ['code', '\ud800', 'invalid_unicode'],
  ['at', '+010000-01-01T00:00:00Z', 'moment_out_of_range'],
  ['at', '-000001-01-01T00:00:00Z', 'moment_out_of_range'],
  ['day', '0000-01-01', 'moment_out_of_range'],
  ['time', '23:59:59.1234567890', 'not_a_time'],
  ['more', { a: [Number.NaN] }, 'not_json'],
  ['more', circle, 'not_json'],
  ['more', () => 1, 'not_json'],
  ['more', { '\udc00': 1 }, 'not_json'],
  ['more', JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`), 'not_json'],
  ['kept', 'x', 'not_text'],
];

test('a value that the contract accepts and the warehouse cannot store goes to quarantine, and the records around it land', async () => {
  const bad = unstorable.map(([column, value], index) => ({ id: index, [column]: value }));
  const last = { id: 99, amount: 999.99, count: 10n ** 38n - 1n, code: '😀😀😀' };
  const { rows, held } = await land([{ id: -1 }, ...bad, last]);
  expect(rows.map((row) => row.ID)).toEqual([-1, 99]);
  expect(held).toEqual(
    unstorable.map(([column, , code], index) => ({
      OFFSET: index + 1,
      REASON: 'CONTRACT_VIOLATION',
      FINDINGS: [{ column, code }],
    })),
  );
});

test('maps, sets and bigints in nested values land whole', async () => {
  const { rows } = await land([
    { id: 1, parts: new Set([1, 2]), named: new Map([['k', 7n]]), more: { deep: [3n, undefined] } },
  ]);
  expect(rows[0]).toMatchObject({ PARTS: [1, 2], NAMED: { k: '7' }, MORE: { deep: ['3', null] } });
});

test('a text that warehouses take for NULL by default lands as the text that it is', async () => {
  const { rows } = await land([{ id: 1, code: '\\N' }, { id: 2 }]);
  expect(rows.map((row) => row.CODE)).toEqual(['\\N', null]);
});

test('what JSON can hold stays as it is', () => {
  fc.assert(
    fc.property(fc.jsonValue({ depthSize: 'medium' }), (value) => {
      const plain = plainJson(value);
      // Text may be half of a surrogate pair, which JSON text can name and nothing can store.
      if (plain !== notJson) expect(JSON.stringify(plain)).toBe(JSON.stringify(value));
      else expect(JSON.stringify(value)).toMatch(/\\ud[89a-f]/);
    }),
  );
});

test('an asynchronous transform is refused, and its rejection ends nothing', async () => {
  class Asynchronous extends ReadingsCollector {
    override transform() {
      return Promise.reject(new Error('late')) as never;
    }
  }
  const accept = acceptRecordOf(new Asynchronous());
  expect(() => accept({ offset: 0, raw: '{}', event: {} })).toThrow(
    expect.objectContaining({ code: 'DAS_COLLECT_TRANSFORM_INVALID' }),
  );
  await new Promise((resolve) => setImmediate(resolve));
});
