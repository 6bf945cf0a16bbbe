import {
  apply,
  Collector,
  compileDomain,
  type Domain,
  defineContract,
  defineDomain,
  definePlatform,
  plan,
  type Source,
  sql,
} from '@das/core';
import { openLocalWarehouse } from '@das/local';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { checkPlan } from '../checks/check-plan.js';
import { coverage } from '../coverage/coverage.js';
import { drift } from '../drift/drift.js';
import { observe } from '../observe/observe.js';
import { accessRole } from '../roles/access-role.js';
import { type TagDefinition, tag, tagged } from './tag.js';

const notes = defineContract({
  domain: 'desk',
  name: 'notes',
  version: '1.0.0',
  owner: 'desk',
  schema: z.object({ id: z.int(), text: z.string() }),
  columns: { id: 'internal', text: 'internal' },
});

class Notes extends Collector<typeof notes> {
  readonly contract = notes;

  async openSource(): Promise<Source> {
    throw new Error('nothing is collected here');
  }
}

function desk(propagate: TagDefinition<string>['propagate']): Domain {
  return defineDomain({
    platform: definePlatform({ name: 'test', masking: [] }),
    name: 'desk',
    contracts: [notes],
    collectors: [Notes],
    access: [
      accessRole({ name: 'CLERK', reads: ['BRONZE'] }),
      tag({
        name: 'COST',
        allowedValues: ['a', 'b'],
        assigned: [tagged(notes, 'a', 'text')],
        ...(propagate === undefined ? {} : { propagate }),
      }),
    ],
  });
}

const evidence = { record: async () => ({ digest: 'none' }) } as never;

test('a tag that propagates is deployed, reaches what is made from the data, and is no drift there', async () => {
  await using warehouse = await openLocalWarehouse();
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const domain = desk('dependencyAndDataMovement');
  const applied = await apply({ domain, warehouse, evidence });
  expect(checkPlan(applied.plan).filter(({ severity }) => severity === 'error')).toEqual([]);
  expect((await plan(domain, session)).steps).toEqual([]);
  const run = async (text: string) => (await session.execute(sql.raw(text))).rows;
  await run('CREATE VIEW BROOK_DESK.OPS.SEEN AS SELECT TEXT FROM BROOK_DESK.BRONZE.NOTES');
  await run('CREATE TABLE BROOK_DESK.OPS.TAKEN AS SELECT TEXT FROM BROOK_DESK.BRONZE.NOTES');
  const tags = await run(
    "SELECT OBJECT_NAME AS O, TAG_VALUE AS V FROM SNOWFLAKE.ACCOUNT_USAGE.TAG_REFERENCES WHERE TAG_NAME = 'COST' AND APPLY_METHOD = 'PROPAGATED' ORDER BY 1",
  );
  expect(tags).toEqual([
    { O: 'SEEN', V: 'a' },
    { O: 'TAKEN', V: 'a' },
  ]);
  const found = drift(
    compileDomain(domain),
    await observe(session, { databases: ['BROOK_DESK'], historyDays: 0 }),
  );
  const told = found.map(({ place }) => `${place.address} ${place.column ?? ''}`.trim()).sort();
  expect(told).toEqual(['table BROOK_DESK.OPS.TAKEN', 'view BROOK_DESK.OPS.SEEN']);
  expect((await plan(domain, session)).steps).toEqual([]);
});

test('a plan turns propagation on and off, and leaves nothing to do', async () => {
  await using warehouse = await openLocalWarehouse();
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const told = async () => {
    const { rows } = await session.execute(
      sql`SELECT PROPAGATE FROM SNOWFLAKE.ACCOUNT_USAGE.TAGS WHERE TAG_NAME = 'COST'`,
    );
    return rows.map(({ PROPAGATE }) => PROPAGATE);
  };
  for (const [propagate, expected] of [
    [undefined, null],
    ['dependency', 'ON_DEPENDENCY'],
    ['dataMovement', 'ON_DATA_MOVEMENT'],
    [undefined, null],
  ] as const) {
    const domain = desk(propagate);
    await apply({ domain, warehouse, evidence, planOptions: { allowLowering: true } });
    expect(await told()).toEqual([expected]);
    expect((await plan(domain, session)).steps).toEqual([]);
  }
});

test('what is covered does not depend on whether a tag propagates', () => {
  const columns = (domain: Domain) => coverage(domain).columns;
  expect(columns(desk('dependencyAndDataMovement'))).toEqual(columns(desk(undefined)));
});
