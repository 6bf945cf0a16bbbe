import { openLocalWarehouse } from '@das/local';
import { describe, expect, test } from 'vitest';
import { type Domain, defineDomain } from '../domain/define-domain.js';
import { base, planBetween, scope, statementsOf } from '../fixtures/planned-change.js';
import { deployedState } from '../fixtures/planned-state.js';
import { clinic, EvidenceInMemory } from '../fixtures/visits.js';
import { fingerprintOf } from '../resources/create-statement.js';
import { addressOf, type Resource } from '../resources/resource.js';
import { sql } from '../warehouse/statement.js';
import type { Warehouse } from '../warehouse/warehouse.js';
import { emptyState } from './actual-state.js';
import { apply } from './apply.js';
import { plan, planDomains } from './plan.js';
import { planResources } from './plan-resources.js';

const shared: readonly Resource[] = [
  { kind: 'role', name: ['ANALYST'] },
  { kind: 'warehouse', name: ['WH'] },
  { kind: 'networkPolicy', name: ['NET'], allowed: [], blocked: [], activeOn: [] },
  { kind: 'share', name: ['OUT'], accounts: [] },
];

/** The account after another domain has made these, or after an earlier DAS has. */
function madeBy(resources: readonly Resource[], database: string | undefined) {
  const state = deployedState(base);
  const comment = (each: Resource) =>
    database === undefined ? fingerprintOf(each) : `${fingerprintOf(each)} of ${database}`;
  const objects = new Map(resources.map((each) => [addressOf(each), comment(each)]));
  return { ...state, objects: new Map([...state.objects, ...objects]) };
}

describe('what is in no database', () => {
  test('says by its comment which domain made it', () => {
    const created = statementsOf(planResources(scope, [...base, ...shared], emptyState));
    const commented = created.filter((each) => / of D'/.test(each));
    expect(commented.map((each) => each.split(' ').slice(0, 3).join(' '))).toEqual([
      'CREATE WAREHOUSE IF',
      'CREATE ROLE IF',
      'CREATE NETWORK POLICY',
      'CREATE SHARE "OUT"',
    ]);
  });

  test.each(shared.map((each) => [each.kind, each] as const))(
    'is not taken from the domain that made it: %s',
    (_, resource) => {
      expect(() => planResources(scope, [...base, resource], madeBy([resource], 'E'))).toThrow(
        expect.objectContaining({
          code: 'DAS_PLAN_MADE_BY_ANOTHER',
          message: `${addressOf(resource)} was made by the domain of database E`,
          next: expect.stringContaining('give it a name of its own'),
        }),
      );
      const own = planResources(scope, [...base, resource], madeBy([resource], 'D'));
      expect(own.steps).toEqual([]);
    },
  );

  test('is not dropped for another domain, whatever the record says', () => {
    const state = madeBy(shared, 'E');
    const deployed = new Map([...state.deployed, ...deployedState(shared).deployed]);
    const plan = planResources(scope, base, { ...state, deployed }, { destroy: true });
    expect(plan.steps).toEqual([]);
  });

  test('was made before a comment said by whom: then it is known by its definition', () => {
    const state = madeBy(shared, undefined);
    expect(planResources(scope, [...base, ...shared], state).steps).toEqual([]);
    const deployed = new Map([...state.deployed, ...deployedState(shared).deployed]);
    const gone = planResources(scope, base, { ...state, deployed }, { destroy: true });
    expect(gone.steps.map(({ action }) => action)).toEqual(shared.map(() => 'drop'));
  });

  test.each<[string, Resource, Resource]>([
    [
      'a network policy',
      { kind: 'networkPolicy', name: ['NET'], allowed: [], blocked: [], activeOn: [] },
      {
        kind: 'networkPolicy',
        name: ['NET'],
        allowed: [['D', 'S', 'R']],
        blocked: [],
        activeOn: [],
      },
    ],
    [
      'a share',
      { kind: 'share', name: ['OUT'], accounts: ['A.B'] },
      { kind: 'share', name: ['OUT'], accounts: [] },
    ],
    [
      'a tag',
      { kind: 'tag', name: ['D', 'S', 'T'], allowedValues: [], maskingPolicies: [['D', 'S', 'M']] },
      { kind: 'tag', name: ['D', 'S', 'T'], allowedValues: ['a'] },
    ],
  ])('%s of which nothing says what it is now is not altered', (_, before, after) => {
    const state = madeBy([before], undefined);
    expect(() => planResources(scope, [...base, after], state, { allowLowering: true })).toThrow(
      expect.objectContaining({
        code: 'DAS_PLAN_UNSUPPORTED_CHANGE',
        message: expect.stringContaining('nothing says what it is now'),
      }),
    );
    expect(
      planBetween([...base, before], [...base, after], { allowLowering: true }).steps,
    ).not.toEqual([]);
  });
});

describe('two domains of one account', () => {
  const other: Domain = defineDomain({
    platform: clinic.platform,
    name: 'ward',
    contracts: [],
    access: clinic.access,
  });
  const deploy = (warehouse: Warehouse, domain: Domain) =>
    apply({ domain, warehouse, evidence: new EvidenceInMemory() });

  test('do not share a role unawares', async () => {
    await using warehouse = await openLocalWarehouse();
    await deploy(warehouse, clinic);
    await expect(deploy(warehouse, other)).rejects.toMatchObject({
      code: 'DAS_PLAN_MADE_BY_ANOTHER',
      message: 'role READER was made by the domain of database BROOK_CLINIC',
    });
    await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
    expect((await plan(clinic, session)).steps).toEqual([]);
    await session.execute(sql`DROP ROLE READER`);
    await expect(planDomains([clinic, other], session)).rejects.toMatchObject({
      code: 'DAS_PLAN_MADE_BY_ANOTHER',
      message: 'role READER is declared by domain clinic and by domain ward',
    });
  });
});
