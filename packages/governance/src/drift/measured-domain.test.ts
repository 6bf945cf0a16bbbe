import { rule } from '@das/contracts';
import {
  apply,
  audited,
  compileDomain,
  type Domain,
  defineContract,
  defineDomain,
  definePlatform,
  platinum,
  promotion,
  silver,
  sql,
} from '@das/core';
import { openLocalWarehouse } from '@das/local';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { checkPlan } from '../checks/check-plan.js';
import { lintDomain } from '../lint/lint-domain.js';
import { observe } from '../observe/observe.js';
import { drift } from './drift.js';

const orders = defineContract({
  domain: 'shop',
  name: 'orders',
  version: '1.0.0',
  owner: 'shop',
  schema: z.object({ id: z.int(), total: z.number() }),
  columns: { id: 'internal', total: { classification: 'internal', type: 'NUMBER(12,2)' } },
  primaryKey: ['id'],
  quality: [rule.range('total', { min: 0 })],
});

const shop: Domain = defineDomain({
  platform: definePlatform({ name: 'test', masking: [] }),
  name: 'shop',
  contracts: [orders],
  promotions: [promotion({ from: silver(orders), to: platinum(orders), strategy: audited() })],
  access: [{ kind: 'accessRole', name: 'ANALYST', reads: ['PLATINUM'], clearance: [] }],
  tierRoles: true,
});

test('measurements and roles of tiers pass the checks, do not drift, and are missed', async () => {
  await using warehouse = await openLocalWarehouse();
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const { plan } = await apply({
    domain: shop,
    warehouse,
    evidence: { record: async () => ({ digest: 'none' }) } as never,
  });
  const grave = (severity: string) => severity === 'error';
  expect(checkPlan(plan).filter(({ severity }) => grave(severity))).toEqual([]);
  expect(lintDomain(shop).filter(({ severity }) => grave(severity))).toEqual([]);
  const resources = compileDomain(shop);
  const options = { databases: ['BROOK_SHOP'], historyDays: 0 } as const;
  expect(drift(resources, await observe(session, options))).toEqual([]);

  const own = resources.find((each) => each.kind === 'dataMetricFunction');
  if (own?.kind !== 'dataMetricFunction') throw new TypeError('nothing is measured');
  const run = async (text: string) => await session.execute(sql.raw(text));
  await run(
    `ALTER TABLE BROOK_SHOP.PLATINUM.ORDERS DROP DATA METRIC FUNCTION ${own.name.join('.')} ON (TOTAL)`,
  );
  await run(`DROP FUNCTION ${own.name.join('.')}(TABLE(NUMBER))`);
  await run(
    "CREATE DATA METRIC FUNCTION BROOK_SHOP.OPS.MINE(T TABLE(C NUMBER)) RETURNS NUMBER AS 'SELECT COUNT(*) FROM T'",
  );
  await run('REVOKE DATABASE ROLE BROOK_SHOP.PLATINUM_R FROM ROLE ANALYST');
  const found = drift(resources, await observe(session, options));
  expect(found.map(({ place, message }) => `${place.address}: ${message}`).sort()).toEqual([
    `dataMetricFunction ${own.name.join('.')}: dataMetricFunction ${own.name.join('.')} was deployed and is gone`,
    'dataMetricFunction BROOK_SHOP.OPS.MINE: dataMetricFunction BROOK_SHOP.OPS.MINE is not declared',
    'roleGrant database role BROOK_SHOP.PLATINUM_R to role ANALYST: it was deployed and is not granted any more',
  ]);
});
