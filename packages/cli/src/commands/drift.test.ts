import { apply, type EvidenceEvent, sql, type Warehouse } from '@das/core';
import { randomDomains } from '@das/core/testing';
import { openLocalWarehouse } from '@das/local';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Arguments } from '../program/arguments.js';
import type { Invocation } from '../program/command-definition.js';

const { start: domain } = randomDomains([]);
const events: EvidenceEvent[] = [];
const evidence = {
  origin: 'test',
  size: 0,
  root: '',
  record: async (event: EvidenceEvent) => {
    events.push(event);
    return { index: 0, leafHash: '', treeSize: 0, root: '' };
  },
};
let warehouse: Warehouse;

vi.mock('../deployment/open-deployment.js', () => ({
  configurationOf: async () => ({ domain, file: 'das.config.ts' }),
  openDeployment: async () => ({
    domain,
    file: 'das.config.ts',
    warehouse,
    evidence,
    [Symbol.asyncDispose]: async () => {},
  }),
  evidenceState: () => ({ origin: 'test', size: 0, root: '' }),
}));

beforeAll(async () => {
  warehouse = await openLocalWarehouse();
  await apply({ domain, warehouse, evidence });
  events.length = 0;
});
afterAll(() => warehouse.close());

async function look(values: Readonly<Record<string, unknown>> = {}) {
  const { execute } = await import('./drift.js');
  const given = new Arguments(process.cwd(), [], values as never);
  const terminal = { paint: (_: string, text: string) => text, isJson: false } as never;
  const io = { cwd: process.cwd(), env: process.env } as never;
  const signal = new AbortController().signal;
  return await execute({ arguments: given, terminal, io, signal } satisfies Invocation);
}

test('what apply has just deployed is no drift, and leaves no evidence', async () => {
  const report = await look();
  expect(report.lines).toEqual(['The warehouse is what was deployed for domain random.']);
  expect(report.failure).toBeUndefined();
  expect(events).toEqual([]);
});

test('what was granted by hand is told, fails, and becomes evidence', async () => {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  await session.execute(sql`GRANT USAGE ON DATABASE BROOK_RANDOM TO ROLE PUBLIC`);
  const report = await look();
  expect(report.failure).toMatchObject({ code: 'DAS_DRIFT_FOUND' });
  expect(report.lines.join('\n')).toContain('grant USAGE on database BROOK_RANDOM to PUBLIC');
  expect(events).toMatchObject([
    { kind: 'drift.detected', details: { counts: { critical: 1, high: 0, medium: 0, low: 0 } } },
  ]);
});
