import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
let now: number;
const day = 24 * 60 * 60 * 1000;

beforeEach(async () => {
  now = Date.parse('2026-03-01T00:00:00.000Z');
  account = await Account.open({ clock: () => new Date(now) });
  await account.runAll([...basics, 'CREATE TABLE T (ID NUMBER, X VARCHAR)']);
  now += 1000;
  await account.run("INSERT INTO T VALUES (1, 'a'), (2, 'b'), (3, 'c')");
  now += 60_000;
  await account.run("UPDATE T SET X = 'u' WHERE ID = 2");
  now += 60_000;
  await account.run('DELETE FROM T WHERE ID = 3');
  now += 60_000;
});
afterEach(async () => await account.warehouse.close());

const rows = async (from: string, role?: string) =>
  (await account.run(`SELECT ID, X FROM ${from} ORDER BY ID`, role)).map(
    ({ ID, X }) => `${ID}${X}`,
  );

/** @see https://docs.snowflake.com/en/sql-reference/constructs/at-before */
describe('AT and BEFORE', () => {
  it('give a table as it was, by time and by offset', async () => {
    expect(await rows('T')).toEqual(['1a', '2u']);
    expect(await rows("T AT (TIMESTAMP => '2026-03-01 00:00:30'::TIMESTAMP)")).toEqual([
      '1a',
      '2b',
      '3c',
    ]);
    expect(await rows('T AT (OFFSET => -90)')).toEqual(['1a', '2u', '3c']);
    expect(await rows('T AT (OFFSET => -60*1) AS T')).toEqual(['1a', '2u']);
    expect(await rows('T BEFORE (OFFSET => -60)')).toEqual(['1a', '2u', '3c']);
    expect(await rows('T AT (TIMESTAMP => CURRENT_TIMESTAMP())')).toEqual(['1a', '2u']);
  });

  it('refuse what is not kept, before the table, or in the future', async () => {
    const from = (clause: string) => account.run(`SELECT * FROM T ${clause}`);
    await expect(from('AT (OFFSET => -3600)')).rejects.toMatchObject({ number: 707 });
    await expect(from("AT (TIMESTAMP => '2026-03-01 00:00:00'::TIMESTAMP)")).rejects.toMatchObject({
      number: 707,
      sqlState: '02000',
    });
    await expect(from('AT (OFFSET => 60)')).rejects.toMatchObject({ number: 707 });
    await expect(from("BEFORE (STATEMENT => 'none')")).rejects.toMatchObject({ number: 707 });
    now += 2 * day;
    await expect(from('AT (OFFSET => -90000)')).rejects.toMatchObject({ number: 707 });
    await account.run('TRUNCATE TABLE T');
    await account.run('ALTER TABLE T SET DATA_RETENTION_TIME_IN_DAYS = 0');
    now += 1000;
    await expect(from('AT (OFFSET => -1)')).rejects.toMatchObject({ number: 707 });
  });

  it('stand in joins, subqueries, WITH, CTAS and DML', async () => {
    const before = 'AT (OFFSET => -150)';
    expect(
      await account.column(
        `SELECT O.ID FROM T ${before} AS O LEFT JOIN T AS N ON O.ID = N.ID WHERE N.ID IS NULL`,
      ),
    ).toEqual([3]);
    expect(
      await account.value(`WITH Q AS (SELECT * FROM T ${before}) SELECT COUNT(*) FROM Q`),
    ).toBe(3);
    await account.run(`CREATE TABLE OLD AS SELECT * FROM T ${before}`);
    expect(await rows('OLD')).toEqual(['1a', '2b', '3c']);
    await account.run(
      `INSERT INTO T SELECT * FROM T ${before} AS O WHERE O.ID NOT IN (SELECT ID FROM T)`,
    );
    await account.run(`UPDATE T SET X = O.X FROM T ${before} AS O WHERE O.ID = T.ID`);
    expect(await rows('T')).toEqual(['1a', '2b', '3c']);
    await expect(
      account.run(`WITH Q AS (SELECT * FROM T) SELECT * FROM Q ${before}`),
    ).rejects.toThrow('WITH');
  });

  it('reach the tables behind a view, in the columns of today', async () => {
    await account.run('CREATE VIEW V AS SELECT ID, X FROM T WHERE ID > 1');
    expect(await rows('V AT (OFFSET => -150)')).toEqual(['2b', '3c']);
    await account.run('ALTER TABLE T ADD COLUMN Y NUMBER DEFAULT 7');
    await account.run('ALTER TABLE T DROP COLUMN X');
    expect(await account.run('SELECT * FROM T AT (OFFSET => -150) ORDER BY ID')).toEqual([
      { ID: 1, Y: 7 },
      { ID: 2, Y: 7 },
      { ID: 3, Y: 7 },
    ]);
  });

  it('count by statement, inside and outside of transactions', async () => {
    await account.run("INSERT INTO T VALUES (4, 'd')");
    expect(await rows('T BEFORE (STATEMENT => LAST_QUERY_ID())')).toEqual(['1a', '2u']);
    await account.run("INSERT INTO T VALUES (5, 'e')");
    expect(await rows('T AT (STATEMENT => LAST_QUERY_ID())')).toEqual(['1a', '2u', '4d', '5e']);
    await account.runAll(['BEGIN', 'DELETE FROM T', "INSERT INTO T VALUES (6, 'f')"]);
    const id = await account.value('SELECT LAST_QUERY_ID()');
    await account.run('COMMIT');
    expect(await rows(`T AT (STATEMENT => '${id}')`)).toEqual(['6f']);
    expect(await rows(`T BEFORE (STATEMENT => '${id}')`)).toEqual(['1a', '2u', '4d', '5e']);
  });

  it('forget a rolled back change', async () => {
    await account.runAll(['BEGIN', 'DELETE FROM T', 'ROLLBACK']);
    now += 1000;
    expect(await rows('T AT (OFFSET => -1)')).toEqual(['1a', '2u']);
  });

  it('refuse what has no history', async () => {
    await account.run('CREATE TEMPORARY TABLE P (A NUMBER)');
    await expect(account.run('SELECT * FROM P AT (OFFSET => -1)')).rejects.toThrow('temporary');
    await expect(
      account.run('SELECT * FROM INFORMATION_SCHEMA.TABLES AT (OFFSET => -1)'),
    ).rejects.toThrow('Time Travel');
    await expect(account.run('SELECT * FROM (SELECT 1 AS A) AT (OFFSET => -1)')).rejects.toThrow(
      'AT',
    );
    await expect(account.run("SELECT * FROM T AT (STREAM => 's')")).rejects.toThrow('STREAM');
    await expect(account.run('SELECT * FROM T AT (OFFSET => (SELECT -1 FROM T))')).rejects.toThrow(
      'constant',
    );
  });
});

describe('retention', () => {
  it('is inherited until it is set, and shown', async () => {
    const shown = async () =>
      (await account.run("SHOW TABLES LIKE 'T' IN SCHEMA D.S"))[0]?.retention_time;
    expect(await shown()).toBe('1');
    await account.run('ALTER TABLE T SET DATA_RETENTION_TIME_IN_DAYS = 30');
    expect(await shown()).toBe('30');
    await account.run('ALTER TABLE T UNSET DATA_RETENTION_TIME_IN_DAYS');
    expect(await shown()).toBe('1');
    await account.run('CREATE SCHEMA D.LONG DATA_RETENTION_TIME_IN_DAYS = 7');
    await account.run('CREATE TABLE D.LONG.T (A NUMBER)');
    const [row] = await account.run("SHOW TABLES LIKE 'T' IN SCHEMA D.LONG");
    expect(row?.retention_time).toBe('7');
    await expect(
      account.run('CREATE TRANSIENT TABLE N (A NUMBER) DATA_RETENTION_TIME_IN_DAYS = 2'),
    ).rejects.toThrow('0 and 1');
  });
});

/** @see https://docs.snowflake.com/en/sql-reference/constructs/changes */
describe('CHANGES', () => {
  it('gives what changed while changes are tracked', async () => {
    await account.run('ALTER TABLE T SET CHANGE_TRACKING = TRUE');
    now += 1000;
    const start = `'${new Date(now).toISOString()}'::TIMESTAMP_TZ`;
    now += 1000;
    await account.runAll([
      "INSERT INTO T VALUES (7, 'g'), (8, 'h')",
      'DELETE FROM T WHERE ID IN (1, 7)',
      "UPDATE T SET X = 'w' WHERE ID IN (2, 8)",
    ]);
    const changes = async (mode: string, rest = '') =>
      (
        await account.run(
          `SELECT ID, X, METADATA$ACTION AS A, METADATA$ISUPDATE AS U FROM T CHANGES (INFORMATION => ${mode}) AT (TIMESTAMP => ${start}) ${rest} ORDER BY ID, A`,
        )
      ).map(({ ID, X, A, U }) => `${A === 'INSERT' ? '+' : '-'}${U === true ? '*' : ''}${ID}${X}`);
    expect(await changes('DEFAULT')).toEqual(['-1a', '-*2u', '+*2w', '+8w']);
    expect(await changes('APPEND_ONLY')).toEqual(['+7g', '+8h']);
    await expect(
      account.run('SELECT * FROM T CHANGES (INFORMATION => DEFAULT) AT (OFFSET => -150)'),
    ).rejects.toThrow('tracking');
    await account.run('ALTER TABLE T SET CHANGE_TRACKING = FALSE');
    await expect(changes('DEFAULT')).rejects.toThrow('tracking');
  });
});
