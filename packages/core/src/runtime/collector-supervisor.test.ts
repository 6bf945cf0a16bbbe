import { request } from 'node:http';
import { DasError } from '@das/contracts';
import { openLocalWarehouse } from '@das/local';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { apply } from '../deploy/apply.js';
import { FollowingCollector } from '../fixtures/following-collector.js';
import { clinic, EvidenceInMemory, visit } from '../fixtures/visits.js';
import { sql } from '../warehouse/statement.js';
import type { Warehouse } from '../warehouse/warehouse.js';
import {
  type CollectorSupervisor,
  type SupervisorOptions,
  superviseCollectors,
} from './collector-supervisor.js';
import { type ServedHealth, serveHealth } from './serve-health.js';

let warehouse: Warehouse;
let first: FollowingCollector;
let second: FollowingCollector;
let supervisor: CollectorSupervisor;

beforeEach(async () => {
  warehouse = await openLocalWarehouse();
  const evidence = new EvidenceInMemory();
  await apply({ domain: clinic, warehouse, evidence });
  [first, second] = [new FollowingCollector('first'), new FollowingCollector('second')];
  supervisor = supervise();
});
afterEach(async () => {
  await supervisor.stop();
  await warehouse.close();
});

function supervise(more: Partial<SupervisorOptions> = {}): CollectorSupervisor {
  return superviseCollectors([first, second], {
    domain: clinic,
    warehouse,
    evidence: new EvidenceInMemory(),
    baseDirectory: '.',
    restart: { attempts: 3, baseDelay: 1, maximumDelay: 2 },
    ...more,
  });
}

const broken = new DasError('DAS_COLLECT_SOURCE_CHANGED', 'somebody has to mend this');
const isReady = () => vi.waitFor(() => expect(supervisor.health().isReady).toBe(true), 10_000);

async function countLanded(): Promise<unknown> {
  await using session = await warehouse.openSession({ role: 'BROOK_CLINIC_PIPELINE' });
  const { rows } = await session.execute(sql`SELECT COUNT(*) AS N FROM BROOK_CLINIC.BRONZE.VISITS`);
  return rows[0]?.N;
}

describe('several collectors in one process', () => {
  test('run side by side, and stop together', async () => {
    const finished = supervisor.start();
    first.source.push(visit(1));
    second.source.push(visit(2), visit(3));
    await vi.waitFor(async () => expect(await countLanded()).toBe(3), 10_000);
    expect(supervisor.state).toBe('running');
    supervisor.pause();
    expect(supervisor.state).toBe('paused');
    supervisor.resume();
    const outcomes = await supervisor.stop();
    expect([...outcomes]).toEqual([
      ['first', { kind: 'drained' }],
      ['second', { kind: 'drained' }],
    ]);
    expect(await finished).toEqual(outcomes);
    expect(supervisor.state).toBe('stopped');
  });

  test('go on when one of them has failed', async () => {
    supervisor.start();
    first.source.fail(broken);
    await vi.waitFor(() => expect(supervisor.processes[0]?.state).toBe('failed'));
    second.source.push(visit(1));
    await vi.waitFor(async () => expect(await countLanded()).toBe(1), 10_000);
    expect(supervisor.health()).toMatchObject({ state: 'running', isAlive: true, isReady: false });
    expect((await supervisor.stop()).get('first')).toEqual({ kind: 'failed', error: broken });
  });

  test('stop when one has failed, if that is asked for', async () => {
    supervisor = supervise({ stopOnFailure: true });
    first.source.fail(broken);
    const outcomes = await supervisor.start();
    expect(outcomes.get('first')).toEqual({ kind: 'failed', error: broken });
    expect(outcomes.get('second')).toEqual({ kind: 'drained' });
  });
});

describe('the health endpoint', () => {
  let served: ServedHealth;

  beforeEach(async () => {
    served = await serveHealth({ supervisor, port: 0, metrics: async () => 'up 1\n' });
  });
  afterEach(() => served.close());

  async function get(path: string) {
    const response = await fetch(`${served.url}${path}`);
    return { status: response.status, body: await response.text() };
  }

  test('is alive at once, and ready when each collector has claimed', async () => {
    expect(await get('/healthz')).toMatchObject({ status: 200 });
    expect(await get('/readyz')).toMatchObject({ status: 503 });
    supervisor.start();
    await isReady();
    const { status, body } = await get('/readyz');
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({
      state: 'running',
      isReady: true,
      collectors: [
        {
          collector: 'first',
          state: 'running',
          restarts: 0,
          lastFailure: null,
          lag: { records: 0, bytes: null, milliseconds: null },
        },
        { collector: 'second' },
      ],
    });
  });

  test('is not ready while it drains, and still alive', async () => {
    let release = () => {};
    first.staged = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    first.source.push(visit(1));
    supervisor.start();
    await isReady();
    await vi.waitFor(() => expect(first.source.delivered).toBe(1));
    const stopped = supervisor.stop();
    expect(await get('/readyz')).toMatchObject({ status: 503 });
    const { status, body } = await get('/healthz');
    expect([status, JSON.parse(body).state]).toEqual([200, 'draining']);
    await vi.waitFor(() => expect(second.source.opened).toBe(1));
    release();
    expect((await stopped).get('first')).toEqual({ kind: 'drained' });
  });

  test('is not alive when every collector has failed, and says with which code', async () => {
    first.source.fail(broken);
    second.source.fail(broken);
    await supervisor.start();
    const { status, body } = await get('/healthz');
    expect(status).toBe(503);
    expect(JSON.parse(body).collectors[0]).toMatchObject({
      state: 'failed',
      lastFailure: { code: 'DAS_COLLECT_SOURCE_CHANGED' },
    });
  });

  test('is not alive when a collector is stuck', async () => {
    supervisor = supervise({ stuckAfter: '1s' });
    await served.close();
    served = await serveHealth({ supervisor, port: 0 });
    let release = () => {};
    first.staged = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    first.source.push(visit(1), visit(2), visit(3));
    supervisor.start();
    await vi.waitFor(async () => expect((await get('/healthz')).status).toBe(503), 10_000);
    first.staged = async () => {};
    release();
    await vi.waitFor(async () => expect((await get('/healthz')).status).toBe(200), 10_000);
  });

  test('gives the metrics it was handed, and nothing else', async () => {
    expect(await get('/metrics')).toEqual({ status: 200, body: 'up 1\n' });
    expect(await get('/metrics?x=1')).toMatchObject({ status: 200 });
    expect(await get('/')).toMatchObject({ status: 404 });
    expect(await get('/../etc/passwd')).toMatchObject({ status: 404 });
    const posted = await fetch(`${served.url}/healthz`, { method: 'POST', body: 'x' });
    expect(posted.status).toBe(405);
    await posted.text();
  });

  test('listens on loopback alone unless told otherwise, and closes', async () => {
    expect(served.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await served.close();
    const failed = new Promise((resolve) => request(served.url).on('error', resolve).end());
    expect(await failed).toMatchObject({ code: 'ECONNREFUSED' });
    await served.close();
  });

  test('says that metrics could not be made without saying why', async () => {
    await using broke = await serveHealth({
      supervisor,
      port: 0,
      metrics: async () => {
        throw new Error('ann@example.com');
      },
    });
    const response = await fetch(`${broke.url}/metrics`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('ann@example.com');
  });
});
