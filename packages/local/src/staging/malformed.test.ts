import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StagedAccount } from '../fixtures/staged.js';

let staged: StagedAccount;
const folder = mkdtempSync(join(tmpdir(), 'das-malformed-'));
beforeAll(async () => {
  staged = await StagedAccount.open({ externalLocations: { 's3://lake/': folder } });
  await staged.account.run('CREATE TABLE T (A VARCHAR, B VARCHAR)');
  await staged.account.run('CREATE TABLE V (V VARIANT)');
  await staged.account.run('CREATE TABLE N (A NUMBER, V VARIANT)');
});
afterAll(async () => {
  await staged[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const bytes = (...parts: readonly (string | number)[]): Uint8Array =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))),
  );
let number = 0;

async function load(
  content: Uint8Array | string,
  options: string,
  table = 'T',
): Promise<readonly (readonly unknown[])[]> {
  number += 1;
  await staged.upload(`m/${number}.dat`, content);
  await staged.account.run(`TRUNCATE TABLE ${table}`);
  await staged.account.run(
    `COPY INTO ${table} FROM @ST/m/${number}.dat FILE_FORMAT = (${options})`,
  );
  return (await staged.account.run(`SELECT * FROM ${table}`)).map((row) => Object.values(row));
}

const csv = 'TYPE = CSV';
const quoted = `TYPE = CSV FIELD_OPTIONALLY_ENCLOSED_BY = '"'`;

describe('a CSV file', () => {
  it.each<[string, Uint8Array | string, string, readonly (readonly unknown[])[]]>([
    [
      'Windows lines',
      '1,a\r\n2,b\r\n',
      csv,
      [
        ['1', 'a'],
        ['2', 'b'],
      ],
    ],
    [
      'no newline at its end',
      '1,a\n2,b',
      csv,
      [
        ['1', 'a'],
        ['2', 'b'],
      ],
    ],
    ['a byte order mark', '\ufeff1,a\n', csv, [['1', 'a']]],
    [
      'escapes',
      'a\\,b,\\\\N\n\\N,x\\\ny\n',
      csv,
      [
        ['a,b', '\\N'],
        [null, 'x\ny'],
      ],
    ],
    ['quotes that it does not declare', '"1",a"b\n', csv, [['"1"', 'a"b']]],
    [
      'newlines in quotes',
      '"a\nb","c""d"\n"","x"\n',
      quoted,
      [
        ['a\nb', 'c"d'],
        ['', 'x'],
      ],
    ],
    ['spaces around quotes', ' "a" , b \n', `${quoted} TRIM_SPACE = TRUE`, [['a', 'b']]],
    [
      'blank lines',
      '1,a\n\n\n2,b\n',
      `${csv} SKIP_BLANK_LINES = TRUE`,
      [
        ['1', 'a'],
        ['2', 'b'],
      ],
    ],
    [
      'too many and too few fields',
      '1,a,x\n2\n',
      `${csv} ERROR_ON_COLUMN_COUNT_MISMATCH = FALSE`,
      [
        ['1', 'a'],
        ['2', null],
      ],
    ],
    ['header lines', 'h\n"x\n1,a\n', `${quoted} SKIP_HEADER = 2`, [['1', 'a']]],
    [
      'texts for NULL',
      'NULL,"NULL"\nx,n/a\n',
      `${quoted} NULL_IF = ('NULL', 'n/a')`,
      [
        [null, null],
        ['x', null],
      ],
    ],
    ['empty fields that stay', ',x\n', `${csv} EMPTY_FIELD_AS_NULL = FALSE`, [['', 'x']]],
    [
      'Latin letters',
      bytes('caf', 0xe9, ',x\n'),
      `${csv} ENCODING = 'ISO-8859-1'`,
      [['café', 'x']],
    ],
    [
      'broken UTF-8 to replace',
      bytes('a', 0xff, ',x\n'),
      `${csv} REPLACE_INVALID_CHARACTERS = TRUE`,
      [['a\ufffd', 'x']],
    ],
    [
      'other delimiters',
      '1||a;;2||b;;',
      `${csv} FIELD_DELIMITER = '||' RECORD_DELIMITER = ';;'`,
      [
        ['1', 'a'],
        ['2', 'b'],
      ],
    ],
    ['nothing', '', csv, []],
  ])('with %s', async (_, content, options, rows) => {
    expect(await load(content, options)).toEqual(rows);
  });

  it.each<[string, Uint8Array | string, string]>([
    ['an open quote', '"a,b\n1,2\n', quoted],
    ['text behind a quote', '"a"b,c\n', quoted],
    ['broken UTF-8', bytes('S3CRET', 0xc3, 0x28, ',x\n'), csv],
    ['half of a gzip', gzipSync('1,2\n'.repeat(1000)).subarray(0, 20), `${csv} COMPRESSION = GZIP`],
    ['a blank line', '1,a\n\n2,b\n', csv],
    ['a text of more than 16 MB', `${'x'.repeat(16_777_217)},y\n`, csv],
  ])('with %s is refused', async (_, content, options) => {
    const before = number + 1;
    await staged.upload(`m/${before}.dat`, content);
    const { error, all } = await staged.failure(
      `COPY INTO T FROM @ST/m/${before}.dat FILE_FORMAT = (${options})`,
    );
    number = before;
    expect((error as { code?: string }).code).toBe('DAS_WAREHOUSE_EXECUTION_FAILED');
    expect(all).not.toContain('S3CRET');
  });
});

describe('a JSON file', () => {
  it.each<[string, Uint8Array | string, string, readonly (readonly unknown[])[]]>([
    [
      'documents over many lines',
      '{"a":\n1}\n{"a":2} [3]',
      'TYPE = JSON',
      [[{ a: 1 }], [{ a: 2 }], [[3]]],
    ],
    [
      'an array to strip',
      ' [{"a":1},\n {"a":2}]',
      'TYPE = JSON STRIP_OUTER_ARRAY = TRUE',
      [[{ a: 1 }], [{ a: 2 }]],
    ],
    ['an array to keep', '[{"a":1}]', 'TYPE = JSON', [[[{ a: 1 }]]]],
    ['a byte order mark', '\ufeff{"a":1}\n', 'TYPE = JSON', [[{ a: 1 }]]],
    ['NaN inside a text', '{"a":"NaN, inf \\" nan"}', 'TYPE = JSON', [[{ a: 'NaN, inf " nan' }]]],
    ['nothing', '', 'TYPE = JSON', []],
  ])('with %s', async (_, content, options, rows) => {
    expect(await load(content, options, 'V')).toEqual(rows);
  });

  it.each<[string, Uint8Array | string]>([
    ['a document that does not end', '{"a":"S3CRET"'],
    ['NaN', '{"a":NaN}'],
    ['an infinity', '{"a":[-Infinity]}'],
    ['broken UTF-8', bytes('{"a":"S3CRET', 0xff, '"}')],
    ['half a surrogate pair', '{"a":"\\ud83d"}'],
    ['text', 'S3CRET'],
  ])('with %s is refused, for queries too', async (_, content) => {
    number += 1;
    await staged.upload(`m/${number}.dat`, content);
    await staged.account.run('CREATE OR REPLACE FILE FORMAT J TYPE = JSON');
    for (const text of [
      `COPY INTO V FROM @ST/m/${number}.dat FILE_FORMAT = (TYPE = JSON)`,
      `COPY INTO N FROM @ST/m/${number}.dat FILE_FORMAT = (TYPE = JSON) MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE`,
      `SELECT $1 FROM @ST/m/${number}.dat (FILE_FORMAT => 'J')`,
    ]) {
      const { error, all } = await staged.failure(text);
      expect((error as { code?: string }).code).toBe('DAS_WAREHOUSE_EXECUTION_FAILED');
      expect(all).not.toContain('S3CRET');
    }
  });

  it('of more than 16 MB in one document is refused, and of nearly as much is not', async () => {
    expect(await load(`{"a":"${'x'.repeat(16_000_000)}"}`, 'TYPE = JSON', 'V')).toHaveLength(1);
    await expect(load(`{"a":"${'x'.repeat(17_000_000)}"}`, 'TYPE = JSON', 'V')).rejects.toThrow();
  });
});

describe('a Parquet file', () => {
  it('that is none is refused, and left out with SKIP_FILE', async () => {
    await staged.upload('p/a.parquet', 'PAR1 S3CRET');
    const copy = 'COPY INTO V FROM @ST/p FILE_FORMAT = (TYPE = PARQUET)';
    const { all } = await staged.failure(copy);
    expect(all).not.toContain('S3CRET');
    expect(await staged.account.run(`${copy} ON_ERROR = SKIP_FILE`)).toMatchObject([
      { status: 'LOAD_FAILED', rows_loaded: 0 },
    ]);
  });
});

describe('a stage folder', () => {
  it('shows no link, and no file that a name of DuckDB would spread over', async () => {
    await staged.account.run("CREATE STAGE EXT URL = 's3://lake/' FILE_FORMAT = (TYPE = CSV)");
    writeFileSync(join(folder, 'a.csv'), '1,a\n');
    writeFileSync(join(folder, '[ab].csv'), '2,b\n');
    symlinkSync('/etc/hostname', join(folder, 'host.csv'));
    symlinkSync('/etc', join(folder, 'etc'));
    expect(await staged.account.column('LIST @EXT')).toEqual([
      's3://lake/[ab].csv',
      's3://lake/a.csv',
    ]);
    await staged.failure('COPY INTO T FROM @EXT');
    expect(await staged.account.run('SELECT $1 AS A FROM @EXT/a.csv')).toEqual([{ A: '1' }]);
    await staged.failure('LIST @EXT/../');
    await staged.failure("COPY INTO T FROM @EXT FILES = ('../../etc/hostname')");
    await staged.failure("COPY INTO T FROM @EXT FILES = ('host.csv')");
  });

  it('is searched by patterns in linear time, and a broken one is refused', async () => {
    await staged.upload(`r/${'a'.repeat(60)}.csv`, '1,2\n');
    expect(await staged.account.run("LIST @ST/r PATTERN = '.*(a+)+b'")).toEqual([]);
    await staged.failure("LIST @ST/r PATTERN = '('");
    await staged.failure("LIST @ST/r PATTERN = '(a)\\\\1'");
  });
});
