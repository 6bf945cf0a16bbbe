import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    `CREATE MASKING POLICY D.S.M AS (V VARCHAR) RETURNS VARCHAR ->
       CASE WHEN CURRENT_ROLE() = 'CLEARED' THEN V END`,
    `CREATE ROW ACCESS POLICY D.S.R AS (V VARCHAR) RETURNS BOOLEAN ->
       CURRENT_ROLE() IN ('CLEARED', 'ACCOUNTADMIN') OR V = 'EU'`,
    `CREATE TABLE D.S.T (ID NUMBER(10,0), N VARCHAR WITH MASKING POLICY D.S.M, PLACE VARCHAR,
       SEEN TIMESTAMP_LTZ, SIZE NUMBER(5,2)) WITH ROW ACCESS POLICY D.S.R ON (PLACE)`,
    `INSERT INTO D.S.T SELECT 1, 'one', 'EU', '2020-01-01'::TIMESTAMP_LTZ, 1.50
       UNION ALL SELECT 2, 'two', 'EU', '2020-01-02'::TIMESTAMP_LTZ, 2.50
       UNION ALL SELECT 2, '  ', 'US', NULL, NULL UNION ALL SELECT NULL, '', 'US', NULL, NULL`,
    'GRANT SELECT ON TABLE D.S.T TO ROLE READER',
    'GRANT SELECT ON TABLE D.S.T TO ROLE CLEARED',
    `CREATE DATA METRIC FUNCTION D.S.POSITIVE(ARG_T TABLE(ARG_C NUMBER, ARG_D NUMBER)) RETURNS NUMBER
       AS $$ SELECT COUNT(*) FROM ARG_T WHERE ARG_C > 0 AND ARG_D > 1 $$`,
    `CREATE DATA METRIC FUNCTION D.S.POSITIVE(ARG_T TABLE(ARG_C VARCHAR)) RETURNS NUMBER
       AS 'SELECT COUNT(ARG_C) FROM ARG_T'`,
    `CREATE DATA METRIC FUNCTION D.S.ORPHANS(A TABLE(ID NUMBER), B TABLE(ID NUMBER)) RETURNS NUMBER
       AS 'SELECT COUNT(*) FROM A WHERE ID NOT IN (SELECT ID FROM B)'`,
    'GRANT USAGE ON FUNCTION D.S.POSITIVE(TABLE(VARCHAR)) TO ROLE READER',
    'GRANT USAGE ON FUNCTION D.S.POSITIVE(TABLE(VARCHAR)) TO ROLE CLEARED',
  ]);
});
afterAll(async () => await account.warehouse.close());

describe('a data metric function that is called by hand', () => {
  it('measures what a query gives, by the function that takes its types', async () => {
    expect(await account.value('SELECT D.S.POSITIVE(SELECT ID, SIZE FROM T)')).toBe(2);
    expect(await account.value('SELECT POSITIVE(SELECT PLACE FROM T)')).toBe(4);
    expect(await account.value('SELECT POSITIVE((SELECT PLACE FROM T)) + 1 AS X')).toBe(5);
    expect(
      await account.value('SELECT S.POSITIVE(SELECT PLACE FROM T WHERE ID = ?)', undefined, [2]),
    ).toBe(2);
    expect(await account.value('SELECT ORPHANS((SELECT ID FROM T), (SELECT 1 AS ARG_T))')).toBe(2);
    expect(await account.code('SELECT D.S.POSITIVE(SELECT SEEN FROM T)')).toBe(
      'DAS_WAREHOUSE_INVALID_STATEMENT',
    );
  });

  it('sees what the policies of its caller leave', async () => {
    const text = 'SELECT D.S.POSITIVE(SELECT N FROM D.S.T)';
    expect(await account.value(text, 'READER')).toBe(0);
    expect(await account.value(text, 'CLEARED')).toBe(4);
    expect(await account.value('SELECT SNOWFLAKE.CORE.MAX(SELECT ID FROM D.S.T)', 'READER')).toBe(
      2,
    );
    expect(
      await account.value('SELECT SNOWFLAKE.CORE.NULL_COUNT(SELECT N FROM D.S.T)', 'READER'),
    ).toBe(2);
    expect(await account.code('SELECT D.S.POSITIVE(SELECT ID, SIZE FROM T)', 'READER')).not.toBe(
      'none',
    );
  });

  it('gives whole numbers alone, and takes nothing but queries', async () => {
    await account.run(
      `CREATE DATA METRIC FUNCTION D.S.TOTAL(A TABLE(C NUMBER)) RETURNS NUMBER
         AS 'SELECT SUM(C) FROM A'`,
    );
    expect(await account.value('SELECT TOTAL(SELECT ID FROM T)')).toBe(5);
    for (const text of [
      'SELECT TOTAL(SELECT SIZE FROM T)',
      'ALTER TABLE T ADD DATA METRIC FUNCTION TOTAL ON (SIZE)',
      'SELECT TOTAL((SELECT ID FROM T)) OVER ()',
      'SELECT TOTAL(DISTINCT (SELECT ID FROM T))',
      'SELECT TOTAL((SELECT ID FROM T)) WITHIN GROUP (ORDER BY 1)',
    ]) {
      expect(await account.code(text), text).toBe('DAS_WAREHOUSE_UNSUPPORTED');
    }
    expect(await account.code('SELECT D.S.TOTAL()')).toBe('DAS_WAREHOUSE_INVALID_STATEMENT');
    expect(await account.code('SELECT D.S.NONE_SUCH()')).toBe('DAS_WAREHOUSE_NOT_FOUND');
  });

  it('is refused without its rights', async () => {
    expect(await account.code('SELECT ORPHANS((SELECT 1 AS A), (SELECT 1 AS B))', 'READER')).toBe(
      'DAS_WAREHOUSE_NOT_FOUND',
    );
    expect(await account.code('SELECT NONE_SUCH(SELECT 1 AS A)')).toBe('DAS_WAREHOUSE_NOT_FOUND');
  });

  it('asks of constrained tables and columns what any query must give', async () => {
    await account.runAll([
      `CREATE AGGREGATION POLICY D.S.AGG AS () RETURNS AGGREGATION_CONSTRAINT ->
         CASE WHEN CURRENT_ROLE() = 'READER' THEN AGGREGATION_CONSTRAINT(MIN_GROUP_SIZE => 3)
              ELSE NO_AGGREGATION_CONSTRAINT() END`,
      `CREATE PROJECTION POLICY D.S.PRO AS () RETURNS PROJECTION_CONSTRAINT ->
         CASE WHEN CURRENT_ROLE() = 'READER' THEN PROJECTION_CONSTRAINT(ALLOW => FALSE)
              ELSE PROJECTION_CONSTRAINT(ALLOW => TRUE) END`,
      'CREATE TABLE D.S.C (A NUMBER, B NUMBER)',
      'INSERT INTO D.S.C VALUES (1, 1), (2, NULL), (3, 3), (4, 4)',
      'ALTER TABLE D.S.C SET AGGREGATION POLICY D.S.AGG',
      'CREATE TABLE D.S.P (A NUMBER WITH PROJECTION POLICY D.S.PRO)',
      'INSERT INTO D.S.P VALUES (1), (2)',
      'GRANT SELECT ON TABLE D.S.C TO ROLE READER',
      'GRANT SELECT ON TABLE D.S.P TO ROLE READER',
    ]);
    const of = (metric: string, table: string): string =>
      `SELECT SNOWFLAKE.CORE.${metric} FROM ${table})`;
    expect(await account.value(of('UNIQUE_COUNT(SELECT A', 'D.S.C'))).toBe(4);
    expect(await account.value(of('AVG(SELECT A', 'D.S.C'), 'READER')).toBe(2.5);
    expect(await account.value(of('NULL_COUNT(SELECT B', 'D.S.C'), 'READER')).toBeNull();
    expect(await account.code(of('MAX(SELECT A', 'D.S.C'), 'READER')).not.toBe('none');
    const duplicates = 'SELECT COUNT(*) FROM (SELECT A FROM D.S.C GROUP BY A HAVING COUNT(*) > 1)';
    expect(await account.value(of('DUPLICATE_COUNT(SELECT A', 'D.S.C'), 'READER')).toBe(
      await account.value(duplicates, 'READER'),
    );
    expect(await account.value(of('MAX(SELECT A', 'D.S.P'))).toBe(2);
    expect(await account.code(of('MAX(SELECT A', 'D.S.P'), 'READER')).not.toBe('none');
    expect(await account.value(of('NULL_COUNT(SELECT A', 'D.S.P'), 'READER')).toBe(0);
    expect(
      await account.code(
        'SELECT SNOWFLAKE.CORE.NULL_COUNT(SELECT 1 AS X), COUNT(*) FROM D.S.C',
        'READER',
      ),
    ).toBe('DAS_WAREHOUSE_UNSUPPORTED');
  });

  it('sees no row around it, and gives away no row that a policy leaves out by an error', async () => {
    expect(
      await account.code('SELECT SNOWFLAKE.CORE.MAX(SELECT OUTSIDE.ID) FROM D.S.T AS OUTSIDE'),
    ).toBe('DAS_WAREHOUSE_INVALID_STATEMENT');
    await account.runAll([
      `CREATE DATA METRIC FUNCTION D.S.CASTING(A TABLE(C VARCHAR)) RETURNS NUMBER
         AS 'SELECT COUNT(CAST(C AS NUMBER)) FROM A WHERE C IS NOT NULL'`,
      'GRANT USAGE ON FUNCTION D.S.CASTING(TABLE(VARCHAR)) TO ROLE READER',
      `CREATE TABLE D.S.ROWS (N VARCHAR, PLACE VARCHAR) WITH ROW ACCESS POLICY D.S.R ON (PLACE)`,
      "INSERT INTO D.S.ROWS VALUES ('1', 'EU'), ('secret', 'US')",
      'GRANT SELECT ON TABLE D.S.ROWS TO ROLE READER',
    ]);
    const text = 'SELECT D.S.CASTING(SELECT N FROM D.S.ROWS)';
    expect(await account.value(text, 'READER')).toBe(1);
    const failure = await account.run(text).catch((error: unknown) => error);
    expect(String(failure)).not.toContain('secret');
    expect(failure).toMatchObject({ code: expect.stringMatching(/^DAS_WAREHOUSE_/) });
  });

  it('measures as the functions of SNOWFLAKE.CORE are documented', async () => {
    const of = (metric: string, column: string): Promise<unknown> =>
      account.value(`SELECT SNOWFLAKE.CORE.${metric}(SELECT ${column} FROM D.S.T)`);
    expect(await of('NULL_COUNT', 'ID')).toBe(1);
    expect(await of('NULL_PERCENT', 'ID')).toBe(25);
    expect(await of('BLANK_COUNT', 'PLACE || N')).toBe(0);
    expect(await of('BLANK_COUNT', "IFF(ID = 1, NULL, IFF(ID = 2, '  ', ''))")).toBe(3);
    expect(await of('BLANK_PERCENT', "IFF(ID = 1, NULL, '')")).toBe(75);
    expect(await of('DUPLICATE_COUNT', 'ID')).toBe(1);
    expect(await of('DUPLICATE_COUNT', 'SEEN')).toBe(1);
    expect(await of('UNIQUE_COUNT', 'ID')).toBe(2);
    expect(await of('MIN', 'SIZE')).toBe(1.5);
    expect(Number(await of('STDDEV', 'SIZE'))).toBeCloseTo(Math.SQRT1_2);
    expect(
      await account.value(
        `SELECT SNOWFLAKE.CORE.FRESHNESS(SELECT SEEN FROM D.S.T)
           = DATEDIFF(SECOND, '2020-01-02'::TIMESTAMP_LTZ, SNOWFLAKE.CORE.DATA_METRIC_SCHEDULED_TIME())`,
      ),
    ).toBe(true);
    for (const text of [
      'SELECT SNOWFLAKE.CORE.ROW_COUNT()',
      'SELECT SNOWFLAKE.CORE.ROW_COUNT(SELECT ID FROM D.S.T)',
      'SELECT SNOWFLAKE.CORE.AVG(SELECT PLACE FROM D.S.T)',
      'SELECT SNOWFLAKE.CORE.FRESHNESS(SELECT SEEN::TIMESTAMP_NTZ FROM D.S.T)',
    ]) {
      expect(await account.code(text), text).toBe('DAS_WAREHOUSE_INVALID_STATEMENT');
    }
    expect(await account.code('SELECT SNOWFLAKE.CORE.MEDIAN(SELECT ID FROM D.S.T)')).toBe(
      'DAS_WAREHOUSE_UNSUPPORTED',
    );
  });

  it('is told of in the access history, with the columns and the policies of its arguments', async () => {
    await account.run('SELECT D.S.POSITIVE(SELECT N FROM D.S.T)', 'CLEARED');
    const [row] = await account.run(
      `SELECT POLICIES_REFERENCED::VARCHAR AS P, BASE_OBJECTS_ACCESSED::VARCHAR AS B
         FROM SNOWFLAKE.ACCOUNT_USAGE.ACCESS_HISTORY
         WHERE QUERY_ID IN (SELECT QUERY_ID FROM SNOWFLAKE.ACCOUNT_USAGE.QUERY_HISTORY
           WHERE QUERY_TEXT LIKE 'SELECT D.S.POSITIVE(SELECT N FROM%' AND ROLE_NAME = 'CLEARED')
         ORDER BY QUERY_START_TIME DESC LIMIT 1`,
    );
    expect(String(row?.P)).toContain('D.S.M');
    expect(String(row?.B)).toContain('"columnName":"N"');
  });
});
