import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  addressOf,
  compileDomain,
  createStatements,
  emptyState,
  type MaskingPolicyResource,
  type Plan,
  planResources,
} from '@das/core';
import { randomDomains } from '@das/core/testing';
import { checkPlan } from '@das/governance';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Terminal } from '../terminal/terminal.js';
import { refusePlan } from './refuse-plan.js';

const { start: domain } = randomDomains([2, 7, 1, 8, 2, 8, 1, 8, 2, 8]);
const resources = compileDomain(domain);
const printed: string[] = [];
const terminal = {
  print: (...lines: readonly string[]) => void printed.push(...lines),
  paint: (_: string, text: string) => text,
} as unknown as Terminal;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'das-refuse-'));
  printed.length = 0;
});
afterEach(async () => await rm(folder, { recursive: true }));

/** A plan that opens a mask for everybody. */
function opening(): Plan {
  const masks = resources.filter((each) => each.kind === 'maskingPolicy');
  const { name, database, platform } = domain;
  const scope = { name, database, deployRole: platform.deployRole };
  const base = planResources(scope, [], emptyState);
  for (const mask of masks) {
    const open: MaskingPolicyResource = {
      ...mask,
      body: mask.argument ?? 'VAL',
    };
    const statements = createStatements(open).map(({ text }) => text);
    const plan: Plan = {
      ...base,
      startsWith: resources,
      steps: [
        {
          action: 'alter',
          address: addressOf(mask),
          statements,
          effects: statements.map(() => ({ is: 'present', resource: open })),
        },
      ],
    };
    if (checkPlan(plan).some(({ severity }) => severity === 'error')) return plan;
  }
  throw new Error('no mask hides anything');
}

async function approve(by: string, more: object = {}): Promise<void> {
  const lowered = checkPlan(opening()).filter(({ severity }) => severity === 'error');
  const approvals = lowered.map(({ rule, place }) => ({
    rule,
    ...place,
    by,
    reason: 'r',
    ...more,
  }));
  await writeFile(join(folder, 'das.approvals.json'), JSON.stringify({ version: 1, approvals }));
}

const refuse = () =>
  refusePlan(opening(), { domain, file: join(folder, 'das.config.ts') }, terminal);

test('a plan that lowers protection is refused without an approval, or with one that is over', async () => {
  await expect(refuse()).rejects.toMatchObject({ code: 'DAS_PLAN_CHECK_FAILED' });
  await approve('dr.ada', { until: '2020-01-01' });
  await expect(refuse()).rejects.toMatchObject({ code: 'DAS_PLAN_CHECK_FAILED' });
});

test('an approval lets it through, is printed, and is given on to become evidence', async () => {
  await approve('dr.ada', { until: '2999-12-31' });
  const used = await refuse();
  expect(used.length).toBeGreaterThan(0);
  for (const approval of used) {
    expect(approval).toMatchObject({
      rule: expect.stringMatching(/^DAS-P/),
      by: 'dr.ada',
      until: '2999-12-31',
      record: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  }
  expect(printed.join('\n')).toMatch(/approved DAS-P004 .*: by dr\.ada/);
});

test('who approved is named in evidence without an address of a person', async () => {
  await approve('dana@example.com');
  const used = await refuse();
  expect(JSON.stringify(used)).not.toContain('@');
  expect(used[0]?.by).toMatch(/^somebody with a name like personal data, [a-p]{32}$/);
});

test('an approval that nothing asks for becomes no evidence', async () => {
  await writeFile(
    join(folder, 'das.approvals.json'),
    JSON.stringify({
      version: 1,
      approvals: [{ rule: 'DAS-P004', address: 'table A.B.C', by: 'dr.ada', reason: 'r' }],
    }),
  );
  const calm = { ...opening(), steps: [] };
  expect(await refusePlan(calm, { domain, file: join(folder, 'das.config.ts') }, terminal)).toEqual(
    [],
  );
});
