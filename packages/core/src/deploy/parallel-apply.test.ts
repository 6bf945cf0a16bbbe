import { setTimeout } from 'node:timers/promises';
import { DasError } from '@das/contracts';
import { openLocalWarehouse } from '@das/local';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Domain } from '../domain/define-domain.js';
import { accountContent } from '../fixtures/account-content.js';
import { deploy as deployWith } from '../fixtures/deployment.js';
import { everything } from '../fixtures/everything.js';
import { failingAt, interposed } from '../fixtures/interposed-warehouse.js';
import { shopWith } from '../fixtures/shop-world.js';
import { EvidenceInMemory } from '../fixtures/visits.js';
import { randomDomains } from '../testing/random-domain.js';
import type { Warehouse } from '../warehouse/warehouse.js';
import { apply } from './apply.js';
import { plan } from './plan.js';

const tapes = fc.array(fc.nat(999), { minLength: 60, maxLength: 160, size: 'max' });
const free = { mayRemove: true, mayLower: true, hasAllKinds: true };

async function deploy(warehouse: Warehouse, domain: Domain, parallel: number) {
  return (await deployWith(warehouse, domain, everything, { parallel })).events;
}

test('four steps at once come to the same end as one after the other', async () => {
  await fc.assert(
    fc.asyncProperty(tapes, async (tape) => {
      const { start, next } = randomDomains(tape, free);
      const ends = [];
      for (const parallel of [1, 4]) {
        await using warehouse = await openLocalWarehouse();
        await deploy(warehouse, start, parallel);
        await deploy(warehouse, next, parallel);
        ends.push(await accountContent(warehouse, next));
      }
      expect(ends[1]).toEqual(ends[0]);
    }),
    { numRuns: 6, endOnFailure: true },
  );
}, 240_000);

test('and so do four that are killed anywhere, and gone on with', async () => {
  await fc.assert(
    fc.asyncProperty(tapes, fc.nat(999), async (tape, at) => {
      const { start, next } = randomDomains(tape, free);
      await using killed = await openLocalWarehouse();
      await deploy(killed, start, 4);
      await using session = await killed.openSession({ role: 'ACCOUNTADMIN' });
      const { steps } = await plan(next, session, everything);
      const statements = steps.flatMap((step) => step.statements).length;
      await deploy(failingAt(killed, 1 + (at % (statements + 6))), next, 4).catch(String);
      await deploy(killed, next, 4);
      await using undisturbed = await openLocalWarehouse();
      await deploy(undisturbed, start, 1);
      await deploy(undisturbed, next, 1);
      expect(await accountContent(killed, next)).toEqual(await accountContent(undisturbed, next));
    }),
    { numRuns: 6, endOnFailure: true },
  );
}, 240_000);

const names = ['people', 'visits', 'orders', 'returns', 'carts', 'stocks'];

test('tables are made at once, each in one session, with evidence around all of it', async () => {
  await using warehouse = await openLocalWarehouse();
  let opened = 0;
  const counted: Warehouse = {
    ...interposed(warehouse, async () => {}),
    openSession: async (options) => {
      opened += 1;
      return await warehouse.openSession(options);
    },
  };
  const events = await deploy(counted, shopWith([], names), 3);
  expect(opened).toBe(4);
  expect(events.map(({ kind }) => kind)).toEqual(['deployment.started', 'deployment.completed']);
});

test('where the pool gives fewer sessions, fewer steps run at once; all are opened before work begins', async () => {
  for (const most of [1, 3]) {
    await using warehouse = await openLocalWarehouse();
    await deploy(warehouse, shopWith([], ['people']), 1);
    let [opened, refused, changes] = [0, 0, 0];
    const small: Warehouse = {
      ...interposed(warehouse, async () => {}),
      openSession: async (options) => {
        expect(changes).toBe(0);
        if (opened >= most) {
          refused += 1;
          throw new DasError('DAS_SNOWFLAKE_POOL_EXHAUSTED', 'all connections are in use');
        }
        opened += 1;
        return await interposed(warehouse, async (text) => {
          if (!/^\s*(?:SHOW|SELECT)/.test(text)) changes += 1;
        }).openSession(options);
      },
    };
    await deploy(small, shopWith([], names), 4);
    expect([opened, refused]).toEqual([most, 5 - most]);
    expect(changes).toBeGreaterThan(0);
    await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
    expect((await plan(shopWith([], names), session)).steps).toEqual([]);
  }
});

test('a pool that knows how small it is is not asked for more', async () => {
  await using warehouse = await openLocalWarehouse();
  let opened = 0;
  const small: Warehouse = {
    ...interposed(warehouse, async () => {}),
    get freeSessions() {
      return 3 - opened;
    },
    openSession: async (options) => {
      opened += 1;
      return await warehouse.openSession(options);
    },
  };
  await deploy(small, shopWith([], names), 4);
  expect(opened).toBe(3);
});

test('what fails keeps further steps from beginning; what was done is written down, all that failed is told', async () => {
  await using warehouse = await openLocalWarehouse();
  const begun: string[] = [];
  let failures = 0;
  const failing = interposed(warehouse, async (text) => {
    if (!/^CREATE TABLE "BROOK_SHOP"."BRONZE"."(?:PEOPLE|ORDERS)"/.test(text)) return;
    failures += 1;
    // Both have to be under way before one of them fails.
    for (let tries = 0; failures < 2 && tries < 1000; tries += 1) await setTimeout(5);
    throw new Error('no table');
  });
  const domain = shopWith([], names);
  const evidence = new EvidenceInMemory();
  const failed = apply({
    domain,
    warehouse: failing,
    evidence,
    parallel: 4,
    onStep: ({ address }) => begun.push(address),
  });
  await expect(failed).rejects.toMatchObject({
    code: 'DAS_APPLY_FAILED',
    message: '2 failures: Error; Error',
    cause: { errors: [expect.any(Error), expect.any(Error)] },
  });
  expect(begun.at(-1)).toMatch(/^table /);
  expect(evidence.events.at(-1)?.details).toMatchObject({
    outcome: 'failed',
    error: 'DAS_APPLY_FAILED',
  });
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const left = (await plan(domain, session)).steps.map(({ address }) => address);
  expect(left).toContain('table BROOK_SHOP.BRONZE.PEOPLE');
  expect(left).not.toContain('table BROOK_SHOP.BRONZE.VISITS');
  await deploy(warehouse, domain, 4);
  expect((await plan(domain, session)).steps).toEqual([]);
});

test.each([0, 1.5, 65, Number.NaN])('%s steps at once are refused', async (parallel) => {
  await using warehouse = await openLocalWarehouse();
  await expect(deploy(warehouse, shopWith(), parallel)).rejects.toMatchObject({
    code: 'DAS_APPLY_INVALID_OPTION',
  });
});
