import { openLocalWarehouse } from '@das/local';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Domain } from '../domain/define-domain.js';
import { accountContent } from '../fixtures/account-content.js';
import { everything } from '../fixtures/everything.js';
import { counting, failingAt } from '../fixtures/interposed-warehouse.js';
import { EvidenceInMemory } from '../fixtures/visits.js';
import { randomDomains } from '../testing/random-domain.js';
import type { Warehouse } from '../warehouse/warehouse.js';
import { apply } from './apply.js';
import { plan } from './plan.js';
import type { PlanStep } from './plan-step.js';

const tapes = fc.array(fc.nat(999), { minLength: 60, maxLength: 160, size: 'max' });
const free = { mayRemove: true, mayLower: true, hasAllKinds: true };

/** A warehouse that knows that its tables are empty. */
async function openEmpty(): Promise<Warehouse> {
  return counting(await openLocalWarehouse(), () => 0);
}

async function deploy(warehouse: Warehouse, domain: Domain) {
  return await apply({
    domain,
    warehouse,
    evidence: new EvidenceInMemory(),
    planOptions: everything,
  });
}

async function stepsOf(warehouse: Warehouse, domain: Domain): Promise<readonly PlanStep[]> {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  return (await plan(domain, session, everything)).steps;
}

test('with shares, tags, networks and further policies, nothing is left to do after apply', async () => {
  await fc.assert(
    fc.asyncProperty(tapes, async (tape) => {
      const { start, next } = randomDomains(tape, free);
      await using changed = await openEmpty();
      await deploy(changed, start);
      expect(await stepsOf(changed, start)).toEqual([]);
      await deploy(changed, next);
      expect(await stepsOf(changed, next)).toEqual([]);
      await using fresh = await openEmpty();
      await deploy(fresh, next);
      expect(await accountContent(changed, next)).toEqual(await accountContent(fresh, next));
    }),
    { numRuns: 12, endOnFailure: true },
  );
}, 240_000);

test('and an apply of them that is killed anywhere goes on to the same end', async () => {
  await fc.assert(
    fc.asyncProperty(tapes, fc.nat(999), async (tape, at) => {
      const { start, next } = randomDomains(tape, free);
      await using killed = await openEmpty();
      await deploy(killed, start);
      const steps = await stepsOf(killed, next);
      const statements = steps.flatMap((step) => step.statements).length;
      await deploy(failingAt(killed, 1 + (at % (statements + 6))), next).catch(String);
      await deploy(killed, next);
      await using fresh = await openEmpty();
      await deploy(fresh, next);
      expect(await accountContent(killed, next)).toEqual(await accountContent(fresh, next));
    }),
    { numRuns: 8, endOnFailure: true },
  );
}, 240_000);
