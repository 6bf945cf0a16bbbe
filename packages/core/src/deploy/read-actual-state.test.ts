import { openLocalWarehouse } from '@das/local';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compileDomain } from '../domain/compile-domain.js';
import type { Domain } from '../domain/define-domain.js';
import { defineDomain } from '../domain/define-domain.js';
import { interposed } from '../fixtures/interposed-warehouse.js';
import { clinic, EvidenceInMemory } from '../fixtures/visits.js';
import { addressOf } from '../resources/resource.js';
import { randomDomains } from '../testing/random-domain.js';
import { sql } from '../warehouse/statement.js';
import type { Session, Warehouse } from '../warehouse/warehouse.js';
import { apply } from './apply.js';
import { plan, planDomains } from './plan.js';
import { readActualState } from './read-actual-state.js';

let warehouse: Warehouse;
let statements: string[];
let counted: Warehouse;

beforeEach(async () => {
  warehouse = await openLocalWarehouse();
  statements = [];
  counted = interposed(warehouse, async (text) => {
    statements.push(text);
  });
});
afterEach(() => warehouse.close());

async function statementsToPlan(domains: readonly Domain[]): Promise<number> {
  await using session = await counted.openSession({ role: 'ACCOUNTADMIN' });
  statements.length = 0;
  await planDomains(domains, session);
  return statements.length;
}

const deploy = (domain: Domain) => apply({ domain, warehouse, evidence: new EvidenceInMemory() });
/** A domain that has no role in common with the random ones. */
const ward = defineDomain({
  ...clinic,
  access: clinic.access.map((each) =>
    each.kind === 'accessRole' ? { ...each, name: `WARD_${each.name}` } : each,
  ),
});
const small = randomDomains([]).start;
const large = randomDomains(Array.from({ length: 40 }, () => 2)).start;

describe('reading the account', () => {
  test('takes as many statements for many objects and domains as for few', async () => {
    await deploy(small);
    const forOne = await statementsToPlan([small]);
    expect(compileDomain(large).length).toBeGreaterThan(compileDomain(small).length * 1.5);
    await deploy(large);
    expect(await statementsToPlan([large])).toBe(forOne);
    await deploy(ward);
    expect(await statementsToPlan([large, ward])).toBe(forOne);
    expect(forOne).toBeLessThan(25);
  });

  test('plans each of several domains as it is planned alone', async () => {
    await deploy(ward);
    await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
    const together = await planDomains([ward, large], session);
    expect(together.map((each) => each.steps)).toEqual([[], (await plan(large, session)).steps]);
  });

  test('knows everything that apply has recorded, and nothing as pending', async () => {
    await deploy(clinic);
    await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
    const state = await readActualState(session, clinic);
    expect([...state.deployed.keys()].sort()).toEqual(compileDomain(clinic).map(addressOf).sort());
    expect(state.pending.size).toBe(0);
  });

  test('refuses a list that may have been cut off', async () => {
    await deploy(clinic);
    await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
    const cut: Session = {
      ...session,
      role: session.role,
      execute: (async (statement: { readonly text: string }) => {
        const result = await session.execute(sql.raw(statement.text));
        if (!statement.text.startsWith('SHOW ROLES')) return result;
        return { ...result, rows: Array.from({ length: 10_000 }, () => ({ name: 'R' })) };
      }) as Session['execute'],
    };
    await expect(readActualState(cut, clinic)).rejects.toMatchObject({
      code: 'DAS_PLAN_TRUNCATED',
    });
  });

  test('refuses a record that somebody has written to', async () => {
    await deploy(clinic);
    await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
    await session.execute(
      sql`UPDATE BROOK_CLINIC.OPS.DEPLOYED_RESOURCES SET DEFINITION = '{}' WHERE ADDRESS LIKE 'role%'`,
    );
    await expect(plan(clinic, session)).rejects.toMatchObject({
      code: 'DAS_PLAN_RECORD_UNREADABLE',
    });
  });

  test('finds what was deployed before there was a record, and writes it down', async () => {
    await deploy(clinic);
    await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
    await session.execute(sql`DELETE FROM BROOK_CLINIC.OPS.DEPLOYED_RESOURCES`);
    expect((await plan(clinic, session)).steps).toEqual([]);
    await deploy(clinic);
    const state = await readActualState(session, clinic);
    expect([...state.deployed.keys()].sort()).toEqual(compileDomain(clinic).map(addressOf).sort());
  });

  test('plans nothing for a domain that declares the same in other words', async () => {
    await deploy(clinic);
    await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
    expect((await plan(defineDomain({ ...clinic }), session)).steps).toEqual([]);
  });
});
