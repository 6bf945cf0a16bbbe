import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ClinicWorld } from '../fixtures/clinic-world.js';
import { FollowingCollector } from '../fixtures/following-collector.js';
import { visit } from '../fixtures/visits.js';
import { superviseCollector } from './collector-process.js';

let world: ClinicWorld;
beforeEach(async () => {
  world = await ClinicWorld.open();
});
afterEach(() => world[Symbol.asyncDispose]());

const progressed = () =>
  world.evidence.events
    .filter(({ kind }) => kind === 'collection.progressed')
    .map(({ details }) => details);

/** What all reports say together. */
function sums(): object {
  const all = progressed().map(({ landed, partitions }) => ({
    landed: Number(landed),
    records: (partitions as { readonly records: number }).records,
  }));
  return {
    landed: all.reduce((sum, { landed }) => sum + landed, 0),
    records: all.reduce((sum, { records }) => sum + records, 0),
  };
}

test('a run that goes on says in evidence what has landed since it last did', async () => {
  const collector = new FollowingCollector();
  const process = superviseCollector(collector, { ...world.options, evidenceEvery: '1s' });
  process.start();
  collector.source.push(visit(1), visit(2, { cost: -1 }));
  await vi.waitFor(() => expect(process.health().batches).toBe(1), 10_000);
  await vi.waitFor(() => expect(sums()).toEqual({ landed: 1, records: 2 }), 10_000);
  collector.source.push(visit(3), visit(4));
  await vi.waitFor(() => expect(sums()).toEqual({ landed: 3, records: 4 }), 10_000);
  for (const each of progressed())
    expect(each).toMatchObject({ collector: 'visits', startedBy: 0 });
  await process.stop();
  expect(world.evidence.events.at(-1)).toMatchObject({
    kind: 'collection.completed',
    details: { landed: 3, partitions: { count: 1, records: 4 } },
  });
});

test('a run whose evidence cannot be written lands nothing more', async () => {
  world.evidence.failsOn = 'collection.progressed';
  const collector = new FollowingCollector();
  const failures: unknown[] = [];
  const process = superviseCollector(collector, {
    ...world.options,
    evidenceEvery: '1s',
    restart: { attempts: 1 },
    onState: ({ failure }) => {
      if (failure !== undefined) failures.push(failure);
    },
  });
  expect(await process.start()).toMatchObject({
    kind: 'failed',
    error: { message: 'the log is full' },
  });
  expect(failures).toHaveLength(1);
});

test('an interval that is none is refused before anything is read', async () => {
  const collector = new FollowingCollector();
  const given = { ...world.options, evidenceEvery: 'now and then' as never };
  expect(await superviseCollector(collector, given).start()).toMatchObject({
    kind: 'failed',
    error: { code: 'DAS_CONTRACT_INVALID_DURATION' },
  });
  expect(collector.source.delivered).toBe(0);
});
