import { openLocalWarehouse } from '@das/local';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SpendingBudgetDeclaration } from '../access/declarations.js';
import type { Domain } from '../domain/define-domain.js';
import { accountContent } from '../fixtures/account-content.js';
import { failingAt } from '../fixtures/interposed-warehouse.js';
import { shopWith } from '../fixtures/shop-world.js';
import { EvidenceInMemory } from '../fixtures/visits.js';
import { sql } from '../warehouse/statement.js';
import type { Row, Warehouse } from '../warehouse/warehouse.js';
import { apply } from './apply.js';
import { plan } from './plan.js';
import type { PlanOptions } from './plan-options.js';

// A busy machine takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let warehouse: Warehouse;
beforeEach(async () => {
  warehouse = await openLocalWarehouse();
});
afterEach(() => warehouse.close());

const small: SpendingBudgetDeclaration = {
  kind: 'budget',
  name: 'SPENDING',
  limit: { monthlyCredits: 10 },
  notify: ['costs@brook.example'],
  watches: ['database'],
};
const large: SpendingBudgetDeclaration = {
  ...small,
  limit: { monthlyCredits: 20 },
  notify: ['costs@brook.example', 'shop@brook.example'],
  watches: ['warehouses'],
};

async function deploy(domain: Domain, on = warehouse, planOptions: PlanOptions = {}) {
  const evidence = new EvidenceInMemory();
  await apply({ domain, warehouse: on, evidence, planOptions, parallel: 1 });
}

async function stepsOf(domain: Domain, options: PlanOptions = {}) {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  return (await plan(domain, session, options)).steps;
}

async function run(...texts: readonly string[]): Promise<readonly Row[]> {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  let rows: readonly Row[] = [];
  for (const text of texts) rows = (await session.execute(sql.raw(text))).rows;
  return rows;
}

const name = 'BROOK_SHOP.OPS.SPENDING';
const contentOf = async () => [
  (await run(`CALL ${name}!GET_SPENDING_LIMIT()`)).flatMap((row) => Object.values(row)),
  (await run(`CALL ${name}!GET_NOTIFICATION_EMAIL()`)).flatMap((row) => Object.values(row)),
  (await run(`CALL ${name}!GET_LINKED_RESOURCES()`)).map((row) => `${row.DOMAIN} ${row.NAME}`),
];

test('a budget is made with its limit, its addresses and what it watches, and changed to another one', async () => {
  await deploy(shopWith([small]));
  expect(await contentOf()).toEqual([[10], ['costs@brook.example'], ['DATABASE BROOK_SHOP']]);
  expect(await stepsOf(shopWith([small]))).toEqual([]);
  await deploy(shopWith([large]));
  expect(await contentOf()).toEqual([
    [20],
    ['costs@brook.example, shop@brook.example'],
    ['WAREHOUSE BROOK_SHOP_WH'],
  ]);
  expect(await stepsOf(shopWith([large]))).toEqual([]);
});

test('a budget that is not declared any more stays, unless all that is not is dropped', async () => {
  await deploy(shopWith([small]));
  expect(await stepsOf(shopWith())).toEqual([]);
  await deploy(shopWith(), warehouse, { destroy: true });
  expect(await run('SHOW SNOWFLAKE.CORE.BUDGET IN ACCOUNT')).toEqual([]);
});

test('a change of it that dies at any statement is gone on with to the same end', async () => {
  await deploy(shopWith([large]));
  const expected = await accountContent(warehouse, shopWith([large]));
  let wentThrough = 0;
  for (let change = 1; wentThrough < 2; change += 1) {
    await using other = await openLocalWarehouse();
    await deploy(shopWith(change % 2 === 0 ? [small] : []), other);
    const failing = failingAt(other, change);
    const hasFailed = await deploy(shopWith([large]), failing).then(
      () => false,
      () => true,
    );
    await deploy(shopWith([large]), other);
    expect(await accountContent(other, shopWith([large]))).toEqual(expected);
    // One after the other, of both ways.
    wentThrough = hasFailed ? 0 : wentThrough + 1;
  }
});

test('a change to something else than was begun goes on from what the budget watches by then', async () => {
  await deploy(shopWith([small]));
  for (let change = 5; change < 16; change += 1) {
    await deploy(shopWith([large]), failingAt(warehouse, change)).catch(String);
    await deploy(shopWith([small]));
    expect(await contentOf()).toEqual([[10], ['costs@brook.example'], ['DATABASE BROOK_SHOP']]);
  }
});

test('a budget that others have made is left alone', async () => {
  await deploy(shopWith());
  await run(`CREATE SNOWFLAKE.CORE.BUDGET ${name}()`);
  await expect(stepsOf(shopWith([small]))).rejects.toMatchObject({
    code: 'DAS_PLAN_UNSUPPORTED_CHANGE',
    place: `budget ${name}`,
  });
});

test('a budget that the account has no room for is refused before anything is done', async () => {
  await run('CREATE DATABASE COSTS', 'CREATE SCHEMA COSTS.S');
  const names = Array.from({ length: 100 }, (_, index) => `COSTS.S.B${index}`);
  await run(...names.map((each) => `CREATE SNOWFLAKE.CORE.BUDGET ${each}()`));
  await expect(stepsOf(shopWith([small]))).rejects.toMatchObject({
    code: 'DAS_PLAN_UNSUPPORTED_CHANGE',
    message: expect.stringContaining('100 budgets'),
  });
  expect(await stepsOf(shopWith())).not.toEqual([]);
  await run('DROP SNOWFLAKE.CORE.BUDGET COSTS.S.B0');
  await deploy(shopWith([small]));
});

test('nobody is asked for budgets where none is declared or deployed', async () => {
  const asked: string[] = [];
  const session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  await plan(shopWith(), {
    ...session,
    role: session.role,
    execute: (statement) => {
      asked.push(statement.text);
      return session.execute(statement);
    },
  });
  expect(asked.filter((text) => text.includes('BUDGET'))).toEqual([]);
  expect(asked.length).toBeGreaterThan(3);
});

test.each<readonly [more: Partial<SpendingBudgetDeclaration>, message: string]>([
  [{ limit: { monthlyUsd: 30 } }, 'does not say what a credit costs'],
  [{ limit: { monthlyCredits: 0 } }, 'no whole number of credits'],
  [{ watches: [] }, 'watches nothing'],
])('a budget that says nothing valid is refused: %j', (more, message) => {
  expect(() => shopWith([{ ...small, ...more }])).toThrow(message);
});

test('an object is in one budget at most', () => {
  expect(() => shopWith([small, { ...small, name: 'OTHER' }])).toThrow('so does another one');
  expect(() => shopWith([small, { ...large, name: 'OTHER' }])).not.toThrow();
  expect(() => shopWith([small, large])).toThrow('declared twice');
});
