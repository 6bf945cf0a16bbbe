import { apply, type EvidenceEvent, sql, type Warehouse } from '@das/core';
import { randomDomains } from '@das/core/testing';
import { openLocalWarehouse } from '@das/local';
import { createDetector, detectorIds } from '@das/privacy';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Arguments } from '../program/arguments.js';
import type { Invocation } from '../program/command-definition.js';

const { start: domain } = randomDomains([]);
const events: EvidenceEvent[] = [];
let failure: Error | undefined;
const detector = createDetector({ kinds: detectorIds.filter((kind) => kind !== 'url') });

function checkDetails(details: unknown): void {
  if (typeof details === 'string' && detector.scan(details).length > 0) {
    throw new Error('the evidence holds personal data');
  }
  if (typeof details === 'object' && details !== null) Object.values(details).forEach(checkDetails);
}

const evidence = {
  origin: 'test',
  size: 0,
  root: '',
  record: async (event: EvidenceEvent) => {
    if (failure !== undefined) throw failure;
    // As the log does: nothing personal becomes evidence.
    checkDetails(event.details);
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

test('a name that looks like personal data is left out of evidence, and hides nothing', async () => {
  events.length = 0;
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  await session.execute(sql`CREATE TABLE BROOK_RANDOM.OPS."ada@example.com" (N NUMBER)`);
  await session.execute(sql`CREATE USER "grace@example.com"`);
  await session.execute(sql`GRANT ROLE BROOK_RANDOM_PIPELINE TO USER "grace@example.com"`);
  const report = await look();
  expect(report.failure).toMatchObject({ code: 'DAS_DRIFT_FOUND' });
  expect(report.lines.join('\n')).toContain('table BROOK_RANDOM.OPS.ada@example.com');
  const [event] = events;
  expect(event?.details.findings).toContainEqual(
    expect.stringMatching(/^high DAS-D002 table with a name like personal data, [a-p]{32}$/),
  );
  expect(event?.details.findings).toContainEqual(
    'critical DAS-D060 roleGrant role BROOK_RANDOM_PIPELINE to a user',
  );
  expect(JSON.stringify(event)).not.toContain('@');
});

test('what was found is told also where it cannot become evidence', async () => {
  failure = new Error('the log is full');
  try {
    const report = await look();
    expect(report.failure).toBe(failure);
    expect(report.lines.join('\n')).toContain('DAS-D060');
  } finally {
    failure = undefined;
  }
});
