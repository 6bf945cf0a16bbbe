import { expect, test } from 'vitest';
import { ClinicWorld } from '../fixtures/clinic-world.js';
import { VisitsCollector, visit } from '../fixtures/visits.js';
import { sql } from '../warehouse/statement.js';

const partitions = { a: [0, 1, 2, 3, 4, 5].map((id) => visit(id)), b: [visit(10)] };

test('a range of offsets is read once more, and lands what is not there, with evidence of its own', async () => {
  await using world = await ClinicWorld.open();
  await world.run(new VisitsCollector(partitions));
  await using session = await world.warehouse.openSession({ role: 'ACCOUNTADMIN' });
  await session.execute(sql`DELETE FROM BROOK_CLINIC.BRONZE.VISITS WHERE ID IN (1, 3, 10)`);
  world.evidence.events.length = 0;

  const range = { kind: 'range', partitions: { a: [1, 3] } } as const;
  expect(await world.replay(new VisitsCollector(partitions), range)).toMatchObject({
    landed: 1,
    duplicates: 1,
  });
  expect(await world.landedIds()).toEqual([0, 1, 2, 4, 5]);
  expect(world.evidence.kinds).toEqual(['replay.started', 'replay.completed']);
  expect(world.evidence.events[0]?.details).toMatchObject({ from: 'range', partitions: 1 });

  // The collector itself goes on where it was.
  const grown = { ...partitions, b: [visit(10), visit(11)] };
  expect(await world.run(new VisitsCollector(grown))).toMatchObject({ landed: 1 });
});

test('a range that is none, and a source that cannot seek, are refused', async () => {
  await using world = await ClinicWorld.open();
  for (const range of [
    { kind: 'range', partitions: {} },
    { kind: 'range', partitions: { a: [3, 1] } },
    { kind: 'range', partitions: { a: [0.5, 1] } },
    { kind: 'since', time: new Date(Number.NaN) },
  ] as const) {
    await expect(world.replay(new VisitsCollector(partitions), range)).rejects.toMatchObject({
      code: 'DAS_COLLECT_INVALID_OPTION',
    });
  }
  class Unseekable extends VisitsCollector {
    override async openSource() {
      const source = await super.openSource();
      return Object.assign(source, { openRange: undefined });
    }
  }
  await expect(
    world.replay(new Unseekable(partitions), { kind: 'since', time: new Date(0) }),
  ).rejects.toMatchObject({ code: 'DAS_REPLAY_UNSUPPORTED' });
});
