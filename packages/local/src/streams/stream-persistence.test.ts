import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

it('a stream keeps its offset and its changes when the file is opened again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'das-streams-'));
  const path = join(folder, 'd.duckdb');
  const first = await Account.open({ path });
  await first.runAll([
    ...basics,
    'CREATE TABLE D.S.T (ID NUMBER)',
    'INSERT INTO D.S.T VALUES (1), (2)',
    'CREATE STREAM D.S.C ON TABLE D.S.T',
    'INSERT INTO T VALUES (3)',
    'CREATE TABLE N AS SELECT * FROM C',
    'DELETE FROM T WHERE ID = 1',
  ]);
  const id = await first.value('SELECT METADATA$ROW_ID FROM C');
  await first.warehouse.close();
  const second = await Account.open({ path });
  expect(await second.run('SELECT ID, METADATA$ACTION AS A, METADATA$ROW_ID AS R FROM C')).toEqual([
    { ID: 1, A: 'DELETE', R: id },
  ]);
  await second.run('INSERT INTO T VALUES (4)');
  expect(await second.column('SELECT ID FROM C ORDER BY ID')).toEqual([1, 4]);
  await second.warehouse.close();
  await rm(folder, { recursive: true, force: true });
});

it('loses nothing and keeps nothing uncommitted when the process dies', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'das-streams-'));
  const path = join(folder, 'd.duckdb');
  const first = await Account.open({ path });
  await first.runAll([
    ...basics,
    'CREATE TABLE D.S.T (ID NUMBER)',
    'INSERT INTO D.S.T VALUES (1), (2), (3)',
    'CREATE STREAM D.S.C ON TABLE D.S.T',
    'CREATE STREAM D.S.E ON TABLE D.S.T',
    'DELETE FROM T WHERE ID = 1',
    'CREATE TABLE SINK AS SELECT ID FROM E',
    'INSERT INTO T VALUES (4)',
    'BEGIN',
    'INSERT INTO T VALUES (5)',
    'DELETE FROM T WHERE ID = 2',
    'INSERT INTO SINK SELECT ID FROM C',
  ]);
  // What lies on the disk now is what a killed process leaves behind.
  for (const end of ['', '.wal']) await copyFile(path + end, `${join(folder, 'k.duckdb')}${end}`);
  await first.run('ROLLBACK');
  await first.warehouse.close();
  const second = await Account.open({ path: join(folder, 'k.duckdb') });
  expect(await second.column('SELECT ID FROM C ORDER BY ID')).toEqual([1, 4]);
  expect(await second.column('SELECT ID FROM E ORDER BY ID')).toEqual([4]);
  await second.runAll(['INSERT INTO T VALUES (6)', 'INSERT INTO SINK SELECT ID FROM C']);
  expect(await second.column('SELECT ID FROM SINK ORDER BY ID')).toEqual([1, 1, 4, 6]);
  await second.run('INSERT INTO T VALUES (7)');
  expect(await second.column('SELECT ID FROM C ORDER BY ID')).toEqual([7]);
  await second.warehouse.close();
  await rm(folder, { recursive: true, force: true });
});
