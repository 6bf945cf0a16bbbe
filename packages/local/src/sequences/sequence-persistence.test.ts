import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Account } from '../fixtures/account.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'das-sequence-'));
});
afterEach(async () => await rm(folder, { recursive: true, force: true }));

describe('the numbers of a sequence', () => {
  it('go on after a rollback, after reopening and among sessions', async () => {
    const path = join(folder, 'w.duckdb');
    const seen: unknown[] = [];
    {
      await using account = await Account.open({ path });
      await account.runAll(['CREATE DATABASE D', 'CREATE SCHEMA D.S', 'CREATE SEQUENCE D.S.Q']);
      await account.runAll([
        'CREATE TABLE D.S.T (ID NUMBER AUTOINCREMENT, K NUMBER DEFAULT D.S.Q.NEXTVAL, V NUMBER)',
        'BEGIN',
        'INSERT INTO D.S.T (V) VALUES (1)',
      ]);
      seen.push(await account.value('SELECT D.S.Q.NEXTVAL'));
      await account.run('ROLLBACK');
      seen.push(await account.value('SELECT D.S.Q.NEXTVAL'));
      seen.push(await account.value('SELECT D.S.Q.NEXTVAL', 'SYSADMIN').catch(() => 'none'));
      await account.run('ALTER SEQUENCE D.S.Q SET INCREMENT 2');
      const others = await Promise.all(
        Array.from({ length: 8 }, async () => {
          await using session = await account.warehouse.openSession({ role: 'ACCOUNTADMIN' });
          const { rows } = await session.execute({ text: 'SELECT D.S.Q.NEXTVAL AS N', binds: [] });
          return rows[0]?.N;
        }),
      );
      seen.push(...others);
    }
    {
      await using account = await Account.open({ path });
      await account.run('INSERT INTO D.S.T (V) VALUES (2)');
      seen.push(await account.value('SELECT K FROM D.S.T'));
      expect(await account.value('SELECT ID FROM D.S.T')).toBeGreaterThan(0);
      seen.push(await account.value('SELECT D.S.Q.NEXTVAL'));
      await account.runAll(['DROP TABLE D.S.T', 'DROP SEQUENCE D.S.Q']);
    }
    const numbers = seen.filter((each) => typeof each === 'number');
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.length).toBe(12);
    await using account = await Account.open({ path });
    expect(await account.run('SHOW SEQUENCES IN ACCOUNT')).toEqual([]);
  });

  it('stay what they were in a transaction when it commits', async () => {
    await using account = await Account.open();
    await account.runAll([
      'CREATE DATABASE D',
      'CREATE SCHEMA D.S',
      'CREATE SEQUENCE Q',
      'CREATE TABLE T (ID NUMBER AUTOINCREMENT, K NUMBER DEFAULT Q.NEXTVAL, V NUMBER)',
      'BEGIN',
      'INSERT INTO T (V) VALUES (1), (2), (3)',
      'UPDATE T SET K = Q.NEXTVAL WHERE V = 2',
    ]);
    const inside = await account.run('SELECT * FROM T ORDER BY V');
    await account.run('COMMIT');
    expect(await account.run('SELECT * FROM T ORDER BY V')).toEqual(inside);
    expect(new Set(inside.map((row) => row.K)).size).toBe(3);
  });

  it('are unique among 32 sessions that write at once', async () => {
    await using account = await Account.open();
    await account.runAll([
      'CREATE DATABASE D',
      'CREATE SCHEMA D.S',
      'CREATE SEQUENCE Q',
      'CREATE TABLE T (ID NUMBER AUTOINCREMENT, K NUMBER DEFAULT Q.NEXTVAL, V NUMBER)',
    ]);
    await Promise.all(
      Array.from({ length: 32 }, async (_, v) => {
        await using session = await account.warehouse.openSession({
          role: 'ACCOUNTADMIN',
          database: 'D',
          schema: 'S',
        });
        const run = (text: string): Promise<unknown> => session.execute({ text, binds: [] });
        await run('BEGIN');
        await run(`INSERT INTO T (V) VALUES (${v}), (${v})`);
        await run(v % 4 === 0 ? 'ROLLBACK' : 'COMMIT');
        await run(`INSERT INTO T (V) VALUES (${v})`);
      }),
    );
    const counts = 'SELECT COUNT(*) AS A, COUNT(DISTINCT ID) AS B, COUNT(DISTINCT K) AS C FROM T';
    expect(await account.run(counts)).toEqual([{ A: 80, B: 80, C: 80 }]);
  });
});
