import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DriverConnection } from '../fixtures/driver.js';
import { taskHistory } from '../tasks/task-history.js';
import type { LocalSession } from '../warehouse/local-session.js';
import { openLocalWarehouse } from '../warehouse/open-local-warehouse.js';
import { serve } from './serve.js';

const packages = fileURLToPath(new URL('../../../', import.meta.url));

/** Serves the file that it is given, and says where. */
const program = `
import { writeSync } from 'node:fs';
import { serve } from './bundle/index.js';
const server = await serve({ data: process.argv[2] });
writeSync(1, server.url + '\\n');
`;

let folder: string;
const children: ChildProcess[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'das-crash-'));
  await build({
    entry: [join(packages, 'local/src/index.ts')],
    outDir: join(folder, 'bundle'),
    format: 'esm',
    platform: 'node',
    config: false,
    silent: true,
    dts: false,
    external: [/^@duckdb\//, /^@polyglot-sql\//],
    noExternal: [/^@das\//],
    esbuildOptions: (options) => {
      options.alias = Object.fromEntries(
        ['contracts', 'privacy', 'core'].map((name) => [
          `@das/${name}`,
          join(packages, name, 'src/index.ts'),
        ]),
      );
    },
  });
  await symlink(join(packages, '../node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await writeFile(join(folder, 'program.js'), program);
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

async function start(path: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [join(folder, 'program.js'), path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) return { child, url: line };
  throw new Error('the server did not start');
}

it('keeps all that was committed, and nothing else, when it is killed in mid-transaction', {
  timeout: 120_000,
}, async () => {
  const path = join(folder, 'killed.duckdb');
  let committed = 0;
  for (const round of [1, 2, 3]) {
    const { child, url } = await start(path);
    const driver = await DriverConnection.open(url);
    if (round === 1) {
      await driver.all('CREATE DATABASE D', 'CREATE TABLE D.PUBLIC.T (N NUMBER, HALF NUMBER)');
    }
    for (let n = 0; n < 5; n += 1) {
      await driver.all(
        'BEGIN',
        `INSERT INTO D.PUBLIC.T VALUES (${committed}, 1)`,
        `INSERT INTO D.PUBLIC.T VALUES (${committed}, 2)`,
        'COMMIT',
      );
      committed += 1;
    }
    await driver.all('BEGIN', 'INSERT INTO D.PUBLIC.T VALUES (-1, 1)');
    child.kill('SIGKILL');
    await once(child, 'exit');
    await using server = await serve({ data: path });
    await using after = await DriverConnection.open(server.url);
    expect(
      await after.rows('SELECT COUNT(*) AS C, COUNT(DISTINCT N) AS D, MIN(N) AS M FROM D.PUBLIC.T'),
    ).toEqual([{ C: committed * 2, D: committed, M: 0 }]);
  }
});

it('undoes a task that is killed, tells so, and gives no number twice', {
  timeout: 120_000,
}, async () => {
  const path = join(folder, 'tasks.duckdb');
  const { child, url } = await start(path);
  const driver = await DriverConnection.open(url);
  await driver.all(
    'CREATE DATABASE D',
    'CREATE WAREHOUSE W',
    'CREATE SEQUENCE D.PUBLIC.Q',
    'CREATE TABLE D.PUBLIC.SOURCE (N NUMBER)',
    'CREATE STREAM D.PUBLIC.S ON TABLE D.PUBLIC.SOURCE',
    'CREATE TABLE D.PUBLIC.T (ID NUMBER AUTOINCREMENT, K NUMBER DEFAULT D.PUBLIC.Q.NEXTVAL, N NUMBER)',
    'INSERT INTO D.PUBLIC.T (N) VALUES (1), (2)',
    'INSERT INTO D.PUBLIC.SOURCE SELECT N FROM (WITH RECURSIVE R(N) AS (SELECT 1 UNION ALL SELECT N + 1 FROM R WHERE N < 3000) SELECT N FROM R)',
    `CREATE TASK D.PUBLIC.K WAREHOUSE = W AS
       INSERT INTO T (N) SELECT SUM(A.N * B.N + C.N) FROM S A, S B, S C`,
  );
  const drawn = (await driver.rows('SELECT D.PUBLIC.Q.NEXTVAL AS N'))[0]?.N;
  await driver.all('EXECUTE TASK D.PUBLIC.K');
  await new Promise((resolve) => setTimeout(resolve, 1500));
  child.kill('SIGKILL');
  await once(child, 'exit');
  await using warehouse = await openLocalWarehouse({ path });
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN', database: 'D' });
  const { engine } = (session as LocalSession).state;
  expect(await taskHistory(engine)).toMatchObject([{ name: 'K', state: 'FAILED', errorCode: 603 }]);
  const all = async (text: string): Promise<readonly unknown[]> =>
    (await session.execute({ text, binds: [] })).rows;
  expect(await all('SELECT COUNT(*) AS C FROM S')).toEqual([{ C: 3000 }]);
  await all('INSERT INTO T (N) VALUES (3)');
  const rows = (await all('SELECT ID, K FROM T')) as { ID: number; K: number }[];
  expect(rows).toHaveLength(3);
  expect(new Set(rows.map(({ ID }) => ID)).size).toBe(3);
  expect(new Set([...rows.map(({ K }) => K), drawn]).size).toBe(4);
});
