import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../fixtures/account.js';
import { changesOf, openStreamedTable } from '../fixtures/streamed-table.js';

let account: Account;
beforeEach(async () => {
  account = await openStreamedTable();
});
afterEach(async () => await account.warehouse.close());

const changes = (stream?: string, role?: string) => changesOf(account, stream, role);

describe('who reads a stream', () => {
  it('needs SELECT on it and on its table, and USAGE', async () => {
    await account.run("INSERT INTO T VALUES (4, 'd')");
    expect(await account.code('SELECT * FROM C', 'READER')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    await account.run('GRANT SELECT ON STREAM C TO ROLE READER');
    expect(await account.code('SELECT * FROM C', 'READER')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    await account.run('GRANT SELECT ON TABLE T TO ROLE READER');
    expect(await changes('C', 'READER')).toEqual(['+4d']);
    await account.run('REVOKE SELECT ON STREAM C FROM ROLE READER');
    expect(await account.code('SELECT * FROM C', 'READER')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    expect(await account.code("SELECT SYSTEM$STREAM_HAS_DATA('C')", 'READER')).toBe(
      'DAS_WAREHOUSE_NOT_FOUND',
    );
    expect(await account.run('SHOW STREAMS', 'READER')).toEqual([]);
    expect(await account.code('DESCRIBE STREAM C', 'READER')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    expect(await account.code('DROP STREAM C', 'READER')).toBe('DAS_WAREHOUSE_NOT_FOUND');
  });

  it('and who makes one needs CREATE STREAM, and the first time to own the table', async () => {
    const make = 'CREATE STREAM R ON TABLE SINK';
    await account.run('GRANT SELECT ON TABLE SINK TO ROLE READER');
    expect(await account.code(make, 'READER')).toBe('DAS_WAREHOUSE_NOT_AUTHORIZED');
    await account.run('GRANT CREATE STREAM ON SCHEMA D.S TO ROLE READER');
    expect(await account.code(make, 'READER')).toBe('DAS_WAREHOUSE_NOT_AUTHORIZED');
    await account.run('ALTER TABLE SINK SET CHANGE_TRACKING = TRUE');
    expect(await account.code(make, 'READER')).toBe('none');
  });

  it('gets future grants', async () => {
    await account.runAll([
      'GRANT SELECT ON FUTURE STREAMS IN SCHEMA D.S TO ROLE READER',
      'GRANT SELECT ON ALL STREAMS IN SCHEMA D.S TO ROLE CLEARED',
      'GRANT SELECT ON TABLE T TO ROLE READER',
      'GRANT SELECT ON TABLE T TO ROLE CLEARED',
      'CREATE STREAM F ON TABLE T',
    ]);
    expect(await changes('F', 'READER')).toEqual([]);
    expect(await changes('C', 'CLEARED')).toEqual([]);
  });
});

describe('the policies of the table', () => {
  beforeEach(async () => {
    await account.runAll([
      "CREATE MASKING POLICY M AS (V VARCHAR) RETURNS VARCHAR -> CASE WHEN CURRENT_ROLE() = 'CLEARED' THEN V ELSE '*' END",
      "CREATE ROW ACCESS POLICY R AS (I NUMBER) RETURNS BOOLEAN -> CURRENT_ROLE() = 'CLEARED' OR I < 100",
      'ALTER TABLE T MODIFY COLUMN X SET MASKING POLICY M',
      'ALTER TABLE T ADD ROW ACCESS POLICY R ON (ID)',
      'CREATE STREAM A ON TABLE T APPEND_ONLY = TRUE',
      ...['C', 'A'].map((name) => `GRANT SELECT ON STREAM ${name} TO ROLE READER`),
      ...['C', 'A'].map((name) => `GRANT SELECT ON STREAM ${name} TO ROLE CLEARED`),
      'GRANT SELECT ON TABLE T TO ROLE READER',
      'GRANT SELECT ON TABLE T TO ROLE CLEARED',
      'CREATE TABLE ALL_ROWS (ID NUMBER)',
    ]);
  });

  it('hide old and new values, and rows, in every kind of stream', async () => {
    await account.runAll([
      "INSERT INTO T VALUES (101, 'secret'), (5, 'secret')",
      "UPDATE T SET X = 'other' WHERE ID = 1",
      'UPDATE T SET ID = 102 WHERE ID = 2',
    ]);
    expect(await changes('C', 'READER')).toEqual(['-*1*', '+*1*', '-*2*', '+5*']);
    expect(await changes('A', 'READER')).toEqual(['+5*']);
    expect(await changes('A', 'CLEARED')).toEqual(['+5secret', '+101secret']);
    expect(await changes('C', 'CLEARED')).toEqual([
      '-*1a',
      '+*1other',
      '-*2b',
      '+5secret',
      '+101secret',
      '+*102b',
    ]);
    for (const query of [
      "SELECT COUNT(*) FROM C WHERE X = 'secret'",
      'SELECT COUNT(*) FROM C WHERE ID > 100',
      "SELECT COUNT(*) FROM C AS A JOIN C AS B ON A.X = 'other'",
      'SELECT COUNT(*) FROM C WHERE 1 / (ID - 101) > 5',
    ]) {
      expect(await account.value(query, 'READER')).toBe(0);
    }
  });

  it('keep a hidden change from being told by SYSTEM$STREAM_HAS_DATA', async () => {
    await account.run("INSERT INTO T VALUES (101, 'secret')");
    const has = "SELECT SYSTEM$STREAM_HAS_DATA('C')";
    expect([await account.value(has, 'READER'), await account.value(has, 'CLEARED')]).toEqual([
      false,
      true,
    ]);
  });

  it('apply to what is written from the stream', async () => {
    await account.runAll([
      "INSERT INTO T VALUES (101, 'secret'), (5, 'secret')",
      'GRANT CREATE TABLE ON SCHEMA D.S TO ROLE READER',
    ]);
    await account.run('CREATE TABLE COPIED AS SELECT ID, X FROM C', 'READER');
    expect(await account.run('SELECT * FROM COPIED', 'READER')).toEqual([{ ID: 5, X: '*' }]);
  });

  it('never read a stream themselves', async () => {
    await account.run('CREATE VIEW V AS SELECT ID FROM C');
    for (const name of ['C', 'V']) {
      const make = `CREATE ROW ACCESS POLICY RS AS (I NUMBER) RETURNS BOOLEAN -> EXISTS (SELECT 1 FROM ${name})`;
      expect(await account.code(make)).toBe('DAS_WAREHOUSE_UNSUPPORTED');
    }
  });

  it('show no number of a row, and the same id to all', async () => {
    await account.run("INSERT INTO T VALUES (5, 'secret')");
    const id = String(await account.value('SELECT METADATA$ROW_ID FROM C', 'READER'));
    expect(id).toMatch(/^[0-9a-f]{40}$/);
    expect(await account.value('SELECT METADATA$ROW_ID FROM A', 'CLEARED')).toBe(id);
  });
});
