import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
const stage = '"D"."S"."ST"';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const upload = async (path: string, content: Uint8Array): Promise<void> =>
  (await account.session('ACCOUNTADMIN')).upload(stage, path, content);
const copy = (table: string, rest: string): string =>
  `COPY INTO ${table} FROM @${stage}/${rest} MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE ON_ERROR = ABORT_STATEMENT`;
const json = 'FILE_FORMAT = (TYPE = JSON)';

beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    'CREATE STAGE D.S.ST',
    `CREATE TABLE D.S.T (ID VARCHAR NOT NULL, TOTAL NUMBER(12,2), AT TIMESTAMP_NTZ, DAY DATE, OK BOOLEAN,
       DOC VARIANT, TAGS ARRAY, "lower" VARCHAR)`,
  ]);
});
afterAll(async () => await account.warehouse.close());

describe('COPY INTO', () => {
  it('loads JSON by column name, whatever its case, with the types of the columns', async () => {
    await upload(
      'in/a.json.gz',
      gzipSync(
        '{"id":"1","Total":1.005,"at":"2024-01-02T03:04:05.678Z","day":"2024-01-02","ok":true,"doc":{"k":[1,null]},"tags":["x"],"LOWER":"l","extra":1}\n' +
          '{"ID":2,"TOTAL":"7.5","AT":null,"DOC":"text"}\n',
      ),
    );
    const rows = await account.run(copy('T', `in/ FILES = ('a.json.gz') ${json}`));
    expect(rows).toMatchObject([
      { file: 'st/in/a.json.gz', status: 'LOADED', rows_parsed: 2, rows_loaded: 2, errors_seen: 0 },
    ]);
    expect(await account.run('SELECT * FROM T ORDER BY ID')).toEqual([
      {
        ID: '1',
        TOTAL: 1.01,
        AT: new Date('2024-01-02T03:04:05.678Z'),
        DAY: new Date('2024-01-02'),
        OK: true,
        DOC: { k: [1, null] },
        TAGS: ['x'],
        lower: 'l',
      },
      { ID: '2', TOTAL: 7.5, AT: null, DAY: null, OK: null, DOC: 'text', TAGS: null, lower: null },
    ]);
  });

  it('skips a file that it has loaded, unless FORCE says otherwise', async () => {
    const session = await account.session('ACCOUNTADMIN');
    const again = await session.execute({ text: copy('T', `in ${json}`), binds: [] });
    expect(again.rowsAffected).toBe(0);
    expect(again.rows).toEqual([{ status: 'Copy executed with 0 files processed.' }]);
    const forced = await session.execute({ text: copy('T', `in ${json} FORCE = TRUE`), binds: [] });
    expect(forced.rowsAffected).toBe(2);
    await account.run('TRUNCATE TABLE T');
  });

  it('is part of the open transaction', async () => {
    await upload('tx/b.json', bytes('{"id":"3"}\n'));
    const session = await account.session('ACCOUNTADMIN');
    const work = session.transaction(async () => {
      await session.execute({ text: copy('T', `tx/b.json ${json}`), binds: [] });
      expect(await account.value('SELECT COUNT(*) FROM T')).toBe(1);
      throw new Error('stop');
    });
    await expect(work).rejects.toThrow('stop');
    expect(await account.value('SELECT COUNT(*) FROM T')).toBe(0);
    await account.run(copy('T', `tx/b.json ${json}`));
    expect(await account.value('SELECT COUNT(*) FROM T')).toBe(1);
  });

  it.each([
    ['a missing key of a NOT NULL column', '{"total":1}\n', 'NULL result in a non-nullable column'],
    ['a value of another type', '{"id":"1","total":"S3CRET"}\n', 'Numeric value is not recognized'],
    ['a broken line', '{"id":"1"}\n{"id":"S3CRET"\n', ''],
    ['a date that is none', '{"id":"1","day":"S3CRET"}\n', 'Date is not recognized'],
  ])('loads nothing with %s, and does not show the value', async (name, content, message) => {
    const path = `bad/${name.replaceAll(' ', '-')}.json`;
    await upload(path, bytes(`{"id":"good"}\n${content}`));
    const error = await account.run(copy('T', `${path} ${json}`)).then(
      () => undefined,
      (reason: Error) => reason,
    );
    expect(error?.message).toContain(message);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error ?? {}))).not.toContain('S3CRET');
    expect(await account.value("SELECT COUNT(*) FROM T WHERE ID = 'good'")).toBe(0);
  });

  it('fails when a named file is not there, and for a broken gzip', async () => {
    await expect(account.run(copy('T', `in/ FILES = ('no.json') ${json}`))).rejects.toMatchObject({
      number: 91_016,
    });
    await upload('bad/x.json.gz', bytes('not gzip'));
    expect(await account.code(copy('T', `bad/x.json.gz ${json}`))).toBe(
      'DAS_WAREHOUSE_EXECUTION_FAILED',
    );
  });

  it('loads CSV by position and by header', async () => {
    await account.run('CREATE TABLE C (A NUMBER, B VARCHAR, C DATE)');
    await upload('c/a.csv', bytes('h1,h2,h3\n1,"x, ""y""",2024-01-02\n2,,\n'));
    const csv = "FILE_FORMAT = (TYPE = CSV SKIP_HEADER = 1 FIELD_OPTIONALLY_ENCLOSED_BY = '\"')";
    await account.run(`COPY INTO C FROM @${stage}/c/a.csv ${csv}`);
    await upload('c/b.csv', bytes('c,b,a,other\n2024-02-03,z,3,?\n'));
    await account.run(copy('C', 'c/b.csv FILE_FORMAT = (TYPE = CSV PARSE_HEADER = TRUE)'));
    expect(await account.run('SELECT * FROM C ORDER BY A')).toEqual([
      { A: 1, B: 'x, "y"', C: new Date('2024-01-02') },
      { A: 2, B: null, C: null },
      { A: 3, B: 'z', C: new Date('2024-02-03') },
    ]);
  });

  it('loads whole documents into one VARIANT column', async () => {
    await account.run('CREATE TABLE RAW (V VARIANT)');
    await upload('raw/a.json', bytes('[{"a":1},{"a":2}]'));
    await account.run(
      `COPY INTO RAW FROM @${stage}/raw FILE_FORMAT = (TYPE = JSON STRIP_OUTER_ARRAY = TRUE)`,
    );
    expect(await account.column('SELECT V:a::NUMBER FROM RAW ORDER BY 1')).toEqual([1, 2]);
  });

  it('refuses options and places that it does not know', async () => {
    for (const text of [
      `COPY INTO T FROM @${stage} FILE_FORMAT = (TYPE = AVRO)`,
      `COPY INTO T FROM @${stage} FILE_FORMAT = (TYPE = JSON STRIP_NULL_VALUES = TRUE)`,
      "COPY INTO T FROM 's3://bucket/x' FILE_FORMAT = (TYPE = JSON)",
      `COPY INTO T FROM (SELECT 1) ${json}`,
    ]) {
      expect([text, await account.code(text)]).toEqual([text, 'DAS_WAREHOUSE_UNSUPPORTED']);
    }
  });
});

describe('a stage', () => {
  it('lists and removes its files', async () => {
    const listed = await account.run(`LIST @${stage}/c`);
    expect(listed.map((row) => row.name)).toEqual(['st/c/a.csv', 'st/c/b.csv']);
    await account.run(`REMOVE @${stage}/c/a.csv`);
    expect(await account.run(`LIST @${stage}/c`)).toHaveLength(1);
  });

  it('takes no path that leaves it, and no upload without WRITE', async () => {
    const session = await account.session('ACCOUNTADMIN');
    for (const path of ['../x', 'a/../../x', '/etc/x', 'a//b', 'a*', '']) {
      await expect(session.upload(stage, path, bytes(''))).rejects.toMatchObject({
        code: 'DAS_WAREHOUSE_INVALID_STATEMENT',
      });
    }
    const reader = await account.session('READER');
    await expect(reader.upload(stage, 'x', bytes(''))).rejects.toMatchObject({
      code: 'DAS_WAREHOUSE_NOT_FOUND',
    });
    await account.run('GRANT READ ON STAGE D.S.ST TO ROLE READER');
    await expect(reader.upload(stage, 'x', bytes(''))).rejects.toMatchObject({
      code: 'DAS_WAREHOUSE_NOT_AUTHORIZED',
    });
    await account.run('GRANT WRITE ON STAGE D.S.ST TO ROLE READER');
    await reader.upload(
      stage,
      'x',
      (async function* () {
        yield bytes('1');
        yield bytes('2');
      })(),
    );
    expect(await account.run(`LIST @${stage}/x`)).toMatchObject([{ size: 2 }]);
  });
});
