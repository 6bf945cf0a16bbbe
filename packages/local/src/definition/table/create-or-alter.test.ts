import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Account, basics } from '../../fixtures/account.js';

let account: Account;
beforeEach(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    "CREATE MASKING POLICY M AS (V VARCHAR) RETURNS VARCHAR -> CASE WHEN CURRENT_ROLE() = 'CLEARED' THEN V ELSE '*' END",
    "CREATE TABLE T (ID NUMBER(10,0) NOT NULL, X VARCHAR(5) WITH MASKING POLICY M COMMENT 'c', OLD NUMBER) COMMENT = 'k'",
    "INSERT INTO T VALUES (1, 'a', 7)",
    'GRANT SELECT ON TABLE T TO ROLE READER',
  ]);
});
afterEach(async () => await account.warehouse.close());

/** @see https://docs.snowflake.com/en/sql-reference/sql/create-or-alter */
describe('CREATE OR ALTER TABLE', () => {
  const wanted =
    "CREATE OR ALTER TABLE T (ID NUMBER(12,0), X VARCHAR(9) NOT NULL, Y NUMBER DEFAULT 3 COMMENT 'y') DATA_RETENTION_TIME_IN_DAYS = 5";

  it('creates the table, or changes it into what is declared and keeps its rows, policies and grants', async () => {
    await account.run('CREATE OR ALTER TABLE NEW (A NUMBER)');
    for (let times = 0; times < 2; times += 1) {
      await account.run(wanted);
      expect(await account.run('SELECT * FROM T', 'READER')).toEqual([{ ID: 1, X: '*', Y: 3 }]);
    }
    const described = await account.run('DESCRIBE TABLE T');
    expect(described.map((row) => [row.name, row.type, row['null?']])).toEqual([
      ['ID', 'NUMBER(12,0)', 'Y'],
      ['X', 'VARCHAR(9)', 'N'],
      ['Y', 'NUMBER(38,0)', 'Y'],
    ]);
    const [shown] = await account.run("SHOW TABLES LIKE 'T' IN SCHEMA D.S");
    expect(shown).toMatchObject({ comment: '', retention_time: '5' });
    await account.run("INSERT INTO T (ID, X) VALUES (123456789012, 'abcdefghi')");
    expect(await account.value('SELECT COUNT(*) FROM T')).toBe(2);
    await expect(account.run('INSERT INTO T (ID) VALUES (1)')).rejects.toThrow('NULL');
  });

  it.each([
    ['another order', 'CREATE OR ALTER TABLE T (X VARCHAR(5), ID NUMBER(10,0), OLD NUMBER)'],
    [
      'a new column in between',
      'CREATE OR ALTER TABLE T (ID NUMBER(10,0), N NUMBER, X VARCHAR(5))',
    ],
    ['a narrower type', 'CREATE OR ALTER TABLE T (ID NUMBER(9,0), X VARCHAR(5))'],
    ['another type', 'CREATE OR ALTER TABLE T (ID VARCHAR, X VARCHAR(5))'],
    ['a new default', 'CREATE OR ALTER TABLE T (ID NUMBER(10,0) DEFAULT 1, X VARCHAR(5))'],
    ['a policy', 'CREATE OR ALTER TABLE T (ID NUMBER(10,0), X VARCHAR(5) WITH MASKING POLICY M)'],
    ['a query', 'CREATE OR ALTER TABLE T (ID) AS SELECT 1'],
    ['a clone', 'CREATE OR ALTER TABLE N CLONE T'],
    ['another kind', 'CREATE OR ALTER TRANSIENT TABLE T (ID NUMBER(10,0), X VARCHAR(5))'],
  ])('refuses %s', async (_, statement) => {
    await expect(account.run(statement)).rejects.toThrow();
    expect(await account.value('SELECT OLD FROM T')).toBe(7);
  });

  it('is for the owner', async () => {
    await account.run('GRANT CREATE TABLE ON SCHEMA D.S TO ROLE READER');
    await expect(account.run(wanted, 'READER')).rejects.toThrow('privileges');
    await account.run('GRANT OWNERSHIP ON TABLE T TO ROLE CLEARED COPY CURRENT GRANTS');
    await account.run(wanted, 'CLEARED');
    expect(await account.run('SELECT X FROM T', 'READER')).toEqual([{ X: '*' }]);
  });

  it('leaves earlier rows readable, in the columns of today', async () => {
    await account.run("UPDATE T SET X = 'b'");
    const id = await account.value('SELECT LAST_QUERY_ID()');
    await account.run(wanted);
    expect(await account.run(`SELECT * FROM T BEFORE (STATEMENT => '${id}')`, 'READER')).toEqual([
      { ID: 1, X: '*', Y: 3 },
    ]);
  });
});

describe('CREATE OR ALTER', () => {
  it('of a view changes whether it is secure, and comments, and nothing else', async () => {
    const query = 'AS SELECT ID, X FROM T';
    await account.run(`CREATE OR ALTER VIEW V ${query}`);
    await account.run('GRANT SELECT ON VIEW V TO ROLE READER');
    await account.run(`CREATE OR ALTER SECURE VIEW V (ID COMMENT 'i', X) COMMENT = 'v' ${query}`);
    const [shown] = await account.run("SHOW VIEWS LIKE 'V' IN SCHEMA D.S");
    expect(shown).toMatchObject({ is_secure: 'true', comment: 'v' });
    expect(await account.run('SELECT X FROM V', 'READER')).toEqual([{ X: '*' }]);
    await expect(account.run('CREATE OR ALTER VIEW V AS SELECT ID FROM T')).rejects.toThrow(
      'query',
    );
  });

  it('of a schema and a database sets what is said, and unsets the rest', async () => {
    await account.run("CREATE OR ALTER SCHEMA D.S DATA_RETENTION_TIME_IN_DAYS = 3 COMMENT = 's'");
    const [schema] = await account.run("SHOW SCHEMAS LIKE 'S' IN DATABASE D");
    expect(schema).toMatchObject({ comment: 's', retention_time: '3' });
    await account.run('CREATE OR ALTER SCHEMA D.S');
    const [after] = await account.run("SHOW SCHEMAS LIKE 'S' IN DATABASE D");
    expect(after).toMatchObject({ comment: '', retention_time: '1' });
    await account.run("CREATE OR ALTER DATABASE D COMMENT = 'd'");
    expect((await account.run("SHOW DATABASES LIKE 'D'"))[0]).toMatchObject({ comment: 'd' });
    expect(await account.value('SELECT COUNT(*) FROM D.S.T')).toBe(1);
  });

  it('of a stream changes its comment', async () => {
    await account.runAll([
      'CREATE STREAM ST ON TABLE T',
      "INSERT INTO T VALUES (2, 'b', 8)",
      "CREATE OR ALTER STREAM ST ON TABLE T COMMENT = 'x'",
    ]);
    expect(await account.value('SELECT COUNT(*) FROM ST')).toBe(1);
    await expect(
      account.run('CREATE OR ALTER STREAM ST ON TABLE T APPEND_ONLY = TRUE'),
    ).rejects.toThrow('type');
  });
});
