import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    'CREATE STAGE D.S.ST',
    'CREATE TABLE D.S.T (ID VARCHAR, NAME VARCHAR)',
  ]);
});
afterAll(async () => await account.warehouse.close());

async function load(path: string, content: string | Uint8Array, type = 'CSV'): Promise<unknown> {
  const session = await account.session('ACCOUNTADMIN');
  await session.upload('@D.S.ST', path, Buffer.from(content));
  await account.run('TRUNCATE TABLE T');
  const format =
    type === 'CSV'
      ? 'TYPE = CSV PARSE_HEADER = TRUE FIELD_OPTIONALLY_ENCLOSED_BY = $$"$$'
      : 'TYPE = JSON';
  await account.run(
    `COPY INTO T FROM @ST/${path} FILE_FORMAT = (${format}) MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE`,
  );
  return (await account.run('SELECT * FROM T ORDER BY ID')).map((row) => [row.ID, row.NAME]);
}

describe('a CSV file with a header', () => {
  it('is read by the names in its first line, whatever its fields look like', async () => {
    const text = '\ufeffname,"I""D",id\r\n#x,,7\r\n"a,b",2,#8\r\n';
    expect(await load('a.csv', text)).toEqual([
      ['#8', 'a,b'],
      ['7', '#x'],
    ]);
    expect(await load('b.csv.gz', gzipSync('ID,NAME\n1,x\n'))).toEqual([['1', 'x']]);
    expect(await load('only.csv', 'ID,NAME')).toEqual([]);
  });

  it.each([
    ['a line of junk above it', 'junk\nID,NAME\n1,a\n'],
    ['a row that is too short', 'ID,NAME\n1,a\n2\n'],
    ['a row that is too long', "ID,NAME\n'1','a,b'\n"],
    ['a name twice', 'ID,id,NAME\n1,2,a\n'],
    ['an empty first line', '\nID,NAME\n1,a\n'],
  ])('is refused as a whole for %s', async (what, text) => {
    await expect(load(`${what.replaceAll(' ', '-')}.csv`, text)).rejects.toMatchObject({
      code: 'DAS_WAREHOUSE_EXECUTION_FAILED',
    });
  });
});

describe('a folder whose name looks like a column', () => {
  it('does not put its value before what the file says', async () => {
    expect(await load('NAME=evil/a.csv', 'ID,NAME\n1,real\n')).toEqual([['1', 'real']]);
    expect(await load('NAME=evil/a.json', '{"id":"1","name":"real"}\n', 'JSON')).toEqual([
      ['1', 'real'],
    ]);
  });
});
