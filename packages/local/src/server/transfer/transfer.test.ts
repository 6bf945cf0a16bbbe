import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DriverConnection } from '../../fixtures/driver.js';
import { serve } from '../serve.js';
import type { ServedWarehouse } from '../serve-options.js';
import { readTransfer } from './read-transfer.js';

const folder = mkdtempSync(join(tmpdir(), 'das-transfer-'));
let server: ServedWarehouse;
let driver: DriverConnection;
beforeAll(async () => {
  server = await serve();
  driver = await DriverConnection.open(server.url);
  await driver.all(
    'CREATE DATABASE D',
    'USE SCHEMA D.PUBLIC',
    'CREATE STAGE ST',
    'CREATE TABLE T (N NUMBER, S VARCHAR)',
  );
  writeFileSync(join(folder, 'rows.csv'), '1,one\n2,two\n');
  writeFileSync(join(folder, 'more.csv'), '3,three\n');
});
afterAll(async () => {
  await driver[Symbol.asyncDispose]();
  await server.close();
  rmSync(folder, { recursive: true });
});

const csv = "FILE_FORMAT = (TYPE = CSV FIELD_OPTIONALLY_ENCLOSED_BY = '\"')";

describe('the driver', () => {
  it('puts files that COPY INTO then loads, compressed on the way', async () => {
    const put = await driver.rows(`PUT file://${folder}/*.csv @ST/in`);
    expect(put.map((row) => [row.target, row.status])).toEqual(
      expect.arrayContaining([
        ['rows.csv.gz', 'UPLOADED'],
        ['more.csv.gz', 'UPLOADED'],
      ]),
    );
    const listed = await driver.rows('LIST @ST');
    expect(listed.map((row) => row.name)).toEqual(['st/in/more.csv.gz', 'st/in/rows.csv.gz']);
    expect(listed.map((row) => typeof row.size)).toEqual(['number', 'number']);
    await driver.execute(`COPY INTO T FROM @ST/in ${csv}`);
    expect(await driver.rows('SELECT N, S FROM T ORDER BY N')).toEqual([
      { N: 1, S: 'one' },
      { N: 2, S: 'two' },
      { N: 3, S: 'three' },
    ]);
  });

  it('puts a file as it is, and gets it back', async () => {
    await driver.execute(
      `PUT 'file://${folder}/rows.csv' @D.PUBLIC.ST/plain AUTO_COMPRESS=FALSE OVERWRITE=TRUE`,
    );
    const target = join(folder, 'back');
    mkdirSync(target);
    const got = await driver.rows(`GET @ST/plain file://${target}/`);
    expect(got).toMatchObject([{ file: 'plain/rows.csv', size: 12, status: 'DOWNLOADED' }]);
    expect(readFileSync(join(target, 'rows.csv'), 'utf8')).toBe('1,one\n2,two\n');
    await driver.execute(`PUT file://${folder}/rows.csv @ST/gz`);
    await driver.execute(`GET @ST/gz file://${target}`);
    expect(gunzipSync(readFileSync(join(target, 'rows.csv.gz'))).toString()).toBe('1,one\n2,two\n');
  });

  it('puts into the stages of the user and of a table, which COPY INTO reads too', async () => {
    const one = 'AUTO_COMPRESS = FALSE OVERWRITE = TRUE';
    await driver.all(
      `PUT file://${folder}/rows.csv @~/mine ${one}`,
      `PUT file://${folder}/rows.csv @%T ${one}`,
      'CREATE TABLE U (N NUMBER, S VARCHAR)',
      `COPY INTO U FROM @~/mine ${csv}`,
      `COPY INTO U FROM @%T/rows.csv ${csv}`,
    );
    expect((await driver.rows('LIST @~')).map((row) => row.name)).toEqual(['mine/rows.csv']);
    expect((await driver.rows('LIST @%T')).map((row) => row.name)).toEqual(['rows.csv']);
    expect(await driver.rows('SELECT COUNT(*) AS N FROM U')).toEqual([{ N: 4 }]);
  });

  it('gets back what COPY INTO wrote', async () => {
    await driver.execute('COPY INTO @ST/unload/ FROM (SELECT 1, NULL) FILE_FORMAT = (TYPE = CSV)');
    const target = join(folder, 'unloaded');
    mkdirSync(target);
    await driver.execute(`GET @ST/unload file://${target}/`);
    const text = gunzipSync(readFileSync(join(target, 'data_0_0_0.csv.gz'))).toString();
    expect(text).toBe('1,\\N\n');
  });

  it('needs the privileges on the stage', async () => {
    await driver.all(
      'CREATE ROLE R',
      'GRANT USAGE ON DATABASE D TO ROLE R',
      'GRANT USAGE ON SCHEMA D.PUBLIC TO ROLE R',
      'GRANT READ ON STAGE ST TO ROLE R',
    );
    await using lesser = await DriverConnection.open(server.url, { role: 'R', database: 'D' });
    const refused = await lesser.failure(`PUT file://${folder}/rows.csv @ST`);
    expect(refused.code).toBe('003001');
    await using nobody = await DriverConnection.open(server.url, { role: 'PUBLIC' });
    expect((await nobody.failure('GET @D.PUBLIC.ST file:///tmp/')).code).toBe('002003');
  });
});

describe('a path', () => {
  it.each([
    'PUT file:///tmp/a.csv @ST/../../etc',
    'PUT file:///tmp/a.csv @ST/a/../../b',
    "PUT file:///tmp/a.csv '@ST/../x'",
    'PUT file:///tmp/a.csv @ST/./x',
    'GET @ST/../ file:///tmp/',
    'PUT file:///tmp/a.csv @~/../x',
    'PUT file:///tmp/a.csv @%T/../x',
    'PUT file:///tmp/a.csv @A%T',
    'PUT /tmp/a.csv @ST',
    'PUT file:///tmp/a.csv ST',
    'PUT file:///tmp/a.csv @ST ENCRYPTION=NONE',
    'PUT file:///tmp/a.csv @ST; SELECT 1',
  ])('that leads out of the stage, or an option that is not known, is refused: %s', (text) => {
    expect(() => readTransfer(text)).toThrow();
  });

  it('may hold spaces when it is quoted', () => {
    expect(
      readTransfer(
        `-- note\nput 'file:///my folder/it\\'s.csv' '@"D".PUBLIC."ST"/a b' auto_compress = false parallel=8`,
      ),
    ).toEqual({
      command: 'PUT',
      localPath: "/my folder/it's.csv",
      stage: { name: ['D', 'PUBLIC', 'ST'], path: 'a b' },
      autoCompress: false,
      sourceCompression: 'auto_detect',
      overwrite: false,
      parallel: 8,
    });
  });
});
