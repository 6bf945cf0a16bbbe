import assert from 'node:assert/strict';
import type { CaseWorld } from '../case-world.js';
import type { CaseSet } from '../conformance-case.js';

export type DatabaseRoleCaseId =
  | 'roles/database-role-hierarchy'
  | 'roles/database-role-in-its-database'
  | 'roles/database-role-is-not-used'
  | 'roles/database-role-in-session'
  | 'roles/database-role-in-a-policy'
  | 'roles/database-role-future-grants'
  | 'roles/database-role-owns'
  | 'roles/database-role-shown'
  | 'roles/database-role-renamed'
  | 'roles/database-role-refuses-account-roles';

const sql = 'sql-reference/sql';
const access = 'user-guide/security-access-control-overview';

/** The name of a database role of the case, which is gone with the case. */
async function withRole(
  world: CaseWorld,
  work: (role: string, plain: string) => Promise<void>,
): Promise<void> {
  const plain = `${world.schema}_ROLE`;
  const role = `DAS_CONFORMANCE.${plain}`;
  await world.run(`CREATE OR REPLACE DATABASE ROLE ${role}`);
  try {
    await work(role, plain);
  } finally {
    await world.run(`DROP DATABASE ROLE IF EXISTS ${role}`);
  }
}

export const databaseRoleCases: CaseSet<DatabaseRoleCaseId> = {
  'roles/database-role-hierarchy': {
    title: 'a database role may be granted to another one of its database',
    page: `${sql}/grant-database-role`,
    run: (world) =>
      withRole(world, async (role) => {
        await world.all(
          `CREATE OR REPLACE DATABASE ROLE ${role}_TOP`,
          'CREATE TABLE T (A NUMBER)',
          `GRANT SELECT ON TABLE T TO DATABASE ROLE ${role}`,
          `GRANT DATABASE ROLE ${role} TO DATABASE ROLE ${role}_TOP`,
          `GRANT DATABASE ROLE ${role}_TOP TO ROLE DAS_READER`,
        );
        assert.deepEqual(await world.rows('SELECT * FROM T', 'DAS_READER'), []);
        await world.run(`REVOKE DATABASE ROLE ${role} FROM DATABASE ROLE ${role}_TOP`);
        await world.refused('SELECT * FROM T', 'DAS_WAREHOUSE_NOT_FOUND', 'DAS_READER');
        await world.run(`DROP DATABASE ROLE ${role}_TOP`);
      }),
  },
  'roles/database-role-in-its-database': {
    title: 'a database role holds no privilege outside its database',
    page: access,
    run: (world) =>
      withRole(world, async (role) => {
        const other = 'DAS_CONFORMANCE_OTHER';
        await world.all(
          `CREATE OR REPLACE DATABASE ${other}`,
          `CREATE TABLE ${other}.PUBLIC.T (A NUMBER)`,
          `CREATE DATABASE ROLE ${other}.R`,
        );
        for (const text of [
          `GRANT SELECT ON TABLE ${other}.PUBLIC.T TO DATABASE ROLE ${role}`,
          `GRANT USAGE ON WAREHOUSE DAS_CONFORMANCE_WAREHOUSE TO DATABASE ROLE ${role}`,
          `GRANT CREATE DATABASE ON ACCOUNT TO DATABASE ROLE ${role}`,
          `GRANT DATABASE ROLE ${other}.R TO DATABASE ROLE ${role}`,
        ]) {
          await world.failure(() => world.run(text));
        }
        await world.run(`DROP DATABASE ${other}`);
      }),
  },
  'roles/database-role-is-not-used': {
    title: 'a database role cannot be activated in a session',
    page: access,
    run: (world) =>
      withRole(world, async (role) => {
        await world.failure(() => world.run(`USE ROLE ${role}`));
        assert.equal(await world.value('SELECT CURRENT_ROLE()'), world.admin);
      }),
  },
  'roles/database-role-in-session': {
    title: 'IS_DATABASE_ROLE_IN_SESSION takes the name without its database',
    page: 'sql-reference/functions/is_database_role_in_session',
    run: (world) =>
      withRole(world, async (role, plain) => {
        const [relative, full] = [plain, role].map(
          (name) => `SELECT IS_DATABASE_ROLE_IN_SESSION('${name}')`,
        );
        assert.equal(await world.value(relative ?? '', 'DAS_READER'), false);
        await world.run(`GRANT DATABASE ROLE ${role} TO ROLE DAS_READER`);
        assert.equal(await world.value(relative ?? '', 'DAS_READER'), true);
        assert.equal(await world.value(full ?? '', 'DAS_READER'), false);
      }),
  },
  'roles/database-role-in-a-policy': {
    title: 'a policy may ask for a database role',
    page: 'user-guide/data-sharing-policy-protected-data',
    run: (world) =>
      withRole(world, async (role, plain) => {
        await world.showToRoles();
        await world.all(
          `CREATE MASKING POLICY M AS (V VARCHAR) RETURNS VARCHAR ->
             CASE WHEN IS_DATABASE_ROLE_IN_SESSION('${plain}') THEN V ELSE '*' END`,
          'CREATE TABLE T (V VARCHAR WITH MASKING POLICY M)',
          "INSERT INTO T VALUES ('clear')",
          `GRANT DATABASE ROLE ${role} TO ROLE DAS_CLEARED`,
        );
        assert.equal(await world.value('SELECT V FROM T', 'DAS_READER'), '*');
        assert.equal(await world.value('SELECT V FROM T', 'DAS_CLEARED'), 'clear');
      }),
  },
  'roles/database-role-future-grants': {
    title: 'a database role may be promised what its database will hold',
    page: `${sql}/grant-privilege`,
    run: (world) =>
      withRole(world, async (role) => {
        const place = `SCHEMA DAS_CONFORMANCE.${world.schema}`;
        await world.all(
          `GRANT SELECT ON FUTURE TABLES IN ${place} TO DATABASE ROLE ${role}`,
          `GRANT DATABASE ROLE ${role} TO ROLE DAS_READER`,
          'CREATE TABLE T (A NUMBER)',
        );
        assert.deepEqual(await world.rows('SELECT * FROM T', 'DAS_READER'), []);
        await world.run(`REVOKE SELECT ON FUTURE TABLES IN ${place} FROM DATABASE ROLE ${role}`);
      }),
  },
  'roles/database-role-owns': {
    title: 'a database role may own an object of its database',
    page: `${sql}/grant-ownership`,
    run: (world) =>
      withRole(world, async (role, plain) => {
        await world.all(
          'CREATE TABLE T (A NUMBER)',
          `GRANT OWNERSHIP ON TABLE T TO DATABASE ROLE ${role}`,
          `GRANT DATABASE ROLE ${role} TO ROLE DAS_READER`,
        );
        await world.run('ALTER TABLE T ADD COLUMN B NUMBER', 'DAS_READER');
        const [row] = await world.rows(
          `SHOW TABLES LIKE 'T' IN SCHEMA DAS_CONFORMANCE.${world.schema}`,
          'DAS_READER',
        );
        assert.deepEqual([row?.owner, row?.owner_role_type], [plain, 'DATABASE_ROLE']);
        await world.run('DROP TABLE T', 'DAS_READER');
      }),
  },
  'roles/database-role-shown': {
    title: 'SHOW DATABASE ROLES and SHOW GRANTS tell of a database role',
    page: `${sql}/show-database-roles`,
    run: (world) =>
      withRole(world, async (role, plain) => {
        await world.run(`GRANT DATABASE ROLE ${role} TO ROLE DAS_READER`);
        const rows = await world.rows('SHOW DATABASE ROLES IN DATABASE DAS_CONFORMANCE');
        const shown = rows.find((row) => row.name === plain);
        assert.equal(shown?.owner, world.admin);
        const grants = await world.rows(`SHOW GRANTS OF DATABASE ROLE ${role}`);
        assert.deepEqual(
          grants.map((row) => [row.granted_to, row.grantee_name]),
          [['ROLE', 'DAS_READER']],
        );
      }),
  },
  'roles/database-role-renamed': {
    title: 'a database role that is renamed keeps what it holds',
    page: `${sql}/alter-database-role`,
    run: (world) =>
      withRole(world, async (role) => {
        await world.all(
          'CREATE TABLE T (A NUMBER)',
          `GRANT SELECT ON TABLE T TO DATABASE ROLE ${role}`,
          `GRANT DATABASE ROLE ${role} TO ROLE DAS_READER`,
          `ALTER DATABASE ROLE ${role} RENAME TO ${role}_2`,
        );
        assert.deepEqual(await world.rows('SELECT * FROM T', 'DAS_READER'), []);
        await world.run(`DROP DATABASE ROLE ${role}_2`);
        await world.refused('SELECT * FROM T', 'DAS_WAREHOUSE_NOT_FOUND', 'DAS_READER');
      }),
  },
  'roles/database-role-refuses-account-roles': {
    title: 'an account role is not granted to a database role',
    page: access,
    run: (world) =>
      withRole(world, async (role) => {
        await world.failure(() => world.run(`GRANT ROLE DAS_READER TO DATABASE ROLE ${role}`));
      }),
  },
};
