import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StagedAccount } from '../fixtures/staged.js';

let staged: StagedAccount;
const folder = mkdtempSync(join(tmpdir(), 'das-unload-'));
const run = async (text: string, role?: string): ReturnType<StagedAccount['account']['run']> =>
  await staged.account.run(text, role);
const listed = async (path: string): Promise<readonly unknown[]> =>
  await staged.account.column(`LIST @ST/${path}`);
/** Where the files of the stage lie: beside those of no other stage. */
let root = '';
const text = (path: string): string => {
  const bytes = readFileSync(join(root, path));
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
};

beforeAll(async () => {
  staged = await StagedAccount.open({ externalLocations: { 's3://lake/': folder } });
  await staged.account.runAll([
    'DROP STAGE ST',
    "CREATE STAGE ST URL = 's3://lake/out/'",
    'CREATE TABLE T (ID NUMBER, S VARCHAR, AT TIMESTAMP_NTZ, V VARIANT)',
    `INSERT INTO T SELECT 1, 'a,b"c', '2024-01-02 03:04:05.678', PARSE_JSON('{"k":"x"}')`,
    'INSERT INTO T (ID) VALUES (2)',
  ]);
  root = join(folder, 'out');
});
afterAll(async () => {
  await staged[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

describe('COPY INTO a stage', () => {
  it('writes compressed CSV, with escapes where nothing encloses a field', async () => {
    const result = await run('COPY INTO @ST/a/ FROM (SELECT ID, S, AT, V FROM T ORDER BY ID)');
    expect(result).toEqual([
      { rows_unloaded: 2, input_bytes: 54, output_bytes: expect.any(Number) },
    ]);
    expect(await listed('a/')).toEqual(['s3://lake/out/a/data_0_0_0.csv.gz']);
    expect(text('a/data_0_0_0.csv.gz')).toBe(
      '1,a\\,b"c,2024-01-02 03:04:05.678,{"k":"x"}\n2,\\N,\\N,\\N\n',
    );
  });

  it('encloses texts, doubles what encloses them, and writes a header', async () => {
    await run(
      `COPY INTO @ST/b/part FROM T FILE_FORMAT = (TYPE = CSV COMPRESSION = NONE FIELD_OPTIONALLY_ENCLOSED_BY = '"' NULL_IF = ('')) HEADER = TRUE`,
    );
    expect(text('b/part_0_0_0.csv')).toBe(
      '"ID","S","AT","V"\n1,"a,b""c",2024-01-02 03:04:05.678,"{""k"":""x""}"\n2,,,\n',
    );
  });

  it('writes JSON from one column of documents', async () => {
    await run(
      "COPY INTO @ST/c/ FROM (SELECT OBJECT_CONSTRUCT('id', ID, 's', S) FROM T ORDER BY ID) FILE_FORMAT = (TYPE = JSON)",
    );
    expect(text('c/data_0_0_0.json.gz')).toBe('{"id":1,"s":"a,b\\"c"}\n{"id":2}\n');
    const refused = await staged.failure('COPY INTO @ST/c2/ FROM T FILE_FORMAT = (TYPE = JSON)');
    expect(refused.error.message).toContain('VARIANT');
  });

  it('writes Parquet, with the names of the columns when HEADER is set', async () => {
    await run(
      'COPY INTO @ST/d/ FROM (SELECT ID, S FROM T) FILE_FORMAT = (TYPE = PARQUET) HEADER = TRUE',
    );
    await run('COPY INTO @ST/e/ FROM (SELECT ID, S FROM T) FILE_FORMAT = (TYPE = PARQUET)');
    expect(await listed('d/')).toEqual(['s3://lake/out/d/data_0_0_0.snappy.parquet']);
    await run('CREATE FILE FORMAT P TYPE = PARQUET');
    expect(
      await run("SELECT $1:ID::NUMBER AS A FROM @ST/d (FILE_FORMAT => 'P') ORDER BY A"),
    ).toEqual([{ A: 1 }, { A: 2 }]);
    expect(
      await run("SELECT $1:_COL_1::VARCHAR AS A FROM @ST/e (FILE_FORMAT => 'P') ORDER BY A"),
    ).toEqual([{ A: 'a,b"c' }, { A: null }]);
    await staged.failure(
      'COPY INTO @ST/f/ FROM (SELECT AT::TIMESTAMP_LTZ AS A FROM T) FILE_FORMAT = (TYPE = PARQUET)',
    );
  });

  it('parts the rows into folders, each with names that never meet', async () => {
    const unload =
      "COPY INTO @ST/p/ FROM T PARTITION BY ('id=' || ID) FILE_FORMAT = (TYPE = CSV) DETAILED_OUTPUT = TRUE";
    const rows = await run(unload);
    expect(rows.map((row) => String(row.FILE_NAME).replace(/[0-9a-f-]{36}/, 'uuid'))).toEqual([
      'p/id=1/data_uuid_0_0_0.csv.gz',
      'p/id=2/data_uuid_0_0_1.csv.gz',
    ]);
    expect(rows.map((row) => row.ROW_COUNT)).toEqual([1, 1]);
    await run(unload);
    expect(await listed('p/')).toHaveLength(4);
    await run('COPY INTO @ST/q/ FROM T PARTITION BY (S) FILE_FORMAT = (TYPE = PARQUET)').catch(
      () => [],
    );
    expect(await listed('q/')).toEqual([]);
    await run('COPY INTO @ST/q/ FROM T PARTITION BY (LEFT(S, 1)) FILE_FORMAT = (TYPE = PARQUET)');
    expect((await listed('q/')).map((name) => String(name).split('/')[5])).toEqual([
      '__NULL__',
      'a',
    ]);
  });

  it('starts a new file at MAX_FILE_SIZE, or writes one that has the name it was given', async () => {
    const many = '(SELECT SEQ4() AS N FROM TABLE(GENERATOR(ROWCOUNT => 1000)))';
    await run(
      `COPY INTO @ST/m/ FROM ${many} MAX_FILE_SIZE = 1000 FILE_FORMAT = (TYPE = CSV COMPRESSION = NONE)`,
    );
    const files = await listed('m/');
    expect(files.length).toBeGreaterThan(3);
    const sizes = await staged.account.run('LIST @ST/m/');
    expect(Math.max(...sizes.map((row) => Number(row.size)))).toBeLessThanOrEqual(1000);
    await run('CREATE TABLE BACK (N NUMBER)');
    await run('COPY INTO BACK FROM @ST/m/ FILE_FORMAT = (TYPE = CSV)');
    expect(await run('SELECT COUNT(DISTINCT N) AS N FROM BACK')).toEqual([{ N: 1000 }]);
    await run(
      `COPY INTO @ST/m2/one.txt FROM ${many} SINGLE = TRUE FILE_FORMAT = (TYPE = CSV COMPRESSION = NONE)`,
    );
    expect(await listed('m2/')).toEqual(['s3://lake/out/m2/one.txt']);
    await staged.failure(`COPY INTO @ST/m3/x FROM ${many} SINGLE = TRUE MAX_FILE_SIZE = 10`);
    expect(await listed('m3/')).toEqual([]);
  });

  it('replaces no file without OVERWRITE, and leaves nothing of a failed unload', async () => {
    await run('COPY INTO @ST/o/ FROM (SELECT 1)');
    await staged.failure('COPY INTO @ST/o/ FROM (SELECT 2)');
    expect(text('o/data_0_0_0.csv.gz')).toBe('1\n');
    await run('COPY INTO @ST/o/ FROM (SELECT 2) OVERWRITE = TRUE');
    expect(text('o/data_0_0_0.csv.gz')).toBe('2\n');
    await staged.failure("COPY INTO @ST/o2/ FROM (SELECT '')");
    await staged.failure('COPY INTO @ST/o2/ FROM (SELECT 1 / 0)');
    expect(await listed('o2/')).toEqual([]);
    expect(await run('COPY INTO @ST/o2/ FROM (SELECT 1 WHERE FALSE)')).toMatchObject([
      { rows_unloaded: 0, output_bytes: 0 },
    ]);
  });

  it('writes what the role may see: masked values, and no hidden row', async () => {
    await staged.account.runAll([
      'CREATE TABLE SECRETS (ID NUMBER, EMAIL VARCHAR)',
      "INSERT INTO SECRETS VALUES (1, 'S3CRET-A'), (2, 'S3CRET-B')",
      "CREATE MASKING POLICY M AS (V VARCHAR) RETURNS VARCHAR -> CASE WHEN CURRENT_ROLE() = 'ACCOUNTADMIN' THEN V ELSE '***' END",
      'ALTER TABLE SECRETS MODIFY COLUMN EMAIL SET MASKING POLICY M',
      "CREATE ROW ACCESS POLICY R AS (ID NUMBER) RETURNS BOOLEAN -> CURRENT_ROLE() = 'ACCOUNTADMIN' OR ID = 1",
      'ALTER TABLE SECRETS ADD ROW ACCESS POLICY R ON (ID)',
      'GRANT SELECT ON TABLE SECRETS TO ROLE READER',
      'GRANT USAGE ON STAGE ST TO ROLE READER',
    ]);
    await run(
      'COPY INTO @D.S.ST/masked/ FROM D.S.SECRETS FILE_FORMAT = (TYPE = CSV COMPRESSION = NONE)',
      'READER',
    );
    expect(text('masked/data_0_0_0.csv')).toBe('1,***\n');
    await run(
      "COPY INTO @ST/masked2/ FROM SECRETS PARTITION BY (EMAIL || 'x') FILE_FORMAT = (TYPE = PARQUET)",
      'READER',
    ).catch((error: Error) => expect(error.message).not.toContain('S3CRET'));
  });

  it('consumes the streams that it reads, once it has succeeded', async () => {
    await staged.account.runAll([
      'CREATE TABLE SRC (A NUMBER)',
      'CREATE STREAM CHANGES ON TABLE SRC',
      'INSERT INTO SRC VALUES (1), (2)',
    ]);
    await staged.failure('COPY INTO @ST/s/ FROM (SELECT A / 0 FROM CHANGES)');
    expect(await staged.account.value('SELECT COUNT(*) FROM CHANGES')).toBe(2);
    await run('COPY INTO @ST/s/ FROM (SELECT A FROM CHANGES)');
    expect(await staged.account.value('SELECT COUNT(*) FROM CHANGES')).toBe(0);
  });

  it('needs WRITE, leaves the folder by no link, and refuses what excludes each other', async () => {
    await run('CREATE STAGE INSIDE');
    await run('GRANT READ ON STAGE INSIDE TO ROLE READER');
    expect(await staged.account.code('COPY INTO @INSIDE/ FROM (SELECT 1)', 'READER')).toBe(
      'DAS_WAREHOUSE_NOT_AUTHORIZED',
    );
    symlinkSync(tmpdir(), join(root, 'link'));
    await staged.failure('COPY INTO @ST/link/x FROM (SELECT 1)');
    for (const rest of [
      'PARTITION BY (A) OVERWRITE = TRUE',
      'PARTITION BY (A) SINGLE = TRUE',
      'SINGLE = TRUE INCLUDE_QUERY_ID = TRUE',
      'MAX_FILE_SIZE = 0',
      'UNKNOWN = 1',
    ]) {
      await staged.failure(`COPY INTO @ST/y/ FROM (SELECT 1 AS A) ${rest}`);
    }
    await staged.failure('COPY INTO @ST/../y FROM (SELECT 1)');
  });
});
