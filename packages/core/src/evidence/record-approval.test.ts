import { openLocalWarehouse } from '@das/local';
import { expect, test } from 'vitest';
import { apply } from '../deploy/apply.js';
import { randomDomains } from '../testing/random-domain.js';
import { sql } from '../warehouse/statement.js';
import type { EvidenceEvent, EvidenceRecorder } from './evidence-recorder.js';

const { start: domain } = randomDomains([]);
const approval = {
  rule: 'DAS-P004',
  address: 'table BROOK_RANDOM.SILVER.VISITS',
  column: 'SSN',
  by: 'dr.ada',
  until: '2026-12-31',
  record: 'ab'.repeat(32),
};

function recorder(refused?: string): EvidenceRecorder & { readonly events: EvidenceEvent[] } {
  const events: EvidenceEvent[] = [];
  return {
    events,
    record: async (event) => {
      if (event.kind === refused) throw new Error('the log is full');
      events.push(event);
      return { index: events.length - 1, leafHash: '', treeSize: events.length, root: '' };
    },
  };
}

test('an approval becomes evidence with the plan that it is for, before anything runs', async () => {
  await using warehouse = await openLocalWarehouse();
  const evidence = recorder();
  const { plan } = await apply({ domain, warehouse, evidence, approvals: [approval] });
  expect(evidence.events.map(({ kind }) => kind)).toEqual([
    'deployment.approved',
    'deployment.started',
    'deployment.completed',
  ]);
  const { record, ...said } = approval;
  expect(evidence.events[0]).toMatchObject({
    subjects: [{ name: 'random approval', sha256: record }],
    details: { ...said, plan: plan.digest },
  });
});

test('where an approval cannot become evidence, nothing is applied', async () => {
  await using warehouse = await openLocalWarehouse();
  const evidence = recorder('deployment.approved');
  await expect(apply({ domain, warehouse, evidence, approvals: [approval] })).rejects.toThrow(
    'the log is full',
  );
  expect(evidence.events).toEqual([]);
  await using session = await warehouse.openSession({ role: domain.platform.deployRole });
  const { rows } = await session.execute(sql`SHOW DATABASES LIKE 'BROOK_RANDOM'`);
  expect(rows).toEqual([]);
});
