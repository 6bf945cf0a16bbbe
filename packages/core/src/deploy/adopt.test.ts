import { openLocalWarehouse } from '@das/local';
import { expect, test, vi } from 'vitest';
import { defineDomain } from '../domain/define-domain.js';
import { domainNames } from '../domain/domain-names.js';
import { interposed } from '../fixtures/interposed-warehouse.js';
import { deadAfter, shopWith } from '../fixtures/shop-world.js';
import { EvidenceInMemory } from '../fixtures/visits.js';
import { bronze, dynamicTable, promotion, silver } from '../promotion/promotion.js';
import { sql } from '../warehouse/statement.js';
import type { Warehouse } from '../warehouse/warehouse.js';
import { adopt } from './adopt.js';
import { apply } from './apply.js';
import { plan } from './plan.js';

// A busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 });

const shop = shopWith([], ['people']);
const [people] = shop.contracts;
if (people === undefined) throw new Error('the shop has no people');
const domain = defineDomain({
  platform: shop.platform,
  name: 'shop',
  contracts: [people],
  collectors: shop.collectors,
  promotions: [promotion({ from: bronze(people), to: silver(people), strategy: dynamicTable() })],
});
const names = domainNames(domain.database);
const table = sql.id(...names.table(people, 'SILVER'));
const evidence = new EvidenceInMemory();

/** A warehouse with a dynamic table of the pipeline's, which DAS knows nothing of. */
async function forgotten(): Promise<Warehouse> {
  const warehouse = await openLocalWarehouse();
  await apply({ domain, warehouse, evidence });
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const give = (role: string) =>
    sql`GRANT OWNERSHIP ON DYNAMIC TABLE ${table} TO ROLE ${sql.id(role)} COPY CURRENT GRANTS`;
  await session.execute(give('ACCOUNTADMIN'));
  await session.execute(sql`COMMENT ON DYNAMIC TABLE ${table} IS 'mine'`);
  await session.execute(give(names.pipelineRole));
  return warehouse;
}

async function ownerIn(warehouse: Warehouse): Promise<unknown> {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const { rows } = await session.execute(
    sql`SHOW DYNAMIC TABLES IN DATABASE ${sql.id(domain.database)}`,
  );
  expect(rows).toHaveLength(1);
  return rows[0]?.owner;
}

async function adoptedWhole(warehouse: Warehouse): Promise<void> {
  await adopt({ domain, warehouse, evidence });
  expect(await ownerIn(warehouse)).toBe(names.pipelineRole);
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  expect((await plan(domain, session)).steps).toEqual([]);
}

test('a dynamic table whose comment cannot be written is given back to its owner', async () => {
  await using warehouse = await forgotten();
  const refusing = interposed(warehouse, async (text) => {
    if (text.startsWith('COMMENT ON DYNAMIC TABLE')) throw new Error('no comment');
  });
  await expect(adopt({ domain, warehouse: refusing, evidence })).rejects.toThrow('no comment');
  expect(await ownerIn(warehouse)).toBe(names.pipelineRole);
  await adoptedWhole(warehouse);
});

test('one whose adoption was killed is given back when it is run again', async () => {
  await using warehouse = await forgotten();
  const killed = deadAfter(warehouse, /^COMMENT ON DYNAMIC TABLE/);
  await expect(adopt({ domain, warehouse: killed, evidence })).rejects.toThrow(
    'the line went dead',
  );
  expect(await ownerIn(warehouse)).toBe('ACCOUNTADMIN');
  await adoptedWhole(warehouse);
});
