import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StagedAccount } from '../fixtures/staged.js';

let staged: StagedAccount;
const run = async (text: string, role?: string): ReturnType<StagedAccount['account']['run']> =>
  await staged.account.run(text, role);

beforeAll(async () => {
  staged = await StagedAccount.open();
  await staged.upload('c/a.csv', '1,one,x\n2,two,y\n');
  await staged.upload('j/a.json', '{"a":1,"b":{"c":"x"}}\n{"a":"2","b":null}\n');
  await staged.account.runAll([
    'CREATE FILE FORMAT F TYPE = CSV',
    'CREATE FILE FORMAT J TYPE = JSON',
    'CREATE TABLE T (N NUMBER, S VARCHAR, F VARCHAR, R NUMBER DEFAULT 7)',
  ]);
});
afterAll(async () => await staged[Symbol.asyncDispose]());

describe('COPY INTO from a query of a stage', () => {
  it('reorders, converts and names fields, with the metadata of their files', async () => {
    await run(
      `COPY INTO T (N, S, F) FROM (SELECT $1::NUMBER + 10, UPPER(t.$2), METADATA$FILENAME || ':' || METADATA$FILE_ROW_NUMBER
         FROM @ST/c/ t) FILE_FORMAT = (FORMAT_NAME = 'F')`,
    );
    await run(
      "COPY INTO T (N, S) FROM (SELECT $1:a::NUMBER, $1:b.c FROM @ST/j) FILE_FORMAT = (FORMAT_NAME = 'J')",
    );
    expect(await run('SELECT * FROM T ORDER BY N')).toEqual([
      { N: 1, S: 'x', F: null, R: 7 },
      { N: 2, S: null, F: null, R: 7 },
      { N: 11, S: 'ONE', F: 'c/a.csv:1', R: 7 },
      { N: 12, S: 'TWO', F: 'c/a.csv:2', R: 7 },
    ]);
  });

  it('leaves out records whose cast fails with ON_ERROR = CONTINUE', async () => {
    await run('CREATE TABLE C (N NUMBER)');
    const [row] = await run(
      "COPY INTO C FROM (SELECT $1::NUMBER FROM @ST/j) FILE_FORMAT = (FORMAT_NAME = 'J') ON_ERROR = CONTINUE FORCE = TRUE",
    ).catch((error: Error) => [{ error: error.message }]);
    expect(row).toMatchObject({ status: 'LOAD_FAILED', rows_loaded: 0, errors_seen: 2 });
  });

  it.each([
    'SELECT $1 FROM @ST/c WHERE $1 = 1',
    'SELECT COUNT($1) FROM @ST/c',
    'SELECT (SELECT 1) FROM @ST/c',
    'SELECT DISTINCT $1 FROM @ST/c',
    'SELECT $1 FROM @ST/c LIMIT 1',
    'SELECT $1 FROM @ST/c, @ST/j',
    'SELECT * FROM @ST/c',
    'SELECT ROW_NUMBER() OVER (ORDER BY $1) FROM @ST/c',
    'SELECT N FROM T',
  ])('refuses %s', async (query) => {
    await run('CREATE TABLE IF NOT EXISTS ONE (N NUMBER)');
    const { error } = await staged.failure(
      `COPY INTO ONE FROM (${query}) FILE_FORMAT = (FORMAT_NAME = 'F')`,
    );
    expect((error as { code?: string }).code).toBe('DAS_WAREHOUSE_UNSUPPORTED');
  });
});

describe('a query of a stage', () => {
  it('reads CSV and JSON, with a named format and a pattern', async () => {
    expect(
      await run(
        "SELECT $1 AS A, t.$3 AS B, METADATA$FILE_ROW_NUMBER AS R FROM @ST/c (FILE_FORMAT => 'F', PATTERN => '.*[.]csv') t ORDER BY 1",
      ),
    ).toEqual([
      { A: '1', B: 'x', R: 1 },
      { A: '2', B: 'y', R: 2 },
    ]);
    expect(
      await run(
        "SELECT $1:a::NUMBER AS A, METADATA$FILENAME AS F FROM @ST (FILE_FORMAT => J, PATTERN => 'j/.*') ORDER BY A",
      ),
    ).toEqual([
      { A: 1, F: 'j/a.json' },
      { A: 2, F: 'j/a.json' },
    ]);
    expect(await run("SELECT COUNT(*) AS N FROM @ST/nothing (FILE_FORMAT => 'F')")).toEqual([
      { N: 0 },
    ]);
  });

  it('feeds joins, INSERT, MERGE and CREATE TABLE AS', async () => {
    await run(
      "CREATE TABLE MADE AS SELECT $1::NUMBER AS N, $2 AS S FROM @ST/c (FILE_FORMAT => 'F')",
    );
    await run("INSERT INTO MADE SELECT $1:a, 'json' FROM @ST/j (FILE_FORMAT => 'J')");
    await run(
      "MERGE INTO MADE m USING (SELECT $1::NUMBER AS N FROM @ST/c (FILE_FORMAT => 'F')) s ON m.N = s.N AND m.S <> 'json' WHEN MATCHED THEN UPDATE SET S = 'merged'",
    );
    expect(
      await run(
        "SELECT m.N, m.S FROM MADE m JOIN @ST/c (FILE_FORMAT => 'F') f ON m.N = f.$1::NUMBER ORDER BY 1, 2",
      ),
    ).toEqual([
      { N: 1, S: 'json' },
      { N: 1, S: 'merged' },
      { N: 2, S: 'json' },
      { N: 2, S: 'merged' },
    ]);
  });

  it('sees each file as it is now, not as an earlier query saw it', async () => {
    const query = "SELECT $1 AS A FROM @ST/now (FILE_FORMAT => 'F')";
    await staged.upload('now/a.csv', '1\n');
    expect(await run(query)).toEqual([{ A: '1' }]);
    await staged.upload('now/a.csv', '2\n');
    expect(await run(query)).toEqual([{ A: '2' }]);
  });

  it('needs READ on the stage and USAGE on the format, and tells no value of a broken file', async () => {
    const query = "SELECT $1 FROM D.S.ST_ (FILE_FORMAT => 'D.S.F')".replace('D.S.ST_', '@D.S.ST/c');
    expect(await staged.account.code(query, 'READER')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    await run('GRANT READ ON STAGE ST TO ROLE READER');
    expect(await staged.account.code(query, 'READER')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    await run('GRANT USAGE ON FILE FORMAT F TO ROLE READER');
    expect(await run(query, 'READER')).toHaveLength(2);
    await staged.upload('x/a.json', '{"a":"S3CRET"');
    const { error, all } = await staged.failure("SELECT $1 FROM @ST/x (FILE_FORMAT => 'J')");
    expect(error.message).toContain('Error parsing JSON (file st/x/a.json, line 1)');
    expect(all).not.toContain('S3CRET');
  });

  it.each([
    "SELECT * FROM @ST/c (FILE_FORMAT => 'F')",
    "CREATE VIEW V AS SELECT $1 AS A FROM @ST/c (FILE_FORMAT => 'F')",
    'SELECT * FROM DIRECTORY(@ST)',
    "SELECT * FROM TABLE(VALIDATE(T, JOB_ID => '_last'))",
    'CREATE EXTERNAL TABLE E LOCATION = @ST FILE_FORMAT = (TYPE = CSV)',
    "SELECT $1 FROM @ST/c (FILE_FORMAT => 'F', VALIDATION => 1)",
  ])('refuses %s', async (text) => {
    const { error } = await staged.failure(text);
    expect((error as { code?: string }).code).toBe('DAS_WAREHOUSE_UNSUPPORTED');
  });
});
