import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { StagedAccount } from '../fixtures/staged.js';
import { openLocalSession, openLocalWarehouse } from '../warehouse/open-local-warehouse.js';
import { copyHistory } from './copy-history.js';

it('the history of loads keeps what became of each file, and forgets none by TRUNCATE', async () => {
  const clock = { now: new Date('2030-01-02T03:04:05.000Z') };
  await using staged = await StagedAccount.open({ clock: () => clock.now });
  await staged.upload('a.csv', '1\nx\n');
  await staged.account.run('CREATE TABLE T (N NUMBER)');
  await staged.account.run('COPY INTO T FROM @ST FILE_FORMAT = (TYPE = CSV) ON_ERROR = CONTINUE');
  await staged.account.run('TRUNCATE TABLE T');
  const session = await openLocalSession(staged.account.warehouse, { role: 'ACCOUNTADMIN' });
  const { engine } = session.state;
  expect(await copyHistory(engine)).toEqual([
    {
      tableId: expect.any(Number),
      fileName: 'st/a.csv',
      stage: 'D.S.ST',
      bytes: 4,
      rowCount: 1,
      rowParsed: 2,
      errorCount: 1,
      errorLimit: 2,
      firstErrorMessage: 'Numeric value is not recognized',
      firstErrorLine: 2,
      firstErrorCharacter: null,
      firstErrorColumn: '"T"["N":1]',
      status: 'PARTIALLY_LOADED',
      lastLoadTime: clock.now,
    },
  ]);
  await staged.account.run('COPY INTO T FROM @ST FILE_FORMAT = (TYPE = CSV) ON_ERROR = SKIP_FILE');
  expect((await copyHistory(engine)).map(({ status }) => status)).toEqual([
    'PARTIALLY_LOADED',
    'LOAD_FAILED',
  ]);
});

it('a load is forgotten after 64 days, and an old file is then loaded only when asked for', async () => {
  const clock = { now: new Date() };
  await using staged = await StagedAccount.open({ clock: () => clock.now });
  await staged.upload('a.csv', '1\n');
  await staged.upload('b/c.csv', '2\n');
  await staged.account.run('CREATE TABLE T (N NUMBER)');
  const copy = async (rest = ''): Promise<number> => {
    const session = await staged.account.session('ACCOUNTADMIN');
    const text = `COPY INTO T FROM @ST FILE_FORMAT = (TYPE = CSV) ${rest}`;
    return (await session.execute({ text, binds: [] })).rowsAffected;
  };
  expect(await copy("FILES = ('a.csv')")).toBe(1);
  clock.now = new Date(clock.now.getTime() + 63 * 86_400_000);
  expect(await copy("FILES = ('a.csv')")).toBe(0);
  clock.now = new Date(clock.now.getTime() + 2 * 86_400_000);
  expect(await copy()).toBe(0);
  expect(await copy('LOAD_UNCERTAIN_FILES = TRUE')).toBe(2);
});

it('a file of an older version, whose history of loads has three columns, is opened', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'das-history-'));
  const path = join(folder, 'old.db');
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run('CREATE SCHEMA das_catalogue');
  await connection.run(
    'CREATE TABLE das_catalogue.loads (table_id BIGINT NOT NULL, file VARCHAR NOT NULL, fingerprint VARCHAR NOT NULL)',
  );
  await connection.run("INSERT INTO das_catalogue.loads VALUES (7, 'st/a.csv', '1:2')");
  connection.closeSync();
  instance.closeSync();
  await using warehouse = await openLocalWarehouse({ path });
  const session = await openLocalSession(warehouse, { role: 'ACCOUNTADMIN' });
  expect(await copyHistory(session.state.engine)).toMatchObject([
    { tableId: 7, fileName: 'st/a.csv', stage: null, status: 'LOADED', lastLoadTime: null },
  ]);
  await session.close();
  rmSync(folder, { recursive: true });
});
