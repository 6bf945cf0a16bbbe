import { expect, test, vi } from 'vitest';
import { replay } from '../collector/replay.js';
import type { SourceConsumer } from '../collector/source.js';
import { ClinicWorld } from '../fixtures/clinic-world.js';
import { interposed } from '../fixtures/interposed-warehouse.js';
import { VisitsCollector, visit } from '../fixtures/visits.js';

/** A source that goes on as if nothing had happened, whatever the collector answers. */
class Stubborn extends VisitsCollector {
  readonly refusals: string[] = [];
  override readonly flush = { rows: 1, bytes: 1e9, seconds: 60 } as never;

  override async openSource() {
    const source = {
      name: 'stubborn',
      acknowledge: async () => {},
      consume: async (consumer: SourceConsumer) => {
        await consumer.assign([{ partition: 'a' }]);
        for (let offset = 0; offset < 6; offset += 1) {
          const event = visit(offset);
          const records = [{ offset, raw: JSON.stringify(event), event }];
          await this.#attempt(() =>
            consumer.deliver({ partition: 'a', records, nextOffset: offset + 1 }),
          );
        }
        await this.#attempt(() => consumer.assign([{ partition: 'a' }, { partition: 'b' }]));
        await this.#attempt(() => consumer.revoke(['a']));
      },
    };
    return source as never;
  }

  async #attempt(work: () => Promise<unknown>): Promise<void> {
    await work().catch((error: Error) => this.refusals.push(error.message));
  }
}

test('after a failed flush nothing is remembered, and nothing more is taken, claimed or given back', async () => {
  await using world = await ClinicWorld.open();
  const failing = new Stubborn();
  let flushes = 0;
  failing.staged = async () => {
    flushes += 1;
    if (flushes === 3) throw new Error('pulled the plug');
  };
  await expect(world.run(failing)).rejects.toThrow('pulled the plug');
  expect(new Set(failing.refusals)).toEqual(new Set(['pulled the plug']));
  expect(flushes).toBe(3);
  expect(await world.landedIds()).toEqual([0, 1]);
  const offsets = await world.query(
    'SELECT "PARTITION", NEXT_OFFSET, EPOCH FROM BROOK_CLINIC.OPS.COLLECTOR_OFFSETS',
  );
  expect(offsets).toEqual([{ PARTITION: 'a', NEXT_OFFSET: 2, EPOCH: 1 }]);
  expect(world.evidence.events.at(-1)?.details).toMatchObject({ outcome: 'failed' });
});

/** What only the embedded session has: its transaction, as the warehouse itself would undo it. */
interface Undoable {
  readonly state: { readonly transaction: { rollback(): Promise<void> } };
}

/** A warehouse that undoes the transaction before a statement of this form. */
function undoing(world: ClinicWorld, form: RegExp) {
  return interposed(world.warehouse, async (text, session) => {
    if (!form.test(text)) return;
    await (session as unknown as Undoable).state.transaction.rollback();
  });
}

test('nothing counts as replayed when the warehouse has undone the transaction behind its back', async () => {
  await using world = await ClinicWorld.open();
  await world.run(new VisitsCollector({ a: [visit(1, { cost: -1 })] }));
  class Mended extends VisitsCollector {
    override transform(event: object) {
      return { ...event, cost: 1 } as never;
    }
  }
  const from = { kind: 'quarantine' } as const;
  const warehouse = undoing(world, /UPDATE .*REPLAYED_AT/s);
  await expect(replay(new Mended(), { ...world.options, warehouse, from })).rejects.toMatchObject({
    code: 'DAS_COLLECT_FENCED',
  });
  expect(await world.landedIds()).toEqual([]);
  expect(await world.replay(new Mended(), from)).toMatchObject({ landed: 1 });
  expect(await world.landedIds()).toEqual([1]);
});

test('offsets do not move when the warehouse has undone the transaction behind its back', async () => {
  await using world = await ClinicWorld.open();
  const warehouse = undoing(world, /UPDATE .*COLLECTOR_OFFSETS/s);
  const visits = new VisitsCollector({ a: [visit(1), visit(2)] });

  await expect(world.run(visits, { warehouse })).rejects.toMatchObject({
    code: 'DAS_COLLECT_FENCED',
  });
  expect(await world.landedIds()).toEqual([]);
  const [offset] = await world.query('SELECT NEXT_OFFSET FROM BROOK_CLINIC.OPS.COLLECTOR_OFFSETS');
  expect(offset).toEqual({ NEXT_OFFSET: 0 });
});

test('nothing is acknowledged when the warehouse has undone a transaction that stood still before COMMIT', async () => {
  await using world = await ClinicWorld.open();
  const opened = world.warehouse.openSession.bind(world.warehouse);
  let isStaged = false;
  const warehouse = {
    ...world.warehouse,
    openSession: async (options: Parameters<typeof opened>[0]) => {
      const session = await opened(options);
      const { transaction } = session;
      session.transaction = async <T>(work: () => Promise<T>) =>
        (await transaction.call(session, async () => {
          const result = await work();
          if (!isStaged) return result;
          await (session as unknown as Undoable).state.transaction.rollback();
          vi.setSystemTime(Date.now() + 6 * 60_000);
          return result;
        })) as T;
      return session;
    },
  };
  const acknowledged: unknown[] = [];
  const visits = new VisitsCollector({ a: [visit(1), visit(2)] });
  visits.staged = async () => {
    isStaged = true;
  };
  const open = visits.openSource.bind(visits);
  visits.openSource = async () => {
    const source = await open();
    source.acknowledge = async (offsets: unknown) => {
      acknowledged.push(offsets);
    };
    return source;
  };

  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    await expect(world.run(visits, { warehouse })).rejects.toMatchObject({
      code: 'DAS_COLLECT_FENCED',
    });
  } finally {
    vi.useRealTimers();
  }
  expect(acknowledged).toEqual([]);
  expect(await world.landedIds()).toEqual([]);
  expect(await world.run(new VisitsCollector({ a: [visit(1), visit(2)] }))).toMatchObject({
    landed: 2,
  });
});
