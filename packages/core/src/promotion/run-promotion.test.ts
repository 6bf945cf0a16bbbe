import { openLocalWarehouse } from '@das/local';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCollector } from '../collector/run-collector.js';
import { apply } from '../deploy/apply.js';
import { plan } from '../deploy/plan.js';
import {
  clinic,
  EvidenceInMemory,
  reasons,
  VisitsCollector,
  visit,
  visits,
} from '../fixtures/visits.js';
import { measureSlos } from '../slo/measure-slos.js';
import { sql } from '../warehouse/statement.js';
import type { Row, Warehouse } from '../warehouse/warehouse.js';
import { orderPromotions } from './order-promotions.js';
import { audited, platinum, promotion, silver } from './promotion.js';
import { runPromotion } from './run-promotion.js';

let warehouse: Warehouse;
let evidence: EvidenceInMemory;

beforeEach(async () => {
  warehouse = await openLocalWarehouse();
  evidence = new EvidenceInMemory();
  await apply({ domain: clinic, warehouse, evidence });
});
afterEach(() => warehouse.close());

async function query(role: string, text: string): Promise<readonly Row[]> {
  await using session = await warehouse.openSession({ role });
  return (await session.execute(sql.raw(text))).rows;
}

async function collect(...events: readonly unknown[]) {
  const collector = new VisitsCollector({ a: events });
  await runCollector(collector, { domain: clinic, warehouse, evidence, baseDirectory: '.' });
}

async function promoteAll() {
  const runs = [];
  for (const each of orderPromotions(clinic.promotions)) {
    runs.push(await runPromotion(each, { domain: clinic, warehouse, evidence }));
  }
  return runs;
}

test('a second plan has nothing to do', async () => {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  expect((await plan(clinic, session)).steps).toEqual([]);
});

test('the newest row of each key reaches PLATINUM, masked for a reader without clearance', async () => {
  await collect(
    visit(1, { reason: 'old', at: '2026-01-01T00:00:00Z' }),
    visit(1, { reason: 'new', at: '2026-01-02T00:00:00Z' }),
    visit(1, { reason: 'late', at: '2026-01-01T12:00:00Z' }),
    visit(2),
  );
  const runs = await promoteAll();
  expect(runs.map(({ promotion, rows }) => [promotion, rows])).toEqual([
    ['visits_silver', 2],
    ['visits_platinum', 2],
    ['reasons_platinum', 2],
  ]);
  const text = 'SELECT ID, PATIENT, REASON FROM BROOK_CLINIC.PLATINUM.VISITS ORDER BY ID';
  expect(await query('READER', text)).toEqual([
    { ID: 1, PATIENT: '***', REASON: 'new' },
    { ID: 2, PATIENT: '***', REASON: 'check-up' },
  ]);
  expect((await query('BROOK_CLINIC_PIPELINE', text))[0]?.PATIENT).toBe('Patient 1');
});

test('rows that break the target contract go to quarantine once, and the others are published', async () => {
  await collect(visit(1), visit(2), visit(3), visit(4, { reason: 'flu' }));
  await promoteAll();
  const runs = await promoteAll();
  expect(runs.at(-1)).toMatchObject({ promotion: 'reasons_platinum', rows: 1, quarantined: 1 });
  const rows = await query(
    'BROOK_CLINIC_PIPELINE',
    'SELECT SOURCE, REASON, FINDINGS, PAYLOAD FROM BROOK_CLINIC.OPS.QUARANTINE',
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    SOURCE: 'promotion:reasons_platinum',
    REASON: 'RULE_VIOLATION',
    FINDINGS: [{ code: 'range_visits' }],
  });
  expect(JSON.parse(String(rows[0]?.PAYLOAD))).toMatchObject({ reason: 'check-up', visits: 3 });
});

test('objectives are measured, kept, and judged; an empty table has no data', async () => {
  const empty = await measureSlos({ domain: clinic, warehouse, evidence });
  expect(new Set(empty.map((each) => each.status))).toEqual(new Set(['no data']));
  await collect(visit(1, { at: '2026-03-01T00:00:00Z' }));
  await promoteAll();
  const at = new Date('2026-03-01T00:05:00Z');
  const measured = await measureSlos({ domain: clinic, warehouse, evidence, at });
  expect(measured.filter((each) => each.tier === 'PLATINUM')).toEqual([
    {
      contract: 'visits',
      tier: 'PLATINUM',
      objective: 'freshness',
      column: 'at',
      target: 600,
      value: 300,
      status: 'met',
    },
    {
      contract: 'visits',
      tier: 'PLATINUM',
      objective: 'completeness',
      column: 'reason',
      target: 0.9,
      value: 1,
      status: 'met',
    },
  ]);
  expect(evidence.kinds.at(-1)).toBe('slo.measured');
});

test('an audited target keeps what it had when a rule over the whole table does not hold', async () => {
  await collect(visit(1));
  await promoteAll();
  await collect(visit(1), visit(2));
  const [toSilver] = orderPromotions(clinic.promotions);
  if (toSilver === undefined) throw new Error('the clinic has promotions');
  await runPromotion(toSilver, { domain: clinic, warehouse, evidence });
  const ungrouped = promotion({
    from: silver(visits),
    to: platinum(reasons),
    strategy: audited(),
    columns: { visits: '1', patients: '1' },
  });
  await expect(
    runPromotion(ungrouped, { domain: clinic, warehouse, evidence }),
  ).rejects.toMatchObject({
    code: 'DAS_PROMOTION_AUDIT_FAILED',
    message: 'rules do not hold: primary_key (2 rows); the target keeps what it had',
  });
  const kept = await query('READER', 'SELECT VISITS FROM BROOK_CLINIC.PLATINUM.REASONS');
  expect(kept).toEqual([{ VISITS: 1 }]);
  expect(evidence.events.at(-1)?.details).toMatchObject({
    outcome: 'failed',
    error: 'DAS_PROMOTION_AUDIT_FAILED',
  });
});
