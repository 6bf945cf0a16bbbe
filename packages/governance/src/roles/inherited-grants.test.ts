import {
  apply,
  audited,
  compileDomain,
  type Domain,
  type DomainDefinition,
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
import { compareProof } from '../coverage/compare-proof.js';
import { coverage } from '../coverage/coverage.js';
import { proveCoverage } from '../coverage/prove-coverage.js';
import { drift } from '../drift/drift.js';
import { maskingPolicy } from '../masking/masking-policy.js';
import { observe } from '../observe/observe.js';
import { accessRole } from './access-role.js';

const people = defineContract({
  domain: 'shop',
  name: 'people',
  version: '1.0.0',
  owner: 'shop',
  schema: z.object({ id: z.int(), email: z.string() }),
  columns: { id: 'internal', email: { classification: 'pii', semantic: 'email' } },
  primaryKey: ['id'],
});

function shop(grants: DomainDefinition['grants'], tierRoles: boolean): Domain {
  return defineDomain({
    platform: definePlatform({
      name: 'test',
      masking: [maskingPolicy({ appliesTo: { classification: 'pii' }, mask: 'mask://redact' })],
    }),
    name: 'shop',
    contracts: [people],
    promotions: [promotion({ from: silver(people), to: platinum(people), strategy: audited() })],
    access: [
      accessRole({ name: 'ANALYST', reads: ['PLATINUM'] }),
      accessRole({ name: 'OUTSIDER', reads: [] }),
    ],
    tierRoles,
    grants,
  });
}

const enable = sql`ALTER ACCOUNT SET FEATURE_RBAC_INHERITED_GRANTS = 'ENABLED'`;

test.each([false, true])(
  'inherited grants cover what grants on each table do, with tier roles %s',
  async (tierRoles) => {
    const cells = (domain: Domain) =>
      coverage(domain).columns.map(({ table, column, cells }) => [table, column, cells]);
    expect(cells(shop('inherited', tierRoles))).toEqual(cells(shop('objects', tierRoles)));
    await using warehouse = await openLocalWarehouse();
    const proof = await proveCoverage(shop('inherited', tierRoles), warehouse);
    const report = coverage(shop('inherited', tierRoles), { proof });
    expect(compareProof(report, proof)).toEqual([]);
  },
);

test.each([false, true])(
  'a plan of inherited grants passes the checks, and what it made is no drift, with tier roles %s',
  async (tierRoles) => {
    const domain = shop('inherited', tierRoles);
    await using warehouse = await openLocalWarehouse();
    await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
    await session.execute(enable);
    const evidence = { record: async () => ({ digest: 'none' }) } as never;
    const { plan } = await apply({ domain, warehouse, evidence });
    expect(checkPlan(plan).filter(({ severity }) => severity === 'error')).toEqual([]);
    const resources = compileDomain(domain);
    const told = async () =>
      drift(resources, await observe(session, { databases: ['BROOK_SHOP'], historyDays: 0 })).map(
        ({ rule, place }) => `${rule} ${place.address}`,
      );
    expect(await told()).toEqual([]);
    const to = tierRoles ? 'DATABASE ROLE BROOK_SHOP.PLATINUM_R' : 'ROLE ANALYST';
    await session.execute(
      sql`REVOKE INHERITED SELECT ON ALL TABLES IN SCHEMA BROOK_SHOP.PLATINUM FROM ${sql.raw(to)}`,
    );
    const grantee = tierRoles ? 'database role BROOK_SHOP.PLATINUM_R' : 'ANALYST';
    expect(await told()).toEqual([
      `DAS-D054 grant SELECT on all tables in schema BROOK_SHOP.PLATINUM to ${grantee}`,
    ]);
  },
);

test('a grant on all tables before their protection is an early grant', () => {
  const on = { type: 'SCHEMA', name: ['D', 'S'] } as const;
  const bare = {
    kind: 'table',
    name: ['D', 'S', 'T'],
    columns: [{ name: 'N', type: 'VARCHAR', isNullable: true, maskingPolicy: undefined, tags: [] }],
    rowAccess: undefined,
  } as const;
  const mask = {
    kind: 'maskingPolicy',
    name: ['D', 'S', 'M'],
    type: 'VARCHAR',
    body: "'*'",
  } as const;
  const masked = {
    ...bare,
    columns: [{ ...bare.columns[0], maskingPolicy: mask.name }],
  } as const;
  const grant = { kind: 'grant', privilege: 'SELECT', on, to: 'R', inherited: 'TABLE' } as const;
  const findings = checkPlan({
    startsWith: [bare, mask],
    steps: [
      {
        action: 'grant',
        address: 'SELECT on all tables in schema D.S to R',
        statements: ['GRANT INHERITED SELECT ON ALL TABLES IN SCHEMA D.S TO ROLE R'],
        effects: [{ is: 'present', resource: grant }],
      },
      {
        action: 'alter',
        address: 'table D.S.T',
        statements: ['ALTER TABLE D.S.T MODIFY COLUMN N SET MASKING POLICY D.S.M'],
        effects: [{ is: 'present', resource: masked }],
      },
    ],
  });
  expect(findings.map(({ rule }) => rule)).toContain('DAS-P009');
});
