import { emptyState, type Plan, type PlanOptions, planResources } from '@das/core';
import { expect, test } from 'vitest';
import { Arguments, type OptionValue } from '../program/arguments.js';
import type { Terminal } from '../terminal/terminal.js';
import { refuseOtherPlan } from './plan-arguments.js';
import { planLines } from './plan-lines.js';

const scope = { name: 'shop', database: 'SHOP', deployRole: 'ACCOUNTADMIN' };

function planBy(options: PlanOptions): Plan {
  return planResources(scope, [{ kind: 'database', name: ['SHOP'] }], emptyState, options);
}

function refusing(
  plan: Plan | undefined,
  given: Readonly<Record<string, OptionValue>>,
): () => void {
  return () => refuseOtherPlan(new Arguments('/', [], given), plan);
}

const dangerous: readonly PlanOptions[] = [
  { destroy: true },
  { allowLowering: true },
  { destroy: true, destroyData: ['table SHOP.BRONZE.ORDERS'] },
];

test.each(dangerous)(
  'a saved plan made with %o is not applied unasked without its digest',
  (options) => {
    const plan = planBy(options);
    const refused = expect.objectContaining({ code: 'DAS_USAGE', place: '--digest' });
    expect(refusing(plan, { yes: true })).toThrow(refused);
    expect(refusing(plan, { yes: true, digest: plan.digest.slice(0, 12) })).toThrow(refused);
    expect(refusing(plan, { yes: true, digest: plan.digest })).not.toThrow();
    // Somebody is asked, and sees by which options it was made.
    expect(refusing(plan, {})).not.toThrow();
  },
);

test('a digest is that of the saved plan, whatever its options', () => {
  const [reviewed, swapped] = [planBy({}), planBy({ destroy: true })];
  expect(refusing(swapped, { digest: reviewed.digest })).toThrow('not the one of --digest');
  expect(refusing(reviewed, { digest: reviewed.digest })).not.toThrow();
  expect(refusing(reviewed, { yes: true })).not.toThrow();
  expect(refusing(undefined, { digest: reviewed.digest })).toThrow('there is none');
});

test('a plan is shown with the options that it was made with', () => {
  const terminal = { paint: (_: string, text: string) => text } as unknown as Terminal;
  const shown = (options: PlanOptions) => planLines(planBy(options), terminal, { sql: false });
  expect(
    shown({ destroy: true, destroyData: ['table SHOP.BRONZE.ORDERS'], allowLowering: true }),
  ).toContain("Made with --destroy --destroy-data 'table SHOP.BRONZE.ORDERS' --allow-lowering");
  expect(shown({ destroy: false }).join('\n')).not.toContain('Made with');
});
