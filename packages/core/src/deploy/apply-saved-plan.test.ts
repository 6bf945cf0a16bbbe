import { openLocalWarehouse } from '@das/local';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Domain } from '../domain/define-domain.js';
import { counting } from '../fixtures/interposed-warehouse.js';
import { anything, shopWith } from '../fixtures/shop-world.js';
import { EvidenceInMemory } from '../fixtures/visits.js';
import type { Resource } from '../resources/resource.js';
import { sql } from '../warehouse/statement.js';
import type { Warehouse } from '../warehouse/warehouse.js';
import { apply } from './apply.js';
import { type Plan, plan } from './plan.js';
import { planDigest } from './plan-digest.js';
import type { PlanOptions } from './plan-options.js';
import { readPlan, savePlan } from './saved-plan.js';

const reader = { kind: 'accessRole', name: 'READER', reads: ['BRONZE'], clearance: [] } as const;
const visits = 'BROOK_SHOP.BRONZE.VISITS';

// A busy machine takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let rowCount = 0;
let warehouse: Warehouse;
let evidence: EvidenceInMemory;
beforeEach(async () => {
  rowCount = 0;
  warehouse = counting(await openLocalWarehouse(), () => rowCount);
  evidence = new EvidenceInMemory();
  await apply({ domain: shopWith(), warehouse, evidence });
  evidence.events.length = 0;
});
afterEach(() => warehouse.close());

async function run(text: string): Promise<void> {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  await session.execute(sql.raw(text));
}

async function saved(domain: Domain, options: PlanOptions = {}): Promise<Plan> {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  return readPlan(savePlan(await plan(domain, session, options)));
}

/** The plan with something changed, and the digest that belongs to it. */
function forged(made: Plan, change: Partial<Plan>): Plan {
  const { digest: _, ...rest } = { ...made, ...change };
  return { ...rest, digest: planDigest(rest) };
}

async function refused(domain: Domain, made: Plan): Promise<Error> {
  const error: unknown = await apply({ domain, warehouse, evidence, plan: made }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({
    code: 'DAS_APPLY_STALE_PLAN',
    next: expect.stringContaining('make a new plan'),
  });
  expect(evidence.events).toEqual([]);
  return error as Error;
}

describe('a saved plan', () => {
  const domain = shopWith([reader]);

  test('is followed while the declaration and the account are as they were', async () => {
    const made = await saved(domain, { destroy: true });
    expect((await apply({ domain, warehouse, evidence, plan: made })).plan.digest).toBe(
      made.digest,
    );
    expect((await saved(domain)).steps).toEqual([]);
  });

  test('is refused when the declaration has changed since, and it is said where', async () => {
    const made = await saved(domain);
    const { message } = await refused(shopWith(), made);
    expect(message).toContain('role READER');
  });

  test('is refused when statements were put into it, though its digest is right', async () => {
    const made = await saved(domain);
    const [first, ...others] = made.steps;
    const more = { ...first, statements: ['CREATE ROLE "INTRUDER"'] } as Plan['steps'][number];
    const { message } = await refused(domain, forged(made, { steps: [more, ...others] }));
    expect(message).toContain(first?.address);
  });

  test('is refused when it says otherwise what there is, or what a statement leaves', async () => {
    const made = await saved(domain);
    const opened = made.startsWith.map((each): Resource => {
      return each.kind === 'table' ? { ...each, rowAccess: undefined, tags: [] } : each;
    });
    const { message } = await refused(domain, forged(made, { startsWith: opened }));
    expect(message).toContain(`table ${visits}`);
    const harmless = made.steps.map((step) => ({
      ...step,
      effects: step.effects.map(() => ({ is: 'unchanged' as const })),
    }));
    await refused(domain, forged(made, { steps: harmless }));
  });

  test('is refused when it was planned by other options than it says', async () => {
    const made = await saved(shopWith([], ['people']), { ...anything, destroy: true });
    expect(made.steps).not.toEqual([]);
    await refused(shopWith([], ['people']), forged(made, { options: anything }));
  });

  test('is refused when the account has changed since, and it is said where', async () => {
    const made = await saved(domain);
    await run(`COMMENT ON TABLE ${visits} IS 'mine'`);
    await expect(apply({ domain, warehouse, evidence, plan: made })).rejects.toMatchObject({
      place: `table ${visits}`,
    });
    await run(`DROP TABLE ${visits}`);
    expect((await refused(domain, made)).message).toContain(`table ${visits}`);
  });
});

describe('a table that was empty when it was planned to go', () => {
  const domain = shopWith([], ['people']);

  test('goes', async () => {
    const made = await saved(domain, { destroy: true });
    await apply({ domain, warehouse, evidence, plan: made });
    expect((await saved(domain, { destroy: true })).steps).toEqual([]);
  });

  test('stays when it has rows before the plan is applied', async () => {
    const made = await saved(domain, { destroy: true });
    rowCount = 1;
    await expect(apply({ domain, warehouse, evidence, plan: made })).rejects.toMatchObject({
      code: 'DAS_PLAN_DESTROYS_DATA',
    });
  });

  test('stays when it gets rows while the plan is applied', async () => {
    const made = await saved(domain, { destroy: true });
    // Evidence is written when all has been planned again, and before the first statement.
    const record = async (...event: Parameters<typeof evidence.record>) => {
      rowCount = 1;
      return await evidence.record(...event);
    };
    await expect(
      apply({ domain, warehouse, evidence: { record }, plan: made }),
    ).rejects.toMatchObject({ code: 'DAS_PLAN_DESTROYS_DATA', place: `table ${visits}` });
    expect(evidence.events).toHaveLength(2);
    await run(`SELECT 1 FROM ${visits}`);
  });

  test('goes with its rows when that was confirmed by name', async () => {
    const made = await saved(domain, { destroy: true, destroyData: [`table ${visits}`] });
    rowCount = 1;
    await apply({ domain, warehouse, evidence, plan: made });
    await expect(run(`SELECT 1 FROM ${visits}`)).rejects.toThrow();
  });
});
