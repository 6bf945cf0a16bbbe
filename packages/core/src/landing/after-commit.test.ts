import { expect, test, vi } from 'vitest';
import { ClinicWorld } from '../fixtures/clinic-world.js';
import { interposed } from '../fixtures/interposed-warehouse.js';
import { VisitsCollector, visit } from '../fixtures/visits.js';
import type { Warehouse } from '../warehouse/warehouse.js';

/** The same warehouse, whose REMOVE fails as long as it is told to. */
function keepingFiles(warehouse: Warehouse, fails: () => boolean): Warehouse {
  return interposed(warehouse, async (text) => {
    if (text.includes('REMOVE') && fails()) throw new TypeError('secret path');
  });
}

async function stagedFiles(world: ClinicWorld): Promise<number> {
  const listed = await world.query('LIST @BROOK_CLINIC.OPS.LANDING');
  return listed.length;
}

test('a hook that fails after the commit is told, and neither ends the run nor hides a flush', async () => {
  await using world = await ClinicWorld.open();
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  class Failing extends VisitsCollector {
    protected override async onCommitted(): Promise<void> {
      throw new TypeError('secret value');
    }
  }
  const done = await world.run(new Failing({ a: [1, 2, 3, 4, 5].map((id) => visit(id)) }));
  const warned = warn.mock.calls.map(([text]) => String(text));
  warn.mockRestore();
  expect(done).toMatchObject({ landed: 5, batches: 3 });
  expect(await world.landedIds()).toEqual([1, 2, 3, 4, 5]);
  expect(warned).toHaveLength(3);
  expect(warned[0]).toBe(
    'collector visits: a flush has landed, but onCommitted of the collector failed (TypeError)',
  );
  expect(world.evidence.events.at(-1)?.details).toMatchObject({ landed: 5 });
});

test('staged files that cannot be removed are removed by a later flush of the run', async () => {
  await using world = await ClinicWorld.open();
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  const left: number[] = [];
  let removals = 0;
  const collector = new VisitsCollector({ a: [1, 2, 3, 4, 5].map((id) => visit(id)) });
  collector.staged = async () => {
    left.push(await stagedFiles(world));
  };
  const warehouse = keepingFiles(world.warehouse, () => {
    removals += 1;
    return removals === 1;
  });
  const done = await world.run(collector, { warehouse });
  const warned = warn.mock.calls.map(([text]) => String(text));
  warn.mockRestore();
  expect(done).toMatchObject({ landed: 5, batches: 3 });
  expect(await world.landedIds()).toEqual([1, 2, 3, 4, 5]);
  expect(left).toEqual([1, 2, 1]);
  expect(await stagedFiles(world)).toBe(0);
  expect(warned).toHaveLength(1);
  expect(warned.join()).not.toContain('secret');
});
