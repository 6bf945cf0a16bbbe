import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
beforeEach(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    "CREATE MASKING POLICY M AS (V VARCHAR) RETURNS VARCHAR -> CASE WHEN CURRENT_ROLE() = 'CLEARED' THEN V ELSE '*' END",
    'CREATE TABLE ORDERS (ID NUMBER, O VARCHAR)',
    'CREATE TABLE CUSTOMERS (ID NUMBER, C VARCHAR WITH MASKING POLICY M)',
    'CREATE TABLE SINK (ID NUMBER)',
    'CREATE VIEW BIG AS SELECT *, UPPER(O) AS U FROM ORDERS WHERE ID > 1',
    'CREATE VIEW BOTH_SIDES AS SELECT * FROM ORDERS NATURAL JOIN CUSTOMERS',
    "INSERT INTO ORDERS VALUES (1, 'order1')",
    "INSERT INTO CUSTOMERS VALUES (1, 'customer1')",
  ]);
});
afterEach(async () => await account.warehouse.close());

const changes = async (query: string, role?: string) =>
  (await account.run(query, role))
    .map((row) => {
      const { METADATA$ACTION, METADATA$ISUPDATE, METADATA$ROW_ID, ...values } = row;
      const sign = METADATA$ACTION === 'INSERT' ? '+' : '-';
      expect(METADATA$ROW_ID).toMatch(/^[0-9a-f]{40}$/);
      return `${sign}${METADATA$ISUPDATE === true ? '*' : ''}${Object.values(values).join(' ')}`;
    })
    .sort();

/** @see https://docs.snowflake.com/en/user-guide/streams-intro */
describe('a stream on a view', () => {
  it('gives the net change of what the view shows', async () => {
    await account.run('CREATE STREAM S ON VIEW BIG');
    await account.runAll([
      "INSERT INTO ORDERS VALUES (2, 'b'), (3, 'c')",
      'UPDATE ORDERS SET ID = 9 WHERE ID = 1',
      'DELETE FROM ORDERS WHERE ID = 3',
    ]);
    expect(await changes('SELECT * FROM S')).toEqual(['+2 b B', '+9 order1 ORDER1']);
    await account.run('INSERT INTO SINK SELECT ID FROM S');
    expect(await changes('SELECT * FROM S')).toEqual([]);
    await account.run("UPDATE ORDERS SET O = 'z' WHERE ID = 2");
    await account.run('DELETE FROM ORDERS WHERE ID = 9');
    expect(await changes('SELECT * FROM S')).toEqual(['+*2 z Z', '-*2 b B', '-9 order1 ORDER1']);
    expect(await account.value("SELECT SYSTEM$STREAM_HAS_DATA('S')")).toBe(true);
  });

  it('gives what both sides of a join have added, as documented', async () => {
    await account.run('CREATE STREAM S ON VIEW BOTH_SIDES');
    expect(await changes('SELECT * FROM S', 'ACCOUNTADMIN')).toEqual([]);
    await account.run("INSERT INTO ORDERS VALUES (1, 'order2')");
    expect(await changes('SELECT * FROM S')).toEqual(['+1 order2 *']);
    await account.run("INSERT INTO CUSTOMERS VALUES (1, 'customer2')");
    expect(await account.value('SELECT COUNT(*) FROM S')).toBe(3);
    await account.runAll([
      'GRANT SELECT ON VIEW BOTH_SIDES TO ROLE READER',
      'GRANT SELECT ON STREAM S TO ROLE READER',
      'GRANT SELECT ON VIEW BOTH_SIDES TO ROLE CLEARED',
      'GRANT SELECT ON STREAM S TO ROLE CLEARED',
    ]);
    expect(await changes('SELECT * FROM S', 'READER')).toEqual([
      '+1 order1 *',
      '+1 order2 *',
      '+1 order2 *',
    ]);
    expect(await changes('SELECT * FROM S', 'CLEARED')).toEqual([
      '+1 order1 customer2',
      '+1 order2 customer1',
      '+1 order2 customer2',
    ]);
  });

  it('takes UNION ALL and subqueries in FROM, and shows initial rows', async () => {
    await account.run(
      'CREATE VIEW U AS SELECT ID FROM ORDERS UNION ALL SELECT Q.I FROM (SELECT ID AS I FROM CUSTOMERS) AS Q',
    );
    await account.run('CREATE STREAM S ON VIEW U SHOW_INITIAL_ROWS = TRUE');
    expect(await changes('SELECT * FROM S')).toEqual(['+1', '+1']);
    await account.run('INSERT INTO SINK SELECT ID FROM S');
    await account.run('DELETE FROM CUSTOMERS');
    expect(await changes('SELECT * FROM S')).toEqual(['-1']);
  });

  it.each([
    'SELECT COUNT(*) AS N FROM ORDERS',
    'SELECT ID FROM ORDERS GROUP BY ID',
    'SELECT DISTINCT ID FROM ORDERS',
    'SELECT ID FROM ORDERS LIMIT 1',
    'SELECT ID FROM ORDERS QUALIFY ROW_NUMBER() OVER (ORDER BY ID) = 1',
    'SELECT SUM(ID) OVER () AS N FROM ORDERS',
    'SELECT ID FROM ORDERS WHERE ID IN (SELECT ID FROM CUSTOMERS)',
    'SELECT (SELECT MAX(ID) FROM CUSTOMERS) AS N FROM ORDERS',
    'SELECT O.ID FROM ORDERS AS O LEFT JOIN CUSTOMERS AS C ON O.ID = C.ID',
    'SELECT ID FROM ORDERS UNION SELECT ID FROM CUSTOMERS',
    'SELECT ID FROM BIG',
  ])('is refused on a view of another form: %s', async (query) => {
    await account.run(`CREATE VIEW V AS ${query}`);
    await expect(account.run('CREATE STREAM S ON VIEW V')).rejects.toThrow('change tracking');
  });

  it('is stale when a table of the view is replaced, and takes the owner to be the first', async () => {
    await account.runAll([
      'GRANT SELECT ON VIEW BIG TO ROLE READER',
      'GRANT CREATE STREAM ON SCHEMA D.S TO ROLE READER',
    ]);
    await expect(account.run('CREATE STREAM S ON VIEW BIG', 'READER')).rejects.toThrow();
    await account.run('CREATE STREAM S ON VIEW BIG');
    await account.run('CREATE STREAM S2 ON VIEW BIG', 'READER');
    await account.run('CREATE OR REPLACE TABLE ORDERS (ID NUMBER, O VARCHAR)');
    await expect(account.run('SELECT * FROM S')).rejects.toMatchObject({ number: 91_901 });
  });
});
