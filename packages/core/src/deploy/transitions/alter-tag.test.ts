import type { PhysicalType } from '@das/contracts';
import { describe, expect, test } from 'vitest';
import type { TableName } from '../../domain/domain-names.js';
import {
  base,
  column,
  planBetween,
  runBetween,
  statementsOf,
  tableOf,
} from '../../fixtures/planned-change.js';
import type { Resource, TagResource } from '../../resources/resource.js';

const name = ['D', 'S', 'LEVEL'] as const;
const tag = (more: Partial<TagResource> = {}): Resource => ({
  kind: 'tag',
  name,
  allowedValues: ['low', 'high'],
  ...more,
});
const nameOf = (policy: string): TableName => ['D', 'S', policy];
const mask = (policy: string, type: PhysicalType = 'VARCHAR'): Resource => ({
  kind: 'maskingPolicy',
  name: nameOf(policy),
  type,
  body: 'NULL',
});
const alterations = (statements: readonly string[]) =>
  statements.filter((each) => each.startsWith('ALTER TAG'));

describe('the propagation of a tag', () => {
  test.each([
    [undefined, 'dependency', 'SET PROPAGATE = ON_DEPENDENCY'],
    ['dependency', 'dataMovement', 'SET PROPAGATE = ON_DATA_MOVEMENT'],
    [
      'dataMovement',
      'dependencyAndDataMovement',
      'SET PROPAGATE = ON_DEPENDENCY_AND_DATA_MOVEMENT',
    ],
    ['dependencyAndDataMovement', undefined, 'UNSET PROPAGATE'],
  ] as const)('from %s to %s is altered', (from, to, words) => {
    const plan = planBetween(
      [...base, tag(from && { propagate: from })],
      [...base, tag(to && { propagate: to })],
      { allowLowering: true },
    );
    expect(alterations(statementsOf(plan))).toEqual([`ALTER TAG "D"."S"."LEVEL" ${words}`]);
    const states = plan.steps.flatMap(({ effects }) =>
      effects.flatMap((each) => (each.is === 'present' ? [each.resource] : [])),
    );
    expect(states.at(-1)).toEqual(tag(to && { propagate: to }));
  });

  test.each([
    ['dependency', undefined],
    ['dependency', 'dataMovement'],
    ['dependencyAndDataMovement', 'dependency'],
  ] as const)('is not taken back without leave: from %s to %s', (from, to) => {
    expect(() =>
      planBetween([...base, tag({ propagate: from })], [...base, tag(to && { propagate: to })]),
    ).toThrow(
      expect.objectContaining({
        code: 'DAS_PLAN_LOWERS_PROTECTION',
        message: 'tag D.S.LEVEL is carried on to less',
      }),
    );
  });
});

describe('the policies of a tag', () => {
  test('replace one of another name for the same type, and nothing is taken off that is not on it', async () => {
    const before = [...base, mask('A'), mask('N', 'FLOAT')];
    const after = [...before, mask('B')];
    const plan = await runBetween(
      [...before, tag({ maskingPolicies: [nameOf('A'), nameOf('N')] })],
      [...after, tag({ maskingPolicies: [nameOf('B'), nameOf('N')] })],
      { allowLowering: true },
    );
    expect(alterations(statementsOf(plan))).toEqual([
      'ALTER TAG "D"."S"."LEVEL" SET MASKING POLICY "D"."S"."B" FORCE',
    ]);
  });

  test('of another type are taken off by name', async () => {
    const policies = [...base, mask('A'), mask('N', 'FLOAT')];
    const plan = await runBetween(
      [...policies, tag({ maskingPolicies: [nameOf('A')] })],
      [...policies, tag({ maskingPolicies: [nameOf('N')] })],
      { allowLowering: true },
    );
    expect(alterations(statementsOf(plan))).toEqual([
      'ALTER TAG "D"."S"."LEVEL" SET MASKING POLICY "D"."S"."N" FORCE',
      'ALTER TAG "D"."S"."LEVEL" UNSET MASKING POLICY "D"."S"."A"',
    ]);
  });
});

describe('protection by a tag', () => {
  const masked = [...base, mask('A'), tag({ maskingPolicies: [nameOf('A')] })];
  const tags = [{ tag: name, value: 'high' }];
  const loses = expect.objectContaining({
    code: 'DAS_PLAN_LOWERS_PROTECTION',
    message: 'table D.S.T.C loses masking policy D.S.A',
  });

  test('is lost with the tag', () => {
    expect(() =>
      planBetween(
        [...masked, tableOf([column('C', { tags })])],
        [...masked, tableOf([column('C')])],
      ),
    ).toThrow(loses);
  });

  test('is lost with the tag of the table', () => {
    expect(() =>
      planBetween(
        [...masked, tableOf([column('C')], { tags })],
        [...masked, tableOf([column('C')])],
      ),
    ).toThrow(loses);
  });

  test('is lost where the tag loses its policy, though the table stays as it is', () => {
    const table = tableOf([column('C', { tags })]);
    const bare = [...base, mask('A'), tag(), table];
    expect(() => planBetween([...masked, table], bare)).toThrow(
      expect.objectContaining({
        code: 'DAS_PLAN_LOWERS_PROTECTION',
        message: 'table D.S.T.C loses masking policy D.S.A, and 1 more like it',
      }),
    );
  });

  test('may give way to a policy of the column', () => {
    const own = column('C', { maskingPolicy: nameOf('A') });
    const plan = planBetween(
      [...masked, tableOf([column('C', { tags })])],
      [...masked, tableOf([own])],
    );
    expect(plan.steps).toHaveLength(1);
  });
});

describe('a table that becomes one of another kind', () => {
  const dynamic = (more: Partial<Extract<Resource, { kind: 'dynamicTable' }>> = {}): Resource => ({
    kind: 'dynamicTable',
    name: ['D', 'S', 'T'],
    columns: [column('C')],
    rowAccess: undefined,
    targetLag: 60,
    warehouse: 'WH',
    query: 'SELECT 1 AS C',
    owner: 'PIPELINE',
    ...more,
  });
  const masked = [column('C', { maskingPolicy: nameOf('A') })];
  const common = [...base, mask('A')];
  const options = { destroy: true, destroyData: ['table D.S.T'] };

  test.each([
    ['a dynamic one', tableOf(masked), dynamic(), 'table D.S.T.C'],
    ['a plain one', dynamic({ columns: masked }), tableOf([column('C')]), 'dynamicTable D.S.T.C'],
  ] as const)('keeps its policies: %s', (_, before, after, column) => {
    expect(() => planBetween([...common, before], [...common, after], options)).toThrow(
      expect.objectContaining({
        code: 'DAS_PLAN_LOWERS_PROTECTION',
        message: `${column} loses masking policy D.S.A`,
      }),
    );
    const kept = { ...after, columns: masked } as Resource;
    expect(planBetween([...common, before], [...common, kept], options).steps).toHaveLength(2);
  });
});
