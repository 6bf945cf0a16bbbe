import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    'CREATE TAG D.S.CLASS',
    "CREATE TABLE D.S.T (A NUMBER NOT NULL COMMENT 'it''s', \"b c\" VARCHAR(5) DEFAULT 'x', PRIMARY KEY (A))",
    'CREATE TABLE D.S.TAGGED (A NUMBER, B NUMBER)',
    "ALTER TABLE D.S.TAGGED SET TAG D.S.CLASS = 'internal'",
    "ALTER TABLE D.S.TAGGED MODIFY COLUMN B SET TAG D.S.CLASS = 'pii'",
    'CREATE VIEW D.S.V AS SELECT A, A + 1 AS "b" FROM T',
    'CREATE SECURE VIEW D.S.SV AS SELECT A FROM T',
    'GRANT SELECT ON TABLE D.S.TAGGED TO ROLE READER',
    'GRANT SELECT ON VIEW D.S.SV TO ROLE READER',
  ]);
});
afterAll(async () => await account.warehouse.close());

/** @see https://docs.snowflake.com/en/sql-reference/functions/system_get_tag */
describe('SYSTEM$GET_TAG', () => {
  it.each([
    ["'D.S.CLASS', 'TAGGED', 'TABLE'", 'internal'],
    ["'class', 'd.s.tagged.b', 'column'", 'pii'],
    ["'CLASS', 'TAGGED.A', 'COLUMN'", 'internal'],
    ["'CLASS', 'T', 'table'", null],
  ])('(%s) is %j', async (args, expected) => {
    expect(await account.value(`SELECT SYSTEM$GET_TAG(${args})`)).toBe(expected);
  });

  it.each([
    ["'NONE', 'TAGGED', 'TABLE'", 'NOT_FOUND'],
    ["'CLASS', 'T', 'TABLE'", 'NOT_FOUND'],
    ["'CLASS', 'TAGGED.C', 'COLUMN'", 'INVALID_STATEMENT'],
  ])('(%s) ends with %s for a reader', async (args, code) => {
    expect(await account.code(`SELECT SYSTEM$GET_TAG(${args})`, 'READER')).toBe(
      `DAS_WAREHOUSE_${code}`,
    );
  });
});

/** @see https://docs.snowflake.com/en/sql-reference/functions/get_ddl */
describe('GET_DDL', () => {
  it('writes a view with its columns, and OR REPLACE', async () => {
    expect(await account.value("SELECT GET_DDL('VIEW', 'V')")).toBe(
      'create or replace view V(\n\tA,\n\t"b"\n) as SELECT A, A + 1 AS "b" FROM T;',
    );
    expect(await account.value("SELECT GET_DDL('TABLE', 'd.s.sv', TRUE)")).toMatch(
      /^create or replace secure view D\.S\.SV\(/,
    );
  });

  it('writes a table that can be made again', async () => {
    const text = String(await account.value("SELECT GET_DDL('TABLE', 'T')"));
    expect(text).toContain("A NUMBER(38,0) NOT NULL COMMENT 'it''s'");
    await account.run('CREATE SCHEMA D.AGAIN');
    const session = await account.session('ACCOUNTADMIN', { schema: 'AGAIN' });
    await session.execute({ text, binds: [] });
    const again = await session.execute({ text: "SELECT GET_DDL('TABLE', 'T') AS X", binds: [] });
    expect(again.rows).toEqual([{ X: text }]);
  });

  it.each([
    ["'VIEW', 'SV'", 'NOT_AUTHORIZED'],
    ["'TABLE', 'T'", 'NOT_FOUND'],
    ["'TABLE', 'NONE'", 'NOT_FOUND'],
    ["'SEQUENCE', 'NONE'", 'NOT_FOUND'],
    ["'STAGE', 'S'", 'UNSUPPORTED'],
  ])('(%s) ends with %s for a reader', async (args, code) => {
    expect(await account.code(`SELECT GET_DDL(${args})`, 'READER')).toBe(`DAS_WAREHOUSE_${code}`);
  });
});
