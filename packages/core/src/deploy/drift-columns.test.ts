import { defineContract } from '@das/contracts';
import { openLocalWarehouse } from '@das/local';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { Collector } from '../collector/collector.js';
import type { DriftPolicy } from '../collector/drift-policy.js';
import type { Source } from '../collector/source.js';
import { type Domain, defineDomain } from '../domain/define-domain.js';
import { driftColumn } from '../domain/drift-protection.js';
import { definePlatform } from '../domain/platform.js';
import { counting, interposed } from '../fixtures/interposed-warehouse.js';
import { deadAfter } from '../fixtures/shop-world.js';
import { EvidenceInMemory } from '../fixtures/visits.js';
import { addColumn } from '../resources/alter-table.js';
import { sql } from '../warehouse/statement.js';
import { apply } from './apply.js';
import type { PlanOptions } from './plan-options.js';

const notes = defineContract({
  domain: 'shop',
  name: 'notes',
  version: '1.0.0',
  owner: 'shop',
  schema: z.object({ id: z.int() }),
  columns: { id: 'internal' },
});

function shop(drift: DriftPolicy | undefined): Domain {
  class NotesCollector extends Collector<typeof notes> {
    readonly contract = notes;
    override readonly drift: DriftPolicy = drift ?? 'ignore';
    async openSource(): Promise<Source> {
      throw new Error('not used');
    }
  }
  return defineDomain({
    platform: definePlatform({ name: 'test', masking: [] }),
    name: 'shop',
    contracts: drift === undefined ? [] : [notes],
    collectors: drift === undefined ? [] : [NotesCollector],
  });
}

const table = ['BROOK_SHOP', 'BRONZE', 'NOTES'] as const;
const policy = 'maskingPolicy BROOK_SHOP.OPS.MASK_DRIFT_VARIANT';
const evolving = shop({ evolve: { limit: 5 } });

async function evolved() {
  const warehouse = await openLocalWarehouse();
  const session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const deploy = async (domain: Domain, planOptions: PlanOptions) =>
    (await apply({ domain, warehouse, evidence: new EvidenceInMemory(), planOptions })).plan;
  await deploy(evolving, {});
  await session.execute(
    addColumn(
      { name: table } as Parameters<typeof addColumn>[0],
      driftColumn('BROOK_SHOP', '_DRIFT_MORE'),
    ),
  );
  return { warehouse, session, deploy, [Symbol.asyncDispose]: () => warehouse.close() };
}

const drop = 'ALTER TABLE "BROOK_SHOP"."BRONZE"."NOTES" DROP COLUMN "_DRIFT_MORE"';

test('a column that drift has added stays with what protects it, unless it may be destroyed', async () => {
  await using account = await evolved();
  const still = await account.deploy(shop('ignore'), {});
  expect([still.steps, still.leftovers]).toEqual([[], [policy]]);
  await expect(account.deploy(shop('ignore'), { destroy: true })).rejects.toMatchObject({
    code: 'DAS_PLAN_DESTROYS_DATA',
    place: `table ${table.join('.')}`,
    message: expect.stringContaining('_DRIFT_MORE'),
  });
  const options = { destroy: true, destroyData: [`table ${table.join('.')}`] };
  const then = await account.deploy(shop('ignore'), options);
  const statements = then.steps.flatMap((step) => step.statements);
  expect(statements).toContain(drop);
  expect(statements.at(-1)).toBe('DROP MASKING POLICY "BROOK_SHOP"."OPS"."MASK_DRIFT_VARIANT"');
  expect(then.leftovers).toEqual([]);
  expect((await account.deploy(shop('ignore'), options)).steps).toEqual([]);
});

test('it stays where collectors may add it, whatever else may be destroyed', async () => {
  await using account = await evolved();
  const options = { destroy: true, destroyData: [`table ${table.join('.')}`] };
  expect((await account.deploy(evolving, options)).steps).toEqual([]);
});

test('a plan of something else does not drop it', async () => {
  await using account = await evolved();
  const targets = ['schema BROOK_SHOP.SILVER'];
  const { steps } = await account.deploy(shop('ignore'), { destroy: true, targets });
  expect(steps).toEqual([]);
});

test('a table that has rows by then keeps it', async () => {
  await using account = await evolved();
  let rows = 0;
  const counted = counting(account.warehouse, () => rows);
  const filling = interposed(counted, async (text) => {
    if (text.startsWith('COMMENT ON TABLE')) rows = 1;
  });
  const run = apply({
    domain: shop('ignore'),
    warehouse: filling,
    evidence: new EvidenceInMemory(),
    planOptions: { destroy: true },
  });
  await expect(run).rejects.toMatchObject({ code: 'DAS_PLAN_DESTROYS_DATA' });
  const { rows: columns } = await account.session.execute(
    sql`SELECT COLUMN_NAME FROM BROOK_SHOP.INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = 'NOTES'`,
  );
  expect(columns).toContainEqual({ COLUMN_NAME: '_DRIFT_MORE' });
});

test.each([
  ['began', /^COMMENT ON TABLE "BROOK_SHOP"\."BRONZE"\."NOTES"/],
  ['dropped it', /DROP COLUMN "_DRIFT_MORE"/],
])('a plan that was killed after it %s is gone on with', async (_, form) => {
  await using account = await evolved();
  const planOptions = { destroy: true, destroyData: [`table ${table.join('.')}`] };
  const run = apply({
    domain: shop('ignore'),
    warehouse: deadAfter(account.warehouse, form),
    evidence: new EvidenceInMemory(),
    planOptions,
  });
  await expect(run).rejects.toThrow();
  const { leftovers } = await account.deploy(shop('ignore'), planOptions);
  expect(leftovers).toEqual([]);
  expect((await account.deploy(shop('ignore'), planOptions)).steps).toEqual([]);
});

test('a table goes with its columns, and then what protected them', async () => {
  await using account = await evolved();
  const options = { destroy: true, destroyData: [`table ${table.join('.')}`] };
  const { steps, leftovers } = await account.deploy(shop(undefined), options);
  const drops = steps.filter(({ action }) => action === 'drop').map(({ address }) => address);
  expect(drops.indexOf(policy)).toBeGreaterThan(drops.indexOf(`table ${table.join('.')}`));
  expect(drops).toContain(`table ${table.join('.')}`);
  expect(leftovers).toEqual([]);
});
