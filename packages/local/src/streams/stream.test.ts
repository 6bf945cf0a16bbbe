import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../fixtures/account.js';
import { changesOf, openStreamedTable } from '../fixtures/streamed-table.js';

let account: Account;
beforeEach(async () => {
  account = await openStreamedTable();
});
afterEach(async () => await account.warehouse.close());

const changes = (stream?: string, role?: string) => changesOf(account, stream, role);

const consume = 'INSERT INTO SINK SELECT ID, X FROM C WHERE 0 = 1';

describe('the changes of a stream', () => {
  it('are the net change, whatever statement made them', async () => {
    await account.runAll([
      "MERGE INTO T USING (SELECT 1 AS I UNION ALL SELECT 9) AS N ON T.ID = N.I WHEN MATCHED THEN UPDATE SET X = 'm' WHEN NOT MATCHED THEN INSERT (ID, X) VALUES (N.I, 'n')",
      "UPDATE T SET X = 'u' WHERE ID = 9",
      'DELETE FROM T WHERE ID = 2',
    ]);
    expect(await changes()).toEqual(['-*1a', '+*1m', '-2b', '+9u']);
    await account.run(consume);
    expect(await changes()).toEqual([]);
    await account.run('DELETE FROM T WHERE ID = 9');
    await account.run("INSERT INTO T VALUES (9, 'u')");
    expect(await changes()).toEqual(['-9u', '+9u']);
  });

  it('of TRUNCATE and INSERT OVERWRITE are every old row, and every new one', async () => {
    await account.run("INSERT OVERWRITE INTO T SELECT ID, 'o' FROM T WHERE ID < 3");
    expect(await changes()).toEqual(['-1a', '+1o', '-2b', '+2o', '-3c']);
    await account.run('TRUNCATE TABLE T');
    expect(await changes()).toEqual(['-1a', '-2b', '-3c']);
  });

  it('of COPY INTO are the loaded rows', async () => {
    await account.run('CREATE STAGE ST');
    const session = await account.session('ACCOUNTADMIN');
    await session.upload('D.S.ST', 'f.json', new TextEncoder().encode('{"ID":7,"X":"l"}\n'));
    await account.run(
      'COPY INTO T FROM @ST FILE_FORMAT = (TYPE = JSON) MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE',
    );
    expect(await changes()).toEqual(['+7l']);
  });

  it('stay readable when a column is added or dropped', async () => {
    await account.runAll([
      "UPDATE T SET X = 'u' WHERE ID = 1",
      'ALTER TABLE T ADD COLUMN Y NUMBER DEFAULT 5',
      'DELETE FROM T WHERE ID = 2',
    ]);
    expect(await account.column('SELECT Y FROM C')).toEqual([5, 5, 5]);
    await account.run('ALTER TABLE T DROP COLUMN X');
    expect(await account.value('SELECT COUNT(*) FROM C')).toBe(3);
  });

  it('end at the table columns, the action, whether it was an update, and the id of the row', async () => {
    await account.run("UPDATE T SET X = 'u' WHERE ID = 1");
    const [row] = await account.run('SELECT * FROM C');
    expect(Object.keys(row ?? {})).toEqual([
      'ID',
      'X',
      'METADATA$ACTION',
      'METADATA$ISUPDATE',
      'METADATA$ROW_ID',
    ]);
    expect(await account.value('SELECT COUNT(DISTINCT METADATA$ROW_ID) FROM C')).toBe(1);
  });
});

it.each([
  ['SELECT COUNT(*) FROM T WHERE EXISTS (SELECT 1 FROM C WHERE C.ID = T.ID)', 1],
  ['SELECT SUM((SELECT COUNT(*) FROM C WHERE C.ID = T.ID)) FROM T', 2],
  ['SELECT COUNT(*) FROM C AS L JOIN C AS R ON L.METADATA$ROW_ID = R.METADATA$ROW_ID', 5],
  ['WITH Q AS (SELECT ID FROM C) SELECT COUNT(*) FROM Q UNION ALL SELECT 9 FROM Q WHERE FALSE', 3],
  ["SELECT COUNT(*) FROM D.S.C WHERE D.S.C.METADATA$ACTION = 'DELETE'", 2],
  [
    'SELECT COUNT(*) FROM C WHERE ID IN (SELECT ID FROM C QUALIFY COUNT(*) OVER (PARTITION BY ID) > 1)',
    2,
  ],
])('stands wherever a table may stand: %s', async (query, count) => {
  await account.runAll(["UPDATE T SET X = 'u' WHERE ID = 1", 'DELETE FROM T WHERE ID = 2']);
  expect(await account.value(query)).toBe(count);
});

describe('a stream', () => {
  it('that is append-only gives rows as they were inserted', async () => {
    await account.run('CREATE STREAM A ON TABLE T APPEND_ONLY = TRUE');
    await account.runAll([
      "INSERT INTO T VALUES (4, 'd'), (5, 'e')",
      "UPDATE T SET X = 'u' WHERE ID IN (1, 4)",
      'DELETE FROM T',
    ]);
    expect(await changes('A')).toEqual(['+4d', '+5e']);
  });

  it('that shows initial rows begins with what is there', async () => {
    await account.run('CREATE STREAM I ON TABLE T SHOW_INITIAL_ROWS = TRUE');
    expect(await changes('I')).toEqual(['+1a', '+2b', '+3c']);
    await account.run('INSERT INTO SINK SELECT ID, X FROM I');
    expect(await changes('I')).toEqual([]);
    await account.run('DELETE FROM T WHERE ID = 1');
    expect(await changes('I')).toEqual(['-1a']);
  });

  it('follows its table through a rename and a swap', async () => {
    await account.runAll([
      'CREATE TABLE O (ID NUMBER, X VARCHAR)',
      'ALTER TABLE T RENAME TO T2',
      'ALTER TABLE T2 SWAP WITH O',
      "INSERT INTO O VALUES (4, 'd')",
      "INSERT INTO T2 VALUES (5, 'e')",
    ]);
    expect(await changes()).toEqual(['+4d']);
  });

  it.each([
    ['replaced', ['CREATE OR REPLACE TABLE T (ID NUMBER, X VARCHAR)']],
    ['dropped and created again', ['DROP TABLE T', 'CREATE TABLE T (ID NUMBER, X VARCHAR)']],
  ])('is stale when its table is %s', async (_, statements) => {
    await account.runAll(statements);
    await expect(account.run('SELECT * FROM C')).rejects.toMatchObject({
      code: 'DAS_WAREHOUSE_EXECUTION_FAILED',
      message: 'the stream D.S.C is stale: its table was dropped or replaced',
    });
    expect(await account.run('SHOW STREAMS')).toMatchObject([{ name: 'C', stale: 'true' }]);
    await account.run('CREATE OR REPLACE STREAM C ON TABLE T');
    await account.run("INSERT INTO T VALUES (1, 'x')");
    expect(await changes()).toEqual(['+1x']);
  });

  it('is shown, described, commented and dropped', async () => {
    await account.run("ALTER STREAM C SET COMMENT = 'mine'");
    const shown = {
      name: 'C',
      table_name: 'D.S.T',
      comment: 'mine',
      type: 'DELTA',
      mode: 'DEFAULT',
      stale: 'false',
    };
    expect(await account.run("SHOW STREAMS LIKE 'c' IN SCHEMA D.S")).toMatchObject([shown]);
    expect(await account.run('DESCRIBE STREAM C')).toMatchObject([shown]);
    await account.run("COMMENT ON STREAM C IS 'yours'");
    expect(await account.run('DESC STREAM C')).toMatchObject([{ comment: 'yours' }]);
    await account.run('CREATE STREAM IF NOT EXISTS C ON TABLE T');
    await account.run('DROP STREAM C');
    await account.run('DROP STREAM IF EXISTS C');
    expect(await account.code('SELECT * FROM C')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    await account.run('UPDATE T SET X = NULL');
    await account.run('CREATE STREAM C ON TABLE T');
    expect(await changes()).toEqual([]);
    await account.run('DELETE FROM T WHERE ID > 1');
    expect(await changes()).toEqual(['-2null', '-3null']);
  });

  it('shares the names of tables', async () => {
    expect(await account.code('CREATE TABLE C (A NUMBER)')).toBe('DAS_WAREHOUSE_ALREADY_EXISTS');
    expect(await account.code('CREATE VIEW C AS SELECT 1 AS A')).toBe(
      'DAS_WAREHOUSE_ALREADY_EXISTS',
    );
    expect(await account.code('CREATE STREAM T ON TABLE T')).toBe('DAS_WAREHOUSE_ALREADY_EXISTS');
    expect(await account.code('ALTER TABLE SINK RENAME TO C')).toBe('DAS_WAREHOUSE_ALREADY_EXISTS');
  });

  it.each([
    'CREATE STREAM N ON DYNAMIC TABLE V',
    'CREATE STREAM N ON STAGE V',
    'CREATE STREAM N ON EXTERNAL TABLE V',
    'CREATE STREAM N ON TABLE T INSERT_ONLY = TRUE',
    'CREATE STREAM N ON TABLE TEMPO',
    'ALTER STREAM C SET APPEND_ONLY = TRUE',
    'ALTER TABLE T SET CHANGE_TRACKING = FALSE',
    "CREATE DYNAMIC TABLE N TARGET_LAG = '1 hour' WAREHOUSE = W AS SELECT ID FROM C",
  ])('refuses by name what it lacks: %s', async (statement) => {
    await account.run('CREATE TEMPORARY TABLE TEMPO (A NUMBER)');
    expect(await account.code(statement)).toBe('DAS_WAREHOUSE_UNSUPPORTED');
  });

  it('takes no DML', async () => {
    expect(await account.code('DELETE FROM C')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    expect(await account.code('INSERT INTO C SELECT 1')).toBe('DAS_WAREHOUSE_NOT_FOUND');
  });
});
