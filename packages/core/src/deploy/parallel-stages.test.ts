import { expect, test } from 'vitest';
import type { TableName } from '../domain/domain-names.js';
import { deployedState } from '../fixtures/planned-state.js';
import type { ColumnResource, Resource } from '../resources/resource.js';
import { emptyState } from './actual-state.js';
import { parallelStages } from './parallel-stages.js';
import type { Plan } from './plan.js';
import { planResources } from './plan-resources.js';

const scope = { name: 'd', database: 'D', deployRole: 'ACCOUNTADMIN' } as const;
const named = (name: string): TableName => ['D', 'S', name];

function table(name: string, more: Partial<ColumnResource> = {}): Resource {
  const column = { name: 'C', type: 'VARCHAR', isNullable: true, tags: [] } as const;
  return {
    kind: 'table',
    name: named(name),
    columns: [{ ...column, maskingPolicy: named('MASK'), ...more }],
    rowAccess: undefined,
  };
}

function dynamicTable(name: string, from: string): Resource {
  const source = table(name) as Extract<Resource, { kind: 'table' }>;
  return {
    ...source,
    kind: 'dynamicTable',
    targetLag: 60,
    warehouse: 'WH',
    query: `SELECT C FROM D.S.${from}`,
    owner: 'OWNER',
  };
}

const select = (on: string, to: string): Resource => ({
  kind: 'grant',
  privilege: 'SELECT',
  on: { type: 'TABLE', name: named(on) },
  to,
});

const mask = (body: string): Resource => ({
  kind: 'maskingPolicy',
  name: named('MASK'),
  type: 'VARCHAR',
  body,
});

const base: readonly Resource[] = [
  { kind: 'database', name: ['D'] },
  { kind: 'schema', name: ['D', 'S'] },
  { kind: 'warehouse', name: ['WH'] },
  { kind: 'role', name: ['OWNER'] },
];
const declared: readonly Resource[] = [
  ...base,
  mask("'***'"),
  table('A'),
  table('B'),
  dynamicTable('V', 'A'),
  select('A', 'OWNER'),
  select('B', 'OWNER'),
];

/** The addresses of each stage; a step that waits for another one of its stage names it after it. */
function stagesOf(plan: Plan, alone?: ReadonlySet<string>): readonly (readonly string[])[] {
  const short = (index: number) => plan.steps[index]?.address.replaceAll('D.S.', '') ?? '';
  return parallelStages(plan, alone).map((stage) =>
    stage.map(({ index, after }) => [short(index), ...after.map(short)].join(' < ')),
  );
}

test('what decides who sees what is alone, and tables run at once', () => {
  expect(stagesOf(planResources(scope, declared, emptyState))).toEqual([
    ['database D'],
    ['schema D.S'],
    ['warehouse WH'],
    ['role OWNER'],
    ['maskingPolicy MASK'],
    ['table A', 'table B'],
    // What is made of a table is filled by its owner, who may read it by then.
    ['SELECT on table A to OWNER'],
    ['dynamicTable V'],
    ['SELECT on table B to OWNER'],
  ]);
});

test('a change of a policy, of the tables that have it and of who reads them follow each other', () => {
  const changed = [
    ...base,
    mask('NULL'),
    table('A', { type: 'VARCHAR', isNullable: false }),
    table('B', { isNullable: false }),
    dynamicTable('V', 'B'),
    select('A', 'OWNER'),
  ];
  const plan = planResources(scope, changed, deployedState(declared));
  expect(stagesOf(plan)).toEqual([
    ['SELECT on table B to OWNER'],
    ['maskingPolicy MASK'],
    ['table A', 'table B', 'dynamicTable V < table A < table B'],
    // The query of the dynamic table changes too: what the mask shows more comes when all else is done.
    ['maskingPolicy MASK'],
  ]);
});

test('a step can be set apart', () => {
  const plan = planResources(scope, declared, emptyState);
  expect(stagesOf(plan, new Set(['table D.S.A'])).slice(5, 7)).toEqual([['table A'], ['table B']]);
});

test('privileges on one object, and of one share, have an order', () => {
  const shown: readonly Resource[] = [
    ...declared,
    { kind: 'role', name: ['OTHER'] },
    { kind: 'share', name: ['SH'], accounts: [] },
    select('B', 'OTHER'),
    {
      kind: 'grant',
      privilege: 'USAGE',
      on: { type: 'DATABASE', name: ['D'] },
      to: 'SH',
      toType: 'SHARE',
    },
    {
      kind: 'grant',
      privilege: 'USAGE',
      on: { type: 'SCHEMA', name: ['D', 'S'] },
      to: 'SH',
      toType: 'SHARE',
    },
  ];
  const grants = stagesOf(planResources(scope, shown, emptyState)).at(-1) ?? [];
  expect([...grants].sort()).toEqual([
    'SELECT on table B to OTHER < SELECT on table B to OWNER',
    'SELECT on table B to OWNER',
    'USAGE on database D to share SH',
    'USAGE on schema D.S to share SH < USAGE on database D to share SH',
  ]);
});
