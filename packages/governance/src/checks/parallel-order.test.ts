import { apply, type Domain, type Plan, type PlanStep, parallelStages, plan } from '@das/core';
import { randomDomains } from '@das/core/testing';
import { openLocalWarehouse } from '@das/local';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkPlan } from './check-plan.js';
import { watchPlan } from './fixtures/watch-plan.js';

const evidence = {
  record: async () => ({ index: 0, leafHash: '', treeSize: 1, root: '' }),
};

/** So many steps are under way at once at most, as `apply` does it. */
const lanes = 4;

/** A plan as it may be followed by several sessions: one statement of one of them after the other. */
function interleaved(made: Plan, choices: readonly number[]): Pick<Plan, 'startsWith' | 'steps'> {
  const steps: PlanStep[] = [];
  let chosen = 0;
  const choose = (count: number) => {
    chosen += 1;
    return (choices[chosen % choices.length] ?? 0) % count;
  };
  for (const stage of parallelStages(made)) {
    const done = new Set<number>();
    const waiting = [...stage];
    const running: { readonly index: number; next: number }[] = [];
    while (done.size < stage.length) {
      while (running.length < lanes) {
        const at = waiting.findIndex(({ after }) => after.every((each) => done.has(each)));
        const [begun] = at < 0 ? [] : waiting.splice(at, 1);
        if (begun === undefined) break;
        running.push({ index: begun.index, next: 0 });
      }
      const one = running[choose(running.length)];
      const step = one === undefined ? undefined : made.steps[one.index];
      if (one === undefined || step === undefined) throw new Error('a stage does not end');
      const { next } = one;
      steps.push({
        ...step,
        statements: step.statements.slice(next, next + 1),
        effects: step.effects.slice(next, next + 1),
      });
      one.next += 1;
      if (one.next < step.statements.length) continue;
      done.add(one.index);
      running.splice(running.indexOf(one), 1);
    }
  }
  return { startsWith: made.startsWith, steps };
}

const errorsOf = (checked: Pick<Plan, 'startsWith' | 'steps'>) =>
  new Set(
    checkPlan(checked)
      .filter(({ severity }) => severity === 'error')
      // Which statement of which step it is depends on the order.
      .map(
        ({ rule, message }) => `${rule} ${message.replace(/statement \d+ of step \d+/g, 'one')}`,
      ),
  );

async function changeOf(start: Domain, next: Domain) {
  const warehouse = await openLocalWarehouse();
  await apply({ domain: start, warehouse, evidence });
  await using session = await warehouse.openSession({ role: start.platform.deployRole });
  return { warehouse, made: await plan(next, session, { allowLowering: true }) };
}

const tapes = fc.array(fc.nat(999), { minLength: 60, maxLength: 140, size: 'max' });
const orders = fc.array(fc.nat(999), { minLength: 20, maxLength: 20 });

test('in whatever order steps run at once, the checks find what they find one after the other', async () => {
  let moved = 0;
  await fc.assert(
    fc.asyncProperty(tapes, fc.array(orders, { minLength: 5, maxLength: 5 }), async (tape, all) => {
      const { start, next } = randomDomains(tape, { hasAllKinds: true });
      const { warehouse, made } = await changeOf(start, next);
      await warehouse.close();
      const errors = errorsOf(made);
      for (const order of all) {
        const other = interleaved(made, order);
        const texts = (steps: readonly PlanStep[]) => steps.flatMap(({ statements }) => statements);
        expect([...texts(other.steps)].sort()).toEqual([...texts(made.steps)].sort());
        if (texts(other.steps).join() !== texts(made.steps).join()) moved += 1;
        expect(errorsOf(other)).toEqual(errors);
      }
    }),
    { numRuns: 10, seed: 20261123, endOnFailure: true },
  );
  // Were all orders that of the plan, nothing would be shown.
  expect(moved).toBeGreaterThan(10);
}, 240_000);

test('and nobody sees a value meanwhile that they see neither before nor after', async () => {
  await fc.assert(
    fc.asyncProperty(tapes, orders, async (tape, order) => {
      const { start, next } = randomDomains(tape);
      const { warehouse, made } = await changeOf(start, next);
      await using opened = warehouse;
      const roles = [start, next].flatMap(({ access }) =>
        access.flatMap((each) => (each.kind === 'accessRole' ? [each.name] : [])),
      );
      const watch = await watchPlan(opened, interleaved(made, order), {
        database: next.database,
        roles: [...new Set(roles)],
      });
      expect(watch.leaks.filter(({ mixed }) => !mixed)).toEqual([]);
      expect(watch.values).toBeGreaterThan(0);
    }),
    { numRuns: 5, seed: 20261123, endOnFailure: true },
  );
}, 240_000);
