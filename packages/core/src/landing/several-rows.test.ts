import { expect, test } from 'vitest';
import type { RecordContext } from '../collector/record-context.js';
import { ArraySource } from '../fixtures/array-source.js';
import { ClinicWorld } from '../fixtures/clinic-world.js';
import { VisitsCollector, visit } from '../fixtures/visits.js';

/** One record of a day holds several visits. */
class DaysCollector extends VisitsCollector {
  readonly contexts: RecordContext[] = [];
  override transform(event: { visits?: readonly object[] }, record: RecordContext) {
    this.contexts.push(record);
    return event.visits as never;
  }
}

test('a record becomes none, one or many rows, each with a place of its own', async () => {
  await using world = await ClinicWorld.open();
  const collector = new DaysCollector({
    a: [{ visits: [visit(1), visit(2)] }, { visits: [] }, {}, { visits: [visit(3)] }],
  });
  expect(await world.run(collector)).toMatchObject({ landed: 3, filtered: 2, quarantined: {} });
  const rows = await world.query(
    'SELECT ID, _DAS_OFFSET, _DAS_INDEX FROM BROOK_CLINIC.BRONZE.VISITS ORDER BY ID',
  );
  expect(rows.map(({ ID, _DAS_OFFSET, _DAS_INDEX }) => [ID, _DAS_OFFSET, _DAS_INDEX])).toEqual([
    [1, 0, 0],
    [2, 0, 1],
    [3, 3, null],
  ]);
  expect(collector.contexts[3]).toEqual({
    partition: 'a',
    offset: 3,
    key: undefined,
    headers: {},
    timestamp: undefined,
  });
});

test('one bad row puts the whole record in quarantine, and a replay of the mended record lands it once', async () => {
  await using world = await ClinicWorld.open();
  const days = { a: [{ visits: [visit(1), visit(2, { cost: -1 })] }, { visits: [visit(3)] }] };
  expect(await world.run(new DaysCollector(days))).toMatchObject({
    landed: 1,
    quarantined: { RULE_VIOLATION: 1 },
  });
  expect(await world.landedIds()).toEqual([3]);

  class Mended extends DaysCollector {
    override transform(event: { visits?: readonly { cost: number }[] }) {
      return event.visits?.map((each) => ({ ...each, cost: Math.abs(each.cost) })) as never;
    }
  }
  expect(await world.replay(new Mended(), { kind: 'quarantine' })).toMatchObject({ landed: 2 });
  expect(await world.landedIds()).toEqual([1, 2, 3]);
  const again = { kind: 'source', source: new ArraySource(days, 'again') } as const;
  expect(await world.replay(new Mended(), again)).toMatchObject({ landed: 0, duplicates: 3 });
  expect(await world.landedIds()).toEqual([1, 2, 3]);
});

test('an event that is a list is no list of rows by itself, and nothing is no row', async () => {
  await using world = await ClinicWorld.open();
  const done = await world.run(new VisitsCollector({ a: [[visit(1)], [], null] }));
  expect(done).toMatchObject({ landed: 0, filtered: 0, quarantined: { CONTRACT_VIOLATION: 3 } });
});

test('a record with more rows than a flush lands whole', async () => {
  await using world = await ClinicWorld.open();
  const visits = Array.from({ length: 1000 }, (_, id) => visit(id));
  expect(await world.run(new DaysCollector({ a: [{ visits }] }))).toMatchObject({ landed: 1000 });
  const [row] = await world.query(
    'SELECT COUNT(DISTINCT _DAS_INDEX) AS N FROM BROOK_CLINIC.BRONZE.VISITS',
  );
  expect(row?.N).toBe(1000);
});
