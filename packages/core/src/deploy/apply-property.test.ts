import { openLocalWarehouse } from '@das/local';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountContent } from '../fixtures/account-content.js';
import { deploy, openEmpty, stepsLeft } from '../fixtures/deployment.js';
import { everything } from '../fixtures/everything.js';
import { failingAt } from '../fixtures/interposed-warehouse.js';
import { randomDomains } from '../testing/random-domain.js';

const tapes = fc.array(fc.nat(999), { maxLength: 120, size: 'max' });

describe('for random domains', () => {
  test('nothing is left to do after apply, nor after the change to another state', async () => {
    await fc.assert(
      fc.asyncProperty(tapes, fc.boolean(), async (tape, mayRemove) => {
        const { start, next } = randomDomains(tape, { mayRemove, mayLower: mayRemove });
        await using warehouse = await openLocalWarehouse();
        await deploy(warehouse, start);
        expect(await stepsLeft(warehouse, start)).toEqual([]);
        const options = mayRemove ? everything : {};
        await deploy(warehouse, next, options);
        expect(await stepsLeft(warehouse, next, options)).toEqual([]);
      }),
      { numRuns: 15, endOnFailure: true },
    );
  }, 240_000);

  test('the way does not matter: what is changed to a state is what is deployed as it', async () => {
    await fc.assert(
      fc.asyncProperty(tapes, async (tape) => {
        const { start, next } = randomDomains(tape, { mayRemove: true, mayLower: true });
        await using changed = await openEmpty();
        await deploy(changed, start);
        await deploy(changed, next, everything);
        await using fresh = await openEmpty();
        await deploy(fresh, next);
        expect(await accountContent(changed, next)).toEqual(await accountContent(fresh, next));
      }),
      { numRuns: 6, endOnFailure: true },
    );
  }, 240_000);

  test('an apply that is killed anywhere goes on to the same end', async () => {
    await fc.assert(
      fc.asyncProperty(tapes, fc.nat(999), async (tape, at) => {
        const { start, next } = randomDomains(tape, { mayRemove: true, mayLower: true });
        await using killed = await openEmpty();
        await deploy(killed, start);
        const steps = await stepsLeft(killed, next, everything);
        const statements = steps.flatMap((step) => step.statements).length;
        await deploy(failingAt(killed, 1 + (at % (statements + 6))), next, everything).catch(
          String,
        );
        await deploy(killed, next, everything);
        await using fresh = await openEmpty();
        await deploy(fresh, next);
        expect(await accountContent(killed, next)).toEqual(await accountContent(fresh, next));
      }),
      { numRuns: 8, endOnFailure: true },
    );
  }, 240_000);
});
