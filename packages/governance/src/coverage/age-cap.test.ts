import {
  type ColumnResource,
  createStatements,
  domainNames,
  type MaskingPolicyResource,
  type Resource,
  sql,
} from '@das/core';
import { openLocalWarehouse } from '@das/local';
import { expect, test } from 'vitest';
import { checkPlan } from '../checks/check-plan.js';
import {
  clinic,
  creating,
  ground,
  ops,
  phiColumn,
  planOf,
  reading,
  visits,
} from '../checks/fixtures/clinic-resources.js';
import { lintDomain } from '../lint/lint-domain.js';
import { maskOf } from '../masking/mask.js';
import { coverage } from './coverage.js';

const cap: MaskingPolicyResource = {
  kind: 'maskingPolicy',
  name: ops('MASK_AGE'),
  type: 'NUMBER(38,0)',
  body: `CASE WHEN IS_ROLE_IN_SESSION('DOCTOR') THEN VAL ELSE ${maskOf('age', { cap: '90' }).number} END`,
};
const meaning = { kind: 'tag', name: domainNames(clinic).semanticTag, allowedValues: [] } as const;
const masked = (name: string, policy: string): ColumnResource => ({
  ...phiColumn(name, policy),
  type: 'NUMBER(38,0)',
});
const years = masked('YEARS', 'MASK_AGE');
const resources: readonly Resource[] = [
  ...ground,
  meaning,
  cap,
  {
    ...visits,
    rowAccess: undefined,
    columns: [
      masked('DOSE', 'MASK_AGE'),
      { ...years, tags: [...years.tags, { tag: meaning.name, value: 'age' }] },
    ],
  },
  ...reading('READER'),
];

test('the cap of ages hides ages, and no number that is none', async () => {
  await using warehouse = await openLocalWarehouse();
  await using admin = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const run = (text: string) => admin.execute(sql.raw(text));
  for (const each of resources) for (const { text } of createStatements(each)) await run(text);
  await run(`INSERT INTO ${visits.name.join('.')} SELECT 25, 95`);
  await using reader = await warehouse.openSession({ role: 'READER' });
  const { rows } = await reader.execute(sql.raw(`SELECT * FROM ${visits.name.join('.')}`));
  expect(rows).toEqual([{ DOSE: 25, YEARS: 90 }]);

  const states = coverage(resources, { deployRole: 'ACCOUNTADMIN' }).columns.map((each) => [
    each.column,
    each.cells.find(({ role }) => role === 'READER')?.state,
  ]);
  expect(states).toEqual([
    ['DOSE', 'exposed'],
    ['YEARS', 'masked'],
  ]);
  const start = resources.map((each) =>
    each === cap ? { ...cap, body: 'CASE WHEN FALSE THEN VAL ELSE NULL END' } : each,
  );
  const found = checkPlan(planOf(start, creating(cap)));
  const lowered = found.filter(({ rule }) => rule === 'DAS-P004');
  expect(lowered.map(({ place, message }) => [place.column, message])).toEqual([
    ['DOSE', expect.stringContaining('in cases in which it was hidden')],
    ['YEARS', expect.stringContaining('told more of what the mask hides')],
  ]);
  expect(lintDomain(resources).filter(({ place }) => place.address.includes('MASK_AGE'))).toEqual(
    [],
  );
});
