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

test('what protects a column that drift has added stays as long as the column does', async () => {
  await using account = await evolved();
  const still = await account.deploy(shop('ignore'), { destroy: true });
  expect([still.steps, still.leftovers]).toEqual([[], [policy]]);
  await account.session.execute(sql`ALTER TABLE ${sql.id(...table)} DROP COLUMN "_DRIFT_MORE"`);
  const then = await account.deploy(shop('ignore'), { destroy: true });
  expect(then.steps.map(({ action, address }) => `${action} ${address}`)).toEqual([
    `drop ${policy}`,
  ]);
  expect(then.leftovers).toEqual([]);
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
