import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
let now: number;
const day = 24 * 60 * 60 * 1000;

beforeEach(async () => {
  now = Date.parse('2026-03-01T00:00:00.000Z');
  account = await Account.open({ clock: () => new Date(now) });
  await account.runAll([
    ...basics,
    'CREATE TABLE T (ID NUMBER)',
    'CREATE TABLE SINK (ID NUMBER)',
    'INSERT INTO T VALUES (1)',
  ]);
  now += 60_000;
  await account.run('ALTER TABLE T SET CHANGE_TRACKING = TRUE');
  now += 60_000;
  await account.run('INSERT INTO T VALUES (2)');
  now += 60_000;
});
afterEach(async () => await account.warehouse.close());

const ids = (stream: string) => account.column(`SELECT ID FROM ${stream} ORDER BY ID`);

/** @see https://docs.snowflake.com/en/sql-reference/sql/create-stream */
describe('a stream', () => {
  it('can begin in the past, as far as changes were tracked', async () => {
    await account.run('CREATE STREAM A ON TABLE T AT (OFFSET => -90)');
    expect(await ids('A')).toEqual([2]);
    await account.run('INSERT INTO T VALUES (3)');
    const id = await account.value('SELECT LAST_QUERY_ID()');
    await account.run(
      `CREATE STREAM B ON TABLE T BEFORE (STATEMENT => '${id}') APPEND_ONLY = TRUE`,
    );
    expect(await ids('B')).toEqual([3]);
    await account.run(`CREATE STREAM C ON TABLE T AT (STATEMENT => '${id}')`);
    expect(await ids('C')).toEqual([]);
    await expect(account.run('CREATE STREAM E ON TABLE SINK AT (OFFSET => -60)')).rejects.toThrow(
      'tracking',
    );
    await expect(
      account.run('CREATE STREAM E ON TABLE T AT (OFFSET => -7200)'),
    ).rejects.toMatchObject({
      number: 707,
    });
  });

  it('can take over the offset of another one, or of itself', async () => {
    await account.runAll(['CREATE STREAM A ON TABLE T', 'INSERT INTO T VALUES (3)']);
    await account.run("CREATE STREAM B ON TABLE T AT (STREAM => 'A')");
    await account.run("CREATE OR REPLACE STREAM A ON TABLE T AT (STREAM => 'D.S.A')");
    await account.run('CREATE STREAM C CLONE A');
    for (const stream of ['A', 'B', 'C']) expect(await ids(stream)).toEqual([3]);
    await account.run('INSERT INTO SINK SELECT ID FROM A');
    for (const stream of ['B', 'C']) expect(await ids(stream)).toEqual([3]);
    expect(await ids('A')).toEqual([]);
    await expect(account.run('CREATE STREAM E CLONE A', 'READER')).rejects.toThrow();
  });

  it('becomes stale when its offset leaves the extended retention', async () => {
    await account.runAll(['CREATE STREAM A ON TABLE T', 'INSERT INTO T VALUES (3)']);
    const shown = async () => (await account.run("SHOW STREAMS LIKE 'A' IN SCHEMA D.S"))[0];
    expect(await shown()).toMatchObject({ stale: 'false', stale_after: new Date(now + 14 * day) });
    now += 13 * day;
    await account.run('DELETE FROM T WHERE ID = 3');
    await account.run('INSERT INTO T VALUES (4)');
    expect(await ids('A')).toEqual([4]);
    await account.run('INSERT INTO SINK SELECT ID FROM A');
    expect(await shown()).toMatchObject({ stale_after: new Date(now + 14 * day) });
    now += 15 * day;
    expect(await shown()).toMatchObject({ stale: 'true' });
    await expect(ids('A')).rejects.toMatchObject({ number: 91_901 });
    await account.run('ALTER TABLE T SET MAX_DATA_EXTENSION_TIME_IN_DAYS = 30');
    expect(await ids('A')).toEqual([]);
    await account.run('CREATE OR REPLACE STREAM A ON TABLE T');
    expect(await ids('A')).toEqual([]);
  });
});
