import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accountContent } from '../fixtures/account-content.js';
import { deploy, openEmpty, stepsLeft } from '../fixtures/deployment.js';
import { everything } from '../fixtures/everything.js';
import { failingAt } from '../fixtures/interposed-warehouse.js';
import { randomDomains } from '../testing/random-domain.js';

/** Which random pairs: a night has time for others. */
const seed = process.env.DAS_APPLY_SEED;
const settings = { endOnFailure: true, ...(seed !== undefined && { seed: Number(seed) }) };

const tapes = fc.array(fc.nat(999), { minLength: 60, maxLength: 160, size: 'max' });
const free = { mayRemove: true, mayLower: true, hasAllKinds: true };

test('with shares, tags, networks and further policies, nothing is left to do after apply', async () => {
  await fc.assert(
    fc.asyncProperty(tapes, async (tape) => {
      const { start, next } = randomDomains(tape, free);
      await using changed = await openEmpty();
      await deploy(changed, start, everything);
      expect(await stepsLeft(changed, start, everything)).toEqual([]);
      await deploy(changed, next, everything);
      expect(await stepsLeft(changed, next, everything)).toEqual([]);
      await using fresh = await openEmpty();
      await deploy(fresh, next, everything);
      expect(await accountContent(changed, next)).toEqual(await accountContent(fresh, next));
    }),
    { numRuns: 12, ...settings },
  );
}, 240_000);

test('and an apply of them that is killed anywhere goes on to the same end', async () => {
  await fc.assert(
    fc.asyncProperty(tapes, fc.nat(999), async (tape, at) => {
      const { start, next } = randomDomains(tape, free);
      await using killed = await openEmpty();
      await deploy(killed, start, everything);
      const steps = await stepsLeft(killed, next, everything);
      const statements = steps.flatMap((step) => step.statements).length;
      const dying = failingAt(killed, 1 + (at % (statements + 6)));
      await deploy(dying, next, everything).catch(String);
      await deploy(killed, next, everything);
      await using fresh = await openEmpty();
      await deploy(fresh, next, everything);
      expect(await accountContent(killed, next)).toEqual(await accountContent(fresh, next));
    }),
    { numRuns: 8, ...settings },
  );
}, 240_000);
