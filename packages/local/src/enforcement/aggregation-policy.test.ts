import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Account } from '../fixtures/account.js';
import { constrainedAccount } from '../fixtures/constrained-account.js';

let account: Account;
beforeAll(async () => {
  account = await constrainedAccount();
});
afterAll(async () => await account.warehouse.close());

const read = async (text: string, role = 'READER'): Promise<unknown> =>
  (await account.run(text, role)).map((row) => Object.values(row));

// https://docs.snowflake.com/en/user-guide/aggregation-policies
describe('an aggregation policy', () => {
  it('folds groups that are too small into one whose key is NULL', async () => {
    expect(
      await read(
        'SELECT STATE, ROUND(AVG(ELEVATION)) AS A FROM PEAKS GROUP BY STATE ORDER BY A DESC',
      ),
    ).toEqual([
      ['NH', 4435],
      [null, 3543],
    ]);
    expect(
      await read('SELECT STATE, COUNT(*), SUM(ELEVATION) FROM PEAKS GROUP BY 1 ORDER BY 1'),
    ).toEqual([
      ['NH', 3, 13_305],
      [null, 3, 10_630],
    ]);
    expect(await read('SELECT COUNT(*) FROM PEAKS')).toEqual([[6]]);
    expect(await read('SELECT DISTINCT STATE FROM PEAKS ORDER BY STATE')).toEqual([['NH'], [null]]);
    expect(
      await read('SELECT STATE s, COUNT(*) c FROM PEAKS GROUP BY ALL HAVING c > 2 ORDER BY s'),
    ).toEqual([
      ['NH', 3],
      [null, 3],
    ]);
    expect(
      await read('SELECT LOWER(STATE), COUNT(*) + 1 FROM PEAKS GROUP BY LOWER(STATE) ORDER BY 1'),
    ).toEqual([
      ['nh', 4],
      [null, 4],
    ]);
    expect(await read('SELECT PEAK FROM PEAKS', 'CLEARED')).toHaveLength(6);
  });

  it('groups by what a star stands for', async () => {
    const states = [['NH'], [null]];
    for (const text of [
      'SELECT DISTINCT * FROM (SELECT STATE FROM PEAKS) ORDER BY STATE',
      'SELECT DISTINCT p.* EXCLUDE (PEAK, ELEVATION) FROM PEAKS AS p ORDER BY STATE',
      'SELECT DISTINCT * EXCLUDE (PEAK, ELEVATION) RENAME (STATE AS S) FROM PEAKS ORDER BY S',
    ]) {
      expect(await read(text)).toEqual(states);
    }
    expect(
      await read('SELECT *, COUNT(*) FROM (SELECT STATE FROM PEAKS) GROUP BY ALL ORDER BY 1'),
    ).toEqual([
      ['NH', 3],
      [null, 3],
    ]);
    await expect(
      read('SELECT DISTINCT * FROM (SELECT STATE, STATE FROM PEAKS)'),
    ).rejects.toMatchObject({ code: expect.stringMatching(/^DAS_WAREHOUSE_/) });
    await expect(read('SELECT DISTINCT * EXCLUDE (NOPE) FROM PEAKS')).rejects.toMatchObject({
      code: 'DAS_WAREHOUSE_INVALID_STATEMENT',
    });
  });

  it('gives only NULL where the rows do not suffice', async () => {
    expect(await read("SELECT COUNT(*), SUM(ELEVATION) FROM PEAKS WHERE STATE = 'MA'")).toEqual([
      [null, null],
    ]);
    expect(await read("SELECT 'x' AS X, COUNT(*) FROM PEAKS WHERE STATE = 'VT'")).toEqual([
      [null, null],
    ]);
    expect(
      await read("SELECT STATE, SUM(ELEVATION) FROM PEAKS WHERE STATE = 'MA' GROUP BY STATE"),
    ).toEqual([[null, null]]);
    expect(await read("SELECT IFNULL(SUM(ELEVATION), 0) FROM PEAKS WHERE PEAK = 'cannon'")).toEqual(
      [[null]],
    );
  });

  it('counts the rows of the table, not those of a join', async () => {
    await account.runAll([
      'CREATE TABLE D.S.MANY (STATE VARCHAR)',
      "INSERT INTO D.S.MANY VALUES ('MA'), ('MA'), ('MA'), ('MA'), ('NH')",
      'GRANT SELECT ON TABLE D.S.MANY TO ROLE READER',
    ]);
    expect(
      await read(
        'SELECT p.STATE, COUNT(*) FROM PEAKS p JOIN MANY m ON p.STATE = m.STATE GROUP BY p.STATE ORDER BY 1',
      ),
    ).toEqual([
      ['NH', 3],
      [null, null],
    ]);
    expect(
      await read(
        "SELECT COUNT(*) FROM PEAKS a JOIN PEAKS b ON a.PEAK = b.PEAK WHERE a.PEAK = 'cannon'",
      ),
    ).toEqual([[null]]);
    expect(
      await read(
        'SELECT S, COUNT(*) FROM (SELECT STATE AS S FROM PEAKS UNION ALL SELECT STATE FROM PEAKS) GROUP BY S ORDER BY 1',
      ),
    ).toEqual([
      ['NH', 6],
      [null, 6],
    ]);
    // Three rows of one side, none of the other.
    expect(
      await read(
        "SELECT COUNT(*) FROM (SELECT STATE FROM PEAKS WHERE STATE = 'NH' UNION ALL SELECT STATE FROM PEAKS WHERE STATE = 'MA')",
      ),
    ).toEqual([[null]]);
  });

  it('is satisfied once, and then lets the query around it be', async () => {
    expect(
      await read('SELECT * FROM OPEN WHERE ID < (SELECT SUM(ELEVATION) FROM PEAKS) ORDER BY 1'),
    ).toHaveLength(2);
    expect(
      await read('SELECT MAX(C) FROM (SELECT STATE, COUNT(*) AS C FROM PEAKS GROUP BY STATE)'),
    ).toEqual([[3]]);
    expect(await read('SELECT COUNT(*) FROM (SELECT * FROM PEAKS)')).toEqual([[6]]);
    expect(
      await read(
        'WITH q AS (SELECT STATE FROM PEAKS WHERE ELEVATION > 1) SELECT STATE, COUNT(*) FROM q GROUP BY STATE ORDER BY 1',
      ),
    ).toEqual([
      ['NH', 3],
      [null, 3],
    ]);
    expect(
      await read('SELECT COUNT(*) FROM PEAKS WHERE ELEVATION IN (SELECT ID FROM OPEN)'),
    ).toEqual([[null]]);
    expect(await read('SELECT STATE, COUNT(*) FROM HIGH GROUP BY STATE ORDER BY 1')).toEqual([
      ['NH', 3],
      [null, 3],
    ]);
  });

  it.each([
    'SELECT * FROM PEAKS',
    'SELECT PEAK FROM PEAKS LIMIT 1',
    "SELECT 1 FROM PEAKS WHERE PEAK = 'cannon'",
    'SELECT MIN(ELEVATION) FROM PEAKS',
    'SELECT MAX(PEAK) FROM PEAKS',
    'SELECT ANY_VALUE(PEAK) FROM PEAKS',
    'SELECT LISTAGG(PEAK) FROM PEAKS',
    'SELECT ARRAY_AGG(PEAK) FROM PEAKS',
    'SELECT MEDIAN(ELEVATION) FROM PEAKS',
    "SELECT SUM(CASE WHEN PEAK = 'cannon' THEN ELEVATION ELSE 0 END) FROM PEAKS",
    "SELECT SUM(X) FROM (SELECT CASE WHEN PEAK = 'cannon' THEN ELEVATION ELSE 0 END AS X FROM PEAKS)",
    'SELECT SUM(TWICE) FROM HIGH',
    'SELECT SUM(ELEVATION * 2) FROM PEAKS',
    'SELECT ROW_NUMBER() OVER (ORDER BY PEAK) FROM PEAKS',
    'SELECT COUNT(*) OVER () FROM PEAKS',
    'SELECT STATE, COUNT(*) FROM PEAKS GROUP BY STATE QUALIFY ROW_NUMBER() OVER (ORDER BY STATE) = 1',
    'SELECT STATE FROM PEAKS UNION SELECT EMAIL FROM OPEN',
    'SELECT EMAIL FROM OPEN INTERSECT SELECT PEAK FROM PEAKS',
    'SELECT EMAIL FROM OPEN EXCEPT SELECT PEAK FROM PEAKS',
    'SELECT PEAK FROM PEAKS UNION ALL SELECT EMAIL FROM OPEN',
    "SELECT 1 FROM OPEN WHERE EXISTS (SELECT 1 FROM PEAKS WHERE PEAK = 'cannon')",
    "SELECT 1 FROM OPEN WHERE EXISTS (SELECT PEAK FROM PEAKS WHERE PEAK = 'cannon' GROUP BY PEAK)",
    'SELECT 1 FROM OPEN WHERE ID IN (SELECT ELEVATION FROM PEAKS)',
    'SELECT (SELECT PEAK FROM PEAKS LIMIT 1)',
    'SELECT o.ID, (SELECT COUNT(*) FROM PEAKS p WHERE p.ELEVATION = o.ID) FROM OPEN o',
    'SELECT o.ID, (SELECT COUNT(*) FROM PEAKS p JOIN MANY m ON p.ELEVATION = o.ID) FROM OPEN o',
    'SELECT COUNT(*) FROM PEAKS p WHERE EXISTS (SELECT 1 FROM OPEN o WHERE o.ID = p.ELEVATION)',
    'SELECT COUNT(*) FROM PEAKS WHERE 1 / (ELEVATION - 4080) > 0',
    'SELECT COUNT(*) FROM PEAKS WHERE TO_NUMBER(PEAK) = 1',
    'SELECT COUNT(*) FROM PEAKS WHERE PEAK::NUMBER = 1',
    'SELECT CAST(STATE AS NUMBER), COUNT(*) FROM PEAKS GROUP BY 1',
    'SELECT COUNT(*) FROM (SELECT * FROM PEAKS ORDER BY ELEVATION LIMIT 1)',
    'SELECT STATE, PEAK, COUNT(*) FROM PEAKS GROUP BY STATE',
    'CREATE TABLE D.S.COPY AS SELECT * FROM PEAKS',
    'INSERT INTO MANY SELECT PEAK FROM PEAKS',
    "UPDATE PEAKS SET STATE = 'x' WHERE PEAK = 'cannon'",
    "DELETE FROM PEAKS WHERE PEAK = 'cannon'",
    'UPDATE OPEN SET EMAIL = p.PEAK FROM PEAKS p',
    'MERGE INTO OPEN o USING PEAKS p ON o.ID = p.ELEVATION WHEN MATCHED THEN UPDATE SET EMAIL = p.PEAK',
    "CREATE DYNAMIC TABLE D.S.DT TARGET_LAG = '1 hour' WAREHOUSE = W AS SELECT PEAK FROM PEAKS",
    "SELECT f.VALUE FROM PEAKS, LATERAL FLATTEN(INPUT => SPLIT(PEAK, '-')) f",
    'SELECT COUNT(*) FROM HIGH WHERE TWICE > 1',
    'SELECT TWICE, COUNT(*) FROM HIGH GROUP BY TWICE',
    'WITH RECURSIVE r (P) AS (SELECT PEAK FROM PEAKS UNION ALL SELECT P FROM r WHERE FALSE) SELECT COUNT(*) FROM r',
    'SELECT PEAKS.* FROM PEAKS JOIN OPEN ON TRUE',
    'SELECT COUNT(*), PEAK FROM PEAKS',
    "SELECT COUNT(*) FROM PEAKS HAVING MAX(PEAK) = 'x'",
    'SELECT COUNT(*) FROM PEAKS GROUP BY STATE ORDER BY MAX(PEAK)',
  ])('refuses what would show a row: %s', async (text) => {
    await account.run('GRANT INSERT, UPDATE, DELETE ON TABLE D.S.MANY TO ROLE READER');
    const error = await account.run(text, 'READER').then(
      (rows) => `it gave ${JSON.stringify(rows)}`,
      (reason: unknown) => `${String(reason)} ${JSON.stringify(reason)}`,
    );
    expect(error).not.toMatch(/^it gave|washington|wachusett|4080|2006|internal|INTERNAL/);
  });

  it('follows rows into a stream, where they are refused', async () => {
    await account.runAll([
      'CREATE STREAM D.S.AS1 ON TABLE D.S.PEAKS',
      'GRANT SELECT ON STREAM D.S.AS1 TO ROLE READER',
      "INSERT INTO D.S.PEAKS VALUES ('SECRET', 'NH', 1)",
    ]);
    await expect(account.run('SELECT COUNT(*) FROM AS1', 'READER')).rejects.toThrow(
      'aggregation required',
    );
    await expect(account.run("SELECT SYSTEM$STREAM_HAS_DATA('AS1')", 'READER')).rejects.toThrow(
      'aggregation required',
    );
    await account.runAll(['DROP STREAM D.S.AS1', "DELETE FROM D.S.PEAKS WHERE PEAK = 'SECRET'"]);
  });

  it('counts entities where it has an entity key', async () => {
    await account.runAll([
      'CREATE TABLE D.S.LOG (WHO VARCHAR, HOME NUMBER, SHOW_ID NUMBER)',
      "INSERT INTO D.S.LOG VALUES ('a', 1, 9), ('a', 1, 9), ('a', 1, 9), ('b', 2, 8), ('c', 3, 8), ('d', 4, 8)",
      'ALTER TABLE D.S.LOG SET AGGREGATION POLICY D.S.THREE ENTITY KEY (HOME)',
      'GRANT SELECT ON TABLE D.S.LOG TO ROLE READER',
    ]);
    expect(await read('SELECT SHOW_ID, COUNT(*) FROM LOG GROUP BY SHOW_ID ORDER BY 1')).toEqual([
      [8, 3],
      [null, null],
    ]);
    expect(
      await account.code('SELECT COUNT(*) FROM (SELECT HOME FROM LOG GROUP BY HOME)', 'READER'),
    ).toBe('DAS_WAREHOUSE_UNSUPPORTED');
    await account.run('ALTER TABLE D.S.LOG ADD AGGREGATION POLICY D.S.THREE ENTITY KEY (WHO)');
    expect(await read('SELECT COUNT(*) FROM LOG')).toEqual([[6]]);
    await account.run('ALTER TABLE D.S.LOG DROP AGGREGATION POLICY D.S.THREE ENTITY KEY (WHO)');
    expect(await account.code('ALTER TABLE D.S.LOG DROP COLUMN HOME')).toBe(
      'DAS_WAREHOUSE_INVALID_STATEMENT',
    );
    await account.run('ALTER TABLE D.S.LOG RENAME COLUMN HOME TO HOUSE');
    expect(await read('SELECT COUNT(*) FROM LOG')).toEqual([[6]]);
  });

  it('goes with row access, masking and views of its own', async () => {
    await account.runAll([
      "CREATE MASKING POLICY D.S.MS AS (V VARCHAR) RETURNS VARCHAR -> CASE WHEN CURRENT_ROLE() = 'READER' THEN '*' ELSE V END",
      "CREATE ROW ACCESS POLICY D.S.RS AS (E NUMBER) RETURNS BOOLEAN -> CURRENT_ROLE() <> 'READER' OR E > 2500",
      'CREATE TABLE D.S.ALL3 (STATE VARCHAR WITH MASKING POLICY D.S.MS, E NUMBER) WITH ROW ACCESS POLICY D.S.RS ON (E) WITH AGGREGATION POLICY D.S.THREE',
      "INSERT INTO D.S.ALL3 VALUES ('NH', 6288), ('NH', 4080), ('VT', 2937), ('MA', 2006)",
      'GRANT SELECT ON TABLE D.S.ALL3 TO ROLE READER',
      'CREATE TABLE D.S.BASE (A NUMBER)',
      'INSERT INTO D.S.BASE VALUES (1), (2)',
      'CREATE VIEW D.S.GUARDED WITH AGGREGATION POLICY D.S.THREE AS SELECT A FROM D.S.BASE',
      'GRANT SELECT ON VIEW D.S.GUARDED TO ROLE READER',
      'GRANT SELECT ON TABLE D.S.BASE TO ROLE READER',
    ]);
    expect(await read('SELECT STATE, COUNT(*) FROM ALL3 GROUP BY STATE')).toEqual([['*', 3]]);
    expect(await account.code('SELECT A FROM GUARDED', 'READER')).toBe(
      'DAS_WAREHOUSE_EXECUTION_FAILED',
    );
    expect(await read('SELECT COUNT(*) FROM GUARDED')).toEqual([[null]]);
    expect(await read('SELECT A FROM BASE')).toHaveLength(2);
  });

  it('lets a role that must aggregate make a view, which shows no more', async () => {
    await account.run('CREATE VIEW D.S.MINE AS SELECT PEAK, STATE FROM PEAKS', 'READER');
    await account.run('CREATE VIEW D.S.MAILS AS SELECT ID, EMAIL FROM P', 'READER');
    expect(await read('SELECT STATE, COUNT(*) FROM MINE GROUP BY STATE ORDER BY 1')).toEqual([
      ['NH', 3],
      [null, 3],
    ]);
    await expect(account.run('SELECT PEAK FROM MINE', 'READER')).rejects.toThrow(
      'aggregation required',
    );
    await expect(account.run('SELECT EMAIL FROM MAILS', 'READER')).rejects.toThrow(
      'projection policy',
    );
    expect(await read('SELECT ID FROM MAILS ORDER BY ID')).toEqual([[1], [2]]);
  });

  it('lets no row out into a stage', async () => {
    await account.runAll([
      'CREATE STAGE D.S.ST',
      'GRANT READ, WRITE ON STAGE D.S.ST TO ROLE READER',
    ]);
    for (const source of ['PEAKS', '(SELECT PEAK FROM PEAKS)', 'P', '(SELECT EMAIL FROM P)']) {
      expect(await account.code(`COPY INTO @D.S.ST/x FROM ${source}`, 'READER')).not.toBe('none');
    }
  });

  it('is set, replaced by FORCE, unset, described and dropped', async () => {
    await account.runAll([
      'CREATE TABLE D.S.AQ (A NUMBER)',
      'CREATE AGGREGATION POLICY D.S.OTHER AS () RETURNS AGGREGATION_CONSTRAINT -> AGGREGATION_CONSTRAINT(MIN_GROUP_SIZE => 0)',
      'ALTER TABLE D.S.AQ SET AGGREGATION POLICY D.S.THREE',
    ]);
    await expect(
      account.run('ALTER TABLE D.S.AQ SET AGGREGATION POLICY D.S.OTHER'),
    ).rejects.toThrow('say FORCE');
    await account.run('ALTER TABLE D.S.AQ SET AGGREGATION POLICY D.S.OTHER FORCE');
    expect(await read('SELECT COUNT(*) FROM D.S.AQ', 'ACCOUNTADMIN')).toEqual([[0]]);
    await expect(account.run('SELECT A FROM D.S.AQ')).rejects.toThrow('aggregation required');
    await expect(account.run('DROP AGGREGATION POLICY D.S.OTHER')).rejects.toThrow('in use');
    await account.run('ALTER TABLE D.S.AQ UNSET AGGREGATION POLICY');
    await expect(account.run('ALTER TABLE D.S.AQ UNSET AGGREGATION POLICY')).rejects.toThrow(
      'no such',
    );
    const [described] = await account.run('DESC AGGREGATION POLICY D.S.OTHER');
    expect([described?.signature, described?.return_type, described?.body]).toEqual([
      '()',
      'AGGREGATION_CONSTRAINT',
      'AGGREGATION_CONSTRAINT(MIN_GROUP_SIZE => 0)',
    ]);
    await account.run('ALTER AGGREGATION POLICY D.S.OTHER SET BODY -> NO_AGGREGATION_CONSTRAINT()');
    await account.run('DROP AGGREGATION POLICY D.S.OTHER');
    await expect(
      account.run(
        'CREATE MASKING POLICY D.S.READS AS (V NUMBER) RETURNS NUMBER -> CASE WHEN EXISTS (SELECT 1 FROM D.S.PEAKS) THEN V END',
      ),
    ).rejects.toThrow('cannot be read by a policy');
  });
});
