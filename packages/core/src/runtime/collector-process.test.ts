import { DasError } from '@das/contracts';
import { openLocalWarehouse } from '@das/local';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Collector } from '../collector/collector.js';
import { apply } from '../deploy/apply.js';
import { FollowingCollector } from '../fixtures/following-collector.js';
import { clinic, EvidenceInMemory, VisitsCollector, visit } from '../fixtures/visits.js';
import { sql } from '../warehouse/statement.js';
import type { Warehouse } from '../warehouse/warehouse.js';
import { type CollectorProcess, superviseCollector } from './collector-process.js';
import type { StateChange, SuperviseOptions } from './supervise-options.js';

let warehouse: Warehouse;
let evidence: EvidenceInMemory;
let changes: StateChange[];

beforeEach(async () => {
  warehouse = await openLocalWarehouse();
  evidence = new EvidenceInMemory();
  await apply({ domain: clinic, warehouse, evidence });
  evidence.events.length = 0;
  changes = [];
});
afterEach(() => warehouse.close());

const restart = { attempts: 3, baseDelay: 1, maximumDelay: 2 };

function supervise(collector: Collector, more: Partial<SuperviseOptions> = {}): CollectorProcess {
  return superviseCollector(collector, {
    domain: clinic,
    warehouse,
    evidence,
    baseDirectory: '.',
    restart,
    onState: (change) => changes.push(change),
    ...more,
  });
}

async function landedIds(): Promise<readonly unknown[]> {
  await using session = await warehouse.openSession({ role: 'BROOK_CLINIC_PIPELINE' });
  const { rows } = await session.execute(
    sql`SELECT ID FROM BROOK_CLINIC.BRONZE.VISITS ORDER BY ID`,
  );
  return rows.map((row) => row.ID);
}

const states = () => changes.map(({ state }) => state);
const landed = (process: CollectorProcess, count: number) =>
  vi.waitFor(() => expect(process.health().landed).toBe(count), 10_000);

describe('a supervised collector', () => {
  test('follows its source until it is stopped, and lands what was read', async () => {
    const collector = new FollowingCollector();
    collector.source.push(visit(1), visit(2));
    const process = supervise(collector);
    expect(process.state).toBe('stopped');
    const finished = process.start();
    await landed(process, 2);
    collector.source.push(visit(3));
    await landed(process, 3);
    expect(process.health()).toMatchObject({ state: 'running', isReady: true, isStuck: false });
    expect(await process.stop()).toEqual({ kind: 'drained' });
    expect(await finished).toEqual({ kind: 'drained' });
    expect(states()).toEqual(['starting', 'running', 'draining', 'stopped']);
    expect(await landedIds()).toEqual([1, 2, 3]);
    expect(evidence.kinds).toEqual(['collection.started', 'collection.completed']);
  });

  test('ends with its source when it does not follow', async () => {
    const process = supervise(new VisitsCollector({ a: [visit(1)] }), { follow: false });
    expect(await process.start()).toMatchObject({ kind: 'exhausted', run: { landed: 1 } });
    expect(process.state).toBe('stopped');
  });

  test('lands what is buffered when it is stopped, long before a flush is due', async () => {
    const collector = new FollowingCollector();
    Object.assign(collector, { flush: { rows: 1000, bytes: 1_000_000, seconds: 60 } });
    collector.source.push(visit(1), visit(2));
    const process = supervise(collector);
    process.start();
    await vi.waitFor(() => expect(collector.source.delivered).toBe(2));
    expect(await landedIds()).toEqual([]);
    expect(await process.stop()).toEqual({ kind: 'drained' });
    expect(await landedIds()).toEqual([1, 2]);
  });

  test('holds the source back while it is paused, and goes on where it was', async () => {
    const collector = new FollowingCollector();
    const process = supervise(collector);
    process.start();
    await vi.waitFor(() => expect(process.state).toBe('running'));
    process.pause();
    collector.source.push(visit(1), visit(2), visit(3));
    // The record that the source had in its hands lands; it is held when it has handed it over.
    await landed(process, 1);
    expect(process.state).toBe('paused');
    expect(process.health()).toMatchObject({ isReady: true, lag: { records: 2 } });
    expect(collector.source.delivered).toBe(1);
    process.resume();
    await landed(process, 3);
    await process.stop();
    expect(states()).toEqual(['starting', 'running', 'paused', 'running', 'draining', 'stopped']);
  });

  test('lets a paused source go that has to give its partition back', async () => {
    const collector = new FollowingCollector();
    collector.source.push(visit(1), visit(2));
    const process = supervise(collector);
    process.pause();
    process.start();
    await landed(process, 1);
    collector.source.release.abort();
    await landed(process, 2);
    expect(process.state).toBe('paused');
    await process.stop();
  });

  test('stops while it is paused', async () => {
    const collector = new FollowingCollector();
    collector.source.push(visit(1), visit(2));
    const process = supervise(collector);
    process.pause();
    process.start();
    await landed(process, 1);
    expect(await process.stop()).toEqual({ kind: 'drained' });
    expect(await landedIds()).toEqual([1]);
  });

  test('starts what died again, with fresh claims, and nothing lands twice', async () => {
    const collector = new FollowingCollector();
    collector.source.push(visit(1));
    const process = supervise(collector);
    process.start();
    await landed(process, 1);
    collector.source.fail(new Error('the broker is gone: ann@example.com'));
    collector.source.push(visit(2));
    await landed(process, 2);
    expect(process.health()).toMatchObject({ restarts: 1, lastFailure: { code: 'Error' } });
    expect(collector.source.opened).toBe(2);
    await process.stop();
    expect(states().slice(0, 5)).toEqual([
      'starting',
      'running',
      'backing off',
      'starting',
      'running',
    ]);
    expect(await landedIds()).toEqual([1, 2]);
    expect(JSON.stringify(process.health())).not.toContain('ann@example.com');
  });

  test('claims anew after another process has fenced it', async () => {
    const collector = new FollowingCollector();
    const process = supervise(collector);
    process.start();
    collector.source.push(visit(1));
    await landed(process, 1);
    const other = new FollowingCollector();
    await using rival = supervise(other, { onState: () => {} });
    rival.start();
    await vi.waitFor(() => expect(rival.health().isReady).toBe(true));
    collector.source.push(visit(2));
    await landed(process, 2);
    expect(process.health().lastFailure?.code).toBe('DAS_COLLECT_FENCED');
    await process.stop();
    expect(await landedIds()).toEqual([1, 2]);
  });

  test.each([['DAS_COLLECT_SOURCE_CHANGED'], ['DAS_WAREHOUSE_NOT_AUTHORIZED']])(
    'is not started again after %s',
    async (code) => {
      const collector = new FollowingCollector();
      const error = new DasError(code, 'somebody has to mend this');
      collector.source.fail(error);
      const process = supervise(collector);
      expect(await process.start()).toEqual({ kind: 'failed', error });
      expect(process.health()).toMatchObject({ state: 'failed', restarts: 0, isReady: false });
    },
  );

  test('gives up after so many failures in a row of which nobody knows what helps', async () => {
    const collector = new FollowingCollector();
    const error = new Error('strange');
    collector.opening = () => {
      throw error;
    };
    const process = supervise(collector);
    expect(await process.start()).toEqual({ kind: 'failed', error });
    expect(process.health()).toMatchObject({ restarts: 2, failures: 3 });
  });

  test('keeps trying as long as there is progress between the failures', async () => {
    const collector = new FollowingCollector();
    const process = supervise(collector);
    process.start();
    for (let id = 1; id <= 5; id += 1) {
      collector.source.push(visit(id));
      await landed(process, id);
      collector.source.fail(new Error('strange'));
      await vi.waitFor(() => expect(collector.source.opened).toBe(id + 1));
    }
    await vi.waitFor(() => expect(process.state).toBe('running'));
    expect(process.health().restarts).toBe(5);
    expect(await process.stop()).toEqual({ kind: 'drained' });
  });

  test('keeps trying for ever what goes away with time', async () => {
    const collector = new FollowingCollector();
    collector.opening = () => {
      throw new DasError('DAS_WAREHOUSE_UNAVAILABLE', 'away');
    };
    const process = supervise(collector);
    process.start();
    await vi.waitFor(() => expect(process.health().restarts).toBeGreaterThan(6));
    expect(await process.stop()).toEqual({ kind: 'drained' });
  });

  test('starts a followed source again that ended by itself, and says so in the end', async () => {
    const process = supervise(new VisitsCollector({ a: [visit(1)] }));
    const outcome = await process.start();
    expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'DAS_COLLECT_SOURCE_ENDED' } });
    expect(await landedIds()).toEqual([1]);
  });

  test('gives up what does not land before the deadline, and nothing of it is committed', async () => {
    const collector = new FollowingCollector();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    collector.staged = () => held;
    collector.source.push(visit(1));
    const process = supervise(collector);
    process.start();
    await vi.waitFor(() => expect(process.state).toBe('running'));
    await vi.waitFor(() => expect(collector.source.delivered).toBe(1));
    expect(await process.stop({ deadline: '1s' })).toEqual({ kind: 'abandoned' });
    expect(process.state).toBe('failed');
    expect(evidence.events.at(-1)?.details).toMatchObject({ error: 'DAS_COLLECT_ABANDONED' });
    release();
    collector.staged = async () => {};
    const again = supervise(collector);
    again.start();
    await landed(again, 1);
    await again.stop();
    expect(await landedIds()).toEqual([1]);
  });

  test('knows that a flush is stuck', async () => {
    const collector = new FollowingCollector();
    let release = () => {};
    collector.staged = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    collector.source.push(visit(1), visit(2), visit(3));
    const process = supervise(collector, { stuckAfter: '1s' });
    process.start();
    await vi.waitFor(() => expect(process.health().isStuck).toBe(true), 10_000);
    collector.staged = async () => {};
    release();
    await landed(process, 3);
    expect(process.health().isStuck).toBe(false);
    await process.stop();
  });

  test('lands nothing while the evidence cannot be written', async () => {
    evidence.failsOn = 'collection.started';
    const process = supervise(new FollowingCollector());
    expect(await process.start()).toMatchObject({ kind: 'failed' });
    expect(await landedIds()).toEqual([]);
  });

  test('disposing it drains it', async () => {
    const collector = new FollowingCollector();
    collector.source.push(visit(1));
    {
      await using process = supervise(collector);
      process.start();
      await landed(process, 1);
    }
    expect(states().at(-1)).toBe('stopped');
  });

  test('a rate holds the source back without holding up what it has read', async () => {
    const collector = new FollowingCollector();
    Object.assign(collector, { rate: { recordsPerSecond: 1 } });
    collector.source.push(visit(1), visit(2), visit(3));
    const process = supervise(collector);
    process.start();
    await landed(process, 2);
    // The third is a second away, and a stop does not wait for it.
    expect(await process.stop()).toEqual({ kind: 'drained' });
    expect(await landedIds()).toEqual([1, 2]);
  });

  test('a rate that means nothing is refused before anything is read', async () => {
    const collector = new FollowingCollector();
    Object.assign(collector, { rate: { bytesPerSecond: '10 furlongs' } });
    expect(await supervise(collector).start()).toMatchObject({
      kind: 'failed',
      error: { code: 'DAS_COLLECT_INVALID_OPTION' },
    });
  });
});
