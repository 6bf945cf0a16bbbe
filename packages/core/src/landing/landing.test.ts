import { openLocalWarehouse } from '@das/local';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { replay } from '../collector/replay.js';
import { runCollector } from '../collector/run-collector.js';
import { apply } from '../deploy/apply.js';
import { clinic, EvidenceInMemory, VisitsCollector, visit } from '../fixtures/visits.js';
import { sql } from '../warehouse/statement.js';
import type { Row, Warehouse } from '../warehouse/warehouse.js';

let warehouse: Warehouse;
let evidence: EvidenceInMemory;

beforeEach(async () => {
  warehouse = await openLocalWarehouse();
  evidence = new EvidenceInMemory();
  await apply({ domain: clinic, warehouse, evidence });
  evidence.events.length = 0;
});
afterEach(() => warehouse.close());

async function query(role: string, text: string): Promise<readonly Row[]> {
  await using session = await warehouse.openSession({ role });
  return (await session.execute(sql.raw(text))).rows;
}

const pipeline = 'BROOK_CLINIC_PIPELINE';
const landedIds = async () =>
  (await query(pipeline, 'SELECT ID FROM BROOK_CLINIC.BRONZE.VISITS ORDER BY ID')).map(
    (row) => row.ID,
  );

function run(collector: VisitsCollector) {
  return runCollector(collector, { domain: clinic, warehouse, evidence, baseDirectory: '.' });
}

describe('landing', () => {
  test('lands each record once, however often the collector runs', async () => {
    const partitions = { a: [visit(1), visit(2), visit(3)], b: [visit(4)] };
    expect(await run(new VisitsCollector(partitions))).toMatchObject({ landed: 4, partitions: 2 });
    expect(await run(new VisitsCollector(partitions))).toMatchObject({ landed: 0, batches: 0 });
    const grown = { ...partitions, b: [visit(4), visit(5)] };
    expect(await run(new VisitsCollector(grown))).toMatchObject({ landed: 1 });
    expect(await landedIds()).toEqual([1, 2, 3, 4, 5]);
  });

  test('tells the source how far it has landed, after the commit', async () => {
    const collector = new VisitsCollector({ a: [visit(1), visit(2), visit(3)] });
    await run(collector);
    expect(collector.source.acknowledged.map((landed) => landed.get('a'))).toEqual([2, 3]);
  });

  test('puts bad records in quarantine, where a reader cannot see the payload', async () => {
    const collector = new VisitsCollector({
      a: [visit(1), visit(2, { cost: -1 }), visit(3, { reason: 'call 212-555-0187' }), { id: 'x' }],
    });
    expect((await run(collector)).quarantined).toEqual({
      RULE_VIOLATION: 1,
      UNDECLARED_PII: 1,
      CONTRACT_VIOLATION: 1,
    });
    const rows = await query(
      pipeline,
      'SELECT "OFFSET", REASON, PAYLOAD FROM BROOK_CLINIC.OPS.QUARANTINE ORDER BY "OFFSET"',
    );
    expect(rows.map((row) => [row.OFFSET, row.REASON])).toEqual([
      [1, 'RULE_VIOLATION'],
      [2, 'UNDECLARED_PII'],
      [3, 'CONTRACT_VIOLATION'],
    ]);
    expect(JSON.parse(String(rows[1]?.PAYLOAD))).toEqual(visit(3, { reason: 'call 212-555-0187' }));
    const seen = await query('ACCOUNTADMIN', 'SELECT PAYLOAD FROM BROOK_CLINIC.OPS.QUARANTINE');
    expect(seen.map((row) => row.PAYLOAD)).toEqual([null, null, null]);
  });

  test('rolls a flush back when another process has claimed the partition meanwhile', async () => {
    const partitions = { a: [visit(1), visit(2), visit(3), visit(4)] };
    const zombie = new VisitsCollector(partitions);
    let taken = false;
    zombie.staged = async () => {
      if (taken) return;
      taken = true;
      await run(new VisitsCollector(partitions));
    };
    await expect(run(zombie)).rejects.toMatchObject({ code: 'DAS_COLLECT_FENCED' });
    expect(await landedIds()).toEqual([1, 2, 3, 4]);
    expect(zombie.source.acknowledged).toEqual([]);
  });

  test('drops a record that landed before, in this batch or another, when asked to', async () => {
    class Deduplicating extends VisitsCollector {
      override readonly deduplicate = { window: '7d' } as const;
    }
    const events = [visit(1), visit(1), visit(2), visit(1), visit(2), visit(3)];
    const done = await run(new Deduplicating({ a: events }));
    expect(done).toMatchObject({ landed: 3, duplicates: 3 });
    expect(await landedIds()).toEqual([1, 2, 3]);
  });

  test('does not start when the evidence of it cannot be written', async () => {
    evidence.failsOn = 'collection.started';
    await expect(run(new VisitsCollector({ a: [visit(1)] }))).rejects.toThrow('the log is full');
    expect(await landedIds()).toEqual([]);
  });

  test('leaves a leaf before and after, also when it fails', async () => {
    const collector = new VisitsCollector({ a: [visit(1)] });
    collector.staged = async () => {
      throw new Error('pulled the plug');
    };
    await expect(run(collector)).rejects.toThrow('pulled the plug');
    expect(evidence.kinds).toEqual(['collection.started', 'collection.completed']);
    expect(evidence.events[1]?.details).toMatchObject({ outcome: 'failed', startedBy: 0 });
  });

  test('lands what was read when it is aborted', async () => {
    const collector = new VisitsCollector({ a: [visit(1), visit(2), visit(3)] });
    const controller = new AbortController();
    collector.staged = async () => controller.abort();
    await runCollector(collector, {
      domain: clinic,
      warehouse,
      evidence,
      baseDirectory: '.',
      signal: controller.signal,
    });
    const before = await landedIds();
    expect(before.slice(0, 2)).toEqual([1, 2]);
    await run(new VisitsCollector({ a: [visit(1), visit(2), visit(3)] }));
    expect(await landedIds()).toEqual([1, 2, 3]);
  });
});

describe('replaying quarantine', () => {
  class Mended extends VisitsCollector {
    override transform(event: { cost: number }) {
      return { ...event, cost: Math.abs(event.cost) } as never;
    }
  }

  test('lands what the mended collector accepts, once, and keeps what it still rejects', async () => {
    await run(
      new VisitsCollector({ a: [visit(1, { cost: -1 }), visit(2), visit(3, { at: 'x' })] }),
    );
    const options = { domain: clinic, warehouse, evidence, from: { kind: 'quarantine' } } as const;
    const done = await replay(new Mended(), options);
    expect(done).toMatchObject({ landed: 1, quarantined: { CONTRACT_VIOLATION: 1 } });
    expect(await landedIds()).toEqual([1, 2]);
    const open = await query(
      pipeline,
      'SELECT COUNT(*) AS N FROM BROOK_CLINIC.OPS.QUARANTINE WHERE REPLAYED_AT IS NULL',
    );
    expect(open[0]?.N).toBe(1);
    expect(await replay(new Mended(), options)).toMatchObject({ landed: 0 });
    expect(await landedIds()).toEqual([1, 2]);
    expect(evidence.kinds.filter((kind) => kind.startsWith('replay'))).toHaveLength(4);
  });

  test('refuses when there is nothing', async () => {
    await expect(
      replay(new Mended(), { domain: clinic, warehouse, evidence, from: { kind: 'quarantine' } }),
    ).rejects.toMatchObject({ code: 'DAS_REPLAY_NOTHING' });
  });
});
