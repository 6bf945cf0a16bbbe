import { expect, test } from 'vitest';
import { deployedState } from '../../../fixtures/planned-state.js';
import type { ColumnResource, Resource, TableResource } from '../../../resources/resource.js';
import type { PlanOptions } from '../../plan-options.js';
import { planResources } from '../../plan-resources.js';
import { applyEffect, type PlanStep } from '../../plan-step.js';

const scope = { name: 'd', database: 'D', deployRole: 'ACCOUNTADMIN' } as const;
const address = 'table D.S.T';
const ground: readonly Resource[] = [
  { kind: 'database', name: ['D'] },
  { kind: 'schema', name: ['D', 'S'] },
];

function column(name: string): ColumnResource {
  return { name, type: 'VARCHAR', isNullable: false, maskingPolicy: undefined, tags: [] };
}

function table(...columns: readonly ColumnResource[]): TableResource {
  return { kind: 'table', name: ['D', 'S', 'T'], columns, rowAccess: undefined };
}

const declared = table(column('A'), column('B'));

function stepsFrom(before: Resource, rows: number, options: PlanOptions = {}): readonly PlanStep[] {
  const state = { ...deployedState([...ground, before]), rows: new Map([[address, rows]]) };
  return planResources(scope, [...ground, declared], state, options).steps;
}

function textOf(steps: readonly PlanStep[]): string {
  return steps.flatMap(({ statements }) => statements).join('\n');
}

/** What the table is after these steps, as they say it. */
function left(steps: readonly PlanStep[]): Resource {
  const state = new Map<string, Resource>();
  for (const { effects } of steps) for (const effect of effects) applyEffect(state, effect);
  const resource = state.get(address);
  if (resource === undefined) throw new Error('the steps leave no table');
  return resource;
}

test('a required column that comes to rows may be NULL, and the record says so', () => {
  const steps = stepsFrom(table(column('A')), 3);
  expect(textOf(steps)).not.toContain('NOT NULL');
  expect(left(steps)).toMatchObject({
    columns: [
      { name: 'A', isNullable: false },
      { name: 'B', isNullable: true, lacksValues: true },
    ],
  });
});

test('it is left alone by the next plan, and required once the table is planned by name', () => {
  const begun = left(stepsFrom(table(column('A')), 3));
  expect(stepsFrom(begun, 3)).toEqual([]);
  const named = stepsFrom(begun, 3, { targets: [address] });
  expect(textOf(named)).toContain('MODIFY COLUMN "B" SET NOT NULL');
  expect(left(named)).toEqual(declared);
  expect(stepsFrom(left(named), 3)).toEqual([]);
});

test('in a table without rows it is required at once, or as soon as the rows are gone', () => {
  const steps = stepsFrom(table(column('A')), 0);
  expect(textOf(steps)).toContain('MODIFY COLUMN "B" SET NOT NULL');
  expect(left(steps)).toEqual(declared);
  const begun = left(stepsFrom(table(column('A')), 3));
  expect(left(stepsFrom(begun, 0))).toEqual(declared);
});
