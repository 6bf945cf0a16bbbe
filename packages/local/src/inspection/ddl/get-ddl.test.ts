import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    "CREATE TAG D.S.CLASS ALLOWED_VALUES 'pii', 'public' COMMENT = 'c'",
    "CREATE MASKING POLICY D.S.M AS (V VARCHAR) RETURNS VARCHAR -> CASE WHEN CURRENT_ROLE() = 'CLEARED' THEN V ELSE 'it''s hidden' END",
    'CREATE ROW ACCESS POLICY D.S.R AS (I NUMBER) RETURNS BOOLEAN -> I < 3',
    'CREATE SEQUENCE D.S.Q START 5 INCREMENT 2',
    "CREATE TABLE D.S.T (ID NUMBER NOT NULL DEFAULT D.S.Q.NEXTVAL, X VARCHAR(9) WITH MASKING POLICY D.S.M WITH TAG (D.S.CLASS = 'pii') COMMENT 'x') WITH ROW ACCESS POLICY D.S.R ON (ID) COMMENT = 't'",
    "CREATE VIEW D.S.V (ID, X WITH MASKING POLICY D.S.M) COMMENT = 'v' AS SELECT ID, X FROM T",
    "CREATE STREAM D.S.ST ON TABLE D.S.T APPEND_ONLY = TRUE COMMENT = 's'",
    "CREATE TASK D.S.K WAREHOUSE = W SCHEDULE = '60 MINUTE' WHEN SYSTEM$STREAM_HAS_DATA('ST') AS INSERT INTO T (X) VALUES ('k')",
    "CREATE DYNAMIC TABLE D.S.DT TARGET_LAG = '1 hour' WAREHOUSE = W AS SELECT ID FROM T",
    'GRANT SELECT ON ALL TABLES IN SCHEMA D.S TO ROLE READER',
  ]);
});
afterAll(async () => await account.warehouse.close());

const ddl = (args: string, role?: string) => account.value(`SELECT GET_DDL(${args})`, role);

/** @see https://docs.snowflake.com/en/sql-reference/functions/get_ddl */
describe('GET_DDL', () => {
  it('writes the policies and tags of a table, to who may apply them', async () => {
    const text = String(await ddl("'TABLE', 'T'"));
    expect(text).toContain("WITH MASKING POLICY D.S.M WITH TAG (D.S.CLASS='pii') COMMENT 'x'");
    expect(text).toContain('WITH ROW ACCESS POLICY D.S.R ON (ID)');
    const hidden = String(await ddl("'TABLE', 'T'", 'READER'));
    expect(hidden).toContain('WITH MASKING POLICY #UNKNOWN_POLICY');
    expect(hidden).toContain("WITH TAG (#UNKNOWN_TAG='#UNKNOWN_VALUE')");
    expect(hidden).not.toContain('D.S.M');
  });

  it('writes statements that make everything in a schema again', async () => {
    const text = String(await ddl("'SCHEMA', 'D.S'"));
    const statements = text.split(/;\n\n/).map((each) => each.replace(/;$/, ''));
    expect(statements.length).toBe(10);
    await account.run('CREATE DATABASE E');
    const session = await account.session('ACCOUNTADMIN', { database: 'E', schema: 'S' });
    for (const statement of statements) {
      await session.execute({ text: statement.replaceAll('D.S.', 'E.S.'), binds: [] });
    }
    const again = await session.execute({
      text: "SELECT GET_DDL('SCHEMA', 'E.S') AS X",
      binds: [],
    });
    expect(again.rows[0]?.X).toBe(text.replaceAll('D.S.', 'E.S.'));
  });

  it('writes full names if asked, and a database with its schemas', async () => {
    expect(await ddl("'SEQUENCE', 'D.S.Q', TRUE")).toBe(
      'create or replace sequence D.S.Q start with 5 increment by 2 order;'.replace(
        ' order;',
        String(await ddl("'SEQUENCE', 'D.S.Q'")).includes('noorder') ? ' noorder;' : ' order;',
      ),
    );
    const text = String(await ddl("'DATABASE', 'D', TRUE"));
    expect(text).toMatch(/^create or replace database D;\n\ncreate or replace schema D\./);
    expect(text).toContain('create or replace stream D.S.ST on table D.S.T append_only=true');
  });

  it.each([
    ["'POLICY', 'M'", 'NOT_FOUND'],
    ["'TASK', 'K'", 'NOT_FOUND'],
    ["'STREAM', 'ST'", 'NOT_FOUND'],
    ["'DATABASE', 'NONE'", 'NOT_FOUND'],
    ["'WAREHOUSE', 'W'", 'UNSUPPORTED'],
  ])('(%s) ends with %s for a reader', async (args, code) => {
    expect(await account.code(`SELECT GET_DDL(${args})`, 'READER')).toBe(`DAS_WAREHOUSE_${code}`);
  });

  it('leaves out of a schema what the role may not see', async () => {
    const text = String(await ddl("'SCHEMA', 'D.S'", 'READER'));
    expect(text).toContain('TABLE T');
    expect(text).not.toContain('hidden');
    expect(text).not.toContain('task');
  });
});
