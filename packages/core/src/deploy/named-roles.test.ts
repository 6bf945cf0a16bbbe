import { openLocalWarehouse } from '@das/local';
import { expect, test } from 'vitest';
import type { AccessDeclaration, MaskingPolicyDeclaration } from '../access/declarations.js';
import { compileDomain } from '../domain/compile-domain.js';
import { type Domain, defineDomain } from '../domain/define-domain.js';
import { definePlatform } from '../domain/platform.js';
import { interposed } from '../fixtures/interposed-warehouse.js';
import { deployedState } from '../fixtures/planned-state.js';
import { clinic } from '../fixtures/visits.js';
import { sql } from '../warehouse/statement.js';
import { plan, planChanges, planDomains } from './plan.js';

const mask = (more: Partial<MaskingPolicyDeclaration>): MaskingPolicyDeclaration => ({
  kind: 'maskingPolicy',
  name: 'PHI',
  appliesTo: { classification: 'phi' },
  masks: { text: "'***'" },
  reveal: [],
  ...more,
});

function withMask(
  more: Partial<MaskingPolicyDeclaration>,
  access: readonly AccessDeclaration[] = [],
): Domain {
  const platform = definePlatform({ name: 'test', masking: [mask(more)] });
  return defineDomain({ ...clinic, platform, access: [...clinic.access, ...access] });
}

const unknown = (role: string, meant: string) =>
  expect.objectContaining({
    code: 'DAS_PLAN_UNKNOWN_ROLE',
    message: expect.stringContaining(`names role ${role}, which neither the account has`),
    next: expect.stringContaining(meant),
  });

test('a role that a mask names has to be in the account or made by the plan', async () => {
  await using warehouse = await openLocalWarehouse();
  const statements: string[] = [];
  const counted = interposed(warehouse, async (text) => {
    statements.push(text);
  });
  await using session = await counted.openSession({ role: 'ACCOUNTADMIN' });
  const revealing = withMask({ reveal: ['PRIVACY_OFFICER'] });
  await expect(plan(revealing, session)).rejects.toEqual(
    unknown('PRIVACY_OFFICER', 'create the role'),
  );
  await session.execute(sql`CREATE ROLE PRIVACY_OFFICER`);
  expect((await plan(revealing, session)).steps.length).toBeGreaterThan(5);
  const misspelt = withMask({ reveal: ['PRIVACY_OFICER'] });
  await expect(plan(misspelt, session)).rejects.toEqual(
    unknown('PRIVACY_OFICER', 'did you mean PRIVACY_OFFICER?'),
  );
  const inSql = withMask({ namedRoles: ['PRIVACY_OFFICERS'] });
  await expect(planDomains([inSql], session)).rejects.toEqual(
    unknown('PRIVACY_OFFICERS', 'did you mean PRIVACY_OFFICER?'),
  );
  statements.length = 0;
  await plan(revealing, session);
  expect(statements.filter((each) => each.startsWith('SHOW ROLES'))).toHaveLength(1);
});

test('a role that another of the planned domains makes may be named', async () => {
  await using warehouse = await openLocalWarehouse();
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const revealing = withMask({ reveal: ['PRIVACY_OFFICER'] });
  const office = defineDomain({
    platform: clinic.platform,
    name: 'office',
    contracts: [],
    access: [{ kind: 'accessRole', name: 'PRIVACY_OFFICER', reads: [], clearance: [] }],
  });
  expect(await planDomains([revealing, office], session)).toHaveLength(2);
});

test('without an account nothing is said of its roles', () => {
  const revealing = withMask({ reveal: ['PRIVACY_OFFICER'] });
  expect(planChanges(revealing, deployedState(compileDomain(revealing))).steps).toEqual([]);
});
