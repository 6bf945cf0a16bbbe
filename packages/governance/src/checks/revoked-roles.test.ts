import {
  addressOf,
  createStatements,
  type Effect,
  type MaskingPolicyResource,
  type Resource,
  type RowAccessPolicyResource,
  sql,
} from '@das/core';
import { openLocalWarehouse } from '@das/local';
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
  type Written,
} from './fixtures/clinic-resources.js';
import { watchPlan } from './fixtures/watch-plan.js';
import type { CheckedPlan } from './plan-context.js';

const guest: Extract<Resource, { kind: 'roleGrant' }> = {
  kind: 'roleGrant',
  role: { type: 'ROLE', name: ['GUEST'] },
  to: { type: 'ROLE', name: ['READER'] },
};
const gone: Effect = { is: 'absent', address: addressOf(guest) };
const revoking: Written = ['REVOKE ROLE GUEST FROM ROLE READER', gone];

const mask = (body: string): MaskingPolicyResource => ({ ...maskPhi('MASK_PHI'), body });
const rows = (body: string): RowAccessPolicyResource => ({ ...rowsFor('ROWS_VISITS'), body });

/** A clinic in which readers are guests as well. */
function clinicWith(...policies: readonly Resource[]): readonly Resource[] {
  const changed = new Map(policies.map((each) => [addressOf(each), each]));
  const all = deployed.map((each) => changed.get(addressOf(each)) ?? each);
  return [{ kind: 'role', name: ['GUEST'] }, ...all, guest];
}

async function leaksOf(plan: CheckedPlan): Promise<readonly object[]> {
  await using warehouse = await openLocalWarehouse();
  await using admin = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  for (const each of plan.startsWith) {
    for (const { text } of createStatements(each)) await admin.execute(sql.raw(text));
  }
  const watch = await watchPlan(warehouse, plan, { database: clinic, roles: ['READER'] });
  return watch.leaks.filter(({ role }) => role === 'READER');
}

const notGuest = "NOT IS_ROLE_IN_SESSION('GUEST')";
const clear = mask('VAL');
const hiding = mask("'***'");
const fromGuests = mask(`CASE WHEN ${notGuest} THEN VAL ELSE '***' END`);
const someRows = rows(`VAL = 'EMEA' OR (${notGuest} AND VAL = 'APAC')`);

describe('a role that a policy denies is revoked first', () => {
  const place = { address: addressOf(visits), column: 'SSN' };

  test.each([
    [
      'and the mask hides from everybody only then',
      planOf(clinicWith(rows('TRUE'), fromGuests), [revoking, ...creating(hiding)]),
    ],
    [
      'and the mask hides only then, from which more rows are shown',
      planOf(clinicWith(someRows, clear), [revoking, ...creating(hiding)]),
    ],
  ])('%s: the watcher sees it, and checkPlan finds it', async (_, plan) => {
    expect(await leaksOf(plan)).not.toEqual([]);
    expect(checkPlan(plan)).toContainEqual(expect.objectContaining({ rule: 'DAS-P003', place }));
  });

  test('and the mask shows other rows only then', () => {
    const when = (condition: string) => mask(`CASE WHEN ${condition} THEN VAL ELSE '***' END`);
    const before = when(`REGION = 'EMEA' OR (${notGuest} AND REGION = 'APAC')`);
    const plan = planOf(clinicWith(before), [revoking, ...creating(when("REGION = 'EMEA'"))]);
    expect(checkPlan(plan)).toContainEqual(expect.objectContaining({ rule: 'DAS-P003', place }));
  });

  test('last, nothing is seen, and nothing found', async () => {
    const plan = planOf(clinicWith(rows('TRUE'), fromGuests), [...creating(hiding), revoking]);
    expect(await leaksOf(plan)).toEqual([]);
    expect(checkPlan(plan).filter(({ rule }) => rule === 'DAS-P003')).toEqual([]);
  });
});

describe('a role goes, and nothing else', () => {
  const rulesOf = (...policies: readonly Resource[]) =>
    checkPlan(planOf(clinicWith(...policies), [revoking])).map(({ rule }) => rule);

  test('a mask that denied it shows more: that is a lowering', () => {
    expect(rulesOf(fromGuests)).toEqual(['DAS-P004']);
  });

  test('rows that were denied to it may be seen: that is a lowering', () => {
    expect(rulesOf(rows(notGuest))).toEqual(['DAS-P006']);
    expect(rulesOf(someRows)).toEqual(['DAS-P011']);
  });

  test('a mask and rows that were shown to it are none', () => {
    const isGuest = "IS_ROLE_IN_SESSION('GUEST')";
    const shown = mask(`CASE WHEN ${isGuest} THEN VAL ELSE '***' END`);
    expect(rulesOf(shown, rows(`VAL = 'EMEA' OR ${isGuest}`))).toEqual([]);
  });
});
