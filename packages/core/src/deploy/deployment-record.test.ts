import { openLocalWarehouse } from '@das/local';
import { expect, test, vi } from 'vitest';
import { shopWith } from '../fixtures/shop-world.js';
import { EvidenceInMemory } from '../fixtures/visits.js';
import { sql } from '../warehouse/statement.js';
import { apply } from './apply.js';
import { plan } from './plan.js';
import { readActualState } from './read-actual-state.js';

// A busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 });

const visits = 'BROOK_SHOP.BRONZE.VISITS';
const people = 'table BROOK_SHOP.BRONZE.PEOPLE';

test('what is deployed at an object with a comment of its own stays recorded, so that it can be mended', async () => {
  await using warehouse = await openLocalWarehouse();
  const evidence = new EvidenceInMemory();
  const domain = shopWith();
  await apply({ domain, warehouse, evidence });
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const before = await readActualState(session, domain);
  const comment = before.objects.get(`table ${visits}`) ?? '';
  await session.execute(sql.raw(`COMMENT ON TABLE ${visits} IS 'patients'`));

  await apply({ domain, warehouse, evidence, planOptions: { targets: [people] } });

  const { deployed } = await readActualState(session, domain);
  expect(deployed.get(`table ${visits}`)).toEqual(before.deployed.get(`table ${visits}`));
  await session.execute(sql`COMMENT ON TABLE ${sql.raw(visits)} IS ${sql.literal(comment)}`);
  const shorter = shopWith([], ['people']);
  const { steps } = await plan(shorter, session, {
    destroy: true,
    destroyData: [`table ${visits}`],
  });
  expect(steps.map(({ action, address }) => `${action} ${address}`)).toContain(
    `drop table ${visits}`,
  );
});

test('what is deployed at an object that is gone does not', async () => {
  await using warehouse = await openLocalWarehouse();
  const evidence = new EvidenceInMemory();
  const domain = shopWith();
  await apply({ domain, warehouse, evidence });
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  await session.execute(sql.raw(`DROP TABLE ${visits}`));

  await apply({ domain, warehouse, evidence, planOptions: { targets: [people] } });

  const { deployed } = await readActualState(session, domain);
  expect(deployed.has(people)).toBe(true);
  expect(deployed.has(`table ${visits}`)).toBe(false);
});
