import {
  addressOf,
  apply,
  CoreError,
  compileDomain,
  type Domain,
  type ExecuteOptions,
  type Plan,
  type PlanOptions,
  plan,
  type Session,
  type Statement,
  type Warehouse,
} from '@das/core';
import { randomDomains } from '@das/core/testing';
import { openLocalWarehouse } from '@das/local';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkPlan } from './check-plan.js';

/** How many random pairs, and which: a night has time for more and for others. */
const runs = Number(process.env.DAS_INVARIANT_RUNS ?? 4);
const seed = Number(process.env.DAS_INVARIANT_SEED ?? 20261123);

const evidence = {
  record: async () => ({ index: 0, leafHash: '', treeSize: 1, root: '' }),
};

/** A warehouse that is gone after so many changes. */
function failingAfter(warehouse: Warehouse, changes: number): Warehouse {
  let left = changes;
  const isChange = (text: string) =>
    /^(?:CREATE|ALTER|DROP|GRANT|REVOKE|COMMENT)\b/.test(text.trimStart());
  const failing = (session: Session): Session => ({
    role: session.role,
    execute: async <R>(statement: Statement, options?: ExecuteOptions) => {
      if (isChange(statement.text)) {
        if (left === 0) throw new Error('the warehouse is gone');
        left -= 1;
      }
      return await session.execute<R>(statement, options);
    },
    stream: (statement, options) => session.stream(statement, options),
    transaction: (work) => session.transaction(work),
    upload: (...given) => session.upload(...given),
    close: () => session.close(),
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  });
  return {
    description: warehouse.description,
    openSession: async (options) => failing(await warehouse.openSession(options)),
    close: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };
}

function anythingBut(...domains: readonly Domain[]): PlanOptions {
  const addresses = domains.flatMap((each) => compileDomain(each).map(addressOf));
  return { allowLowering: true, destroy: true, destroyData: [...new Set(addresses)] };
}

/** No order of some changes is safe: then there is no plan. */
async function planned(
  domain: Domain,
  warehouse: Warehouse,
  options: PlanOptions,
): Promise<Plan | undefined> {
  await using session = await warehouse.openSession({ role: domain.platform.deployRole });
  try {
    return await plan(domain, session, options);
  } catch (error) {
    if (error instanceof CoreError) return undefined;
    throw error;
  }
}

const unfaithful = (made: Plan | undefined) =>
  made === undefined ? [] : checkPlan(made).filter(({ rule }) => rule === 'DAS-P305');

test(
  'a plan that goes on from any state, back or forth, says what it does',
  async () => {
    let steps = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(999), { minLength: 60, maxLength: 140, size: 'max' }),
        fc.nat(30),
        async (tape, changes) => {
          const { start, next } = randomDomains(tape, { hasAllKinds: true });
          await using warehouse = await openLocalWarehouse();
          const planOptions = anythingBut(start, next);
          await apply({ domain: start, warehouse, evidence });
          const made = await planned(next, warehouse, planOptions);
          expect(unfaithful(made)).toEqual([]);
          if (made === undefined) return;
          const gone = failingAfter(warehouse, changes);
          const done = apply({ domain: next, warehouse: gone, evidence, planOptions, parallel: 1 });
          await done.catch(() => undefined);
          for (const domain of [start, next]) {
            const after = await planned(domain, warehouse, planOptions);
            expect(unfaithful(after)).toEqual([]);
            steps += after?.steps.length ?? 0;
          }
        },
      ),
      { numRuns: runs, seed, endOnFailure: true },
    );
    expect(steps).toBeGreaterThan(20);
  },
  60_000 * runs,
);
