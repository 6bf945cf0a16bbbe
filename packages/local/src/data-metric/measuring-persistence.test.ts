import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Account } from '../fixtures/account.js';
import { openLocalWarehouse } from '../index.js';

const time = { now: Date.parse('2026-01-01T09:01:30Z') };
const clock = (): Date => new Date(time.now);

describe('what is measured', () => {
  it('ends when the warehouse is closed, and is due again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'das-metrics-'));
    const path = join(folder, 'account.duckdb');
    try {
      await using first = await Account.open({ clock, path });
      await first.runAll([
        'CREATE DATABASE D',
        'CREATE SCHEMA D.S',
        'CREATE TABLE D.S.T AS SELECT SEQ4() AS ID FROM TABLE(GENERATOR(ROWCOUNT => 200000))',
        `CREATE DATA METRIC FUNCTION D.S.ENDLESS(T TABLE(C NUMBER)) RETURNS NUMBER
           AS 'SELECT COUNT(*) FROM T A JOIN T B ON A.C + B.C <> 3'`,
        'ALTER TABLE D.S.T ADD DATA METRIC FUNCTION D.S.ENDLESS ON (ID)',
      ]);
      time.now += 60 * 60_000;
      const passed = first.warehouse.runDueTasks();
      await new Promise((resolve) => setTimeout(resolve, 200));
      await first.warehouse.close();
      await passed;
      await using second = await Account.open({ clock, path });
      await second.run('DELETE FROM D.S.T WHERE ID > 1');
      await second.warehouse.runDueTasks();
      expect(
        await second.column(
          'SELECT VALUE::VARCHAR FROM SNOWFLAKE.LOCAL.DATA_QUALITY_MONITORING_RESULTS',
        ),
      ).toEqual(['4']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('goes on where the file ended', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'das-metrics-'));
    const path = join(folder, 'account.duckdb');
    try {
      await using first = await Account.open({ clock, path });
      await first.runAll([
        'CREATE DATABASE D',
        'CREATE SCHEMA D.S',
        'CREATE TABLE D.S.T (ID NUMBER)',
        `CREATE DATA METRIC FUNCTION D.S.F(T TABLE(C NUMBER)) RETURNS NUMBER AS 'SELECT COUNT(C) FROM T'`,
        'ALTER TABLE D.S.T ADD DATA METRIC FUNCTION D.S.F ON (ID)',
        "ALTER TABLE D.S.T SET DATA_METRIC_SCHEDULE = '30 M'",
      ]);
      time.now += 30 * 60_000;
      await first.warehouse.runDueTasks();
      await first.warehouse.close();
      await using warehouse = await openLocalWarehouse({ clock, path });
      await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
      const count = async (): Promise<unknown> => {
        const { rows } = await session.execute({
          text: 'SELECT COUNT(*) AS N FROM SNOWFLAKE.LOCAL.DATA_QUALITY_MONITORING_RESULTS',
          binds: [],
        });
        return rows[0];
      };
      await warehouse.runDueTasks();
      expect(await count()).toEqual({ N: 1 });
      time.now += 30 * 60_000;
      await warehouse.runDueTasks();
      expect(await count()).toEqual({ N: 2 });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
