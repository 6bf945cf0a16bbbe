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

// https://docs.snowflake.com/en/user-guide/projection-policies
describe('a projection policy', () => {
  it.each([
    'SELECT * FROM P',
    'SELECT EMAIL FROM P',
    'SELECT x.E FROM (SELECT EMAIL AS E FROM P) x',
    'WITH q AS (SELECT EMAIL FROM P) SELECT * FROM q',
    'SELECT UPPER(EMAIL) FROM P',
    "SELECT CASE WHEN EMAIL LIKE 'S%' THEN 1 END FROM P",
    "SELECT EMAIL = 'SECRET-a' FROM P",
    'SELECT MAX(EMAIL) FROM P',
    'SELECT LISTAGG(EMAIL) FROM P',
    'SELECT EMAIL, COUNT(*) FROM P GROUP BY EMAIL',
    'SELECT DISTINCT EMAIL FROM P',
    'SELECT ID AS I, EMAIL AS X, X AS Y FROM P',
    'SELECT (SELECT MAX(EMAIL) FROM P)',
    'SELECT EMAIL IN (SELECT EMAIL FROM OPEN) FROM P',
    'SELECT EMAIL FROM OPEN UNION ALL SELECT EMAIL FROM P',
    'SELECT EMAIL FROM OPEN INTERSECT SELECT EMAIL FROM P',
    'SELECT OBJECT_CONSTRUCT(*) FROM P',
    'SELECT FIRST_VALUE(ID) OVER (PARTITION BY EMAIL ORDER BY ID) FROM P',
    "SELECT f.VALUE FROM P, LATERAL FLATTEN(INPUT => SPLIT(EMAIL, '-')) f",
    'SELECT MAIL FROM PV',
    'SELECT * FROM P FULL JOIN OPEN USING (EMAIL)',
    'CREATE TABLE D.S.COPY AS SELECT EMAIL FROM P',
    'INSERT INTO OPEN SELECT ID, EMAIL FROM P',
    'INSERT INTO OPEN SELECT 1, (SELECT MAX(EMAIL) FROM P)',
    'UPDATE OPEN SET EMAIL = p.EMAIL FROM P p WHERE p.ID = OPEN.ID',
    'UPDATE OPEN SET EMAIL = (SELECT MAX(EMAIL) FROM P)',
    "CREATE DYNAMIC TABLE D.S.DT TARGET_LAG = '1 hour' WAREHOUSE = W AS SELECT EMAIL FROM P",
    'MERGE INTO OPEN o USING P p ON o.ID = p.ID WHEN MATCHED THEN UPDATE SET EMAIL = p.EMAIL',
    'SELECT ARRAY_AGG(EMAIL) FROM P',
    'SELECT p.* FROM P p JOIN OPEN o ON p.EMAIL = o.EMAIL',
  ])('refuses to show the column, or what comes from it: %s', async (text) => {
    const error = await account.run(text, 'READER').then(
      (rows) => `it gave ${JSON.stringify(rows)}`,
      (reason: unknown) => `${String(reason)} ${JSON.stringify(reason)}`,
    );
    expect(error).toMatch(/projection policy/);
    expect(error).not.toContain('SECRET');
    expect(await account.value("SELECT COUNT(*) FROM OPEN WHERE EMAIL LIKE 'SECRET%'")).toBe(1);
  });

  it('lets the column be used where it is not shown', async () => {
    expect(await read("SELECT ID FROM P WHERE EMAIL = 'SECRET-b'")).toEqual([[2]]);
    expect(await read('SELECT ID FROM P ORDER BY EMAIL DESC')).toEqual([[2], [1]]);
    expect(await read('SELECT COUNT(*) FROM P GROUP BY EMAIL')).toEqual([[1], [1]]);
    expect(await read('SELECT COUNT(EMAIL) FROM P')).toEqual([[2]]);
    expect(await read('SELECT o.EMAIL FROM OPEN o JOIN P p ON o.EMAIL = p.EMAIL')).toEqual([
      ['SECRET-a'],
    ]);
    expect(await read('SELECT ID FROM (SELECT ID, EMAIL FROM P) WHERE EMAIL IS NOT NULL')).toEqual([
      [1],
      [2],
    ]);
    expect(await read("SELECT ID FROM PV WHERE MAIL = 'SECRET-A'")).toEqual([[1]]);
    expect(
      await read("SELECT ID FROM OPEN WHERE EXISTS (SELECT 1 FROM P WHERE EMAIL = 'SECRET-a')"),
    ).toHaveLength(2);
    expect(await read('SELECT EMAIL FROM P ORDER BY ID', 'CLEARED')).toEqual([
      ['SECRET-a'],
      ['SECRET-b'],
    ]);
  });

  it('gives NULL instead where it says NULLIFY', async () => {
    expect(await read('SELECT ID, PHONE, UPPER(PHONE) FROM P ORDER BY PHONE')).toEqual([
      [1, null, null],
      [2, null, null],
    ]);
    expect(await read("SELECT ID FROM P WHERE PHONE = 'SECRET-2'")).toEqual([[2]]);
    expect(await read('SELECT PHONE FROM PV')).toEqual([[null], [null]]);
    expect(await read('SELECT PHONE FROM P ORDER BY ID', 'CLEARED')).toEqual([
      ['SECRET-1'],
      ['SECRET-2'],
    ]);
  });

  it('follows a column into a stream', async () => {
    await account.runAll([
      'CREATE STREAM D.S.PS ON TABLE D.S.P',
      'GRANT SELECT ON STREAM D.S.PS TO ROLE READER',
      "INSERT INTO D.S.P SELECT 3, 'SECRET-c', 'SECRET-3', NULL",
    ]);
    expect(await read('SELECT ID FROM PS')).toEqual([[3]]);
    await expect(account.run('SELECT EMAIL FROM PS', 'READER')).rejects.toThrow(
      'projection policy',
    );
    await account.runAll(['DROP STREAM D.S.PS', 'DELETE FROM D.S.P WHERE ID = 3']);
  });

  it('is set, replaced by FORCE, unset, described and dropped', async () => {
    await account.runAll([
      'CREATE TABLE D.S.Q (A VARCHAR, B VARCHAR)',
      'ALTER TABLE D.S.Q MODIFY COLUMN A SET PROJECTION POLICY D.S.CLOSED, B SET PROJECTION POLICY D.S.CLOSED',
    ]);
    await expect(
      account.run('ALTER TABLE D.S.Q MODIFY COLUMN A SET PROJECTION POLICY D.S.NULLED'),
    ).rejects.toThrow('say FORCE');
    await account.runAll([
      'ALTER TABLE D.S.Q MODIFY COLUMN A SET PROJECTION POLICY D.S.NULLED FORCE',
      'ALTER TABLE D.S.Q MODIFY COLUMN B UNSET PROJECTION POLICY',
    ]);
    await expect(account.run('DROP PROJECTION POLICY D.S.NULLED')).rejects.toThrow('in use');
    const [described] = await account.run('DESCRIBE PROJECTION POLICY D.S.CLOSED');
    expect([described?.signature, described?.return_type]).toEqual(['()', 'PROJECTION_CONSTRAINT']);
    const [shown] = await account.run("SHOW PROJECTION POLICIES LIKE 'CLOSED' IN SCHEMA D.S");
    expect(shown?.kind).toBe('PROJECTION_POLICY');
    await account.runAll([
      'CREATE PROJECTION POLICY D.S.TMP AS () RETURNS PROJECTION_CONSTRAINT -> PROJECTION_CONSTRAINT(ALLOW => FALSE)',
      "ALTER PROJECTION POLICY D.S.TMP SET COMMENT = 'x'",
      'ALTER PROJECTION POLICY D.S.TMP SET BODY -> PROJECTION_CONSTRAINT(ALLOW => TRUE)',
      'ALTER PROJECTION POLICY D.S.TMP RENAME TO D.S.TMP2',
      'DROP PROJECTION POLICY D.S.TMP2',
    ]);
    expect(
      await account.code('ALTER TABLE D.S.P MODIFY COLUMN EMAIL UNSET PROJECTION POLICY', 'READER'),
    ).toMatch(/NOT_AUTHORIZED/);
  });

  it.each([
    ['AS (A VARCHAR) RETURNS PROJECTION_CONSTRAINT -> PROJECTION_CONSTRAINT(ALLOW => TRUE)'],
    ['AS () RETURNS BOOLEAN -> TRUE'],
    ['AS () RETURNS PROJECTION_CONSTRAINT -> TRUE'],
    ['AS () RETURNS PROJECTION_CONSTRAINT -> NO_AGGREGATION_CONSTRAINT()'],
    ['AS () RETURNS PROJECTION_CONSTRAINT -> PROJECTION_CONSTRAINT(ENFORCEMENT => 1)'],
    ["AS () RETURNS PROJECTION_CONSTRAINT -> PROJECTION_CONSTRAINT(ALLOW => 'x')"],
    [
      'AS () RETURNS PROJECTION_CONSTRAINT -> CASE WHEN EXISTS (SELECT 1 FROM D.S.P) THEN PROJECTION_CONSTRAINT(ALLOW => TRUE) END',
    ],
  ])('is refused: %s', async (rest) => {
    expect(await account.code(`CREATE PROJECTION POLICY D.S.BAD ${rest}`)).toMatch(
      /INVALID_STATEMENT|UNSUPPORTED/,
    );
  });

  it('keeps its column out of masking conditions and row access', async () => {
    await account.run('CREATE ROW ACCESS POLICY D.S.RA AS (X VARCHAR) RETURNS BOOLEAN -> TRUE');
    await expect(
      account.run('ALTER TABLE D.S.P ADD ROW ACCESS POLICY D.S.RA ON (EMAIL)'),
    ).rejects.toThrow('cannot be an argument');
  });
});
