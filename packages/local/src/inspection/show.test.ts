import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    'CREATE TABLE AB (A NUMBER, B NUMBER, PRIMARY KEY (B, A))',
    'CREATE TABLE AC (A NUMBER)',
    'CREATE TABLE BA (A NUMBER)',
    'CREATE SCHEMA D.OTHER',
    'CREATE TABLE D.OTHER.ZZ (A NUMBER)',
    'USE SCHEMA D.S',
    'GRANT SELECT ON TABLE D.S.BA TO ROLE READER',
  ]);
});
afterAll(async () => await account.warehouse.close());

const named = async (text: string, role?: string): Promise<readonly unknown[]> =>
  (await account.run(text, role)).map(({ name }) => name);

describe('SHOW', () => {
  it.each([
    ["SHOW TABLES STARTS WITH 'A'", ['AB', 'AC']],
    ["SHOW TABLES STARTS WITH 'a'", []],
    ["SHOW TABLES LIKE 'a%' IN SCHEMA S", ['AB', 'AC']],
    ['SHOW TABLES IN SCHEMA LIMIT 2', ['AB', 'AC']],
    ["SHOW TABLES IN SCHEMA LIMIT 10 FROM 'AB'", ['AC', 'BA']],
    ["SHOW TABLES IN SCHEMA LIMIT 10 FROM 'A'", ['AC', 'BA']],
    ["SHOW TABLES STARTS WITH 'A' LIMIT 10 FROM 'B'", []],
    ["SHOW TABLES IN SCHEMA STARTS WITH 'A' LIMIT 10 FROM 'AB'", ['AC']],
    ["SHOW OBJECTS STARTS WITH 'B'", ['BA']],
  ])('%s', async (text, expected) => {
    expect(await named(text)).toEqual(expected);
  });

  it('looks in the whole database when no place is named', async () => {
    expect(await named('SHOW TABLES')).toEqual(['ZZ', 'AB', 'AC', 'BA']);
    expect(await named('SHOW TABLES IN DATABASE')).toEqual(['ZZ', 'AB', 'AC', 'BA']);
  });

  it('gives five columns with TERSE, and refuses it where it is not known', async () => {
    const [row] = await account.run("SHOW TERSE TABLES LIKE 'AB'");
    expect(row).toEqual({
      created_on: expect.anything(),
      name: 'AB',
      kind: 'TABLE',
      database_name: 'D',
      schema_name: 'S',
    });
    expect(await account.code('SHOW TERSE STAGES')).toBe('DAS_WAREHOUSE_UNSUPPORTED');
  });

  it('lists the columns of primary keys in their order, to who may see the table', async () => {
    const keys = async (text: string, role?: string): Promise<readonly unknown[]> =>
      (await account.run(text, role)).map((row) => [row.column_name, row.key_sequence]);
    const both = [
      ['B', 1],
      ['A', 2],
    ];
    expect(await keys('SHOW PRIMARY KEYS IN TABLE AB')).toEqual(both);
    expect(await keys('SHOW PRIMARY KEYS IN D.S.AB')).toEqual(both);
    expect(await keys('SHOW PRIMARY KEYS IN DATABASE D')).toEqual(both);
    expect(await keys('SHOW PRIMARY KEYS', 'READER')).toEqual([]);
    expect(await account.code('SHOW PRIMARY KEYS IN TABLE AB', 'READER')).toBe(
      'DAS_WAREHOUSE_NOT_FOUND',
    );
    expect(await account.run('SHOW IMPORTED KEYS IN TABLE AB')).toEqual([]);
    expect(await account.run('SHOW UNIQUE KEYS IN TABLE AB')).toEqual([]);
  });

  it('refuses the pipe operator and more than ten thousand rows', async () => {
    expect(await account.code('SHOW TABLES ->> SELECT * FROM $1')).not.toBe('none');
    expect(await account.code('SHOW TABLES LIMIT 10001')).toBe('DAS_WAREHOUSE_INVALID_STATEMENT');
  });
});

describe('DESCRIBE RESULT', () => {
  it('gives the columns of a statement that ran', async () => {
    await account.run("SELECT 1.5 AS N, 'x' AS V");
    const rows = await account.run('DESCRIBE RESULT LAST_QUERY_ID()');
    expect(rows.map(({ name, type }) => [name, type])).toEqual([
      ['N', 'NUMBER(2,1)'],
      ['V', 'VARCHAR(1)'],
    ]);
    expect(await account.code("DESC RESULT 'nothing'")).toBe('DAS_WAREHOUSE_EXECUTION_FAILED');
  });
});
