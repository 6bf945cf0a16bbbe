import { describe, expect, test } from 'vitest';
import type { TableName } from '../domain/domain-names.js';
import { base, column, runBetween, statementsOf, tableOf } from '../fixtures/planned-change.js';
import type { Resource, TagResource } from '../resources/resource.js';
import { lateUnsets } from './late-unsets.js';
import type { PlanStep } from './plan-step.js';

const policy = (name: string): TableName => ['D', 'S', name];
const tagOf = (policies: readonly string[], name = 'G'): TagResource => ({
  kind: 'tag',
  name: ['D', 'S', name],
  allowedValues: [],
  ...(policies.length > 0 && { maskingPolicies: policies.map(policy) }),
});
const present = (resource: Resource) => ({ is: 'present', resource }) as const;
const unchanged = { is: 'unchanged' } as const;
const table: PlanStep = {
  action: 'alter',
  address: 'table D.S.T',
  statements: ['ALTER TABLE "D"."S"."T" MODIFY COLUMN "A" SET MASKING POLICY "D"."S"."P"'],
  effects: [unchanged],
};
const stepOf = (...effects: PlanStep['effects']): PlanStep => ({
  action: 'alter',
  address: 'tag D.S.G',
  statements: effects.map((_, at) => `statement ${at}`),
  effects,
});
const stateOf = (tag: TagResource) => new Map([['tag D.S.G', tag]]);

describe('the steps of a tag', () => {
  test('are parted where it takes a policy off, whatever their statements look like', () => {
    const tag = stepOf(unchanged, present(tagOf(['P'])), unchanged);
    expect(lateUnsets([tag, table], stateOf(tagOf(['P', 'Q'])))).toEqual({
      early: [{ ...tag, statements: ['statement 0'], effects: [unchanged] }, table],
      late: [{ ...tag, statements: ['statement 1', 'statement 2'], effects: tag.effects.slice(1) }],
    });
  });

  test('are parted after a policy for another type is put on', () => {
    const tag = stepOf(present(tagOf(['P', 'Q'])), present(tagOf(['Q'])));
    const { early, late } = lateUnsets([tag], stateOf(tagOf(['P'])));
    expect(early.map(({ statements }) => statements)).toEqual([['statement 0']]);
    expect(late.map(({ statements }) => statements)).toEqual([['statement 1']]);
  });

  test.each([
    ['puts a policy on', ['P'], ['P', 'Q']],
    ['puts one in the place of another', ['P'], ['Q']],
    ['changes none', ['P'], ['P']],
  ])('stay together where it %s', (_, before, after) => {
    const tag = stepOf(present(tagOf(after)));
    expect(lateUnsets([tag, table], stateOf(tagOf(before)))).toEqual({
      early: [tag, table],
      late: [],
    });
  });
});

test('a column gets its own mask before a tag with a quoted name takes its mask off', async () => {
  const name = 'HOW SECRET';
  const masks: readonly Resource[] = [
    { kind: 'maskingPolicy', name: policy('M_TEXT'), type: 'VARCHAR', body: 'NULL' },
    { kind: 'maskingPolicy', name: policy('M_FLOAT'), type: 'FLOAT', body: 'NULL' },
  ];
  const tags = [{ tag: tagOf([], name).name, value: 'high' }];
  const plan = await runBetween(
    [...base, ...masks, tagOf(['M_TEXT'], name), tableOf([column('C', { tags })])],
    [
      ...base,
      ...masks,
      tagOf(['M_FLOAT'], name),
      tableOf([column('C', { tags, maskingPolicy: policy('M_TEXT') })]),
    ],
    { allowLowering: true },
  );
  const altering = statementsOf(plan).filter((each) => each.startsWith('ALTER '));
  expect(altering).toEqual([
    'ALTER TAG "D"."S"."HOW SECRET" SET MASKING POLICY "D"."S"."M_FLOAT" FORCE',
    'ALTER TABLE "D"."S"."T" MODIFY COLUMN "C" SET MASKING POLICY "D"."S"."M_TEXT" FORCE',
    'ALTER TAG "D"."S"."HOW SECRET" UNSET MASKING POLICY "D"."S"."M_TEXT"',
  ]);
  const states = plan.steps.flatMap(({ effects }) =>
    effects.flatMap((each) =>
      each.is === 'present' && each.resource.kind === 'tag' ? [each.resource.maskingPolicies] : [],
    ),
  );
  expect(states).toEqual([
    [policy('M_FLOAT'), policy('M_TEXT')],
    [policy('M_FLOAT')],
    [policy('M_FLOAT')],
  ]);
});
