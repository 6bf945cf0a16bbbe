import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';
import { openLocalWarehouse } from '../warehouse/open-local-warehouse.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([...basics, 'CREATE TABLE T (A NUMBER, B VARCHAR)']);
});
afterAll(async () => await account.warehouse.close());

const history = 'SNOWFLAKE.ACCOUNT_USAGE.QUERY_HISTORY';

describe('the query history', () => {
  it('tells of each statement what it was, who ran it and what it did', async () => {
    await account.run("INSERT INTO T VALUES (1, 'x'), (2, 'y')");
    await account.run('UPDATE T SET A = 3 WHERE A = 2');
    await account.run('SELECT * FROM T');
    await account.code('SELECT * FROM NOTHING');
    const rows = await account.run(
      `SELECT QUERY_TEXT, QUERY_TYPE, USER_NAME, ROLE_NAME, DATABASE_NAME, SCHEMA_NAME,
         EXECUTION_STATUS, ERROR_CODE, ROWS_PRODUCED, ROWS_INSERTED, ROWS_UPDATED
       FROM ${history} WHERE QUERY_TYPE <> 'UNKNOWN' AND QUERY_TEXT NOT LIKE 'CREATE%' AND QUERY_TEXT NOT LIKE 'GRANT%'
       ORDER BY START_TIME, QUERY_TEXT DESC`,
    );
    const place = {
      USER_NAME: 'LOCAL_USER',
      ROLE_NAME: 'ACCOUNTADMIN',
      DATABASE_NAME: 'D',
      SCHEMA_NAME: 'S',
    };
    const done = { ...place, EXECUTION_STATUS: 'SUCCESS', ERROR_CODE: null };
    expect(rows).toHaveLength(4);
    expect(rows).toEqual(
      expect.arrayContaining([
        {
          ...done,
          QUERY_TEXT: "INSERT INTO T VALUES (1, 'x'), (2, 'y')",
          QUERY_TYPE: 'INSERT',
          ROWS_PRODUCED: 2,
          ROWS_INSERTED: 2,
          ROWS_UPDATED: 0,
        },
        {
          ...done,
          QUERY_TEXT: 'UPDATE T SET A = 3 WHERE A = 2',
          QUERY_TYPE: 'UPDATE',
          ROWS_PRODUCED: 1,
          ROWS_INSERTED: 0,
          ROWS_UPDATED: 1,
        },
        {
          ...done,
          QUERY_TEXT: 'SELECT * FROM T',
          QUERY_TYPE: 'SELECT',
          ROWS_PRODUCED: 2,
          ROWS_INSERTED: 0,
          ROWS_UPDATED: 0,
        },
        {
          ...place,
          QUERY_TEXT: 'SELECT * FROM NOTHING',
          QUERY_TYPE: 'SELECT',
          EXECUTION_STATUS: 'FAIL',
          ERROR_CODE: 2003,
          ROWS_PRODUCED: 0,
          ROWS_INSERTED: 0,
          ROWS_UPDATED: 0,
        },
      ]),
    );
  });

  it('keeps neither a password nor the text of what does not parse', async () => {
    await account.code("CREATE USER ANN PASSWORD = 'Secret-1' COMMENT = 'hello'");
    await account.code("SELEC 'Secret-1'");
    const texts = await account.column(`SELECT QUERY_TEXT FROM ${history}`);
    expect(texts).toContain("CREATE USER ANN PASSWORD = '☺☺☺☺☺' COMMENT = 'hello'");
    expect(texts).toContain('<redacted>');
    expect(texts.join()).not.toContain('Secret-1');
  });

  it('has ids that LAST_QUERY_ID gives by their position', async () => {
    await using session = await account.warehouse.openSession({ role: 'SYSADMIN' });
    const run = async (text: string): Promise<unknown> =>
      Object.values((await session.execute({ text, binds: [] })).rows[0] ?? {})[0];
    expect(await run('SELECT LAST_QUERY_ID()')).toBeNull();
    const first = await run('SELECT LAST_QUERY_ID()');
    const second = await run('SELECT LAST_QUERY_ID()');
    expect(first).toMatch(/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/);
    expect(second).not.toBe(first);
    expect(await run('SELECT LAST_QUERY_ID(1)')).toBe(first);
    expect(await run('SELECT LAST_QUERY_ID(-3)')).toBe(second);
    const types = await account.column(
      `SELECT QUERY_TYPE FROM ${history} WHERE QUERY_ID = '${String(first)}'`,
    );
    expect(types).toEqual(['SELECT']);
  });

  it('is of those alone who may see the database SNOWFLAKE', async () => {
    expect(await account.code(`SELECT * FROM ${history}`, 'READER')).toBe(
      'DAS_WAREHOUSE_NOT_FOUND',
    );
  });

  it('gives the last seven days to the table function, with what still runs', async () => {
    const rows = await account.run(
      `SELECT QUERY_TEXT, EXECUTION_STATUS FROM TABLE(INFORMATION_SCHEMA.QUERY_HISTORY(RESULT_LIMIT => 2))`,
    );
    expect(rows[0]).toEqual({
      QUERY_TEXT: expect.stringContaining('RESULT_LIMIT => 2'),
      EXECUTION_STATUS: 'RUNNING',
    });
    expect(rows).toHaveLength(2);
    const failed = await account.column(
      `SELECT COUNT(*) FROM TABLE(D.INFORMATION_SCHEMA.QUERY_HISTORY_BY_USER(USER_NAME => 'LOCAL_USER', RESULT_LIMIT => 1000))
       WHERE EXECUTION_STATUS = 'FAILED_WITH_ERROR'`,
    );
    expect(Number(failed[0])).toBeGreaterThan(0);
    expect(
      await account.column(
        `SELECT COUNT(*) FROM TABLE(INFORMATION_SCHEMA.QUERY_HISTORY_BY_USER('SOMEBODY'))`,
      ),
    ).toEqual([0]);
  });

  it('refuses a function, an argument and a limit that are not documented', async () => {
    for (const [text, code] of [
      ['INFORMATION_SCHEMA.NOTHING()', 'UNSUPPORTED'],
      ['INFORMATION_SCHEMA.QUERY_HISTORY(NOTHING => 1)', 'UNSUPPORTED'],
      ['INFORMATION_SCHEMA.QUERY_HISTORY(RESULT_LIMIT => 0)', 'INVALID_STATEMENT'],
      ['QUERY_HISTORY()', 'INVALID_STATEMENT'],
      ['NOTHING.INFORMATION_SCHEMA.QUERY_HISTORY()', 'NOT_FOUND'],
      ['READ_CSV(1)', 'UNSUPPORTED'],
    ]) {
      expect([text, await account.code(`SELECT * FROM TABLE(${text})`)]).toEqual([
        text,
        `DAS_WAREHOUSE_${code}`,
      ]);
    }
  });

  it('shows the statements of another user to who may monitor their warehouse', async () => {
    await using other = await account.warehouse.openSession({
      role: 'ACCOUNTADMIN',
      user: 'BOB',
      warehouse: 'W',
      database: 'D',
      schema: 'S',
    });
    await other.execute({ text: "SELECT 'by bob' AS V", binds: [] });
    const seen = `SELECT COUNT(*) FROM TABLE(INFORMATION_SCHEMA.QUERY_HISTORY(RESULT_LIMIT => 1000)) WHERE USER_NAME = 'BOB'`;
    expect(await account.value(seen, 'READER')).toBe(0);
    await account.run('GRANT MONITOR ON WAREHOUSE W TO ROLE READER');
    expect(await account.value(seen, 'READER')).toBe(1);
  });

  it('hides what another role ran from who did not have to sign in', async () => {
    await account.run("INSERT INTO T VALUES (9, 'for-admins-alone')");
    const texts =
      'SELECT QUERY_TEXT FROM TABLE(INFORMATION_SCHEMA.QUERY_HISTORY(RESULT_LIMIT => 1000))';
    await account.run('REVOKE MONITOR ON WAREHOUSE W FROM ROLE READER');
    expect((await account.column(texts, 'READER')).join()).not.toContain('for-admins-alone');
    expect((await account.column(texts)).join()).toContain('for-admins-alone');
  });

  it('is still there when the file is opened again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'das-history-'));
    const path = join(folder, 'w.duckdb');
    try {
      const first = await openLocalWarehouse({ path });
      const session = await first.openSession({ role: 'ACCOUNTADMIN' });
      await session.execute({ text: 'SELECT 41 + 1 AS BEFORE_IT_CLOSED', binds: [] });
      await first.close();
      await using second = await openLocalWarehouse({ path });
      await using later = await second.openSession({ role: 'ACCOUNTADMIN' });
      const { rows } = await later.execute({
        text: `SELECT QUERY_TYPE FROM ${history} WHERE QUERY_TEXT LIKE '%BEFORE_IT_CLOSED'`,
        binds: [],
      });
      expect(rows).toEqual([{ QUERY_TYPE: 'SELECT' }]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('RESULT_SCAN', () => {
  it('gives the result of a statement again, as a table', async () => {
    await account.run(
      "SELECT 1 AS N, 1.50 AS D, DATE '2026-01-02' AS DAY, NULL AS NOTHING, PARSE_JSON('[1]') AS J, 'a' AS N",
    );
    const rows = await account.run(
      'SELECT N + 1 AS M, D, DAY, NOTHING, J[0] AS E, N_1 FROM TABLE(RESULT_SCAN(LAST_QUERY_ID()))',
    );
    expect(rows).toEqual([
      { M: 2, D: 1.5, DAY: new Date('2026-01-02'), NOTHING: null, E: 1, N_1: 'a' },
    ]);
  });

  it('takes an index, and reads what SHOW gave', async () => {
    await account.run("SHOW TABLES LIKE 'T'");
    expect(
      await account.run(`SELECT "name", "kind" FROM TABLE(RESULT_SCAN(-1)) WHERE "name" = 'T'`),
    ).toEqual([{ name: 'T', kind: 'TABLE' }]);
    await account.run('SELECT 7 AS V');
    expect(await account.run('SELECT V FROM TABLE(RESULT_SCAN())')).toEqual([{ V: 7 }]);
  });

  it('is for the same role alone', async () => {
    await account.run("SELECT 'mine' AS V");
    const id = await account.value('SELECT LAST_QUERY_ID()');
    const text = `SELECT * FROM TABLE(RESULT_SCAN('${String(id)}'))`;
    expect(await account.run(text)).toEqual([{ V: 'mine' }]);
    expect(await account.code(text, 'READER')).toBe('DAS_WAREHOUSE_EXECUTION_FAILED');
    expect(await account.code("SELECT * FROM TABLE(RESULT_SCAN('nothing'))")).toBe(
      'DAS_WAREHOUSE_EXECUTION_FAILED',
    );
  });
});

describe('GENERATOR', () => {
  it('gives rows, which SEQ4 numbers', async () => {
    expect(
      await account.column('SELECT SEQ4() FROM TABLE(GENERATOR(ROWCOUNT => 3)) ORDER BY 1'),
    ).toEqual([0, 1, 2]);
    expect(
      await account.run(
        'SELECT COUNT(*) AS N, MAX(SEQ1()) AS U, MIN(SEQ1(1)) AS S FROM TABLE(GENERATOR(ROWCOUNT => 300)) V',
      ),
    ).toEqual([{ N: 300, U: 255, S: -128 }]);
    expect(await account.value('SELECT COUNT(*) FROM TABLE(GENERATOR())')).toBe(0);
    expect(
      await account.value(
        'SELECT COUNT(DISTINCT SEQ8()) FROM TABLE(GENERATOR(ROWCOUNT => 2500000))',
      ),
    ).toBe(2_500_000);
  });

  it('refuses a time limit, and SEQ4 without it', async () => {
    expect(await account.code('SELECT 1 FROM TABLE(GENERATOR(TIMELIMIT => 1))')).toBe(
      'DAS_WAREHOUSE_UNSUPPORTED',
    );
    expect(await account.code('SELECT SEQ4() FROM T')).toBe('DAS_WAREHOUSE_UNSUPPORTED');
  });
});
