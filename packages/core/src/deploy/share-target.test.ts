import { openLocalWarehouse } from '@das/local';
import { expect, test } from 'vitest';
import { deployedState } from '../fixtures/planned-state.js';
import { addressOf, type Resource } from '../resources/resource.js';
import { sql } from '../warehouse/statement.js';
import { emptyState } from './actual-state.js';
import { planResources } from './plan-resources.js';

const scope = { name: 'd', database: 'D', deployRole: 'ACCOUNTADMIN' } as const;
const table: Resource = {
  kind: 'table',
  name: ['D', 'S', 'T'],
  columns: [
    { name: 'C', type: 'VARCHAR', isNullable: true, maskingPolicy: ['D', 'S', 'MASK'], tags: [] },
  ],
  rowAccess: undefined,
};
const mask = (body: string): Resource => ({
  kind: 'maskingPolicy',
  name: ['D', 'S', 'MASK'],
  type: 'VARCHAR',
  body,
});
const base: readonly Resource[] = [
  { kind: 'database', name: ['D'] },
  { kind: 'schema', name: ['D', 'S'] },
  { kind: 'role', name: ['OTHER'] },
  { kind: 'databaseRole', name: ['D', 'GUESTS'] },
  mask("'***'"),
  table,
  {
    kind: 'grant',
    privilege: 'SELECT',
    on: { type: 'TABLE', name: ['D', 'S', 'T'] },
    to: 'OTHER',
  },
];
const select: Resource = {
  kind: 'grant',
  privilege: 'SELECT',
  on: { type: 'TABLE', name: ['D', 'S', 'T'] },
  to: 'D.GUESTS',
  toType: 'DATABASE ROLE',
};
const share = (...accounts: readonly string[]): readonly Resource[] => [
  { kind: 'share', name: ['SH'], accounts },
  {
    kind: 'grant',
    privilege: 'USAGE',
    on: { type: 'DATABASE', name: ['D'] },
    to: 'SH',
    toType: 'SHARE',
  },
  {
    kind: 'roleGrant',
    role: { type: 'DATABASE ROLE', name: ['D', 'GUESTS'] },
    to: { type: 'SHARE', name: ['SH'] },
  },
];
const target = { targets: ['share SH'] };
const opening = { ...target, allowLowering: true };

test('a share that is planned alone is opened last, when all that it shows is granted', async () => {
  const declared = [...base, ...share('ORG.ONE'), select];
  const plan = planResources(scope, declared, emptyState, target);
  const steps = plan.steps.map(({ action, address }) => `${action} ${address}`);
  expect(steps).toEqual(
    expect.arrayContaining([
      'create maskingPolicy D.S.MASK',
      'create table D.S.T',
      'grant SELECT on table D.S.T to database role D.GUESTS',
      'grant USAGE on database D to share SH',
      'grant roleGrant database role D.GUESTS to share SH',
    ]),
  );
  expect(steps).not.toContain('grant SELECT on table D.S.T to OTHER');
  expect(plan.steps.at(-1)?.statements).toEqual(['ALTER SHARE "SH" SET ACCOUNTS = "ORG"."ONE"']);
  await using warehouse = await openLocalWarehouse();
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  for (const text of plan.steps.flatMap(({ statements }) => statements)) {
    await session.execute(sql.raw(text));
  }
});

test('what its readers are not to see any more is taken away before it is opened to more of them', () => {
  const before = deployedState([...base, ...share('ORG.ONE'), select]);
  const after = [...base, ...share('ORG.ONE', 'ORG.TWO')];
  const { steps } = planResources(scope, after, before, opening);
  expect(steps.map(({ action, address }) => `${action} ${address}`)).toEqual([
    'revoke SELECT on table D.S.T to database role D.GUESTS',
    'alter share SH',
    'alter share SH',
  ]);
  expect(steps.at(-1)?.statements[0]).toContain('"ORG"."TWO"');
});

test('what it shows is masked as it is to be before it is opened', () => {
  const before = deployedState([...base, ...share(), select]);
  const after = [
    ...base.map((each) => (each.kind === 'maskingPolicy' ? mask('NULL') : each)),
    ...share('ORG.ONE'),
    select,
  ];
  const { steps } = planResources(scope, after, before, target);
  const addresses = steps.map(({ address }) => address);
  expect(addresses).toContain('maskingPolicy D.S.MASK');
  expect(addresses.at(-1)).toBe('share SH');
});

test('so is what an interrupted plan has granted to them and nobody declares', () => {
  const before = deployedState([...base, ...share('ORG.ONE')]);
  const granted = new Map([[addressOf(select), select]]);
  const attempts = new Map([[addressOf(select), [select]]]);
  const after = [...base, ...share('ORG.ONE', 'ORG.TWO')];
  const known = { ...before, pending: granted, attempts };
  const { steps } = planResources(scope, after, known, opening);
  expect(steps[0]?.statements).toEqual([
    'REVOKE SELECT ON TABLE "D"."S"."T" FROM DATABASE ROLE "D"."GUESTS"',
  ]);
});
