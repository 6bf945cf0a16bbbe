import { expect, test } from 'vitest';
import type { Deduplication } from '../collector/deduplication.js';
import type { RecordContext } from '../collector/record-context.js';
import type { Source } from '../collector/source.js';
import { ClinicWorld } from '../fixtures/clinic-world.js';
import { VisitsCollector, visit, visits } from '../fixtures/visits.js';
import { deduplicationsOf } from './deduplications.js';
import { SeenRecords } from './seen-records.js';

class ByReasonAndTime extends VisitsCollector {
  override readonly deduplicate: Deduplication<'reason' | 'at'> = {
    window: '7d',
    by: ['reason', 'at'],
  };
}

test('rows with the same keys land once, in a batch, in another, and in a replay', async () => {
  await using world = await ClinicWorld.open();
  const events = [
    visit(1, { reason: 'a' }),
    visit(2, { reason: 'a' }),
    visit(3, { reason: 'b' }),
    visit(4, { reason: 'b', at: '2026-02-01T00:00:00Z' }),
    visit(5, { reason: 'a' }),
    visit(6, { reason: 'c', cost: -1 }),
  ];
  expect(await world.run(new ByReasonAndTime({ a: events }))).toMatchObject({
    landed: 3,
    duplicates: 2,
  });
  expect(await world.landedIds()).toEqual([1, 3, 4]);

  class Mended extends ByReasonAndTime {
    override transform(event: { cost: number }) {
      return { ...event, cost: Math.abs(event.cost), reason: 'b' } as never;
    }
  }
  const replayed = await world.replay(new Mended(), { kind: 'quarantine' });
  expect(replayed).toMatchObject({ landed: 0, duplicates: 1 });
  expect(await world.landedIds()).toEqual([1, 3, 4]);
});

test('what landed before the window is forgotten', async () => {
  await using world = await ClinicWorld.open();
  await world.run(new ByReasonAndTime({ a: [visit(1)] }));
  await using session = await world.warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const table = 'BROOK_CLINIC.BRONZE.VISITS';
  await session.execute({
    text: `UPDATE ${table} SET _DAS_LANDED_AT = DATEADD('day', -8, SYSDATE())`,
    binds: [],
  });
  expect(await world.run(new ByReasonAndTime({ a: [visit(1), visit(2)] }))).toMatchObject({
    landed: 1,
    duplicates: 0,
  });
});

test('a row whose key has a null is like no other', () => {
  const seen = new SeenRecords([{ window: '1d', by: ['a', 'b'] }]);
  expect([
    seen.hasKeys({ a: 1, b: null }),
    seen.hasKeys({ a: 1, b: null }),
    seen.hasKeys({ a: 1 }),
    seen.hasKeys({ a: 1, b: 2n }),
    seen.hasKeys({ a: 1, b: 2n }),
    seen.hasKeys({ a: '1', b: 2n }),
  ]).toEqual([false, false, false, false, true, false]);
});

test('a moment is the same however it is written', () => {
  const at = visits.columns.filter(({ name }) => name === 'at');
  const seen = new SeenRecords([{ window: '1d', by: ['at'] }], at);
  const moments = [
    new Date('2026-02-01T00:00:00Z'),
    '2026-02-01T00:00:00Z',
    '2026-02-01 00:00:00.000000',
    '2026-02-01T00:00+00:00',
    '2026-02-01',
  ];
  expect(moments.map((each) => seen.hasKeys({ at: each }))).toEqual([
    false,
    true,
    true,
    true,
    true,
  ]);
  expect(seen.hasKeys({ at: '2026-02-01T00:00:00.000000001Z' })).toBe(false);
  expect(seen.hasKeys({ at: '2026-02-01T00:00:00+01:00' })).toBe(false);
});

test('records without a content are told apart by their keys', async () => {
  class Deletions extends VisitsCollector {
    override readonly deduplicate: Deduplication<never> = { window: '7d' };
    override async openSource() {
      const records = ['1', '2', '2'].map((key, offset) => ({
        offset,
        raw: '',
        key: Buffer.from(key),
        event: null,
      }));
      const source: Source = {
        name: 'topic',
        consume: async (consumer) => {
          await consumer.assign([{ partition: 'a' }]);
          await consumer.deliver({ partition: 'a', records, nextOffset: records.length });
        },
        acknowledge: async () => {},
      };
      return source as never;
    }
    override transform(_event: unknown, { key }: RecordContext) {
      return visit(Number(key), { reason: 'deleted' }) as never;
    }
  }
  await using world = await ClinicWorld.open();
  expect(await world.run(new Deletions())).toMatchObject({ landed: 2, duplicates: 1 });
  expect(await world.landedIds()).toEqual([1, 2]);
});

test('keys are columns whose values can be compared', () => {
  for (const by of [['other'], []]) {
    class Wrong extends VisitsCollector {
      override readonly deduplicate = { window: '1d', by } as never;
    }
    expect(() => deduplicationsOf(new Wrong(), 'collect')).toThrow(
      expect.objectContaining({ code: 'DAS_COLLECT_INVALID_OPTION' }),
    );
  }
});
