import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
let now: number;
const day = 24 * 60 * 60 * 1000;

beforeEach(async () => {
  now = Date.parse('2026-03-01T00:00:00.000Z');
  account = await Account.open({ clock: () => new Date(now) });
  await account.runAll([
    ...basics,
    "CREATE MASKING POLICY M AS (V VARCHAR) RETURNS VARCHAR -> CASE WHEN CURRENT_ROLE() = 'CLEARED' THEN V ELSE '*' END",
    'CREATE TABLE T (ID NUMBER, X VARCHAR WITH MASKING POLICY M)',
    "INSERT INTO T VALUES (1, 'a')",
    'GRANT SELECT ON TABLE T TO ROLE READER',
  ]);
  now += 60_000;
});
afterEach(async () => await account.warehouse.close());

/** @see https://docs.snowflake.com/en/sql-reference/sql/undrop-table */
describe('UNDROP', () => {
  it('restores a table with its rows, grants, policies and history', async () => {
    await account.run("INSERT INTO T VALUES (2, 'b')");
    now += 60_000;
    await account.run('DROP TABLE T');
    expect(await account.code('SELECT * FROM T')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    expect(await account.run('UNDROP TABLE T')).toEqual([
      { status: 'Table T successfully restored.' },
    ]);
    expect(await account.run('SELECT * FROM T ORDER BY ID', 'READER')).toEqual([
      { ID: 1, X: '*' },
      { ID: 2, X: '*' },
    ]);
    expect(await account.value('SELECT COUNT(*) FROM T AT (OFFSET => -90)')).toBe(1);
  });

  it('restores the most recent one of a name, and never over another', async () => {
    await account.run('DROP TABLE T');
    await account.runAll([
      'CREATE TABLE T AS SELECT 2 AS ID',
      'CREATE OR REPLACE TABLE T AS SELECT 3 AS ID',
    ]);
    await expect(account.run('UNDROP TABLE T')).rejects.toMatchObject({ number: 2002 });
    await account.runAll(['ALTER TABLE T RENAME TO T3', 'UNDROP TABLE T']);
    expect(await account.column('SELECT * FROM T')).toEqual([2]);
    await account.runAll(['ALTER TABLE T RENAME TO T2', 'UNDROP TABLE T']);
    expect(await account.column('SELECT ID FROM T')).toEqual([1]);
    await expect(account.run('UNDROP TABLE T')).rejects.toThrow();
    await expect(account.run('UNDROP TABLE NEVER')).rejects.toMatchObject({ number: 2003 });
  });

  it('is over when the retention is, and impossible without one', async () => {
    await account.run('DROP TABLE T');
    now += day - 1000;
    await account.runAll(['UNDROP TABLE T', 'DROP TABLE T']);
    now += day + 1000;
    await expect(account.run('UNDROP TABLE T')).rejects.toMatchObject({ number: 2003 });
    await account.runAll([
      'CREATE TABLE Z (A NUMBER) DATA_RETENTION_TIME_IN_DAYS = 0',
      'DROP TABLE Z',
    ]);
    await expect(account.run('UNDROP TABLE Z')).rejects.toMatchObject({ number: 2003 });
  });

  it('restores a schema and a database with all that was inside', async () => {
    await account.runAll(['CREATE STREAM ST ON TABLE T', "INSERT INTO T VALUES (2, 'b')"]);
    await account.runAll(['DROP SCHEMA D.S', 'CREATE SCHEMA D.S', 'DROP SCHEMA D.S']);
    await account.runAll([
      'UNDROP SCHEMA D.S',
      'ALTER SCHEMA D.S RENAME TO EMPTY',
      'UNDROP SCHEMA D.S',
    ]);
    expect(await account.column('SELECT ID FROM D.S.T ORDER BY ID')).toEqual([1, 2]);
    expect(await account.column('SELECT ID FROM D.S.ST')).toEqual([2]);
    await account.runAll(['DROP DATABASE D', 'UNDROP DATABASE D']);
    expect(await account.column('SELECT ID FROM D.S.T ORDER BY ID', 'READER')).toEqual([1, 2]);
    await expect(account.run('UNDROP DATABASE D')).rejects.toThrow();
  });

  it('is for the owner', async () => {
    await account.run('DROP TABLE T');
    await expect(account.run('UNDROP TABLE T', 'READER')).rejects.toThrow();
    await expect(account.run('UNDROP TABLE T', 'PUBLIC')).rejects.toMatchObject({
      code: 'DAS_WAREHOUSE_NOT_FOUND',
    });
  });

  it('shows nothing of a table whose policy is gone', async () => {
    await account.runAll(['DROP TABLE T', 'DROP MASKING POLICY M', 'UNDROP TABLE T']);
    for (const role of ['READER', 'ACCOUNTADMIN']) {
      await expect(account.run('SELECT X FROM T', role)).rejects.toThrow('gone');
    }
  });

  it('refuses what cannot be restored', async () => {
    for (const kind of ['VIEW V', 'STREAM S', 'ROLE R']) {
      expect(await account.code(`UNDROP ${kind}`)).toBe('DAS_WAREHOUSE_UNSUPPORTED');
    }
  });
});

describe('SHOW … HISTORY', () => {
  it('lists what can be restored, to those who may know of it', async () => {
    await account.run('DROP TABLE T');
    const list = (role?: string) => account.run("SHOW TABLES HISTORY LIKE 'T' IN SCHEMA D.S", role);
    expect(await list()).toMatchObject([{ name: 'T', dropped_on: new Date(now) }]);
    expect(await list('CLEARED')).toEqual([]);
    await account.run('UNDROP TABLE T');
    expect(await list()).toMatchObject([{ name: 'T', dropped_on: null }]);
  });
});
