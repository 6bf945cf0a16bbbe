import { isProtected } from '@das/contracts';
import {
  addressOf,
  apply,
  CoreError,
  compileDomain,
  createStatements,
  type Domain,
  type Plan,
  plan,
  type Session,
  sql,
} from '@das/core';
import { randomDomains } from '@das/core/testing';
import { openLocalWarehouse } from '@das/local';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkPlan } from './check-plan.js';
import {
  clinic,
  creating,
  deployed,
  maskPhi,
  planOf,
  rowsFor,
  visits,
} from './fixtures/clinic-resources.js';
import { leakingPlans } from './fixtures/leaking-plans.js';
import { fillTables, type Sighting, watchPlan } from './fixtures/watch-plan.js';

/** What a plan may lower, with an approval: a matter of its beginning and end, not of its steps. */
const loweringRules = ['DAS-P004', 'DAS-P006', 'DAS-P007', 'DAS-P011'];

/** How many random pairs, and which: a night has time for more and for others. */
const runs = Number(process.env.DAS_INVARIANT_RUNS ?? 16);
const seed = Number(process.env.DAS_INVARIANT_SEED ?? 20261123);

const evidence = {
  record: async () => ({ index: 0, leafHash: '', treeSize: 1, root: '' }),
};

function rolesOf(...domains: readonly Domain[]): readonly string[] {
  const names = domains.flatMap(({ access }) =>
    access.flatMap((each) => (each.kind === 'accessRole' ? [each.name] : [])),
  );
  return [...new Set(names)];
}

/** The classified values that were seen by roles which the domain gives no clearance for them. */
function unclearedIn(domain: Domain, seen: readonly Sighting[]): readonly Sighting[] {
  return seen.filter(({ role, table, column }) => {
    const [, , name = ''] = table.split('.');
    const contract = domain.contracts.find(
      (each) => name.split('__')[0] === each.name.toUpperCase(),
    );
    const declared = contract?.columns.find((each) => each.name.toUpperCase() === column);
    if (declared === undefined || !isProtected(declared.classification)) return false;
    return !domain.access.some(
      (each) =>
        each.kind === 'accessRole' &&
        each.name === role &&
        each.clearance.includes(declared.classification),
    );
  });
}

/** No order of some changes is safe: then there is no plan. */
async function planUnlessUnsafe(domain: Domain, session: Session): Promise<Plan | undefined> {
  try {
    return await plan(domain, session, { allowLowering: true });
  } catch (error) {
    const isUnsafe = error instanceof CoreError && error.message.includes(' a tag masks column ');
    if (isUnsafe) return undefined;
    throw error;
  }
}

test(
  'no statement of a plan between random domains shows a role what it may not see',
  async () => {
    let statements = 0;
    let values = 0;
    let cleared = 0;
    let refused = 0;
    const tapes = fc.array(fc.nat(999), { maxLength: 160, size: 'max' });
    await fc.assert(
      fc.asyncProperty(tapes, fc.boolean(), async (tape, hasManyPolicies) => {
        const { start, next } = randomDomains(tape, { hasManyPolicies });
        await using warehouse = await openLocalWarehouse();
        await apply({ domain: start, warehouse, evidence });
        await fillTables(warehouse, compileDomain(start));
        await using session = await warehouse.openSession({ role: start.platform.deployRole });
        const change = await planUnlessUnsafe(next, session);
        if (change === undefined) {
          refused += 1;
          return;
        }
        const errors = checkPlan(change).filter(
          ({ severity, rule }) => severity === 'error' && !loweringRules.includes(rule),
        );
        expect(errors).toEqual([]);
        const watch = await watchPlan(warehouse, change, {
          database: next.database,
          roles: rolesOf(start, next),
        });
        expect(watch.leaks).toEqual([]);
        expect(unclearedIn(start, watch.before)).toEqual([]);
        expect(unclearedIn(next, watch.after.at(-1)?.seen ?? [])).toEqual([]);
        statements += watch.after.length - 1;
        values += watch.values;
        cleared += watch.after.at(-1)?.seen.length ?? 0;
      }),
      { numRuns: runs, seed, endOnFailure: true },
    );
    // A watcher that reads nothing, or plans that do nothing, would prove nothing.
    expect(statements).toBeGreaterThan(runs);
    expect(values).toBeGreaterThan(100 * runs);
    expect(cleared).toBeGreaterThan(runs);
    expect(refused).toBeLessThan(runs / 4);
  },
  600_000 + runs * 30_000,
);

const watchWritten = async (written: (typeof leakingPlans)[number]['plan']) => {
  await using warehouse = await openLocalWarehouse();
  await using admin = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  for (const resource of written.startsWith) {
    for (const statement of createStatements(resource))
      await admin.execute(sql.raw(statement.text));
  }
  return await watchPlan(warehouse, written, { database: clinic, roles: ['READER', 'DOCTOR'] });
};

describe('the same watcher', () => {
  test.each(leakingPlans.map((each) => [each.name, each] as const))(
    'sees the leak of %s, and so does checkPlan',
    async (_, { plan: written }) => {
      const { leaks } = await watchWritten(written);
      expect(leaks.map(({ role }) => role)).toContain('READER');
      const rules = checkPlan(written).map(({ rule }) => rule);
      expect(rules).toEqual(expect.arrayContaining([expect.stringMatching(/^DAS-P00[135]$/)]));
    },
  );

  test('sees nothing in a plan that replaces a policy in one statement', async () => {
    const careful = planOf(deployed, creating({ ...maskPhi('MASK_PHI'), body: "'none'" }));
    const watch = await watchWritten(careful);
    expect(watch.leaks).toEqual([]);
    expect(watch.before).not.toEqual([]);
  });
});

describe('rows and a mask change in one plan', () => {
  const opened = maskPhi('MASK_PHI', 'READER');
  const masked = maskPhi('MASK_PHI');
  const old = rowsFor('ROWS_VISITS');
  const other = { ...old, body: "IS_ROLE_IN_SESSION('DOCTOR') OR VAL = 'APAC'" };
  const both = { ...old, body: `(${old.body}) AND (${other.body})` };
  const startWith = (mask: typeof opened) =>
    deployed.map((each) => (addressOf(each) === addressOf(mask) ? mask : each));
  const inRows = expect.objectContaining({
    rule: 'DAS-P003',
    place: { address: addressOf(visits), column: 'SSN' },
    message: expect.stringContaining('in rows in which it may not'),
  });

  test.each([
    ['other rows come before a mask is tightened', opened, [other, masked], 'APAC'],
    ['a mask is loosened before other rows come', masked, [opened, other], 'EMEA'],
  ])('%s: the watcher sees it, and checkPlan finds it', async (_, first, changes, row) => {
    const written = planOf(startWith(first), creating(...changes));
    const { leaks } = await watchWritten(written);
    expect(leaks).toMatchObject([{ role: 'READER', column: 'SSN', row, mixed: true }]);
    expect(checkPlan(written)).toContainEqual(inRows);
  });

  test('nothing is seen while only rows are shown that both policies show', async () => {
    const written = planOf(startWith(opened), creating(both, masked, other));
    const { leaks, before } = await watchWritten(written);
    expect([leaks, before.length > 0]).toEqual([[], true]);
    expect(checkPlan(written)).not.toContainEqual(expect.objectContaining({ rule: 'DAS-P003' }));
  });
});
