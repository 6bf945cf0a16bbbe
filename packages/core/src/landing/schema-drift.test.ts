import { describe, expect, test } from 'vitest';
import type { DriftPolicy } from '../collector/drift-policy.js';
import { apply } from '../deploy/apply.js';
import { plan } from '../deploy/plan.js';
import { ClinicWorld } from '../fixtures/clinic-world.js';
import { VisitsCollector, visit } from '../fixtures/visits.js';
import { acceptRecordOf } from './accept-record.js';
import { addProgress, noProgress } from './landing-progress.js';

class Ignoring extends VisitsCollector {
  override readonly drift: DriftPolicy = 'ignore';
}
class Quarantining extends VisitsCollector {
  override readonly drift: DriftPolicy = 'quarantine';
}
class Rejecting extends VisitsCollector {
  override readonly drift: DriftPolicy = 'reject';
}
class Evolving extends VisitsCollector {
  override readonly drift: DriftPolicy = { evolve: { limit: 2 } };
}

describe('a field that the contract does not have', () => {
  test('is dropped, counted and shown by name, unless its name may be data', async () => {
    await using world = await ClinicWorld.open();
    const events = [
      visit(1, { coupon: 'X' }),
      visit(2, { coupon: 'Y', 'ada@example.com': 1 }),
      visit(3, { call_2125550187: 1 }),
      JSON.parse(`{"__proto__": {"id": 9}, ${JSON.stringify(visit(4)).slice(1)}`),
    ];
    const done = await world.run(new Ignoring({ a: events }));
    expect(done).toMatchObject({ landed: 4 });
    expect(Object.entries(done.unknownFields)).toEqual([
      ['coupon', 2],
      ['(other)', 2],
      ['__proto__', 1],
    ]);
    expect(world.evidence.events.at(-1)?.details).toMatchObject({
      unknownFields: { coupon: 2, '(other)': 2 },
    });
  });

  test('puts the record in quarantine where the policy says so', () => {
    const accept = acceptRecordOf(new Quarantining());
    const event = visit(1, { coupon: 'X', 'ada@example.com': 1 });
    expect(accept({ offset: 0, raw: '', event })).toMatchObject({
      reason: 'SCHEMA_DRIFT',
      findings: [{ column: 'coupon', code: 'unknown_field' }, { code: 'unknown_field' }],
    });
  });

  test('is shown nowhere where its name is that of a person, or one of a map', async () => {
    const names = { ada_lovelace: 1, JohnSmith: 2, Garcia: 3 };
    const map = Object.fromEntries(
      Array.from({ length: 21 }, (_, key) => [`Qqx${'q'.repeat(key)}`, 1]),
    );
    await using world = await ClinicWorld.open(Evolving);
    for (const fields of [names, map]) {
      const name = Object.keys(fields)[0] ?? '';
      const collectors = [Ignoring, Quarantining, Rejecting, Evolving].map(
        (Each) => new Each({ [name.length.toString()]: [visit(1, fields)] }),
      );
      for (const collector of collectors) {
        const done = await world
          .run(collector)
          .catch((error: Error) => ({ message: error.message }));
        const held = await world.query('SELECT FINDINGS FROM BROOK_CLINIC.OPS.QUARANTINE');
        const columns = await world.query('SHOW COLUMNS IN TABLE BROOK_CLINIC.BRONZE.VISITS');
        const said = JSON.stringify([done, held, columns, world.evidence.events]).toLowerCase();
        for (const each of Object.keys(fields)) expect(said).not.toContain(each.toLowerCase());
      }
    }
  });

  test('counts among a limited number of names, however long a run goes on', () => {
    const flush = (from: number) =>
      Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`field_${from + index}`, 1]));
    const sum = [0, 50, 100].reduce(
      (total, from) => addProgress(total, { ...noProgress, unknownFields: flush(from) }),
      noProgress,
    );
    expect(Object.keys(sum.unknownFields)).toHaveLength(51);
    expect(sum.unknownFields['(other)']).toBe(100);
  });

  test('stops the run where the policy says so, with its name and nothing landed of the batch', async () => {
    await using world = await ClinicWorld.open();
    const done = world.run(new Rejecting({ a: [visit(1), visit(2, { coupon: 'secret' })] }));
    await expect(done).rejects.toMatchObject({
      code: 'DAS_COLLECT_SCHEMA_DRIFT',
      message: expect.stringContaining('coupon'),
    });
    await expect(done).rejects.not.toMatchObject({ message: expect.stringContaining('secret') });
    expect(await world.landedIds()).toEqual([]);
  });
});

describe('a table that may evolve', () => {
  test('takes new fields in as columns that only the pipeline reads, after evidence says so', async () => {
    await using world = await ClinicWorld.open(Evolving);
    const events = [
      visit(1, { coupon: { code: 'X' } }),
      visit(2, { Coupon: 'Y' }),
      visit(3, { tip: 5, coupon: null }),
      visit(4, { third: 1 }),
      visit(5, { 'no name': 1 }),
    ];
    expect(await world.run(new Evolving({ a: events }))).toMatchObject({
      landed: 2,
      quarantined: { SCHEMA_DRIFT: 3 },
    });
    const select =
      'SELECT ID, _DRIFT_COUPON, _DRIFT_TIP FROM BROOK_CLINIC.BRONZE.VISITS ORDER BY ID';
    expect(await world.query(select)).toEqual([
      { ID: 1, _DRIFT_COUPON: { code: 'X' }, _DRIFT_TIP: null },
      { ID: 3, _DRIFT_COUPON: null, _DRIFT_TIP: 5 },
    ]);
    for (const role of ['READER', 'ACCOUNTADMIN']) {
      expect(await world.query(select, role)).toEqual([
        { ID: 1, _DRIFT_COUPON: null, _DRIFT_TIP: null },
        { ID: 3, _DRIFT_COUPON: null, _DRIFT_TIP: null },
      ]);
    }
    const tags = await world.query(
      `SELECT SYSTEM$GET_TAG('BROOK_CLINIC.OPS.CLASSIFICATION', 'BROOK_CLINIC.BRONZE.VISITS._DRIFT_COUPON', 'COLUMN') AS T`,
      'ACCOUNTADMIN',
    );
    expect(tags[0]?.T).toBe('phi');
    expect(world.evidence.kinds.slice(0, 3)).toEqual([
      'collection.started',
      'deployment.started',
      'deployment.completed',
    ]);
    expect(world.evidence.events[1]?.details).toMatchObject({
      reason: 'schema drift',
      columns: ['_DRIFT_COUPON'],
      role: world.domain.platform.deployRole,
    });

    // What drift has added is no drift of the deployment, and stays when the contract is planned again.
    await using session = await world.warehouse.openSession({ role: 'ACCOUNTADMIN' });
    expect((await plan(world.domain, session)).steps).toEqual([]);

    // A later run knows the columns, and their number.
    const more = [...events, visit(6, { coupon: 'Z' }), visit(7, { fourth: 1 })];
    expect(await world.run(new Evolving({ a: more }))).toMatchObject({
      landed: 1,
      quarantined: { SCHEMA_DRIFT: 1 },
    });
  });

  test('has a limit, also where no compiler asks for one', async () => {
    await using world = await ClinicWorld.open(Evolving);
    for (const evolve of [undefined, {}, { limit: Number.NaN }, { limit: '5' }]) {
      class Unlimited extends VisitsCollector {
        override readonly drift = { evolve } as DriftPolicy;
      }
      await expect(world.run(new Unlimited({ a: [visit(1)] }))).rejects.toMatchObject({
        code: 'DAS_COLLECT_INVALID_OPTION',
      });
    }
  });

  test('does not evolve when the evidence of it cannot be written', async () => {
    await using world = await ClinicWorld.open(Evolving);
    world.evidence.failsOn = 'deployment.started';
    const done = world.run(new Evolving({ a: [visit(1, { coupon: 'X' })] }));
    await expect(done).rejects.toThrow('the log is full');
    const columns = await world.query('SHOW COLUMNS IN TABLE BROOK_CLINIC.BRONZE.VISITS');
    expect(columns.map((row) => row.column_name)).not.toContain('_DRIFT_COUPON');
    expect(await world.landedIds()).toEqual([]);
  });

  test('is not altered by the role of the pipeline, nor without the policy', async () => {
    class ByPipeline extends VisitsCollector {
      override readonly drift: DriftPolicy = {
        evolve: { limit: 1, role: 'BROOK_CLINIC_PIPELINE' },
      };
    }
    await using world = await ClinicWorld.open(ByPipeline);
    const byPipeline = world.run(new ByPipeline({ a: [visit(1, { coupon: 'X' })] }));
    await expect(byPipeline).rejects.toMatchObject({
      code: expect.stringMatching(/^DAS_WAREHOUSE/),
    });

    // The clinic as it is declared without drift has no policy for it.
    await using plain = await ClinicWorld.open();
    await apply({ ...plain.options });
    const bare = plain.run(new Evolving({ a: [visit(1, { coupon: 'X' })] }));
    await expect(bare).rejects.toMatchObject({ code: expect.stringMatching(/^DAS_WAREHOUSE/) });
    expect(await plain.landedIds()).toEqual([]);
  });
});
