import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileDomain } from '../domain/compile-domain.js';
import { deployedState } from '../fixtures/planned-state.js';
import { clinic } from '../fixtures/visits.js';
import { emptyState } from './actual-state.js';
import { planChanges } from './plan.js';
import { planDigest } from './plan-digest.js';
import { readPlan, savePlan } from './saved-plan.js';

const plan = planChanges(clinic, emptyState);
const text = savePlan(plan);

describe('a saved plan', () => {
  test('is read as what it was', () => {
    expect(JSON.stringify(readPlan(text))).toBe(
      JSON.stringify({
        domain: plan.domain,
        startsFrom: plan.startsFrom,
        startsWith: plan.startsWith,
        steps: plan.steps,
        leftovers: plan.leftovers,
        unfinished: plan.unfinished,
        options: plan.options,
        digest: plan.digest,
      }),
    );
    const nothing = planChanges(clinic, deployedState(compileDomain(clinic)));
    expect(readPlan(savePlan(nothing)).digest).toBe(nothing.digest);
  });

  test('with any byte changed is refused', () => {
    fc.assert(
      fc.property(
        fc.nat(text.length - 1),
        fc.string({ minLength: 1, maxLength: 1 }),
        (at, other) => {
          fc.pre(text[at] !== other);
          const changed = text.slice(0, at) + other + text.slice(at + 1);
          expect(() => readPlan(changed)).toThrow(
            expect.objectContaining({ code: 'DAS_PLAN_INVALID' }),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  test.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['a list', '[]'],
    ['another format', JSON.stringify({ format: 'das-plan-0' })],
    ['an empty plan', JSON.stringify({ format: 'das-plan-1' })],
    ['another order of keys', `${JSON.stringify({ ...JSON.parse(text), format: 'das-plan-1' })}\n`],
  ])('that is %s is refused', (_, content) => {
    expect(() => readPlan(content)).toThrow(expect.objectContaining({ code: 'DAS_PLAN_INVALID' }));
  });

  test('with a key that it does not have is refused, even where the digest is right', () => {
    const [first, ...others] = plan.steps;
    const steps = [{ ...first, note: 'harmless' }, ...others] as never;
    const changed = { ...plan, steps };
    const noted = savePlan({ ...changed, digest: planDigest(changed) });
    expect(() => readPlan(noted)).toThrow(expect.objectContaining({ code: 'DAS_PLAN_INVALID' }));
    const more = savePlan(plan).replace(
      '"format": "das-plan-1",',
      '"format": "das-plan-1",\n "note": 1,',
    );
    expect(() => readPlan(more)).toThrow(expect.objectContaining({ code: 'DAS_PLAN_INVALID' }));
  });
});
