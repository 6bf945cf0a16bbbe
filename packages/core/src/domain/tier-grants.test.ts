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
import type { Warehouse } from '../warehouse/warehouse.js';
import { compileDomain } from './compile-domain.js';
import { type Domain, type DomainDefinition, defineDomain } from './define-domain.js';
import { definePlatform } from './platform.js';

const platform = definePlatform({ name: 'test', masking: [] });

function contract<N extends string>(name: N) {
  return defineContract({
    domain: 'shop',
    name,
    version: '1.0.0',
    owner: 'shop',
    schema: z.object({ id: z.int() }),
    columns: { id: 'internal' },
    primaryKey: ['id'],
  });
}

const orders = contract('orders');
const returns = contract('returns');

function shop(
  definition: Pick<DomainDefinition, 'grants' | 'tierRoles'>,
  contracts: readonly ReturnType<typeof contract>[] = [orders],
): Domain {
  return defineDomain({
    platform,
    name: 'shop',
    contracts,
    promotions: contracts.map((each) =>
      promotion({ from: silver(each), to: platinum(each), strategy: audited() }),
    ),
    access: [{ kind: 'accessRole', name: 'ANALYST', reads: ['PLATINUM'], clearance: [] }],
    ...definition,
  });
}

const enable = sql`ALTER ACCOUNT SET FEATURE_RBAC_INHERITED_GRANTS = 'ENABLED'`;

async function openEnabled() {
  const warehouse = await openLocalWarehouse();
  await using admin = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  await admin.execute(enable);
  return warehouse;
}

async function deploy(warehouse: Warehouse, domain: Domain) {
  return await apply({ domain, warehouse, evidence: new EvidenceInMemory() });
}

async function reads(warehouse: Warehouse, table: string): Promise<boolean> {
  await using session = await warehouse.openSession({ role: 'ANALYST' });
  const answer = session.execute(sql`SELECT ID FROM ${sql.id('BROOK_SHOP', 'PLATINUM', table)}`);
  return await answer.then(
    () => true,
    (error: unknown) => {
      expect(error).toMatchObject({ name: 'WarehouseError' });
      return false;
    },
  );
}

async function stepsOf(warehouse: Warehouse, domain: Domain) {
  await using admin = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  return (await plan(domain, admin)).steps;
}

test.each([
  [false, 'ANALYST'],
  [true, 'database role BROOK_SHOP.PLATINUM_R'],
])('a tier is granted once for all its tables, with tier roles %s', (tierRoles, to) => {
  const addresses = compileDomain(shop({ tierRoles, grants: 'inherited' })).map(addressOf);
  const selects = addresses.filter((each) => each.startsWith('grant SELECT') && each.endsWith(to));
  expect(selects).toEqual([
    `grant SELECT on all tables in schema BROOK_SHOP.PLATINUM to ${to}`,
    `grant SELECT on all dynamic tables in schema BROOK_SHOP.PLATINUM to ${to}`,
  ]);
});

test.each([false, true])(
  'what is applied leaves nothing to plan, with tier roles %s',
  async (tierRoles) => {
    const domain = shop({ tierRoles, grants: 'inherited' });
    await using warehouse = await openEnabled();
    await deploy(warehouse, domain);
    expect(await reads(warehouse, 'ORDERS')).toBe(true);
    expect(await stepsOf(warehouse, domain)).toEqual([]);
    const more = shop({ tierRoles, grants: 'inherited' }, [orders, returns]);
    const steps = await stepsOf(warehouse, more);
    expect(steps.filter(({ address }) => /ANALYST|_R\b/.test(address))).toEqual([]);
    await deploy(warehouse, more);
    expect(await reads(warehouse, 'RETURNS')).toBe(true);
  },
);

test('one way to grant takes the place of the other', async () => {
  await using warehouse = await openEnabled();
  await deploy(warehouse, shop({}));
  for (const grants of ['inherited', 'objects'] as const) {
    await deploy(warehouse, shop({ grants }));
    expect(await reads(warehouse, 'ORDERS')).toBe(true);
    expect(await stepsOf(warehouse, shop({ grants }))).toEqual([]);
  }
  await using admin = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const { rows } = await admin.execute(sql`SHOW INHERITED GRANTS IN SCHEMA BROOK_SHOP.PLATINUM`);
  expect(rows).toEqual([]);
});

test('without a record they are found in the account', async () => {
  const domain = shop({ grants: 'inherited' });
  await using warehouse = await openEnabled();
  await deploy(warehouse, domain);
  await using admin = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  await admin.execute(sql`TRUNCATE TABLE BROOK_SHOP.OPS.DEPLOYED_RESOURCES`);
  const found = (await stepsOf(warehouse, domain)).map(({ address }) => address);
  expect(found.filter((address) => address.includes('ANALYST'))).toEqual([]);
  await admin.execute(
    sql`REVOKE INHERITED SELECT ON ALL TABLES IN SCHEMA BROOK_SHOP.PLATINUM FROM ROLE ANALYST`,
  );
  const gone = (await stepsOf(warehouse, domain)).map(({ address }) => address);
  expect(gone).toContain('SELECT on all tables in schema BROOK_SHOP.PLATINUM to ANALYST');
});

test('an account that has not opted in refuses them, and says what to do', async () => {
  await using warehouse = await openLocalWarehouse();
  await expect(deploy(warehouse, shop({ grants: 'inherited' }))).rejects.toThrow(
    'Inherited grants are not enabled',
  );
});

test('a word that is not known is refused with a suggestion', () => {
  const misspelt = { grants: 'inherit' } as unknown as Pick<DomainDefinition, 'grants'>;
  expect(() => shop(misspelt)).toThrow(
    expect.objectContaining({ code: 'DAS_DOMAIN_INVALID', next: 'did you mean inherited?' }),
  );
});
