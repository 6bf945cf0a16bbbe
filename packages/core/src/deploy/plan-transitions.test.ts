import { openLocalWarehouse } from '@das/local';
import { describe, expect, test } from 'vitest';
import type { TableName } from '../domain/domain-names.js';
import { deployedState } from '../fixtures/planned-state.js';
import type { ColumnResource, Resource, TableResource } from '../resources/resource.js';
import { sql } from '../warehouse/statement.js';
import { emptyState } from './actual-state.js';
import type { Plan } from './plan.js';
import type { PlanOptions } from './plan-options.js';
import { planResources } from './plan-resources.js';

const scope = { name: 'd', database: 'D', deployRole: 'ACCOUNTADMIN' } as const;
const tag = ['D', 'S', 'LEVEL'] as const;
const mask = ['D', 'S', 'MASK'] as const;
const rows = ['D', 'S', 'ROWS'] as const;
const table = ['D', 'S', 'T'] as const;

function column(name: string, more: Partial<ColumnResource> = {}): ColumnResource {
  return { name, type: 'VARCHAR', isNullable: true, maskingPolicy: undefined, tags: [], ...more };
}

const tableOf = (
  columns: readonly ColumnResource[],
  more: Partial<TableResource> = {},
): TableResource => ({ kind: 'table', name: table, columns, rowAccess: undefined, ...more });

const maskingPolicy = (
  more: Partial<Extract<Resource, { kind: 'maskingPolicy' }>> = {},
): Resource => ({
  kind: 'maskingPolicy',
  name: mask,
  type: 'VARCHAR',
  body: "'***'",
  ...more,
});

const rowPolicy = (
  more: Partial<Extract<Resource, { kind: 'rowAccessPolicy' }>> = {},
): Resource => ({
  kind: 'rowAccessPolicy',
  name: rows,
  argument: { name: 'VAL', type: 'VARCHAR' },
  body: "VAL = 'EMEA'",
  ...more,
});

const base: readonly Resource[] = [
  { kind: 'database', name: ['D'] },
  { kind: 'schema', name: ['D', 'S'] },
  { kind: 'role', name: ['READER'] },
  { kind: 'tag', name: tag, allowedValues: ['low', 'high'] },
];

const selectFor = (role: string): Resource => ({
  kind: 'grant',
  privilege: 'SELECT',
  on: { type: 'TABLE', name: table },
  to: role,
});

/** Plans from one state to another, and runs both plans on the engine: every statement has to work. */
async function change(
  before: readonly Resource[],
  after: readonly Resource[],
  options: PlanOptions = {},
): Promise<Plan> {
  const first = planResources(scope, before, emptyState);
  const plan = planResources(scope, after, deployedState(before), options);
  await using warehouse = await openLocalWarehouse();
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  for (const { statements } of [...first.steps, ...plan.steps]) {
    for (const statement of statements) await session.execute(sql.raw(statement));
  }
  expect(plan.steps.every(({ statements, effects }) => statements.length === effects.length)).toBe(
    true,
  );
  return plan;
}

const statementsOf = (plan: Plan) => plan.steps.flatMap((step) => step.statements);
const actionsOf = (plan: Plan) => plan.steps.map(({ action, address }) => `${action} ${address}`);

describe('a policy', () => {
  const masked = tableOf([column('C', { maskingPolicy: mask }), column('K')]);

  test('with another signature is made beside the old one, which goes when nothing names it', async () => {
    const conditions = [{ name: 'K', type: 'VARCHAR' }] as const;
    const plan = await change(
      [...base, maskingPolicy(), masked],
      [
        ...base,
        maskingPolicy({ conditions, body: "CASE WHEN K = 'x' THEN VAL END" }),
        tableOf([column('C', { maskingPolicy: mask, maskingArguments: ['K'] }), column('K')]),
      ],
    );
    expect(actionsOf(plan)).toEqual([
      'create maskingPolicy D.S.MASK_V2',
      'alter table D.S.T',
      'drop maskingPolicy D.S.MASK',
    ]);
    expect(statementsOf(plan)).toContain(
      'ALTER TABLE "D"."S"."T" MODIFY COLUMN "C" SET MASKING POLICY "D"."S"."MASK_V2" USING ("C", "K") FORCE',
    );
    expect(statementsOf(plan).join('\n')).not.toContain('UNSET');
  });

  test('keeps the name of its version from plan to plan, and goes to the next one', () => {
    const second = maskingPolicy({ name: ['D', 'S', 'MASK_V2'], exemptOtherPolicies: true });
    const pointed = tableOf([column('C', { maskingPolicy: ['D', 'S', 'MASK_V2'] }), column('K')]);
    const state = deployedState([...base, second, pointed]);
    const same = [...base, maskingPolicy({ exemptOtherPolicies: true }), masked];
    expect(planResources(scope, same, state).steps).toEqual([]);
    const back = planResources(scope, [...base, maskingPolicy(), masked], state);
    expect(actionsOf(back)).toEqual([
      'create maskingPolicy D.S.MASK_V3',
      'alter table D.S.T',
      'drop maskingPolicy D.S.MASK_V2',
    ]);
  });

  test('of rows is swapped in one statement', async () => {
    const filtered = (policy: TableName) =>
      tableOf([column('R')], { rowAccess: { policy, columns: ['R'] } });
    const other = ['D', 'S', 'OTHER'] as const;
    const plan = await change(
      [...base, rowPolicy(), filtered(rows)],
      [...base, rowPolicy({ name: other }), filtered(other)],
    );
    expect(statementsOf(plan)).toContain(
      'ALTER TABLE "D"."S"."T" DROP ROW ACCESS POLICY "D"."S"."ROWS", ADD ROW ACCESS POLICY "D"."S"."OTHER" ON ("R")',
    );
    expect(plan.leftovers).toEqual(['rowAccessPolicy D.S.ROWS']);
  });

  test('of rows goes before a mask comes to the column that it read', async () => {
    const plan = await change(
      [
        ...base,
        rowPolicy(),
        maskingPolicy(),
        tableOf([column('A'), column('B')], { rowAccess: { policy: rows, columns: ['A'] } }),
      ],
      [
        ...base,
        rowPolicy(),
        maskingPolicy(),
        tableOf([column('A', { maskingPolicy: mask }), column('B')], {
          rowAccess: { policy: rows, columns: ['B'] },
        }),
      ],
    );
    const changes = statementsOf(plan).filter((each) => /ALTER TABLE|ROW ACCESS/.test(each));
    const words = ['-> FALSE', 'ADD ROW ACCESS', 'SET MASKING', "-> VAL = 'EMEA'"];
    expect(changes.map((each, index) => each.includes(words[index] ?? ''))).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  test('that is taken off is refused without leave, and named', () => {
    const state = deployedState([...base, maskingPolicy(), masked]);
    const bare = [...base, maskingPolicy(), tableOf([column('C'), column('K')])];
    expect(() => planResources(scope, bare, state)).toThrow(
      expect.objectContaining({
        code: 'DAS_PLAN_LOWERS_PROTECTION',
        message: 'table D.S.T.C loses masking policy D.S.MASK',
      }),
    );
    const plan = planResources(scope, bare, state, { allowLowering: true });
    expect(statementsOf(plan)).toContain(
      'ALTER TABLE "D"."S"."T" MODIFY COLUMN "C" UNSET MASKING POLICY',
    );
  });
});

describe('a table', () => {
  test('is renamed with its privileges, and its columns are, only by what the declaration says', async () => {
    const renamed = ['D', 'S', 'NEW'] as const;
    const before = [...base, maskingPolicy(), tableOf([column('C', { maskingPolicy: mask })])];
    const after: readonly Resource[] = [
      ...base,
      maskingPolicy(),
      {
        ...tableOf([column('E', { maskingPolicy: mask, renamedFrom: 'C' })]),
        name: renamed,
        renamedFrom: table,
      },
      { kind: 'grant', privilege: 'SELECT', on: { type: 'TABLE', name: renamed }, to: 'READER' },
    ];
    const plan = await change([...before, selectFor('READER')], after);
    expect(actionsOf(plan)).toEqual(['alter table D.S.NEW']);
    expect(statementsOf(plan).slice(1, 3)).toEqual([
      'ALTER TABLE "D"."S"."T" RENAME TO "D"."S"."NEW"',
      'ALTER TABLE "D"."S"."NEW" RENAME COLUMN "C" TO "E"',
    ]);
    expect(planResources(scope, after, deployedState(after)).steps).toEqual([]);
  });

  test('gets longer texts, and no shorter ones', () => {
    const short = [...base, tableOf([column('C', { type: 'VARCHAR(10)' })])];
    const long = [...base, tableOf([column('C', { type: 'VARCHAR(20)' })])];
    expect(statementsOf(planResources(scope, long, deployedState(short)))).toContain(
      'ALTER TABLE "D"."S"."T" MODIFY COLUMN "C" SET DATA TYPE VARCHAR(20)',
    );
    expect(() => planResources(scope, short, deployedState(long))).toThrow(
      expect.objectContaining({ code: 'DAS_PLAN_UNSUPPORTED_CHANGE' }),
    );
  });

  test('is dropped with leave alone, and with rows only by its name', () => {
    const state = deployedState([...base, tableOf([column('C')]), selectFor('READER')]);
    const left = planResources(scope, base, state);
    expect(actionsOf(left)).toEqual(['revoke SELECT on table D.S.T to READER']);
    expect(left.leftovers).toEqual(['table D.S.T']);
    const dropped = planResources(scope, base, state, { destroy: true });
    expect(actionsOf(dropped).at(-1)).toBe('drop table D.S.T');
    const filled = { ...state, rows: new Map([['table D.S.T', 3]]) };
    const unknown = { ...state, rows: new Map() };
    for (const each of [filled, unknown]) {
      expect(() => planResources(scope, base, each, { destroy: true })).toThrow(
        expect.objectContaining({ code: 'DAS_PLAN_DESTROYS_DATA' }),
      );
      const destroyData = ['table D.S.T'];
      const confirmed = planResources(scope, base, each, { destroy: true, destroyData });
      expect(actionsOf(confirmed).at(-1)).toBe('drop table D.S.T');
    }
  });

  test('loses a column with leave alone, and with rows only by its name', () => {
    const before = [...base, tableOf([column('A'), column('B')])];
    const after = [...base, tableOf([column('A')])];
    const state = deployedState(before);
    expect(() => planResources(scope, after, state)).toThrow(
      expect.objectContaining({ code: 'DAS_PLAN_UNSUPPORTED_CHANGE' }),
    );
    const plan = planResources(scope, after, state, { destroy: true });
    expect(statementsOf(plan)).toContain('ALTER TABLE "D"."S"."T" DROP COLUMN "B"');
    const filled = { ...state, rows: new Map([['table D.S.T', 1]]) };
    expect(() => planResources(scope, after, filled, { destroy: true })).toThrow(
      expect.objectContaining({ code: 'DAS_PLAN_DESTROYS_DATA' }),
    );
  });

  test('that somebody else has put in its place is not touched', () => {
    const before = [...base, tableOf([column('A')])];
    const state = deployedState(before);
    const objects = new Map([...state.objects, ['table D.S.T', 'made by hand']]);
    expect(planResources(scope, base, { ...state, objects }, { destroy: true }).steps).toEqual([]);
    expect(() => planResources(scope, before, { ...state, objects })).toThrow(
      expect.objectContaining({ code: 'DAS_PLAN_UNSUPPORTED_CHANGE' }),
    );
  });
});

describe('the order', () => {
  test('is revokes first and grants last', async () => {
    const other: Resource = { kind: 'role', name: ['OTHER'] };
    const before = [...base, other, maskingPolicy(), tableOf([column('A')]), selectFor('READER')];
    const after = [
      ...base,
      other,
      maskingPolicy({ body: 'NULL' }),
      tableOf([column('A', { maskingPolicy: mask })]),
      selectFor('OTHER'),
    ];
    expect(actionsOf(await change(before, after))).toEqual([
      'revoke SELECT on table D.S.T to READER',
      'alter maskingPolicy D.S.MASK',
      'alter table D.S.T',
      'grant SELECT on table D.S.T to OTHER',
    ]);
  });

  test('puts a mapping table before the policy that reads it', () => {
    const mapping: Resource = { ...tableOf([column('R')]), name: ['D', 'S', 'MAP'] };
    const body = 'EXISTS (SELECT 1 FROM "D"."S"."MAP" WHERE R = VAL)';
    const filtered = tableOf([column('R')], { rowAccess: { policy: rows, columns: ['R'] } });
    const desired = [...base, rowPolicy({ body }), filtered, mapping];
    const tables = actionsOf(planResources(scope, desired, emptyState)).slice(4);
    expect(tables).toEqual([
      'create table D.S.MAP',
      'create rowAccessPolicy D.S.ROWS',
      'create table D.S.T',
    ]);
  });
});

describe('a target', () => {
  const desired = [
    ...base,
    maskingPolicy(),
    rowPolicy(),
    tableOf([column('A', { maskingPolicy: mask })]),
    selectFor('READER'),
  ];

  test('is planned with what it needs, and nothing else', () => {
    const plan = planResources(scope, desired, emptyState, { targets: ['table D.S.T'] });
    expect(actionsOf(plan)).toEqual([
      'create database D',
      'create schema D.S',
      'create maskingPolicy D.S.MASK',
      'create table D.S.T',
    ]);
  });

  test('that is not there is an error with what was meant', () => {
    const plan = () => planResources(scope, desired, emptyState, { targets: ['table D.S.X'] });
    expect(plan).toThrow(expect.objectContaining({ code: 'DAS_PLAN_UNKNOWN_TARGET' }));
    expect(plan).toThrow(expect.objectContaining({ next: 'did you mean table D.S.T?' }));
  });
});

test('account objects change in place', async () => {
  const rule: Resource = {
    kind: 'networkRule',
    name: ['D', 'S', 'OFFICE'],
    type: 'IPV4',
    mode: 'INGRESS',
    values: ['10.0.0.0/8', '127.0.0.0/8'],
  };
  const policy: Resource = {
    kind: 'networkPolicy',
    name: ['NET'],
    allowed: [['D', 'S', 'OFFICE']],
    blocked: [],
    activeOn: [],
  };
  const monitor: Resource = {
    kind: 'resourceMonitor',
    name: ['BUDGET'],
    creditQuota: 10,
    triggers: [{ percent: 75, action: 'NOTIFY' }],
  };
  const task: Resource = {
    kind: 'task',
    name: ['D', 'S', 'SWEEP'],
    warehouse: 'WH',
    schedule: '1 MINUTE',
    statement: 'SELECT 1',
  };
  const aggregation: Resource = {
    kind: 'aggregationPolicy',
    name: ['D', 'S', 'GROUPS'],
    body: 'AGGREGATION_CONSTRAINT(MIN_GROUP_SIZE => 5)',
  };
  const before: readonly Resource[] = [
    ...base,
    monitor,
    { kind: 'warehouse', name: ['WH'] },
    rule,
    policy,
    task,
    aggregation,
    maskingPolicy(),
  ];
  const plan = await change(before, [
    ...base.slice(0, 3),
    { kind: 'tag', name: tag, allowedValues: ['low', 'high', 'top'], maskingPolicies: [mask] },
    { ...monitor, creditQuota: 20 },
    { kind: 'warehouse', name: ['WH'], size: 'SMALL', resourceMonitor: 'BUDGET' },
    { ...rule, values: ['10.0.0.0/9', '127.0.0.0/8'] },
    { ...policy, activeOn: [{ type: 'ACCOUNT' }] },
    { ...task, schedule: '2 MINUTE' },
    { ...aggregation, body: 'AGGREGATION_CONSTRAINT(MIN_GROUP_SIZE => 6)' },
    maskingPolicy(),
  ]);
  expect(plan.steps.map(({ action }) => action)).toEqual(plan.steps.map(() => 'alter'));
  expect(plan.steps).toHaveLength(7);
  expect(statementsOf(plan).join('\n')).not.toContain('OR REPLACE');
});
