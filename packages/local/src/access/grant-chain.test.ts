import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
const roles = ['OWNER', 'A', 'B', 'C'];
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    ...roles.flatMap((role) => [
      `CREATE ROLE ${role}`,
      `GRANT USAGE ON DATABASE D TO ROLE ${role}`,
      `GRANT USAGE ON SCHEMA D.S TO ROLE ${role}`,
    ]),
    'GRANT CREATE TABLE ON SCHEMA D.S TO ROLE OWNER',
  ]);
});
afterAll(async () => await account.warehouse.close());

let tables = 0;
async function table(): Promise<string> {
  tables += 1;
  const name = `D.S.T${tables}`;
  await account.run(`CREATE TABLE ${name} (N NUMBER)`, 'OWNER');
  return name;
}

/** Who holds SELECT, from whom, and `*` with the grant option. */
async function grants(name: string): Promise<readonly string[]> {
  const rows = await account.run(`SHOW GRANTS ON TABLE ${name}`);
  return rows
    .filter((row) => row.privilege === 'SELECT')
    .map((row) => `${row.granted_by}>${row.grantee_name}${row.grant_option === 'true' ? '*' : ''}`)
    .sort();
}

describe('WITH GRANT OPTION', () => {
  it('lets a role grant on what it holds, as the grantor', async () => {
    const name = await table();
    const onward = `GRANT SELECT ON TABLE ${name} TO ROLE B`;
    await account.run(`GRANT SELECT ON TABLE ${name} TO ROLE A`, 'OWNER');
    expect(await account.code(onward, 'A')).toBe('DAS_WAREHOUSE_NOT_AUTHORIZED');
    await account.run(`GRANT SELECT ON TABLE ${name} TO ROLE A WITH GRANT OPTION`, 'OWNER');
    await account.run(onward, 'A');
    expect(await grants(name)).toEqual(['A>B', 'OWNER>A*']);
    expect(await account.code(`GRANT INSERT ON TABLE ${name} TO ROLE B`, 'A')).toBe(
      'DAS_WAREHOUSE_NOT_AUTHORIZED',
    );
    expect(
      await account.code(`GRANT OWNERSHIP ON TABLE ${name} TO ROLE A COPY CURRENT GRANTS`, 'A'),
    ).toBe('DAS_WAREHOUSE_NOT_AUTHORIZED');
  });

  it('names the owner as the grantor where MANAGE GRANTS gives', async () => {
    const name = await table();
    await account.run(`GRANT SELECT ON TABLE ${name} TO ROLE A`, 'SECURITYADMIN');
    expect(await grants(name)).toEqual(['OWNER>A']);
  });

  it('counts for nothing in a schema of managed access', async () => {
    await account.runAll([
      'CREATE SCHEMA D.MANAGED WITH MANAGED ACCESS',
      'CREATE TABLE D.MANAGED.T (N NUMBER)',
      'GRANT USAGE ON SCHEMA D.MANAGED TO ROLE A',
      'GRANT SELECT ON TABLE D.MANAGED.T TO ROLE A WITH GRANT OPTION',
    ]);
    expect(await account.code('GRANT SELECT ON TABLE D.MANAGED.T TO ROLE B', 'A')).toBe(
      'DAS_WAREHOUSE_NOT_AUTHORIZED',
    );
    await account.run('ALTER SCHEMA D.MANAGED DISABLE MANAGED ACCESS');
    expect(await account.code('GRANT SELECT ON TABLE D.MANAGED.T TO ROLE B', 'A')).toBe('none');
  });
});

describe('REVOKE', () => {
  it('fails on a privilege that was granted on, unless it says CASCADE', async () => {
    const name = await table();
    await account.run(`GRANT SELECT ON TABLE ${name} TO ROLE A WITH GRANT OPTION`, 'OWNER');
    await account.run(`GRANT SELECT ON TABLE ${name} TO ROLE B WITH GRANT OPTION`, 'A');
    await account.run(`GRANT SELECT ON TABLE ${name} TO ROLE C`, 'B');
    const text = `REVOKE SELECT ON TABLE ${name} FROM ROLE A`;
    expect(await account.code(text, 'OWNER')).toBe('DAS_WAREHOUSE_EXECUTION_FAILED');
    expect(await account.code(`${text} RESTRICT`, 'OWNER')).toBe('DAS_WAREHOUSE_EXECUTION_FAILED');
    expect(await grants(name)).toHaveLength(3);
    await account.run(`${text} CASCADE`, 'OWNER');
    expect(await grants(name)).toEqual([]);
  });

  it('leaves what another role granted as well', async () => {
    const name = await table();
    await account.run(`GRANT SELECT ON TABLE ${name} TO ROLE A WITH GRANT OPTION`, 'OWNER');
    await account.run(`GRANT SELECT ON TABLE ${name} TO ROLE B WITH GRANT OPTION`, 'OWNER');
    await account.run(`GRANT SELECT ON TABLE ${name} TO ROLE B`, 'A');
    await account.run(`GRANT SELECT ON TABLE ${name} TO ROLE C`, 'B');
    await account.run(`REVOKE SELECT ON TABLE ${name} FROM ROLE A CASCADE`, 'OWNER');
    expect(await grants(name)).toEqual(['B>C', 'OWNER>B*']);
  });

  it('does not let two roles hold each other up', async () => {
    const name = await table();
    await account.run(`GRANT SELECT ON TABLE ${name} TO ROLE A WITH GRANT OPTION`, 'OWNER');
    await account.run(`GRANT SELECT ON TABLE ${name} TO ROLE B WITH GRANT OPTION`, 'A');
    await account.run(`GRANT SELECT ON TABLE ${name} TO ROLE A WITH GRANT OPTION`, 'B');
    await account.run(`REVOKE GRANT OPTION FOR SELECT ON TABLE ${name} FROM ROLE B CASCADE`, 'A');
    expect(await grants(name)).toEqual(['A>B', 'OWNER>A*']);
    await account.run(`REVOKE SELECT ON TABLE ${name} FROM ROLE A CASCADE`, 'OWNER');
    expect(await grants(name)).toEqual([]);
  });

  it('of the grant option leaves the privilege', async () => {
    const name = await table();
    await account.run(`GRANT SELECT ON TABLE ${name} TO ROLE A WITH GRANT OPTION`, 'OWNER');
    await account.run(`REVOKE GRANT OPTION FOR SELECT ON TABLE ${name} FROM ROLE A`, 'OWNER');
    expect(await grants(name)).toEqual(['OWNER>A']);
    expect(await account.code(`SELECT * FROM ${name}`, 'A')).toBe('none');
  });

  it('takes only what the role itself granted', async () => {
    const name = await table();
    await account.run(`GRANT SELECT ON TABLE ${name} TO ROLE A WITH GRANT OPTION`, 'OWNER');
    await account.run(`GRANT SELECT ON TABLE ${name} TO ROLE B`, 'OWNER');
    await account.run(`REVOKE SELECT ON TABLE ${name} FROM ROLE B`, 'A');
    expect(await grants(name)).toEqual(['OWNER>A*', 'OWNER>B']);
    expect(await account.code(`REVOKE SELECT ON TABLE ${name} FROM ROLE A`, 'B')).toBe(
      'DAS_WAREHOUSE_NOT_AUTHORIZED',
    );
    expect(await account.code(`REVOKE OWNERSHIP ON TABLE ${name} FROM ROLE OWNER`, 'OWNER')).toBe(
      'DAS_WAREHOUSE_INVALID_STATEMENT',
    );
  });
});

describe('GRANT OWNERSHIP', () => {
  it('asks what becomes of the grants; COPY makes the new owner their grantor', async () => {
    const name = await table();
    await account.run(`GRANT SELECT ON TABLE ${name} TO ROLE A WITH GRANT OPTION`, 'OWNER');
    await account.run(`GRANT SELECT ON TABLE ${name} TO ROLE B`, 'A');
    const text = `GRANT OWNERSHIP ON TABLE ${name} TO ROLE C`;
    expect(await account.code(text, 'SECURITYADMIN')).toBe('DAS_WAREHOUSE_EXECUTION_FAILED');
    await account.run(`${text} COPY CURRENT GRANTS`, 'SECURITYADMIN');
    expect(await grants(name)).toEqual(['C>A*', 'C>B']);
    await account.run(`REVOKE SELECT ON TABLE ${name} FROM ROLE A CASCADE`, 'C');
    expect(await grants(name)).toEqual(['C>B']);
    await account.run(
      `GRANT OWNERSHIP ON TABLE ${name} TO ROLE OWNER REVOKE CURRENT GRANTS`,
      'SECURITYADMIN',
    );
    expect(await grants(name)).toEqual([]);
  });
});

describe('no way up leads', () => {
  it.each([
    ['GRANT ROLE ACCOUNTADMIN TO ROLE A', 'SECURITYADMIN'],
    ['GRANT ROLE DEPUTY TO ROLE SECURITYADMIN', 'SECURITYADMIN'],
    ['GRANT OWNERSHIP ON ROLE SYSADMIN TO ROLE A', 'SECURITYADMIN'],
    ['ALTER ROLE ACCOUNTADMIN RENAME TO NOBODY', 'SECURITYADMIN'],
    ['ALTER ROLE B RENAME TO STOLEN', 'A'],
    ['GRANT ROLE B TO ROLE A', 'A'],
    ['GRANT ROLE B TO USER LOCAL_USER', 'A'],
    ['ALTER SCHEMA D.S DISABLE MANAGED ACCESS', 'A'],
    ['ALTER DATABASE D SET COMMENT = $$mine$$', 'A'],
    ['ALTER DATABASE D SWAP WITH OTHER', 'A'],
    ['ALTER WAREHOUSE W SUSPEND', 'A'],
    ['ALTER ACCOUNT SET RESOURCE_MONITOR = M', 'SECURITYADMIN'],
    ['CREATE RESOURCE MONITOR M WITH CREDIT_QUOTA = 1', 'SYSADMIN'],
    ['CREATE USER U', 'A'],
    ['CREATE SHARE X', 'SYSADMIN'],
    ['CREATE DATABASE X FROM SHARE Y.Z', 'SYSADMIN'],
  ])('%s', async (text, role) => {
    await account.runAll([
      'CREATE ROLE IF NOT EXISTS DEPUTY',
      'GRANT ROLE ACCOUNTADMIN TO ROLE DEPUTY',
      'CREATE DATABASE IF NOT EXISTS OTHER',
    ]);
    expect([text, await account.code(text, role)]).toEqual([
      text,
      expect.stringMatching(/NOT_AUTHORIZED|NOT_FOUND/),
    ]);
  });

  it('over a role that is dropped and made again under its name', async () => {
    const name = await table();
    await account.runAll([
      'CREATE ROLE GONE',
      `GRANT SELECT ON TABLE ${name} TO ROLE GONE`,
      'GRANT ROLE GONE TO ROLE A',
      'DROP ROLE GONE',
      'CREATE ROLE GONE',
    ]);
    expect(await grants(name)).toEqual([]);
    expect(await account.run('SHOW GRANTS OF ROLE GONE')).toEqual([]);
  });

  it('over a role that was renamed, whose old name means nothing', async () => {
    const name = await table();
    await account.runAll([
      'CREATE ROLE BEFORE',
      `GRANT SELECT ON TABLE ${name} TO ROLE BEFORE`,
      'GRANT ROLE BEFORE TO ROLE C',
      'ALTER ROLE BEFORE RENAME TO AFTERWARDS',
      'CREATE ROLE BEFORE',
    ]);
    expect(await grants(name)).toEqual(['OWNER>AFTERWARDS']);
    expect(await account.code(`SELECT * FROM ${name}`, 'C')).toBe('none');
    expect(await account.code(`SELECT * FROM ${name}`, 'BEFORE')).toBe('DAS_WAREHOUSE_NOT_FOUND');
  });
});

describe('secondary roles', () => {
  it('count for reading and changing, and the primary role alone for creating', async () => {
    const name = await table();
    await account.run(`GRANT SELECT, INSERT ON TABLE ${name} TO ROLE B`, 'OWNER');
    await using session = await account.warehouse.openSession({
      role: 'A',
      database: 'D',
      schema: 'S',
    });
    const run = async (text: string): Promise<unknown> =>
      await session.execute({ text, binds: [] }).then(
        ({ rows }) => Object.values(rows[0] ?? {})[0] ?? 'none',
        (error: { code: string }) => error.code,
      );
    expect(await run(`INSERT INTO ${name} VALUES (1)`)).toBe('DAS_WAREHOUSE_NOT_FOUND');
    expect(await run('SELECT CURRENT_SECONDARY_ROLES()')).toBe('{"roles":"","value":""}');
    await run('USE SECONDARY ROLES B, OWNER');
    expect(await run('SELECT CURRENT_SECONDARY_ROLES()')).toBe(
      '{"roles":"B,OWNER","value":"B,OWNER"}',
    );
    expect(await run("SELECT IS_ROLE_IN_SESSION('B')")).toBe(true);
    expect(await run("SELECT IS_ROLE_IN_SESSION('C')")).toBe(false);
    expect(await run(`INSERT INTO ${name} VALUES (1)`)).toBe(1);
    // OWNER may create tables here, but it is not the primary role.
    expect(await run('CREATE TABLE D.S.MINE (A NUMBER)')).toBe('DAS_WAREHOUSE_NOT_AUTHORIZED');
    await run('USE SECONDARY ROLES NONE');
    expect(await run(`SELECT * FROM ${name}`)).toBe('DAS_WAREHOUSE_NOT_FOUND');
    expect(await run('USE SECONDARY ROLES NOBODY')).toBe('DAS_WAREHOUSE_UNKNOWN_ROLE');
  });
});
