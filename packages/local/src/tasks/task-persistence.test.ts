import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';
import type { LocalSession } from '../warehouse/local-session.js';
import { addRun, taskHistory } from './task-history.js';
import type { RecordedRun } from './task-run.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'das-task-'));
});
afterEach(async () => await rm(folder, { recursive: true, force: true }));

async function engineOf(account: Account): Promise<LocalSession['state']['engine']> {
  return ((await account.session('ACCOUNTADMIN')) as LocalSession).state.engine;
}

describe('the runs of tasks', () => {
  it('are kept, and a time that has passed is not run again after reopening', async () => {
    const path = join(folder, 'w.duckdb');
    let now = Date.parse('2026-01-01T00:00:00Z');
    const clock = (): Date => new Date(now);
    {
      await using account = await Account.open({ path, clock });
      await account.runAll([
        ...basics,
        'CREATE TABLE D.S.T (N NUMBER)',
        "CREATE TASK D.S.K WAREHOUSE = W SCHEDULE = '10 MINUTES' AS INSERT INTO T VALUES (1)",
        'ALTER TASK D.S.K RESUME',
      ]);
      now += 11 * 60_000;
      await account.warehouse.runDueTasks();
    }
    await using account = await Account.open({ path, clock });
    expect(await account.warehouse.runDueTasks()).toEqual([]);
    now += 10 * 60_000;
    expect(await account.warehouse.runDueTasks()).toHaveLength(1);
    const runs = await taskHistory(await engineOf(account));
    expect(runs.map(({ state }) => state)).toEqual(['SCHEDULED', 'SUCCEEDED', 'SUCCEEDED']);
    expect(await account.value('SELECT COUNT(*) FROM D.S.T')).toBe(2);
  });

  it('that were cut off by the end of the process are told as failed', async () => {
    const path = join(folder, 'w.duckdb');
    {
      await using account = await Account.open({ path });
      await account.runAll([...basics, 'CREATE TASK D.S.K WAREHOUSE = W AS SELECT 1']);
      await account.run('EXECUTE TASK D.S.K');
      await account.warehouse.runDueTasks();
      const engine = await engineOf(account);
      const [run] = await taskHistory(engine);
      const connection = await engine.database.connect();
      await addRun(connection, 'cut-off', { ...(run as RecordedRun), state: 'EXECUTING' });
      connection.closeSync();
    }
    await using account = await Account.open({ path });
    const runs = await taskHistory(await engineOf(account));
    expect(runs.map(({ state }) => state).sort()).toEqual(['FAILED', 'SUCCEEDED']);
  });

  it('are cancelled when the warehouse is closed', async () => {
    const path = join(folder, 'w.duckdb');
    {
      await using account = await Account.open({ path });
      await account.runAll([
        ...basics,
        'CREATE TABLE D.S.T (N NUMBER)',
        'INSERT INTO D.S.T SELECT N FROM (WITH RECURSIVE R(N) AS (SELECT 1 UNION ALL SELECT N + 1 FROM R WHERE N < 3000) SELECT N FROM R)',
        'CREATE TASK D.S.K WAREHOUSE = W AS INSERT INTO T SELECT SUM(A.N * B.N + C.N) FROM T A, T B, T C',
        'EXECUTE TASK D.S.K',
      ]);
    }
    await using account = await Account.open({ path });
    const runs = await taskHistory(await engineOf(account));
    expect(runs.map(({ state }) => state)).not.toContain('SUCCEEDED');
    expect(await account.value('SELECT COUNT(*) FROM D.S.T')).toBe(3000);
  });
});
