import { defineContract } from '@das/contracts';
import { openLocalWarehouse } from '@das/local';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { apply } from '../deploy/apply.js';
import { plan } from '../deploy/plan.js';
import { EvidenceInMemory } from '../fixtures/visits.js';
import { audited, platinum, promotion, silver } from '../promotion/promotion.js';
import { addressOf } from '../resources/resource.js';
import { sql } from '../warehouse/statement.js';
import { compileDomain } from './compile-domain.js';
import { type Domain, defineDomain } from './define-domain.js';
import { definePlatform } from './platform.js';

const platform = definePlatform({ name: 'test', masking: [] });

const orders = defineContract({
  domain: 'shop',
  name: 'orders',
  version: '1.0.0',
  owner: 'shop',
  schema: z.object({ id: z.int() }),
  columns: { id: 'internal' },
  primaryKey: ['id'],
});

function shop(
  tierRoles: boolean,
  reads: readonly ('SILVER' | 'PLATINUM')[] = ['PLATINUM'],
): Domain {
  return defineDomain({
    platform,
    name: 'shop',
    contracts: [orders],
    promotions: [promotion({ from: silver(orders), to: platinum(orders), strategy: audited() })],
    access: [{ kind: 'accessRole', name: 'ANALYST', reads, clearance: [] }],
    tierRoles,
  });
}

test('the tables of a tier are granted to its database role, which the access roles have', () => {
  const ofReaders = compileDomain(shop(true))
    .map(addressOf)
    .filter((address) => /ANALYST|_R\b/.test(address));
  expect(ofReaders).toEqual([
    'role ANALYST',
    'databaseRole BROOK_SHOP.BRONZE_R',
    'databaseRole BROOK_SHOP.SILVER_R',
    'databaseRole BROOK_SHOP.PLATINUM_R',
    'grant USAGE on schema BROOK_SHOP.BRONZE to database role BROOK_SHOP.BRONZE_R',
    'grant USAGE on schema BROOK_SHOP.SILVER to database role BROOK_SHOP.SILVER_R',
    'grant USAGE on schema BROOK_SHOP.PLATINUM to database role BROOK_SHOP.PLATINUM_R',
    'grant SELECT on table BROOK_SHOP.PLATINUM.ORDERS to database role BROOK_SHOP.PLATINUM_R',
    'grant USAGE on database BROOK_SHOP to ANALYST',
    'grant USAGE on warehouse BROOK_SHOP_WH to ANALYST',
    'roleGrant database role BROOK_SHOP.PLATINUM_R to role ANALYST',
  ]);
});

test('on an account they read what the access role reads without them, and no more', async () => {
  await using warehouse = await openLocalWarehouse();
  await using admin = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const applied = async (domain: Domain) =>
    await apply({ domain, warehouse, evidence: new EvidenceInMemory() });
  const reads = async (): Promise<boolean> => {
    await using session = await warehouse.openSession({ role: 'ANALYST' });
    const answer = session.execute(sql`SELECT ID FROM BROOK_SHOP.PLATINUM.ORDERS`);
    return await answer.then(
      () => true,
      (error: unknown) => {
        expect(error).toMatchObject({ name: 'WarehouseError' });
        return false;
      },
    );
  };
  await applied(shop(false));
  expect(await reads()).toBe(true);
  await applied(shop(true));
  expect(await reads()).toBe(true);
  expect((await plan(shop(true), admin)).steps).toEqual([]);
  await applied(shop(true, ['SILVER']));
  expect(await reads()).toBe(false);
  await applied(shop(false));
  expect(await reads()).toBe(true);
  expect((await plan(shop(false), admin)).steps).toEqual([]);
});
