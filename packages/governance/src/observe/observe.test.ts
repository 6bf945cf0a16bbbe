import { type Session, type Statement, sql, type Warehouse } from '@das/core';
import { randomDomains } from '@das/core/testing';
import { openLocalWarehouse } from '@das/local';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DriftWorld } from '../fixtures/drift-world.js';
import { observe } from './observe.js';

let warehouse: Warehouse;
let world: DriftWorld;
beforeAll(async () => {
  warehouse = await openLocalWarehouse();
  world = await DriftWorld.deploy(warehouse, randomDomains([]).start);
});
afterAll(() => warehouse.close());

/** A session that notes what it is asked, and may answer in place of the warehouse. */
function listening(
  session: Session,
  texts: string[],
  answer: (text: string) => readonly object[] | undefined = () => undefined,
): Session {
  return {
    ...session,
    role: session.role,
    execute: async (statement: Statement) => {
      texts.push(statement.text);
      const rows = answer(statement.text);
      if (rows !== undefined) return { columns: [], rows, rowsAffected: 0 } as never;
      return await session.execute(statement);
    },
  } as Session;
}

test('the number of statements does not depend on the number of objects', async () => {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const few: string[] = [];
  await observe(listening(session, few), { databases: ['BROOK_RANDOM'] });
  const made = Array.from({ length: 30 }, (_, at) => [
    `CREATE TABLE $DB.BRONZE.MORE_${at} (ID NUMBER, NAME VARCHAR WITH MASKING POLICY $DB.OPS.HIDE_ALL)`,
    `GRANT SELECT ON TABLE $DB.BRONZE.MORE_${at} TO ROLE AUDITOR`,
  ]).flat();
  await world.change(...made);
  const many: string[] = [];
  const observed = await observe(listening(session, many), { databases: ['BROOK_RANDOM'] });
  await world.change(...Array.from({ length: 30 }, (_, at) => `DROP TABLE $DB.BRONZE.MORE_${at}`));
  expect(observed.objects.has('table BROOK_RANDOM.BRONZE.MORE_29')).toBe(true);
  expect(many).toEqual(few);
  expect(few.length).toBeLessThan(50);
});

test('a SHOW that may have been cut off is refused, and not taken for the whole', async () => {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const rows = Array.from({ length: 10_000 }, (_, at) => ({ name: `R${at}` }));
  const answer = (text: string) => (text.startsWith('SHOW ROLES') ? rows : undefined);
  await expect(
    observe(listening(session, [], answer), { databases: ['BROOK_RANDOM'] }),
  ).rejects.toMatchObject({ code: 'DAS_OBSERVE_TRUNCATED', place: 'SHOW ROLES' });
});

test('a database that is not there is refused', async () => {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  await session.execute(sql`CREATE ROLE IF NOT EXISTS NOBODY`);
  await expect(observe(session, { databases: ['NOWHERE'] })).rejects.toMatchObject({
    message: expect.stringContaining('NOWHERE'),
  });
});

test('a finding tells who changed the object last, when and how, and never the text', async () => {
  await world.change('ALTER MASKING POLICY $DB.OPS.HIDE_ALL SET BODY -> VAL');
  const [found] = await world.findings();
  await world.change(
    "ALTER MASKING POLICY $DB.OPS.HIDE_ALL SET BODY -> CASE WHEN FALSE THEN VAL ELSE '***' END",
  );
  expect(found).toMatchObject({
    rule: 'DAS-D030',
    severity: 'error',
    danger: 'exposure',
    origin: { user: 'MALLORY', role: 'ACCOUNTADMIN', at: expect.any(Date) },
  });
  expect(JSON.stringify(found)).not.toMatch(/->|SET BODY/);
});

test('a column that a collector added is declared, and its policy has to stay', async () => {
  const table = world.deployed.find((each) => each.kind === 'table' && each.name[1] === 'BRONZE');
  if (table?.kind !== 'table') throw new Error('the domain has no table in BRONZE');
  const name = table.name.join('.');
  const policy = {
    kind: 'maskingPolicy',
    name: [world.database, 'OPS', 'MASK_DRIFT_VARIANT'],
    type: 'VARIANT',
    body: 'NULL',
  } as const;
  await world.change(
    "CREATE MASKING POLICY $DB.OPS.MASK_DRIFT_VARIANT AS (VAL VARIANT) RETURNS VARIANT -> NULL COMMENT = 'das:sha256:0'",
    `ALTER TABLE ${name} ADD COLUMN _DRIFT_EXTRA VARIANT WITH MASKING POLICY $DB.OPS.MASK_DRIFT_VARIANT WITH TAG ($DB.OPS.CLASSIFICATION = 'phi')`,
  );
  const evolved = new DriftWorld(warehouse, world.database, [...world.deployed, policy]);
  expect(await evolved.told()).toEqual([]);
  await world.change(`ALTER TABLE ${name} ALTER COLUMN _DRIFT_EXTRA UNSET MASKING POLICY`);
  expect(await evolved.told()).toEqual([
    `DAS-D020 critical table ${name.replace(world.database, '$DB')} _DRIFT_EXTRA`,
  ]);
});
