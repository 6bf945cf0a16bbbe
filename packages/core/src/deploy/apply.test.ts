import { defineContract } from '@das/contracts';
import { openLocalWarehouse } from '@das/local';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { Collector } from '../collector/collector.js';
import type { Source } from '../collector/source.js';
import { type Domain, defineDomain } from '../domain/define-domain.js';
import { definePlatform } from '../domain/platform.js';
import { EvidenceInMemory } from '../fixtures/visits.js';
import { type Statement, sql } from '../warehouse/statement.js';
import type { Session, Warehouse } from '../warehouse/warehouse.js';
import { apply } from './apply.js';
import { plan } from './plan.js';

let warehouse: Warehouse;
let evidence: EvidenceInMemory;

beforeEach(async () => {
  warehouse = await openLocalWarehouse();
  evidence = new EvidenceInMemory();
});
afterEach(() => warehouse.close());

/** The shop, whose people have these columns beside their id, all of them personal. */
function shopWith(...names: readonly string[]): Domain {
  const contract = defineContract({
    domain: 'shop',
    name: 'people',
    version: '1.0.0',
    owner: 'shop',
    schema: z.object({ id: z.int(), ...Object.fromEntries(names.map((n) => [n, z.string()])) }),
    columns: { id: 'internal', ...Object.fromEntries(names.map((n) => [n, 'pii'])) },
  } as never);
  class PeopleCollector extends Collector {
    readonly contract = contract;
    async openSource(): Promise<Source> {
      throw new Error('not used');
    }
  }
  return defineDomain({
    platform: definePlatform({
      name: 'test',
      masking: [
        {
          kind: 'maskingPolicy',
          name: 'PII',
          appliesTo: { classification: 'pii' },
          masks: {},
          reveal: [],
        },
      ],
    }),
    name: 'shop',
    contracts: [contract],
    collectors: [PeopleCollector],
  });
}

/** The warehouse, with something happening before each statement. */
function interposed(before: (text: string) => Promise<void>): Warehouse {
  const interpose = (session: Session): Session => ({
    role: session.role,
    execute: async (statement: Statement) => {
      await before(statement.text);
      return await session.execute(statement);
    },
    stream: (statement) => session.stream(statement),
    transaction: (work) => session.transaction(work),
    upload: (...upload) => session.upload(...upload),
    close: () => session.close(),
    [Symbol.asyncDispose]: () => session.close(),
  });
  return {
    description: warehouse.description,
    openSession: async (options) => interpose(await warehouse.openSession(options)),
    close: () => warehouse.close(),
    [Symbol.asyncDispose]: () => warehouse.close(),
  };
}

/** The warehouse, whose line goes dead at the n-th statement that changes something. */
function failingAt(change: number): Warehouse {
  let changes = 0;
  return interposed(async (text) => {
    if (/^\s*(?:SHOW|SELECT)/.test(text)) return;
    changes += 1;
    if (changes === change) throw new Error('the line went dead');
  });
}

async function remaining(domain: Domain): Promise<readonly string[]> {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  return (await plan(domain, session)).steps.map((step) => step.address);
}

test('a new plan goes on wherever the one before it was interrupted', async () => {
  const [before, after] = [shopWith('email'), shopWith('email', 'phone', 'street')];
  for (let change = 1; ; change += 7) {
    const done = await apply({ domain: before, warehouse: failingAt(change), evidence }).then(
      () => true,
      () => false,
    );
    if (done) break;
  }
  for (let change = 1; ; change += 1) {
    const done = await apply({ domain: after, warehouse: failingAt(change), evidence }).then(
      () => true,
      () => false,
    );
    if (done) break;
    expect(await remaining(after)).toEqual(['table BROOK_SHOP.BRONZE.PEOPLE']);
  }
  expect(await remaining(after)).toEqual([]);
  const outcomes = evidence.events.map(({ details }) => details.outcome).filter(Boolean);
  expect(outcomes.filter((outcome) => outcome === 'succeeded')).toHaveLength(2);
  expect(outcomes.length * 2).toBe(evidence.events.length);
});

test('a plan whose steps were changed after its review is refused', async () => {
  const domain = shopWith('email');
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const reviewed = await plan(domain, session);
  const [first, ...others] = reviewed.steps;
  const more = { ...first, statements: ['CREATE ROLE "INTRUDER"'] } as never;
  const changed = { ...reviewed, steps: [more, ...others] };
  await expect(apply({ domain, warehouse, evidence, plan: changed })).rejects.toMatchObject({
    code: 'DAS_APPLY_STALE_PLAN',
  });
  expect(evidence.events).toEqual([]);
  await apply({ domain, warehouse, evidence, plan: reviewed });
  await expect(apply({ domain, warehouse, evidence, plan: reviewed })).rejects.toMatchObject({
    code: 'DAS_APPLY_STALE_PLAN',
  });
});

test('a table that appeared after the plan is not taken for the one that is to be created', async () => {
  const domain = shopWith('email');
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const crowded = interposed(async (text) => {
    if (!text.startsWith('CREATE TABLE "BROOK_SHOP"."BRONZE"')) return;
    await session.execute(sql`CREATE TABLE BROOK_SHOP.BRONZE.PEOPLE (ID INT, EMAIL VARCHAR)`);
  });
  await expect(apply({ domain, warehouse: crowded, evidence })).rejects.toMatchObject({
    code: 'DAS_WAREHOUSE_ALREADY_EXISTS',
  });
});
