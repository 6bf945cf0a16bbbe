import { openLocalWarehouse } from '@das/local';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCollector } from '../collector/run-collector.js';
import type { Source, SourceBatch, SourceConsumer } from '../collector/source.js';
import { apply } from '../deploy/apply.js';
import { clinic, EvidenceInMemory, VisitsCollector, visit } from '../fixtures/visits.js';
import { sql } from '../warehouse/statement.js';
import type { Warehouse } from '../warehouse/warehouse.js';

let warehouse: Warehouse;
let evidence: EvidenceInMemory;

beforeEach(async () => {
  warehouse = await openLocalWarehouse();
  evidence = new EvidenceInMemory();
  await apply({ domain: clinic, warehouse, evidence });
  evidence.events.length = 0;
});
afterEach(() => warehouse.close());

function batch(partition: string, from: number, ...events: unknown[]): SourceBatch {
  const records = events.map((event, index) => ({
    offset: from + index,
    raw: JSON.stringify(event),
    event,
  }));
  return { partition, records, nextOffset: from + events.length };
}

/** Runs what a test scripts as a source. */
function run(
  consume: (consumer: SourceConsumer) => Promise<void>,
  more: { seconds?: number; transform?: (event: unknown) => never } = {},
) {
  class Scripted extends VisitsCollector {
    override readonly flush = { rows: 1000, bytes: 1e9, seconds: more.seconds ?? 60 } as never;
    override async openSource() {
      return { name: 'scripted', consume, acknowledge: async () => {} } as Source as never;
    }
    override transform(event: unknown) {
      return more.transform === undefined ? (event as never) : more.transform(event);
    }
  }
  return runCollector(new Scripted(), { domain: clinic, warehouse, evidence, baseDirectory: '.' });
}

async function landedIds(): Promise<readonly unknown[]> {
  await using session = await warehouse.openSession({ role: 'BROOK_CLINIC_PIPELINE' });
  const result = await session.execute(sql`SELECT ID FROM BROOK_CLINIC.BRONZE.VISITS ORDER BY ID`);
  return result.rows.map((row) => row.ID);
}

test('a partition that is assigned again goes on after what was delivered before', async () => {
  await run(async (consumer) => {
    await consumer.assign([{ partition: 'a' }]);
    await consumer.deliver(batch('a', 0, visit(1), visit(2)));
    const resume = await consumer.assign([{ partition: 'a' }]);
    expect(resume.get('a')?.offset).toBe(2);
    await consumer.deliver(batch('a', 2, visit(3)));
  });
  expect(await landedIds()).toEqual([1, 2, 3]);
});

test('a flush that is due while partitions are assigned waits for its turn', async () => {
  await run(
    async (consumer) => {
      await consumer.assign([{ partition: 'a' }]);
      for (let at = 0; at < 20; at += 1) {
        const assigned = consumer.assign([{ partition: `p${at}` }]);
        await consumer.deliver(batch('a', at, visit(at)));
        await new Promise((resolve) => setTimeout(resolve, 2));
        await assigned;
      }
    },
    { seconds: 0.001 },
  );
  expect(await landedIds()).toHaveLength(20);
});

test('records that were delivered already, or out of order, are refused', async () => {
  const scripts: readonly (readonly SourceBatch[])[] = [
    [batch('a', 0, visit(1)), batch('a', 0, visit(1))],
    [{ ...batch('a', 0, visit(1), visit(2)), nextOffset: 1 }],
    [
      {
        ...batch('a', 0),
        records: [...batch('a', 5, visit(1)).records, ...batch('a', 4, visit(2)).records],
        nextOffset: 9,
      },
    ],
  ];
  for (const batches of scripts) {
    const done = run(async (consumer) => {
      const resume = await consumer.assign([{ partition: 'a' }]);
      expect(resume.get('a')).toBeDefined();
      for (const each of batches) await consumer.deliver(each);
    });
    await expect(done).rejects.toMatchObject({ code: 'DAS_COLLECT_FENCED' });
  }
  expect(await landedIds()).toEqual([1]);
});

test('a batch that fails half way lands none of its records, so that they land once later', async () => {
  const script = async (consumer: SourceConsumer) => {
    await consumer.assign([{ partition: 'a' }, { partition: 'b' }]);
    await consumer.deliver(batch('b', 0, visit(9)));
    await consumer.deliver(batch('a', 0, visit(1), visit(2)));
  };
  const failing = run(script, {
    transform: (event) =>
      (event as { id: number }).id === 2 ? (Promise.resolve() as never) : (event as never),
  });
  await expect(failing).rejects.toMatchObject({ code: 'DAS_COLLECT_TRANSFORM_INVALID' });
  expect(await landedIds()).toEqual([]);
  await run(script);
  expect(await landedIds()).toEqual([1, 2, 9]);
});

test('evidence counts what landed of a partition that was given back', async () => {
  await run(async (consumer) => {
    await consumer.assign([{ partition: 'a' }]);
    await consumer.deliver(batch('a', 0, visit(1), visit(2)));
    await consumer.revoke(['a']);
  });
  expect(evidence.events.at(-1)?.details.partitions).toMatchObject({ count: 1, records: 2 });
});

test('more partitions than one statement takes move together, whatever they are called', async () => {
  const names = Array.from({ length: 1203 }, (_, at) => `it's "é\n${at}`);
  const script = async (consumer: SourceConsumer) => {
    const resume = await consumer.assign(names.map((partition) => ({ partition })));
    for (const [at, partition] of names.entries()) {
      if (resume.get(partition)?.offset !== 0) continue;
      await consumer.deliver(
        at % 2 === 0 ? batch(partition, 0, visit(at)) : { ...batch(partition, 0), nextOffset: 1 },
      );
    }
  };
  expect(await run(script)).toMatchObject({ landed: 602, partitions: 1203 });
  expect(await run(script)).toMatchObject({ landed: 0, partitions: 1203 });
});

test('while a flush waits behind another, nothing more is taken in, of however many partitions', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let taken = 0;
  class Counting extends VisitsCollector {
    override readonly flush = { rows: 1, bytes: 1e9, seconds: 60 } as never;
    override staged = () => held;
    override async openSource() {
      const consume = async (consumer: SourceConsumer) => {
        await consumer.assign(names.map((partition) => ({ partition })));
        const given = names.map((name, id) => consumer.deliver(batch(name, 0, visit(id))));
        // One that was given back while it waited for room has landed by then.
        const back = consumer.revoke(['h']);
        await new Promise((resolve) => setTimeout(resolve, 50));
        const early = taken;
        release();
        expect(early).toBe(2);
        await Promise.all([...given, back]);
      };
      return { name: 'scripted', consume, acknowledge: async () => {} } as Source as never;
    }
    override transform(event: unknown) {
      taken += 1;
      return event as never;
    }
  }
  const options = { domain: clinic, warehouse, evidence, baseDirectory: '.' };
  expect(await runCollector(new Counting(), options)).toMatchObject({ landed: 8 });
  expect(await landedIds()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});
