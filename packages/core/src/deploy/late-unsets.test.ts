import { expect, test } from 'vitest';
import { lateUnsets } from './late-unsets.js';
import type { PlanStep } from './plan-step.js';

const unchanged = { is: 'unchanged' } as const;
const table: PlanStep = {
  action: 'alter',
  address: 'table D.S.T',
  statements: ['ALTER TABLE "D"."S"."T" MODIFY COLUMN "A" SET MASKING POLICY "D"."S"."P"'],
  effects: [unchanged],
};
const tag: PlanStep = {
  action: 'alter',
  address: 'tag D.S.G',
  statements: [
    `COMMENT ON TAG "D"."S"."G" IS 'under way'`,
    `ALTER TAG "D"."S"."G" UNSET MASKING POLICY "D"."S"."Q"`,
    `COMMENT ON TAG "D"."S"."G" IS 'done'`,
  ],
  effects: [unchanged, { is: 'absent', address: 'gone' }, unchanged],
};

test('a tag takes its policy off in a step of its own, with what comes after that', () => {
  const { early, late } = lateUnsets([tag, table]);
  expect(early).toEqual([
    { ...tag, statements: tag.statements.slice(0, 1), effects: [unchanged] },
    table,
  ]);
  expect(late).toEqual([
    { ...tag, statements: tag.statements.slice(1), effects: tag.effects.slice(1) },
  ]);
});

test('a tag that takes nothing off is changed as one', () => {
  const set = { ...tag, statements: tag.statements.filter((each) => !each.includes('UNSET')) };
  expect(lateUnsets([set, table])).toEqual({ early: [set, table], late: [] });
});
