import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StagedAccount } from '../fixtures/staged.js';

let staged: StagedAccount;
const csv = `FILE_FORMAT = (TYPE = CSV FIELD_OPTIONALLY_ENCLOSED_BY = '"')`;
const json = 'FILE_FORMAT = (TYPE = JSON) MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE';
const run = async (text: string): ReturnType<StagedAccount['account']['run']> =>
  await staged.account.run(text);

beforeAll(async () => {
  staged = await StagedAccount.open();
  await staged.upload('c/bad.csv', '1,one\nS3CRET,two\n3,three,more\n4,"open\n');
  await staged.upload('c/good.csv', '5,five\n6,six\n');
  await staged.upload('j/a.json', '{"n":1}\n{"n":"S3CRET"}\n{"n":3\n{"n":4,"s":"toolong"}\n');
});
afterAll(async () => await staged[Symbol.asyncDispose]());

async function table(name: string): Promise<void> {
  await run(`CREATE OR REPLACE TABLE ${name} (N NUMBER NOT NULL, S VARCHAR(5))`);
}

describe('ON_ERROR', () => {
  it('CONTINUE loads the good records, and tells of the first bad one without its value', async () => {
    await table('T');
    const rows = await run(`COPY INTO T FROM @ST/c/ ${csv} ON_ERROR = CONTINUE`);
    expect(rows).toEqual([
      {
        file: 'st/c/bad.csv',
        status: 'PARTIALLY_LOADED',
        rows_parsed: 4,
        rows_loaded: 1,
        error_limit: 4,
        errors_seen: 3,
        first_error: 'Numeric value is not recognized',
        first_error_line: 2,
        first_error_character: null,
        first_error_column_name: '"T"["N":1]',
      },
      {
        file: 'st/c/good.csv',
        status: 'LOADED',
        rows_parsed: 2,
        rows_loaded: 2,
        error_limit: 2,
        errors_seen: 0,
        first_error: null,
        first_error_line: null,
        first_error_character: null,
        first_error_column_name: null,
      },
    ]);
    expect(await staged.account.column('SELECT N FROM T ORDER BY N')).toEqual([1, 5, 6]);
  });

  it('CONTINUE leaves out lines that are no JSON, and texts that are too long', async () => {
    await table('J');
    const [row] = await run(`COPY INTO J FROM @ST/j/ ${json} ON_ERROR = CONTINUE`);
    expect(row).toMatchObject({ status: 'PARTIALLY_LOADED', rows_parsed: 4, rows_loaded: 1 });
    await table('J');
    const [cut] = await run(
      `COPY INTO J FROM @ST/j/ ${json} ON_ERROR = CONTINUE TRUNCATECOLUMNS = TRUE`,
    );
    expect(cut).toMatchObject({ rows_loaded: 2, errors_seen: 2 });
    expect(await staged.account.column('SELECT S FROM J ORDER BY N')).toEqual([null, 'toolo']);
  });

  it.each([
    ['SKIP_FILE', 2],
    ["'SKIP_FILE_3'", 2],
    ["'SKIP_FILE_4'", 3],
    ["'SKIP_FILE_74%'", 2],
    ["'SKIP_FILE_75%'", 3],
  ])('%s leaves out a file with so many faults', async (value, loaded) => {
    await table('T');
    const rows = await run(`COPY INTO T FROM @ST/c/ ${csv} ON_ERROR = ${value}`);
    expect(rows[0]?.status).toBe(loaded === 2 ? 'LOAD_FAILED' : 'PARTIALLY_LOADED');
    expect(await staged.account.value('SELECT COUNT(*) FROM T')).toBe(loaded);
  });

  it('ABORT_STATEMENT says where, and never what', async () => {
    await table('T');
    for (const [path, options, place] of [
      ['c/', csv, 'st/c/bad.csv, line 2, column "T"["N":1]'],
      ['j/', json, 'st/j/a.json, line 2, column "T"["N":1]'],
    ]) {
      const { error, all } = await staged.failure(`COPY INTO T FROM @ST/${path} ${options}`);
      expect(error.message).toContain(`Numeric value is not recognized (file ${place})`);
      expect(all).not.toContain('S3CRET');
    }
    expect(await staged.account.value('SELECT COUNT(*) FROM T')).toBe(0);
  });

  it('lets a file that failed be loaded again, and not one that was loaded in part', async () => {
    await table('T');
    await run(`COPY INTO T FROM @ST/c/ ${csv} ON_ERROR = SKIP_FILE`);
    const again = await run(`COPY INTO T FROM @ST/c/ ${csv} ON_ERROR = CONTINUE`);
    expect(again.map((row) => row.file)).toEqual(['st/c/bad.csv']);
    expect(await run(`COPY INTO T FROM @ST/c/ ${csv} ON_ERROR = CONTINUE`)).toEqual([
      { status: 'Copy executed with 0 files processed.' },
    ]);
    await run('TRUNCATE TABLE T');
    expect(await run(`COPY INTO T FROM @ST/c/ ${csv} ON_ERROR = CONTINUE`)).toHaveLength(2);
  });

  it('RETURN_FAILED_ONLY tells of those alone, and SIZE_LIMIT stops after enough', async () => {
    await table('T');
    const failed = await run(
      `COPY INTO T FROM @ST/c/ ${csv} ON_ERROR = CONTINUE RETURN_FAILED_ONLY = TRUE`,
    );
    expect(failed.map((row) => row.file)).toEqual(['st/c/bad.csv']);
    await table('T');
    const first = await run(`COPY INTO T FROM @ST/c/ ${csv} ON_ERROR = CONTINUE SIZE_LIMIT = 1`);
    expect(first).toHaveLength(1);
  });

  it('passes a file that cannot be read at all', async () => {
    await table('T');
    await staged.upload('z/broken.csv.gz', 'no gzip');
    await staged.upload('z/good.csv', '7,seven\n');
    await staged.upload('z/half.json.gz', gzipSync('{"n":1}\n'.repeat(50_000)).subarray(0, 90));
    const rows = await run(`COPY INTO T FROM @ST/z/ ${csv} ON_ERROR = SKIP_FILE`);
    expect(rows.map((row) => row.status)).toEqual(['LOAD_FAILED', 'LOADED', 'LOAD_FAILED']);
    await table('J');
    expect(await run(`COPY INTO J FROM @ST/z/half ${json} ON_ERROR = SKIP_FILE`)).toMatchObject([
      { status: 'LOAD_FAILED', rows_loaded: 0 },
    ]);
  });
});

describe('VALIDATION_MODE', () => {
  it('tells all faults, or the first rows, and loads nothing', async () => {
    await table('T');
    const errors = await run(`COPY INTO T FROM @ST/c/ ${csv} VALIDATION_MODE = RETURN_ERRORS`);
    expect(errors.map((row) => [row.FILE, row.LINE, row.CODE, row.REJECTED_RECORD])).toEqual([
      ['st/c/bad.csv', 2, 100_038, null],
      ['st/c/bad.csv', 3, 100_080, null],
      ['st/c/bad.csv', 4, 100_016, null],
    ]);
    expect(
      await run(`COPY INTO T FROM @ST/c/good.csv ${csv} VALIDATION_MODE = RETURN_1_ROWS`),
    ).toEqual([{ N: 5, S: 'five' }]);
    await staged.failure(`COPY INTO T FROM @ST/c/ ${csv} VALIDATION_MODE = RETURN_2_ROWS`);
    expect(await staged.account.value('SELECT COUNT(*) FROM T')).toBe(0);
  });
});
