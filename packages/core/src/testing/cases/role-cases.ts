import assert from 'node:assert/strict';
import { statement } from '../case-world.js';
import type { CaseSet } from '../conformance-case.js';

export type RoleCaseId =
  | 'roles/current-role'
  | 'roles/is-role-in-session'
  | 'roles/secondary-roles'
  | 'roles/use-role'
  | 'roles/hierarchy'
  | 'roles/usage-on-the-containers'
  | 'roles/one-privilege-at-a-time'
  | 'roles/revoke'
  | 'roles/future-grants'
  | 'roles/schema-shadows-database'
  | 'roles/ownership'
  | 'roles/managed-access'
  | 'roles/no-circle'
  | 'roles/invoker-role'
  | 'roles/is-granted-to-invoker-role'
  | 'roles/database-roles'
  | 'roles/policy-context';

const access = 'user-guide/security-access-control-overview';
const functions = 'sql-reference/functions';

export const roleCases: CaseSet<RoleCaseId> = {
  'roles/current-role': {
    title: 'CURRENT_ROLE is the primary role alone',
    page: `${functions}/current_role`,
    run: async (world) => {
      assert.equal(await world.value('SELECT CURRENT_ROLE()', 'DAS_READER'), 'DAS_READER');
      assert.equal((await world.session('DAS_CHIEF')).role, 'DAS_CHIEF');
      assert.equal(await world.value('SELECT CURRENT_ROLE()', 'DAS_CHIEF'), 'DAS_CHIEF');
    },
  },
  'roles/is-role-in-session': {
    title: 'IS_ROLE_IN_SESSION goes down the hierarchy, and takes the stored name',
    page: `${functions}/is_role_in_session`,
    run: async (world) => {
      const [row] = await world.cells(
        `SELECT IS_ROLE_IN_SESSION('DAS_CHIEF'), IS_ROLE_IN_SESSION('DAS_READER'),
           IS_ROLE_IN_SESSION('das_reader'), IS_ROLE_IN_SESSION('DAS_CLEARED')`,
        'DAS_CHIEF',
      );
      assert.deepEqual(row, [true, true, false, false]);
    },
  },
  'roles/secondary-roles': {
    title: 'a session has no secondary roles until it says USE SECONDARY ROLES ALL',
    page: 'sql-reference/sql/use-secondary-roles',
    run: async (world) => {
      const inSession = () => world.value("SELECT IS_ROLE_IN_SESSION('DAS_CLEARED')", 'DAS_READER');
      assert.equal(await inSession(), false);
      await world.run('USE SECONDARY ROLES ALL', 'DAS_READER');
      assert.equal(await inSession(), true);
      assert.equal(await world.value('SELECT CURRENT_ROLE()', 'DAS_READER'), 'DAS_READER');
      await world.run('USE SECONDARY ROLES NONE', 'DAS_READER');
      assert.equal(await inSession(), false);
      await using session = await world.open({ role: 'DAS_READER', secondaryRoles: 'ALL' });
      const { rows } = await session.execute<{ X: boolean }>(
        statement("SELECT IS_ROLE_IN_SESSION('DAS_CLEARED') AS X"),
      );
      assert.deepEqual(rows, [{ X: true }]);
    },
  },
  'roles/use-role': {
    title: 'USE ROLE changes the role of the session',
    page: 'sql-reference/sql/use-role',
    run: async (world) => {
      await using session = await world.open();
      await session.execute(statement('USE ROLE DAS_READER'));
      assert.equal(session.role, 'DAS_READER');
      const { rows } = await session.execute<{ R: string }>(
        statement('SELECT CURRENT_ROLE() AS R'),
      );
      assert.deepEqual(rows, [{ R: 'DAS_READER' }]);
    },
  },
  'roles/hierarchy': {
    title: 'a role has the privileges of the roles that are granted to it',
    page: access,
    run: async (world) => {
      await world.all('CREATE TABLE T (A NUMBER)', 'GRANT SELECT ON TABLE T TO ROLE DAS_READER');
      assert.deepEqual(await world.rows('SELECT * FROM T', 'DAS_CHIEF'), []);
      await world.refused('SELECT * FROM T', 'DAS_WAREHOUSE_NOT_FOUND', 'DAS_CLEARED');
    },
  },
  'roles/usage-on-the-containers': {
    title: 'SELECT on a table needs USAGE on its database and schema',
    page: 'user-guide/security-access-control-privileges',
    run: async (world) => {
      const schema = `${world.schema}_CLOSED`;
      await world.all(
        `CREATE SCHEMA ${schema}`,
        `CREATE TABLE ${schema}.T (A NUMBER)`,
        `GRANT SELECT ON TABLE ${schema}.T TO ROLE DAS_READER`,
      );
      const query = `SELECT * FROM ${schema}.T`;
      await world.refused(query, 'DAS_WAREHOUSE_NOT_FOUND', 'DAS_READER');
      await world.run(`GRANT USAGE ON SCHEMA ${schema} TO ROLE DAS_READER`);
      assert.deepEqual(await world.rows(query, 'DAS_READER'), []);
    },
  },
  'roles/one-privilege-at-a-time': {
    title: 'SELECT, INSERT, UPDATE, DELETE and TRUNCATE are granted one by one',
    page: 'user-guide/security-access-control-privileges',
    run: async (world) => {
      await world.all('CREATE TABLE T (A NUMBER)', 'GRANT SELECT ON TABLE T TO ROLE DAS_READER');
      const changes = {
        INSERT: 'INSERT INTO T VALUES (1)',
        UPDATE: 'UPDATE T SET A = 2',
        DELETE: 'DELETE FROM T',
        TRUNCATE: 'TRUNCATE TABLE T',
      };
      for (const [privilege, text] of Object.entries(changes)) {
        await world.refused(text, 'DAS_WAREHOUSE_NOT_AUTHORIZED', 'DAS_READER');
        await world.run(`GRANT ${privilege} ON TABLE T TO ROLE DAS_READER`);
        await world.run(text, 'DAS_READER');
      }
    },
  },
  'roles/revoke': {
    title: 'REVOKE takes a privilege back at once',
    page: 'sql-reference/sql/revoke-privilege',
    run: async (world) => {
      await world.all('CREATE TABLE T (A NUMBER)', 'GRANT SELECT ON TABLE T TO ROLE DAS_READER');
      await world.rows('SELECT * FROM T', 'DAS_READER');
      await world.run('REVOKE SELECT ON TABLE T FROM ROLE DAS_READER');
      await world.refused('SELECT * FROM T', 'DAS_WAREHOUSE_NOT_FOUND', 'DAS_READER');
    },
  },
  'roles/future-grants': {
    title: 'a future grant holds for what is made afterwards',
    page: 'sql-reference/sql/grant-privilege',
    run: async (world) => {
      await world.all(
        'CREATE TABLE BEFORE_IT (A NUMBER)',
        `GRANT SELECT ON FUTURE TABLES IN SCHEMA DAS_CONFORMANCE.${world.schema} TO ROLE DAS_READER`,
        'CREATE TABLE AFTER_IT (A NUMBER)',
      );
      await world.refused('SELECT * FROM BEFORE_IT', 'DAS_WAREHOUSE_NOT_FOUND', 'DAS_READER');
      assert.deepEqual(await world.rows('SELECT * FROM AFTER_IT', 'DAS_READER'), []);
    },
  },
  'roles/schema-shadows-database': {
    title: 'future grants on a schema hide those on its database',
    page: 'sql-reference/sql/grant-privilege',
    run: async (world) => {
      const database = 'DAS_CONFORMANCE_SHADOW';
      await world.all(
        `CREATE OR REPLACE DATABASE ${database}`,
        `GRANT USAGE ON DATABASE ${database} TO ROLE DAS_READER`,
        `CREATE SCHEMA ${database}.S`,
        `GRANT USAGE ON SCHEMA ${database}.S TO ROLE DAS_READER`,
        `GRANT SELECT ON FUTURE TABLES IN DATABASE ${database} TO ROLE DAS_READER`,
        `GRANT SELECT ON FUTURE TABLES IN SCHEMA ${database}.S TO ROLE DAS_CLEARED`,
        `CREATE TABLE ${database}.S.T (A NUMBER)`,
      );
      await world.refused(`SELECT * FROM ${database}.S.T`, 'DAS_WAREHOUSE_NOT_FOUND', 'DAS_READER');
      await world.run(`DROP DATABASE ${database}`);
    },
  },
  'roles/ownership': {
    title: 'OWNERSHIP passes on, and with it the right to change and drop',
    page: 'sql-reference/sql/grant-ownership',
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (A NUMBER)',
        'GRANT OWNERSHIP ON TABLE T TO ROLE DAS_CLEARED COPY CURRENT GRANTS',
      );
      await world.run('ALTER TABLE T ADD COLUMN B NUMBER', 'DAS_CLEARED');
      await world.refused(
        'DROP TABLE T',
        ['DAS_WAREHOUSE_NOT_FOUND', 'DAS_WAREHOUSE_NOT_AUTHORIZED'],
        'DAS_READER',
      );
      await world.run('DROP TABLE T', 'DAS_CLEARED');
    },
  },
  'roles/managed-access': {
    title: 'in a schema of managed access only its owner grants',
    page: 'user-guide/security-access-control-considerations',
    run: async (world) => {
      const schema = `${world.schema}_MANAGED`;
      await world.all(
        `CREATE SCHEMA ${schema} WITH MANAGED ACCESS`,
        `GRANT USAGE, CREATE TABLE ON SCHEMA ${schema} TO ROLE DAS_READER`,
      );
      await world.run(`CREATE TABLE ${schema}.T (A NUMBER)`, 'DAS_READER');
      const grant = `GRANT SELECT ON TABLE ${schema}.T TO ROLE DAS_CLEARED`;
      await world.refused(grant, 'DAS_WAREHOUSE_NOT_AUTHORIZED', 'DAS_READER');
      await world.run(grant);
    },
  },
  'roles/no-circle': {
    title: 'a role is not granted to one below it',
    page: 'sql-reference/sql/grant-role',
    run: async (world) => {
      await world.refused('GRANT ROLE DAS_CHIEF TO ROLE DAS_READER', [
        'DAS_WAREHOUSE_INVALID_STATEMENT',
        'DAS_WAREHOUSE_EXECUTION_FAILED',
      ]);
    },
  },
  'roles/invoker-role': {
    title:
      'INVOKER_ROLE is the role of the session on a table, and the owner of the view through a view',
    page: `${functions}/invoker_role`,
    run: async (world) => {
      await world.showToRoles();
      await world.all(
        `CREATE MASKING POLICY WHO AS (V VARCHAR) RETURNS VARCHAR ->
           CONCAT(V, ' ', INVOKER_ROLE(), ' ', CURRENT_ROLE())`,
        'CREATE TABLE T (V VARCHAR WITH MASKING POLICY WHO)',
        "INSERT INTO T VALUES ('T')",
        `GRANT CREATE VIEW ON SCHEMA DAS_CONFORMANCE.${world.schema} TO ROLE DAS_CLEARED`,
      );
      await world.run('CREATE VIEW V AS SELECT V FROM T', 'DAS_CLEARED');
      await world.run('GRANT SELECT ON VIEW V TO ROLE DAS_READER', 'DAS_CLEARED');
      assert.equal(await world.value('SELECT V FROM T', 'DAS_READER'), 'T DAS_READER DAS_READER');
      assert.equal(await world.value('SELECT V FROM V', 'DAS_READER'), 'T DAS_CLEARED DAS_READER');
    },
  },
  'roles/is-granted-to-invoker-role': {
    title: 'IS_GRANTED_TO_INVOKER_ROLE goes down the hierarchy of the invoker',
    page: `${functions}/is_granted_to_invoker_role`,
    run: async (world) => {
      await world.showToRoles();
      await world.all(
        `CREATE MASKING POLICY M AS (V VARCHAR) RETURNS VARCHAR ->
           CASE WHEN IS_GRANTED_TO_INVOKER_ROLE('DAS_READER') THEN V ELSE '*' END`,
        'CREATE TABLE T (V VARCHAR WITH MASKING POLICY M)',
        "INSERT INTO T VALUES ('clear')",
      );
      assert.equal(await world.value('SELECT V FROM T', 'DAS_READER'), 'clear');
      assert.equal(await world.value('SELECT V FROM T', 'DAS_CHIEF'), 'clear');
      assert.equal(await world.value('SELECT V FROM T', 'DAS_CLEARED'), '*');
    },
  },
  'roles/database-roles': {
    title: 'a database role carries privileges inside its database',
    page: 'sql-reference/sql/create-database-role',
    run: async (world) => {
      await world.all(
        'CREATE OR REPLACE DATABASE ROLE DAS_CONFORMANCE.INNER_ROLE',
        'CREATE TABLE T (A NUMBER)',
        'GRANT SELECT ON TABLE T TO DATABASE ROLE DAS_CONFORMANCE.INNER_ROLE',
        'GRANT DATABASE ROLE DAS_CONFORMANCE.INNER_ROLE TO ROLE DAS_READER',
      );
      assert.deepEqual(await world.rows('SELECT * FROM T', 'DAS_READER'), []);
      await world.run('DROP DATABASE ROLE DAS_CONFORMANCE.INNER_ROLE');
    },
  },
  'roles/policy-context': {
    title: 'EXECUTE USING POLICY_CONTEXT answers as the policies would for another role',
    page: 'sql-reference/sql/execute-using',
    run: async (world) => {
      await world.all(
        `CREATE MASKING POLICY M AS (V VARCHAR) RETURNS VARCHAR ->
           CASE WHEN CURRENT_ROLE() = 'DAS_CLEARED' THEN V ELSE '*' END`,
        'CREATE TABLE T (V VARCHAR WITH MASKING POLICY M)',
        "INSERT INTO T VALUES ('clear')",
      );
      const as = (role: string) =>
        world.column(`EXECUTE USING POLICY_CONTEXT(CURRENT_ROLE => '${role}') AS SELECT V FROM T`);
      assert.deepEqual(await as('DAS_READER'), ['*']);
      assert.deepEqual(await as('DAS_CLEARED'), ['clear']);
    },
  },
};
