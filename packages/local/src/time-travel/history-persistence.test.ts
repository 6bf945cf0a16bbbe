import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'das-history-'));
  path = join(folder, 'd.duckdb');
});
afterEach(async () => await rm(folder, { recursive: true, force: true }));

describe('the history of a table', () => {
  it('is there when the file is opened again, and so is what was dropped', async () => {
    const first = await Account.open({ path });
    await first.runAll([
      ...basics,
      'CREATE TABLE T (ID NUMBER)',
      'INSERT INTO T VALUES (1), (2)',
      'CREATE TABLE GONE AS SELECT 7 AS A',
      'DROP TABLE GONE',
      'DELETE FROM T WHERE ID = 1',
    ]);
    const id = await first.value('SELECT LAST_QUERY_ID()');
    await first.warehouse.close();
    const second = await Account.open({ path });
    await second.run('INSERT INTO T VALUES (3)');
    const past = `SELECT ID FROM T BEFORE (STATEMENT => '${id}') ORDER BY ID`;
    expect(await second.column(past)).toEqual([1, 2]);
    await second.run('UNDROP TABLE GONE');
    expect(await second.column('SELECT A FROM GONE')).toEqual([7]);
    await second.warehouse.close();
  });

  it('has what was committed, and nothing else, when the process dies', async () => {
    const first = await Account.open({ path });
    await first.runAll([
      ...basics,
      'CREATE TABLE T (ID NUMBER)',
      'INSERT INTO T VALUES (1), (2)',
      'DELETE FROM T WHERE ID = 1',
    ]);
    const id = await first.value('SELECT LAST_QUERY_ID()');
    await first.runAll(['CREATE TABLE U CLONE T', 'DROP TABLE U', 'BEGIN', 'DELETE FROM T']);
    // What lies on the disk now is what a killed process leaves behind.
    const killed = join(folder, 'k.duckdb');
    for (const end of ['', '.wal']) await copyFile(path + end, killed + end);
    await first.run('ROLLBACK');
    await first.warehouse.close();
    const second = await Account.open({ path: killed });
    expect(await second.column('SELECT ID FROM T')).toEqual([2]);
    const at = (side: string) =>
      second.column(`SELECT ID FROM T ${side} (STATEMENT => '${id}') ORDER BY ID`);
    expect(await at('AT')).toEqual([2]);
    expect(await at('BEFORE')).toEqual([1, 2]);
    await second.runAll(['UNDROP TABLE U', 'INSERT INTO U VALUES (5)', 'INSERT INTO T VALUES (6)']);
    expect(await second.column('SELECT ID FROM U ORDER BY ID')).toEqual([2, 5]);
    expect(await at('BEFORE')).toEqual([1, 2]);
    await second.warehouse.close();
  });

  it('begins when a file of an earlier release is opened, whose streams lose nothing', async () => {
    const first = await Account.open({ path });
    await first.runAll([
      ...basics,
      'CREATE TABLE PLAIN AS SELECT 1 AS ID',
      'CREATE TABLE T (ID NUMBER, X VARCHAR)',
      "INSERT INTO T VALUES (1, 'a'), (2, 'b'), (3, 'c')",
      'CREATE STREAM S ON TABLE T',
    ]);
    await first.warehouse.close();
    await writeAsBefore();
    const second = await Account.open({ path });
    expect(
      await second.run(
        'SELECT ID, X, METADATA$ACTION AS A, METADATA$ISUPDATE AS U FROM S ORDER BY ID, A',
      ),
    ).toEqual([
      { ID: 1, X: 'a', A: 'DELETE', U: true },
      { ID: 1, X: 'z', A: 'INSERT', U: true },
      { ID: 3, X: 'c', A: 'DELETE', U: false },
      { ID: 4, X: 'd', A: 'INSERT', U: false },
    ]);
    await second.runAll(['CREATE TABLE SINK AS SELECT ID FROM S', 'INSERT INTO PLAIN VALUES (2)']);
    expect(await second.column('SELECT ID FROM S')).toEqual([]);
    await second.run('DELETE FROM PLAIN');
    expect(
      await second.column('SELECT ID FROM PLAIN BEFORE (STATEMENT => LAST_QUERY_ID()) ORDER BY ID'),
    ).toEqual([1, 2]);
    await second.run('DELETE FROM T WHERE ID = 2');
    expect(await second.column('SELECT ID FROM S')).toEqual([2]);
    await second.warehouse.close();
  });
});

/** Turns the file into what an earlier release would have written for the same statements and more. */
async function writeAsBefore(): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  const ids = await connection.runAndReadAll(
    "SELECT json_extract_string(body, '$.name'), id FROM das_catalogue.objects WHERE json_extract_string(body, '$.kind') IN ('TABLE', 'STREAM')",
  );
  const id = new Map(ids.getRows().map(([name, number]) => [String(name), Number(number)]));
  const [plain, t, s] = ['PLAIN', 'T', 'S'].map((name) => id.get(name) ?? 0);
  const next = "nextval('das_catalogue.change_numbers')";
  for (const sql of [
    'DROP TABLE das_catalogue.moments',
    `DROP TABLE das_data.j${plain}`,
    `ALTER TABLE das_data.t${plain} DROP COLUMN since`,
    `ALTER TABLE das_data.t${plain} DROP COLUMN row_id`,
    `ALTER TABLE das_data.t${t} DROP COLUMN since`,
    `UPDATE das_data.t${t} SET row_id = ${next}`,
    `DROP TABLE das_data.j${t}`,
    `CREATE TABLE das_data.j${t} AS SELECT CAST(0 AS BIGINT) AS position, row_id, c1, c2 FROM das_data.t${t} LIMIT 0`,
    'DROP TABLE das_catalogue.stream_offsets',
    'CREATE TABLE das_catalogue.stream_offsets (stream_id BIGINT NOT NULL, table_id BIGINT NOT NULL, position BIGINT NOT NULL)',
    `INSERT INTO das_catalogue.stream_offsets SELECT ${s}, ${t}, max(row_id) FROM das_data.t${t}`,
    `INSERT INTO das_data.j${t} SELECT ${next}, row_id, c1, c2 FROM das_data.t${t} WHERE c1 IN (1, 3)`,
    `UPDATE das_data.t${t} SET c2 = 'y' WHERE c1 = 1`,
    `INSERT INTO das_data.j${t} SELECT ${next}, row_id, c1, c2 FROM das_data.t${t} WHERE c1 = 1`,
    `UPDATE das_data.t${t} SET c2 = 'z' WHERE c1 = 1`,
    `DELETE FROM das_data.t${t} WHERE c1 = 3`,
    `INSERT INTO das_data.t${t} (c1, c2, row_id) VALUES (4, 'd', ${next})`,
  ]) {
    await connection.run(sql);
  }
  connection.closeSync();
  instance.closeSync();
}
