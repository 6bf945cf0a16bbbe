import { sql } from '@das/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    `CREATE MASKING POLICY D.S.M AS (V VARCHAR) RETURNS VARCHAR ->
       CASE WHEN CURRENT_ROLE() = 'CLEARED' THEN V ELSE '*' END`,
    'CREATE TABLE D.S.T (ID NUMBER, N VARCHAR WITH MASKING POLICY D.S.M)',
    "INSERT INTO D.S.T VALUES (1, 'one'), (2, 'two')",
    'GRANT SELECT ON TABLE D.S.T TO ROLE READER',
    'GRANT CREATE VIEW ON SCHEMA D.S TO ROLE READER',
  ]);
});
afterAll(async () => await account.warehouse.close());

/** @see https://docs.snowflake.com/en/sql-reference/sql/create-view */
describe('a temporary view', () => {
  it('belongs to its session, is masked, may be replaced and is dropped', async () => {
    const run = (text: string) => account.run(text, 'READER');
    await run('CREATE OR REPLACE TEMPORARY VIEW D.S.TMP AS (SELECT ID, N FROM T WHERE ID = 1)');
    expect(await run('SELECT * FROM D.S.TMP')).toEqual([{ ID: 1, N: '*' }]);
    expect((await run('DESCRIBE VIEW D.S.TMP')).map((row) => row.name)).toEqual(['ID', 'N']);
    expect((await run("SHOW VIEWS LIKE 'TMP' IN SCHEMA D.S")).length).toBe(1);
    expect(await account.code('SELECT * FROM D.S.TMP')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    expect(await account.code('CREATE TEMP VIEW D.S.TMP AS SELECT 1 AS A', 'READER')).toBe(
      'DAS_WAREHOUSE_INVALID_STATEMENT',
    );
    await run('CREATE OR REPLACE TEMP VIEW D.S.TMP AS SELECT ID FROM T');
    expect(await account.column('SELECT ID FROM D.S.TMP ORDER BY 1', 'READER')).toEqual([1, 2]);
    await run('DROP VIEW IF EXISTS D.S.TMP CASCADE');
    expect(await account.code('SELECT * FROM D.S.TMP', 'READER')).toBe('DAS_WAREHOUSE_NOT_FOUND');
  });

  it('hides a permanent view of its name, which stays', async () => {
    await account.run('CREATE VIEW D.S.V AS SELECT 1 AS A');
    await using session = await account.warehouse.openSession({
      role: 'ACCOUNTADMIN',
      database: 'D',
      schema: 'S',
    });
    await session.execute(sql`CREATE TEMPORARY VIEW V AS SELECT 2 AS A`);
    expect((await session.execute(sql`SELECT A FROM V`)).rows).toEqual([{ A: 2 }]);
    expect(await account.value('SELECT A FROM V')).toBe(1);
    await session.execute(sql`DROP VIEW V`);
    expect((await session.execute(sql`SELECT A FROM V`)).rows).toEqual([{ A: 1 }]);
  });
});
