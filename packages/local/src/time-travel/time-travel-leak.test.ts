import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
let inserted: unknown;
let at: string;
const secret = 'top-secret-value';

beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    "CREATE MASKING POLICY M AS (V VARCHAR) RETURNS VARCHAR -> CASE WHEN CURRENT_ROLE() = 'CLEARED' THEN V ELSE '***' END",
    'CREATE TABLE ALLOWED (ROLE VARCHAR, ID NUMBER)',
    'CREATE ROW ACCESS POLICY R AS (I NUMBER) RETURNS BOOLEAN -> EXISTS (SELECT 1 FROM ALLOWED AS A WHERE A.ROLE = CURRENT_ROLE() AND A.ID = I)',
    // The mapping table once let READER see everything: its current version counts.
    "INSERT INTO ALLOWED VALUES ('READER', 1), ('READER', 2)",
    'CREATE TABLE T (ID NUMBER, X VARCHAR) CHANGE_TRACKING = TRUE',
    `INSERT INTO T VALUES (0, 'zero')`,
    `INSERT INTO T VALUES (1, '${secret}'), (2, '${secret}-two')`,
  ]);
  inserted = await account.value('SELECT LAST_QUERY_ID()');
  at = String(await account.value('SELECT TO_CHAR(SYSDATE())'))
    .replace(' ', 'T')
    .slice(0, 23)
    .concat('Z');
  await account.runAll([
    'ALTER TABLE T MODIFY COLUMN X SET MASKING POLICY M',
    'ALTER TABLE T ADD ROW ACCESS POLICY R ON (ID)',
    'CREATE VIEW V AS SELECT ID, X FROM T',
    'CREATE STREAM ST ON TABLE T SHOW_INITIAL_ROWS = TRUE',
    'GRANT SELECT ON ALL TABLES IN SCHEMA D.S TO ROLE READER',
    'GRANT SELECT ON VIEW V TO ROLE READER',
    'GRANT SELECT ON STREAM ST TO ROLE READER',
    'REVOKE SELECT ON TABLE ALLOWED FROM ROLE READER',
    'GRANT CREATE TABLE, CREATE VIEW, CREATE STREAM ON SCHEMA D.S TO ROLE READER',
    'GRANT CREATE SCHEMA ON DATABASE D TO ROLE READER',
    'DELETE FROM ALLOWED WHERE ID = 2',
  ]);
  await account.run("INSERT INTO T VALUES (3, 'three')");
  await account.run('DELETE FROM T WHERE ID = 3');
});
afterAll(async () => await account.warehouse.close());

/** The moment when the secret rows were there and nothing protected them, in each way to say it. */
function points(): readonly string[] {
  return [
    `AT (STATEMENT => '${inserted}')`,
    `AT (TIMESTAMP => '${at}'::TIMESTAMP_TZ)`,
    'AT (OFFSET => 0)',
  ];
}

/** @see https://docs.snowflake.com/en/sql-reference/constructs/at-before */
describe('a role without clearance learns nothing from the past', () => {
  it('through AT and BEFORE', async () => {
    for (const point of points()) {
      // Row 1 is there for it, masked: what follows is not refused for another reason.
      expect(await outcome(`SELECT * FROM T ${point}`)).toContain('{"ID":1,"X":"***"}');
      for (const query of [
        `SELECT * FROM T ${point}`,
        `SELECT * FROM V ${point}`,
        `SELECT MAX(X) AS X, COUNT(*) AS N FROM T ${point}`,
        `SELECT * FROM T ${point} WHERE X LIKE 'top%'`,
        `SELECT A.X, B.X FROM T ${point} AS A JOIN T AS B ON A.X = B.X`,
        `SELECT (SELECT LISTAGG(X, ',') FROM T ${point}) AS X`,
        `SELECT ID, X FROM T ${point} EXCEPT SELECT ID, X FROM T`,
        `SELECT * FROM T ${point} WHERE X::NUMBER > 0`,
      ]) {
        const text = await outcome(query);
        expect(text).not.toContain(secret);
        // Row 2 was once visible to READER by the mapping table of then.
        expect(text).not.toContain('"ID":2');
      }
    }
  });

  it('through CHANGES and streams', async () => {
    for (const point of points()) {
      for (const mode of ['DEFAULT', 'APPEND_ONLY']) {
        const text = await outcome(`SELECT * FROM T CHANGES (INFORMATION => ${mode}) ${point}`);
        expect(text).not.toContain(secret);
      }
      const made = await outcome(`CREATE OR REPLACE STREAM MINE ON TABLE T ${point}`);
      expect(made).not.toContain(secret);
      expect(await outcome('SELECT * FROM MINE')).not.toContain(secret);
    }
    for (const query of [
      'SELECT * FROM ST',
      'CREATE OR REPLACE TABLE C AS SELECT * FROM ST',
      'SELECT * FROM C',
    ]) {
      expect(await outcome(query)).not.toContain(secret);
    }
  });

  it('through clones of tables and schemas, whatever it then does to them', async () => {
    for (const point of ['', ...points()]) {
      for (const statement of [
        `CREATE OR REPLACE TABLE U CLONE T ${point}`,
        'SELECT * FROM U',
        'ALTER TABLE U MODIFY COLUMN X UNSET MASKING POLICY',
        'ALTER TABLE U DROP ALL ROW ACCESS POLICIES',
        'ALTER TABLE U DROP COLUMN ID',
        'CREATE OR REPLACE VIEW W AS SELECT * FROM U',
        'SELECT * FROM W',
        'CREATE OR REPLACE TABLE P AS SELECT * FROM U',
        'SELECT * FROM P',
        'CREATE OR ALTER TABLE U (ID NUMBER, X VARCHAR)',
        'SELECT * FROM U',
        'DROP TABLE U',
        'UNDROP TABLE U',
        'SELECT * FROM U',
        `CREATE OR REPLACE SCHEMA D.COPY CLONE D.S ${point}`,
        'USE SCHEMA D.S',
        'SELECT * FROM D.COPY.T',
        "CREATE TABLE D.COPY.ALLOWED AS SELECT 'READER' AS ROLE, 2 AS ID",
        "INSERT INTO D.COPY.ALLOWED VALUES ('READER', 2)",
        'SELECT * FROM D.COPY.T',
        'SELECT * FROM D.COPY.V',
        'CREATE OR REPLACE TABLE D.COPY.N CLONE D.COPY.T',
        'SELECT * FROM D.COPY.N',
      ]) {
        const text = await outcome(statement);
        if (/^CREATE OR REPLACE/.test(statement)) expect(text, statement).toContain('successfully');
        expect(text, statement).not.toContain(secret);
        expect(text, statement).not.toContain('"ID":2');
      }
    }
  });

  it('while the cleared role reads the past as it was', async () => {
    await account.runAll([
      "INSERT INTO ALLOWED VALUES ('CLEARED', 2)",
      'GRANT SELECT ON TABLE T TO ROLE CLEARED',
    ]);
    expect(await account.column('SELECT X FROM T AT (OFFSET => 0)', 'CLEARED')).toEqual([
      `${secret}-two`,
    ]);
  });
});

/** What a statement of READER gives: its rows, or the text of its error. */
async function outcome(statement: string): Promise<string> {
  try {
    return JSON.stringify(await account.run(statement, 'READER'));
  } catch (error) {
    return String(error);
  }
}
