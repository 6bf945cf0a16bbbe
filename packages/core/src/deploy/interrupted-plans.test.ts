import { openLocalWarehouse } from '@das/local';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AccessDeclaration } from '../access/declarations.js';
import type { Domain } from '../domain/define-domain.js';
import { anything, deadAfter, deadBefore, shopWith } from '../fixtures/shop-world.js';
import { EvidenceInMemory } from '../fixtures/visits.js';
import { sql } from '../warehouse/statement.js';
import type { Row, Warehouse } from '../warehouse/warehouse.js';
import { apply } from './apply.js';
import { plan } from './plan.js';
import type { PlanOptions } from './plan-options.js';
import { readProtections } from './read-protections.js';

// A busy machine takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let warehouse: Warehouse;
beforeEach(async () => {
  warehouse = await openLocalWarehouse();
});
afterEach(() => warehouse.close());

async function deploy(domain: Domain, planOptions: PlanOptions = anything, on = warehouse) {
  const evidence = new EvidenceInMemory();
  await apply({ domain, warehouse: on, evidence, planOptions, parallel: 1 });
}

async function interrupt(domain: Domain, on: Warehouse): Promise<void> {
  await expect(deploy(domain, anything, on)).rejects.toThrow();
}

async function read(text: string): Promise<readonly Row[]> {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  return (await session.execute(sql.raw(text))).rows;
}

async function stepsLeft(domain: Domain): Promise<readonly string[]> {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const { steps, unfinished } = await plan(domain, session, anything);
  return [...steps.map(({ action, address }) => `${action} ${address}`), ...unfinished];
}

const role = (name: string): AccessDeclaration => ({
  kind: 'accessRole',
  name,
  reads: ['BRONZE'],
  clearance: [],
});

describe('a privilege that an interrupted plan has granted', () => {
  const [before, after] = [shopWith([role('READER')]), shopWith([role('READER'), role('AUDITOR')])];
  const people = 'table BROOK_SHOP.BRONZE.PEOPLE';
  const held = async () =>
    (
      await read(
        `SELECT NAME FROM SNOWFLAKE.ACCOUNT_USAGE.GRANTS_TO_ROLES WHERE DELETED_ON IS NULL AND GRANTEE_NAME = 'AUDITOR' AND PRIVILEGE = 'SELECT'`,
      )
    ).map((row) => row.NAME);

  beforeEach(async () => {
    await deploy(before);
    await interrupt(after, deadAfter(warehouse, /^GRANT SELECT .* "AUDITOR"/));
    expect(await held()).not.toEqual([]);
  });

  test('is taken away when it is not declared any more, though a plan of something else came between', async () => {
    await deploy(before, { ...anything, targets: [people] });
    expect(await held()).not.toEqual([]);
    await deploy(before);
    expect(await held()).toEqual([]);
    expect(await stepsLeft(before)).toEqual([]);
  });

  test('is taken away though the plan that sets out to do so is interrupted before it does', async () => {
    await interrupt(before, deadBefore(warehouse, /^REVOKE/));
    await deploy(before);
    expect(await held()).toEqual([]);
  });

  test('is not taken from what has gone meanwhile', async () => {
    await read('DROP TABLE BROOK_SHOP.BRONZE.PEOPLE');
    await deploy(before);
    expect(await held()).toEqual([]);
    expect(await stepsLeft(before)).toEqual([]);
  });
});

describe('a privilege that an interrupted plan has taken away', () => {
  const [wide, narrow] = [shopWith([role('READER'), role('AUDITOR')]), shopWith([role('READER')])];
  const held = async () =>
    await read(
      `SELECT NAME FROM SNOWFLAKE.ACCOUNT_USAGE.GRANTS_TO_ROLES WHERE DELETED_ON IS NULL AND GRANTEE_NAME = 'AUDITOR' AND PRIVILEGE = 'SELECT' AND NAME = 'PEOPLE'`,
    );

  beforeEach(async () => {
    await deploy(wide);
    await interrupt(narrow, deadAfter(warehouse, /^REVOKE SELECT .*"PEOPLE".* "AUDITOR"/));
    expect(await held()).toEqual([]);
  });

  test('is given again when it is declared again', async () => {
    await deploy(wide);
    expect(await held()).toHaveLength(1);
    expect(await stepsLeft(wide)).toEqual([]);
  });

  test('stays away when the plan goes on', async () => {
    await deploy(narrow);
    expect(await held()).toEqual([]);
    expect(await stepsLeft(narrow)).toEqual([]);
  });
});

describe('what an interrupted plan has half made', () => {
  const tag: AccessDeclaration = {
    kind: 'tag',
    name: 'SECRET',
    allowedValues: ['yes'],
    assigned: [],
    masking: ['PII'],
  };
  const bound = async () => {
    await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
    const address = 'tag BROOK_SHOP.OPS.SECRET';
    return (await readProtections(session, [address])).get(address)?.ofTag ?? [];
  };

  beforeEach(async () => {
    await deploy(shopWith());
    await interrupt(shopWith([tag]), deadAfter(warehouse, /^CREATE TAG .*"SECRET"/));
    expect(await bound()).toEqual([]);
  });

  test('is finished when it is declared again, though it was not in between', async () => {
    await deploy(shopWith());
    expect(await stepsLeft(shopWith())).toEqual(['tag BROOK_SHOP.OPS.SECRET']);
    await deploy(shopWith([tag]));
    expect(await bound()).not.toEqual([]);
    expect(await stepsLeft(shopWith([tag]))).toEqual([]);
  });

  test('is finished when it is declared otherwise', async () => {
    const other = shopWith([{ ...tag, allowedValues: ['yes', 'no'] }]);
    await deploy(other);
    expect(await bound()).not.toEqual([]);
    expect(await stepsLeft(other)).toEqual([]);
  });
});

describe('what an interrupted plan was changing', () => {
  const groups = (minGroupSize: number) =>
    shopWith([
      {
        kind: 'aggregationPolicy',
        name: 'GROUPS',
        appliesTo: { contracts: ['people'], tiers: ['BRONZE'] },
        minGroupSize,
        unrestricted: [],
      },
    ]);
  const size = async () => {
    const rows = await read('DESCRIBE AGGREGATION POLICY BROOK_SHOP.OPS.GROUPS_GROUPS');
    return /MIN_GROUP_SIZE => (\d+)/.exec(String(rows[0]?.body))?.[1];
  };

  test('has the old body again when the declaration has', async () => {
    await deploy(groups(7));
    await interrupt(groups(3), deadAfter(warehouse, /SET BODY/));
    expect(await size()).toBe('3');
    await deploy(groups(7));
    expect(await size()).toBe('7');
    expect(await stepsLeft(groups(7))).toEqual([]);
  });

  test('has it again though yet another change came between, and did not come so far', async () => {
    await deploy(groups(7));
    await interrupt(groups(3), deadAfter(warehouse, /SET BODY/));
    await interrupt(groups(4), deadBefore(warehouse, /SET BODY/));
    await deploy(groups(7));
    expect(await size()).toBe('7');
  });

  test('is in force nowhere else than where the declaration says', async () => {
    const network = (user: string) =>
      shopWith([
        {
          kind: 'networkPolicy',
          name: 'OFFICE',
          allow: [{ name: 'OFFICES', type: 'IPV4', values: ['192.0.2.0/24'] }],
          block: [],
          activeOn: { users: [user] },
          breakGlass: ['192.0.2.7'],
        },
      ]);
    const inForce = async () => {
      const rows = await read(
        "SELECT REF_ENTITY_NAME FROM TABLE(SNOWFLAKE.INFORMATION_SCHEMA.POLICY_REFERENCES(POLICY_NAME => 'OFFICE', POLICY_KIND => 'NETWORK_POLICY'))",
      );
      return rows.map((row) => row.REF_ENTITY_NAME);
    };
    for (const user of ['ADA', 'BEN']) await read(`CREATE USER ${user}`);
    await deploy(network('ADA'));
    await interrupt(network('BEN'), deadAfter(warehouse, /^ALTER USER "BEN" SET/));
    await interrupt(network('BEN'), deadAfter(warehouse, /^ALTER USER "ADA" UNSET/));
    expect(await inForce()).toEqual(['BEN']);
    await deploy(network('ADA'));
    expect(await inForce()).toEqual(['ADA']);
    expect(await stepsLeft(network('ADA'))).toEqual([]);
  });
});
