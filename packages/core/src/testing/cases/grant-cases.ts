import assert from 'node:assert/strict';
import type { CaseWorld } from '../case-world.js';
import { statement } from '../case-world.js';
import type { CaseSet } from '../conformance-case.js';

export type GrantCaseId =
  | 'roles/with-grant-option'
  | 'roles/grantor-is-the-owner'
  | 'roles/revoke-restrict'
  | 'roles/revoke-cascade'
  | 'roles/revoke-grant-option-for'
  | 'roles/revoke-leaves-other-grantors'
  | 'roles/ownership-asks-for-the-grants'
  | 'roles/ownership-copies-as-grantor'
  | 'roles/managed-access-is-switched'
  | 'roles/future-grants-shown'
  | 'roles/future-ownership'
  | 'roles/role-renamed'
  | 'roles/secondary-roles-listed'
  | 'roles/secondary-roles-do-not-create'
  | 'roles/current-secondary-roles'
  | 'roles/current-available-roles';

const sql = 'sql-reference/sql';

/** A table of DAS_CLEARED, for what only an owner or a grantor may do. */
async function ownedTable(world: CaseWorld): Promise<void> {
  await world.all(
    'CREATE TABLE T (A NUMBER)',
    'GRANT OWNERSHIP ON TABLE T TO ROLE DAS_CLEARED REVOKE CURRENT GRANTS',
  );
}

/** Who holds SELECT on the table, each after the role that granted it. */
async function holders(world: CaseWorld): Promise<readonly string[]> {
  const rows = await world.rows('SHOW GRANTS ON TABLE T');
  return rows
    .filter((row) => row.privilege === 'SELECT')
    .map((row) => `${row.granted_by}>${row.grantee_name}`)
    .sort();
}

export const grantCases: CaseSet<GrantCaseId> = {
  'roles/with-grant-option': {
    title: 'a role grants on what it holds WITH GRANT OPTION, and is then the grantor',
    page: `${sql}/grant-privilege`,
    run: async (world) => {
      await ownedTable(world);
      const onward = 'GRANT SELECT ON TABLE T TO ROLE DAS_CHIEF';
      await world.run('GRANT SELECT ON TABLE T TO ROLE DAS_READER', 'DAS_CLEARED');
      await world.failure(() => world.run(onward, 'DAS_READER'));
      await world.run(
        'GRANT SELECT ON TABLE T TO ROLE DAS_READER WITH GRANT OPTION',
        'DAS_CLEARED',
      );
      await world.run(onward, 'DAS_READER');
      assert.deepEqual(await holders(world), ['DAS_CLEARED>DAS_READER', 'DAS_READER>DAS_CHIEF']);
    },
  },
  'roles/grantor-is-the-owner': {
    title: 'where MANAGE GRANTS is what allows a grant, the owner of the object is the grantor',
    page: `${sql}/grant-privilege`,
    run: async (world) => {
      await ownedTable(world);
      await world.run('GRANT SELECT ON TABLE T TO ROLE DAS_READER');
      assert.deepEqual(await holders(world), ['DAS_CLEARED>DAS_READER']);
    },
  },
  'roles/revoke-restrict': {
    title: 'a privilege that was granted on is not revoked without CASCADE',
    page: `${sql}/revoke-privilege`,
    run: async (world) => {
      await regrant(world);
      await world.failure(() =>
        world.run('REVOKE SELECT ON TABLE T FROM ROLE DAS_READER', 'DAS_CLEARED'),
      );
      assert.equal((await holders(world)).length, 2);
    },
  },
  'roles/revoke-cascade': {
    title: 'CASCADE revokes what was granted on too',
    page: `${sql}/revoke-privilege`,
    run: async (world) => {
      await regrant(world);
      await world.run('REVOKE SELECT ON TABLE T FROM ROLE DAS_READER CASCADE', 'DAS_CLEARED');
      assert.deepEqual(await holders(world), []);
    },
  },
  'roles/revoke-grant-option-for': {
    title: 'REVOKE GRANT OPTION FOR leaves the privilege',
    page: `${sql}/revoke-privilege`,
    run: async (world) => {
      await ownedTable(world);
      await world.run(
        'GRANT SELECT ON TABLE T TO ROLE DAS_READER WITH GRANT OPTION',
        'DAS_CLEARED',
      );
      await world.run(
        'REVOKE GRANT OPTION FOR SELECT ON TABLE T FROM ROLE DAS_READER',
        'DAS_CLEARED',
      );
      assert.deepEqual(await world.rows('SELECT * FROM T', 'DAS_READER'), []);
      await world.failure(() =>
        world.run('GRANT SELECT ON TABLE T TO ROLE DAS_CHIEF', 'DAS_READER'),
      );
    },
  },
  'roles/revoke-leaves-other-grantors': {
    title: 'a role revokes what it granted, not what another role granted as well',
    page: `${sql}/revoke-privilege`,
    run: async (world) => {
      await regrant(world);
      await world.run('GRANT SELECT ON TABLE T TO ROLE DAS_CHIEF', 'DAS_CLEARED');
      await world.run('REVOKE SELECT ON TABLE T FROM ROLE DAS_CHIEF', 'DAS_READER');
      assert.deepEqual(await holders(world), ['DAS_CLEARED>DAS_CHIEF', 'DAS_CLEARED>DAS_READER']);
    },
  },
  'roles/ownership-asks-for-the-grants': {
    title: 'OWNERSHIP does not pass while there are grants, unless they are copied or revoked',
    page: `${sql}/grant-ownership`,
    run: async (world) => {
      await regrant(world);
      const text = 'GRANT OWNERSHIP ON TABLE T TO ROLE DAS_CHIEF';
      // By MANAGE GRANTS: an owner alone may lack the role, which release notes BCR-2395 asks to be active.
      await world.failure(() => world.run(text));
      await world.run(`${text} REVOKE CURRENT GRANTS`);
      assert.deepEqual(await holders(world), []);
    },
  },
  'roles/ownership-copies-as-grantor': {
    title: 'the new owner is the grantor of the grants that it copied',
    page: `${sql}/grant-ownership`,
    run: async (world) => {
      await ownedTable(world);
      await world.run('GRANT SELECT ON TABLE T TO ROLE DAS_READER', 'DAS_CLEARED');
      await world.run('GRANT OWNERSHIP ON TABLE T TO ROLE DAS_CHIEF COPY CURRENT GRANTS');
      assert.deepEqual(await holders(world), ['DAS_CHIEF>DAS_READER']);
    },
  },
  'roles/managed-access-is-switched': {
    title: 'ALTER SCHEMA turns managed access on and off',
    page: `${sql}/alter-schema`,
    run: async (world) => {
      await ownedTable(world);
      const grant = 'GRANT SELECT ON TABLE T TO ROLE DAS_READER';
      await world.run(`ALTER SCHEMA ${world.schema} ENABLE MANAGED ACCESS`);
      await world.refused(grant, 'DAS_WAREHOUSE_NOT_AUTHORIZED', 'DAS_CLEARED');
      await world.run(`ALTER SCHEMA ${world.schema} DISABLE MANAGED ACCESS`);
      await world.run(grant, 'DAS_CLEARED');
    },
  },
  'roles/future-grants-shown': {
    title: 'SHOW FUTURE GRANTS lists what is promised',
    page: `${sql}/show-grants`,
    run: async (world) => {
      const place = `SCHEMA DAS_CONFORMANCE.${world.schema}`;
      await world.run(`GRANT SELECT ON FUTURE VIEWS IN ${place} TO ROLE DAS_READER`);
      const [row, ...others] = await world.rows(`SHOW FUTURE GRANTS IN ${place}`);
      assert.deepEqual(
        [row?.privilege, row?.grant_on, row?.grant_to, row?.grantee_name, others.length],
        ['SELECT', 'VIEW', 'ROLE', 'DAS_READER', 0],
      );
      await world.run(`REVOKE SELECT ON FUTURE VIEWS IN ${place} FROM ROLE DAS_READER`);
      assert.deepEqual(await world.rows(`SHOW FUTURE GRANTS IN ${place}`), []);
    },
  },
  'roles/future-ownership': {
    title: 'a future grant of OWNERSHIP decides who owns what is made',
    page: `${sql}/grant-ownership`,
    run: async (world) => {
      const place = `SCHEMA DAS_CONFORMANCE.${world.schema}`;
      await world.all(
        `GRANT OWNERSHIP ON FUTURE TABLES IN ${place} TO ROLE DAS_CLEARED`,
        'CREATE TABLE T (A NUMBER)',
      );
      await world.run('ALTER TABLE T ADD COLUMN B NUMBER', 'DAS_CLEARED');
    },
  },
  'roles/role-renamed': {
    title: 'a role that is renamed keeps what it holds',
    page: `${sql}/alter-role`,
    run: async (world) => {
      const [before, after] = ['DAS_CONFORMANCE_BEFORE', 'DAS_CONFORMANCE_AFTER'];
      await world.all(
        'CREATE TABLE T (A NUMBER)',
        `CREATE OR REPLACE ROLE ${before}`,
        `GRANT SELECT ON TABLE T TO ROLE ${before}`,
        `GRANT ROLE ${before} TO ROLE DAS_READER`,
        `ALTER ROLE ${before} RENAME TO ${after}`,
      );
      try {
        assert.deepEqual(await world.rows('SELECT * FROM T', 'DAS_READER'), []);
        const rows = await world.rows(`SHOW GRANTS TO ROLE ${after}`);
        assert.deepEqual(
          rows.map((row) => row.privilege),
          ['SELECT'],
        );
      } finally {
        await world.run(`DROP ROLE ${after}`);
      }
    },
  },
  'roles/secondary-roles-listed': {
    title: 'USE SECONDARY ROLES takes a list of roles',
    page: `${sql}/use-secondary-roles`,
    run: async (world) => {
      await using session = await world.open({ role: 'DAS_READER' });
      await session.execute(statement('USE SECONDARY ROLES DAS_CLEARED'));
      const { rows } = await session.execute<{ A: boolean; B: boolean; R: string }>(
        statement(`SELECT IS_ROLE_IN_SESSION('DAS_CLEARED') AS A,
          IS_ROLE_IN_SESSION('DAS_CHIEF') AS B, CURRENT_ROLE() AS R`),
      );
      assert.deepEqual(rows, [{ A: true, B: false, R: 'DAS_READER' }]);
    },
  },
  'roles/secondary-roles-do-not-create': {
    title: 'the primary role alone authorizes CREATE',
    page: `${sql}/use-secondary-roles`,
    run: async (world) => {
      await world.run(
        `GRANT CREATE TABLE ON SCHEMA DAS_CONFORMANCE.${world.schema} TO ROLE DAS_CLEARED`,
      );
      await using session = await world.open({ role: 'DAS_READER', secondaryRoles: 'ALL' });
      await world.failure(() => session.execute(statement('CREATE TABLE T (A NUMBER)')));
      await session.execute(statement('USE ROLE DAS_CLEARED'));
      await session.execute(statement('CREATE TABLE T (A NUMBER)'));
    },
  },
  'roles/current-secondary-roles': {
    title: 'CURRENT_SECONDARY_ROLES tells what was asked for',
    page: 'sql-reference/functions/current_secondary_roles',
    run: async (world) => {
      await using session = await world.open({ role: 'DAS_READER', secondaryRoles: 'ALL' });
      const { rows } = await session.execute<{ X: string }>(
        statement('SELECT CURRENT_SECONDARY_ROLES() AS X'),
      );
      const { roles, value } = JSON.parse(rows[0]?.X ?? '{}') as { roles: string; value: string };
      assert.equal(value, 'ALL');
      assert.ok(roles.split(',').includes(world.admin));
    },
  },
  'roles/current-available-roles': {
    title: 'CURRENT_AVAILABLE_ROLES lists the account roles of the user',
    page: 'sql-reference/functions/current_available_roles',
    run: async (world) => {
      const text = String(await world.value('SELECT CURRENT_AVAILABLE_ROLES()'));
      const roles = JSON.parse(text) as readonly string[];
      assert.ok(roles.includes('DAS_READER') && roles.includes('PUBLIC'));
    },
  },
};

/** DAS_CLEARED owns the table, DAS_READER granted its SELECT on to DAS_CHIEF. */
async function regrant(world: CaseWorld): Promise<void> {
  await ownedTable(world);
  await world.run('GRANT SELECT ON TABLE T TO ROLE DAS_READER WITH GRANT OPTION', 'DAS_CLEARED');
  await world.run('GRANT SELECT ON TABLE T TO ROLE DAS_CHIEF', 'DAS_READER');
}
