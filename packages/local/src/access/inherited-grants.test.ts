import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
const enable = "ALTER ACCOUNT SET FEATURE_RBAC_INHERITED_GRANTS = 'ENABLED'";
const selectIn = (place: string): string => `INHERITED SELECT ON ALL TABLES IN ${place}`;

beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    'CREATE ROLE OWNER',
    'CREATE SCHEMA D.PLAIN',
    'CREATE TABLE D.PLAIN.T (N NUMBER)',
  ]);
});
afterAll(async () => await account.warehouse.close());

async function message(text: string): Promise<string> {
  const error = await account.run(text).then(
    () => undefined,
    (failure: unknown) => failure,
  );
  return error instanceof Error ? error.message : 'none';
}

let schemas = 0;
async function schema(): Promise<string> {
  schemas += 1;
  const name = `D.X${schemas}`;
  await account.run(`CREATE SCHEMA ${name}`);
  await account.run(`CREATE TABLE ${name}.T (N NUMBER)`);
  return name;
}

async function reads(table: string, role = 'READER'): Promise<boolean> {
  return (await account.code(`SELECT * FROM ${table}`, role)) === 'none';
}

describe('inherited grants', () => {
  it('are refused until the account opts in', async () => {
    const text = `GRANT ${selectIn('DATABASE D')} TO ROLE READER`;
    expect(await message(text)).toContain('Inherited grants are not enabled');
    await account.run(enable);
    await account.run(text);
    expect(await message(enable.replace('ENABLED', 'DISABLED'))).toContain(
      'while there are inherited grants',
    );
    await account.run(`REVOKE ${selectIn('DATABASE D')} FROM ROLE READER`);
    await account.run(enable.replace('ENABLED', 'DISABLED'));
    await account.run(enable);
  });

  it('of what was dropped keep the account from opting out', async () => {
    const name = await schema();
    await account.run(`GRANT ${selectIn(`SCHEMA ${name}`)} TO ROLE READER`);
    await account.run(`DROP SCHEMA ${name}`);
    expect(await message(enable.replace('ENABLED', 'DISABLED'))).toContain(
      'while there are inherited grants',
    );
    await account.run(`UNDROP SCHEMA ${name}`);
    await account.run(`REVOKE ${selectIn(`SCHEMA ${name}`)} FROM ROLE READER`);
  });

  it('do not replace USAGE of what they are in', async () => {
    const name = await schema();
    await account.run(`GRANT ${selectIn(`SCHEMA ${name}`)} TO ROLE READER`);
    expect(await reads(`${name}.T`)).toBe(false);
    await account.run(`GRANT USAGE ON SCHEMA ${name} TO ROLE READER`);
    expect(await reads(`${name}.T`)).toBe(true);
    await account.run(`REVOKE USAGE ON SCHEMA ${name} FROM ROLE READER`);
    await account.run(`REVOKE ${selectIn(`SCHEMA ${name}`)} FROM ROLE READER`);
    await account.run(`GRANT ${selectIn('DATABASE D')} TO ROLE READER`);
    expect(await reads(`${name}.T`)).toBe(false);
    await account.run('GRANT INHERITED USAGE ON ALL SCHEMAS IN DATABASE D TO ROLE READER');
    expect(await reads(`${name}.T`)).toBe(true);
    await account.run(`REVOKE ${selectIn('DATABASE D')} FROM ROLE READER`);
    await account.run('REVOKE INHERITED USAGE ON ALL SCHEMAS IN DATABASE D FROM ROLE READER');
    expect(await reads(`${name}.T`)).toBe(false);
  });

  it('are left behind by what leaves the container, and met by what enters it', async () => {
    const [from, to] = [await schema(), await schema()];
    await account.run(`DROP TABLE ${to}.T`);
    for (const each of [from, to]) {
      await account.run(`GRANT USAGE ON SCHEMA ${each} TO ROLE READER`);
    }
    await account.run(`GRANT ${selectIn(`SCHEMA ${from}`)} TO ROLE READER`);
    await account.run(`ALTER TABLE ${from}.T RENAME TO ${to}.T`);
    expect(await reads(`${to}.T`)).toBe(false);
    await account.run(`CREATE TABLE ${from}.T CLONE ${to}.T`);
    expect(await reads(`${from}.T`)).toBe(true);
  });

  it('stay on what is replaced, dropped and restored', async () => {
    const name = await schema();
    await account.run(`GRANT USAGE ON SCHEMA ${name} TO ROLE READER`);
    await account.run(`GRANT ${selectIn(`SCHEMA ${name}`)} TO ROLE READER`);
    await account.run(`CREATE OR REPLACE TABLE ${name}.T (M NUMBER)`);
    expect(await reads(`${name}.T`)).toBe(true);
    await account.run(`DROP SCHEMA ${name}`);
    await account.run(`UNDROP SCHEMA ${name}`);
    expect(await reads(`${name}.T`)).toBe(true);
    await account.run(`REVOKE ${selectIn(`SCHEMA ${name}`)} FROM ROLE READER`);
    expect(await reads(`${name}.T`)).toBe(false);
  });

  it('do not stand in the way of a new owner, and are no grants of the object', async () => {
    const name = await schema();
    await account.run(`GRANT ${selectIn(`SCHEMA ${name}`)} TO ROLE READER`);
    await account.run(`GRANT OWNERSHIP ON TABLE ${name}.T TO ROLE OWNER`);
    await account.run(`GRANT SELECT ON TABLE ${name}.T TO ROLE READER`);
    await account.run(`REVOKE ${selectIn(`SCHEMA ${name}`)} FROM ROLE READER`);
    await account.run(`GRANT USAGE ON SCHEMA ${name} TO ROLE READER`);
    expect(await reads(`${name}.T`)).toBe(true);
    await account.run(`REVOKE SELECT ON TABLE ${name}.T FROM ROLE READER`);
    expect(await reads(`${name}.T`)).toBe(false);
  });

  it('follow a role that is renamed, and end with one that is dropped', async () => {
    const name = await schema();
    await account.runAll([
      'CREATE ROLE FORMER',
      'GRANT USAGE ON DATABASE D TO ROLE FORMER',
      `GRANT USAGE ON SCHEMA ${name} TO ROLE FORMER`,
      `GRANT ${selectIn(`SCHEMA ${name}`)} TO ROLE FORMER`,
      'ALTER ROLE FORMER RENAME TO LATTER',
    ]);
    expect(await reads(`${name}.T`, 'LATTER')).toBe(true);
    await account.run('DROP ROLE LATTER');
    expect(await account.run(`SHOW INHERITED GRANTS IN SCHEMA ${name}`)).toEqual([]);
    const on = await account.run(`SHOW GRANTS ON TABLE ${name}.T`);
    expect(on.map((row) => row.privilege)).toEqual(['OWNERSHIP']);
  });

  it('are given to no role of another database, nor to one that is shared', async () => {
    await account.runAll([
      'CREATE DATABASE E',
      'CREATE DATABASE ROLE E.R',
      'CREATE DATABASE ROLE D.SHARED',
      'CREATE SHARE S',
      'GRANT USAGE ON DATABASE D TO SHARE S',
    ]);
    const toOther = `GRANT ${selectIn('DATABASE D')} TO DATABASE ROLE E.R`;
    expect(await account.code(toOther)).toBe('DAS_WAREHOUSE_INVALID_STATEMENT');
    const given = `${selectIn('SCHEMA D.PLAIN')}`;
    await account.run(`GRANT ${given} TO DATABASE ROLE D.SHARED`);
    const share = 'GRANT DATABASE ROLE D.SHARED TO SHARE S';
    expect(await message(share)).toContain('inherited grants');
    await account.run(`REVOKE ${given} FROM DATABASE ROLE D.SHARED`);
    await account.run(share);
    expect(await message(`GRANT ${given} TO DATABASE ROLE D.SHARED`)).toContain('share');
  });

  it('are on warehouses and databases in the account alone', async () => {
    await account.run('GRANT INHERITED USAGE ON ALL WAREHOUSES IN ACCOUNT TO ROLE READER');
    const rows = await account.run('SHOW INHERITED GRANTS IN ACCOUNT');
    expect(rows.map((row) => [row.granted_on, row.name, row.inherited_from])).toEqual([
      ['WAREHOUSE', '', 'ACCOUNT'],
    ]);
    expect(
      await account.code('GRANT INHERITED USAGE ON ALL WAREHOUSES IN DATABASE D TO ROLE READER'),
    ).toBe('DAS_WAREHOUSE_INVALID_STATEMENT');
    await account.run('REVOKE INHERITED USAGE ON ALL WAREHOUSES IN ACCOUNT FROM ROLE READER');
  });

  it('are told once by GRANTS_TO_ROLES, with their container', async () => {
    await account.run(`GRANT ${selectIn('SCHEMA D.PLAIN')} TO ROLE READER`);
    expect(
      await account.run(`SELECT PRIVILEGE, GRANTED_ON, NAME, INHERITED_FROM, INHERITED_FROM_DATABASE AS DB,
        INHERITED_FROM_SCHEMA AS S FROM SNOWFLAKE.ACCOUNT_USAGE.GRANTS_TO_ROLES
        WHERE IS_INHERITED AND GRANTEE_NAME = 'READER' AND INHERITED_FROM_SCHEMA = 'PLAIN'`),
    ).toEqual([
      {
        PRIVILEGE: 'SELECT',
        GRANTED_ON: 'TABLE',
        NAME: null,
        INHERITED_FROM: 'SCHEMA',
        DB: 'D',
        S: 'PLAIN',
      },
    ]);
    await account.run(`REVOKE ${selectIn('SCHEMA D.PLAIN')} FROM ROLE READER`);
  });
});
