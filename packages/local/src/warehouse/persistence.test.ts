import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';
import { openLocalWarehouse } from '../index.js';

const packages = fileURLToPath(new URL('../../../', import.meta.url));

/** Commits one row after the other with a table beside it, and stops in the middle of a transaction. */
const program = `
import { writeSync } from 'node:fs';
import { openLocalWarehouse } from './bundle/index.js';
const [path, rows] = process.argv.slice(2);
const warehouse = await openLocalWarehouse({ path });
const session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
const run = (text) => session.execute({ text, binds: [] });
await run('CREATE DATABASE IF NOT EXISTS D');
await run('CREATE TABLE IF NOT EXISTS D.PUBLIC.T (N NUMBER)');
await run("CREATE OR ALTER MASKING POLICY D.PUBLIC.M AS (V NUMBER) RETURNS NUMBER -> -1");
for (let row = 0; row < Number(rows); row += 1) {
  await run('BEGIN');
  await run('INSERT INTO D.PUBLIC.T VALUES (' + row + ')');
  await run('INSERT INTO D.PUBLIC.T VALUES (' + row + ')');
  await run('COMMIT');
  writeSync(1, 'committed ' + row + '\\n');
}
await run('CREATE OR REPLACE TABLE D.PUBLIC.LAST (N NUMBER WITH MASKING POLICY D.PUBLIC.M)');
await run('INSERT INTO D.PUBLIC.LAST VALUES (7)');
await run('BEGIN');
await run('INSERT INTO D.PUBLIC.T VALUES (-1)');
await run('DELETE FROM D.PUBLIC.LAST');
writeSync(1, 'open\\n');
setInterval(() => {}, 1000);
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'das-local-'));
  await build({
    entry: [join(packages, 'local/src/index.ts')],
    outDir: join(folder, 'bundle'),
    config: false,
    format: 'esm',
    target: 'node20',
    platform: 'node',
    silent: true,
    dts: false,
    external: ['@duckdb/node-api', '@polyglot-sql/sdk'],
    noExternal: [/^@das\//],
    esbuildOptions: (options) => {
      const names = ['contracts', 'core', 'privacy'];
      options.alias = Object.fromEntries(
        names.map((name) => [`@das/${name}`, join(packages, name, 'src/index.ts')]),
      );
    },
  });
  await symlink(join(packages, '../node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await writeFile(join(folder, 'program.js'), program);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a database file', () => {
  it('keeps everything over close and open', async () => {
    const path = join(folder, 'kept.duckdb');
    const first = await Account.open({ path });
    await first.runAll([
      ...basics,
      "CREATE MASKING POLICY D.S.M AS (V VARCHAR) RETURNS VARCHAR -> CASE WHEN CURRENT_ROLE() = 'CLEARED' THEN V ELSE '*' END",
      "CREATE ROW ACCESS POLICY D.S.R AS (V VARCHAR) RETURNS BOOLEAN -> V <> 'hidden'",
      'CREATE TABLE D.S.T (N VARCHAR WITH MASKING POLICY D.S.M, X VARCHAR) WITH ROW ACCESS POLICY D.S.R ON (X)',
      "INSERT INTO D.S.T VALUES ('a', 'shown'), ('b', 'hidden')",
      'GRANT SELECT ON TABLE D.S.T TO ROLE READER',
      'CREATE STAGE D.S.ST',
      'CREATE TEMPORARY TABLE D.S.TEMPO (A NUMBER)',
    ]);
    await (await first.session('ACCOUNTADMIN')).upload('D.S.ST', 'f.json', new Uint8Array([1]));
    await first.warehouse.close();
    const second = await Account.open({ path });
    expect(await second.run('SELECT * FROM T', 'READER')).toEqual([{ N: '*', X: 'shown' }]);
    expect(await second.run('LIST @D.S.ST')).toHaveLength(1);
    expect(await second.code('SELECT * FROM TEMPO')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    expect(await second.code('CREATE TABLE D.S.U (A NUMBER)')).toBe('none');
    await second.warehouse.close();
  });

  it('never gives a new object the files or the load history of one that was dropped', async () => {
    const path = join(folder, 'ids.duckdb');
    for (const round of [1, 2]) {
      const account = await Account.open({ path });
      if (round === 1) await account.runAll(basics);
      await account.runAll(['CREATE TABLE D.S.T (N NUMBER)', 'CREATE STAGE D.S.ST']);
      expect(await account.run('LIST @D.S.ST')).toEqual([]);
      const session = await account.session('ACCOUNTADMIN');
      await session.upload('D.S.ST', 'f.json', new TextEncoder().encode('{"n":1}\n'));
      await account.run(
        'COPY INTO T FROM @D.S.ST FILE_FORMAT = (TYPE = JSON) MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE',
      );
      expect(await account.value('SELECT COUNT(*) FROM T')).toBe(1);
      await account.runAll(['DROP TABLE D.S.T', 'DROP STAGE D.S.ST']);
      await account.warehouse.close();
    }
  });

  it('loses nothing that was committed, and keeps nothing that was not, when the process is killed', async () => {
    const path = join(folder, 'killed.duckdb');
    for (const round of [1, 2, 3]) {
      const child = spawn(process.execPath, [join(folder, 'program.js'), path, '10'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let committed = 0;
      for await (const line of createInterface({ input: child.stdout })) {
        if (line === 'open') break;
        committed += 1;
        // In the second round it dies between two commits.
        if (round === 2 && committed === 4) break;
      }
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect(existsSync(path)).toBe(true);
      const account = await Account.open({ path });
      const count = await account.value('SELECT COUNT(*) FROM D.PUBLIC.T WHERE N >= 0');
      const pairs = await account.value(
        'SELECT COUNT(*) FROM (SELECT N FROM D.PUBLIC.T GROUP BY N HAVING MOD(COUNT(*), 2) <> 0)',
      );
      expect(Number(count)).toBeGreaterThanOrEqual(committed * 2);
      expect(pairs).toBe(0);
      expect(await account.value('SELECT COUNT(*) FROM D.PUBLIC.T WHERE N < 0')).toBe(0);
      expect(await account.column('SELECT N FROM D.PUBLIC.LAST')).toEqual([-1]);
      await account.warehouse.close();
    }
  }, 120_000);

  it('that another process holds is unavailable, with a next step', async () => {
    const path = join(folder, 'held.duckdb');
    const child = spawn(process.execPath, [join(folder, 'program.js'), path, '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for await (const line of createInterface({ input: child.stdout })) if (line === 'open') break;
    await expect(openLocalWarehouse({ path })).rejects.toMatchObject({
      code: 'DAS_WAREHOUSE_UNAVAILABLE',
      message: 'the database file is in use by another process',
      next: expect.any(String),
    });
    child.kill('SIGKILL');
    await once(child, 'exit');
  }, 60_000);

  it('that is none, or a folder, or without a folder is unavailable', async () => {
    const broken = join(folder, 'broken.duckdb');
    await writeFile(broken, 'this is not a database, whatever its name says');
    await mkdir(join(folder, 'directory.duckdb'));
    for (const path of [
      broken,
      join(folder, 'directory.duckdb'),
      join(folder, 'no/such/x.duckdb'),
    ]) {
      await expect(openLocalWarehouse({ path })).rejects.toMatchObject({
        code: 'DAS_WAREHOUSE_UNAVAILABLE',
      });
    }
  });

  it('in memory leaves no stage folder behind', async () => {
    const account = await Account.open();
    await account.runAll([...basics, 'CREATE STAGE D.S.ST']);
    await (await account.session('ACCOUNTADMIN')).upload('D.S.ST', 'f', new Uint8Array([1]));
    await account.warehouse.close();
    await expect(account.warehouse.openSession({ role: 'PUBLIC' })).rejects.toMatchObject({
      code: 'DAS_WAREHOUSE_UNAVAILABLE',
    });
  });
});
