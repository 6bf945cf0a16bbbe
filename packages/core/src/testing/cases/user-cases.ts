import assert from 'node:assert/strict';
import type { CaseWorld } from '../case-world.js';
import type { CaseSet } from '../conformance-case.js';

export type UserCaseId =
  | 'users/granted-roles'
  | 'users/password-is-not-shown'
  | 'users/service-has-no-password'
  | 'users/default-secondary-roles'
  | 'users/create-user-privilege';

const sql = 'sql-reference/sql';
const user = 'DAS_CONFORMANCE_USER';

/** While the user is there, no case opens a session: a warehouse may ask for a password then. */
async function withUser(
  world: CaseWorld,
  properties: string,
  work: () => Promise<void>,
): Promise<void> {
  await world.session();
  await world.session('DAS_READER');
  await world.run(`CREATE OR REPLACE USER ${user} ${properties}`);
  try {
    await work();
  } finally {
    await world.run(`DROP USER ${user}`);
  }
}

export const userCases: CaseSet<UserCaseId> = {
  'users/granted-roles': {
    title: 'a role is granted to a user, and taken back',
    page: `${sql}/grant-role`,
    run: (world) =>
      withUser(world, "COMMENT = 'of the conformance suite'", async () => {
        await world.run(`GRANT ROLE DAS_READER TO USER ${user}`);
        const roles = async () =>
          (await world.rows(`SHOW GRANTS TO USER ${user}`)).map((row) => row.role);
        assert.deepEqual(await roles(), ['DAS_READER']);
        const holders = await world.rows('SHOW GRANTS OF ROLE DAS_READER');
        assert.ok(holders.some((row) => row.granted_to === 'USER' && row.grantee_name === user));
        await world.run(`REVOKE ROLE DAS_READER FROM USER ${user}`);
        assert.deepEqual(await roles(), []);
      }),
  },
  'users/password-is-not-shown': {
    title: 'a password is never shown again',
    page: `${sql}/desc-user`,
    run: (world) =>
      withUser(world, "PASSWORD = 'Conformance-9-suite-secret'", async () => {
        for (const text of [`DESCRIBE USER ${user}`, `SHOW USERS LIKE '${user}'`]) {
          const shown = JSON.stringify(await world.rows(text));
          assert.ok(shown.includes(user) && !shown.includes('Conformance-9'));
        }
      }),
  },
  'users/service-has-no-password': {
    title: 'a user of TYPE = SERVICE has no password',
    page: 'user-guide/admin-user-management',
    run: (world) =>
      withUser(world, 'TYPE = SERVICE', async () => {
        await world.failure(() =>
          world.run(`ALTER USER ${user} SET PASSWORD = 'Conformance-9-suite-secret'`),
        );
      }),
  },
  'users/default-secondary-roles': {
    title: 'a user has all secondary roles by default, and none with ()',
    page: 'release-notes/bcr-bundles/2024_07/bcr-1692',
    run: (world) =>
      withUser(world, '', async () => {
        const value = async () =>
          (await world.rows(`SHOW USERS LIKE '${user}'`))[0]?.default_secondary_roles;
        assert.equal(await value(), '["ALL"]');
        await world.run(`ALTER USER ${user} SET DEFAULT_SECONDARY_ROLES = ()`);
        assert.equal(await value(), '[]');
      }),
  },
  'users/create-user-privilege': {
    title: 'CREATE USER is a privilege on the account',
    page: `${sql}/create-user`,
    run: async (world) => {
      await world.refused(
        `CREATE USER ${user}`,
        ['DAS_WAREHOUSE_NOT_AUTHORIZED', 'DAS_WAREHOUSE_NOT_FOUND'],
        'DAS_READER',
      );
    },
  },
};
