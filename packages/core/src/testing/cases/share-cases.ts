import assert from 'node:assert/strict';
import type { CaseWorld } from '../case-world.js';
import { statement } from '../case-world.js';
import type { CaseSet } from '../conformance-case.js';

export type OutboundShareCaseId =
  | 'shares/one-database'
  | 'shares/reading-alone'
  | 'shares/non-secure-views'
  | 'shares/reference-usage'
  | 'shares/database-role'
  | 'shares/database-role-without-future-grants'
  | 'shares/described'
  | 'shares/create-share-privilege'
  | 'shares/is-role-in-session-is-null'
  | 'shares/current-account-is-the-consumer'
  | 'shares/simulation-needs-the-owner';

const sql = 'sql-reference/sql';
const share = 'DAS_CONFORMANCE_SHARE';

/** A share of the schema of the case, which is gone with the case. */
async function withShare(world: CaseWorld, work: () => Promise<void>): Promise<void> {
  await world.all(
    `CREATE OR REPLACE SHARE ${share}`,
    `GRANT USAGE ON DATABASE DAS_CONFORMANCE TO SHARE ${share}`,
    `GRANT USAGE ON SCHEMA DAS_CONFORMANCE.${world.schema} TO SHARE ${share}`,
    'CREATE TABLE T (A NUMBER)',
  );
  try {
    await work();
  } finally {
    await world.run(`DROP SHARE ${share}`);
  }
}

/** What a secure view of the role shows to a simulated consumer. */
async function simulated(world: CaseWorld, expression: string): Promise<unknown> {
  await world.run(`CREATE SECURE VIEW V AS SELECT ${expression} AS X`);
  await using session = await world.open();
  await session.execute(
    statement("ALTER SESSION SET SIMULATED_DATA_SHARING_CONSUMER = 'DAS_CONSUMER'"),
  );
  const { rows } = await session.execute<{ X: unknown }>(statement('SELECT X FROM V'));
  return rows[0]?.X;
}

export const outboundShareCases: CaseSet<OutboundShareCaseId> = {
  'shares/one-database': {
    title: 'a share holds USAGE on one database',
    page: `${sql}/grant-privilege-share`,
    run: (world) =>
      withShare(world, async () => {
        const other = 'DAS_CONFORMANCE_OTHER';
        await world.run(`CREATE OR REPLACE DATABASE ${other}`);
        await world.failure(() => world.run(`GRANT USAGE ON DATABASE ${other} TO SHARE ${share}`));
        await world.run(`DROP DATABASE ${other}`);
      }),
  },
  'shares/reading-alone': {
    title: 'a share is granted nothing that changes data',
    page: `${sql}/grant-privilege-share`,
    run: (world) =>
      withShare(world, async () => {
        await world.run(`GRANT SELECT ON TABLE T TO SHARE ${share}`);
        await world.failure(() => world.run(`GRANT INSERT ON TABLE T TO SHARE ${share}`));
      }),
  },
  'shares/non-secure-views': {
    title: 'SECURE_OBJECTS_ONLY = FALSE lets a share take other views',
    page: `${sql}/create-share`,
    run: async (world) => {
      await world.all(
        `CREATE OR REPLACE SHARE ${share} SECURE_OBJECTS_ONLY = FALSE`,
        `GRANT USAGE ON DATABASE DAS_CONFORMANCE TO SHARE ${share}`,
        `GRANT USAGE ON SCHEMA DAS_CONFORMANCE.${world.schema} TO SHARE ${share}`,
        'CREATE TABLE T (A NUMBER)',
        'CREATE VIEW V AS SELECT A FROM T',
        `GRANT SELECT ON VIEW V TO SHARE ${share}`,
        `DROP SHARE ${share}`,
      );
    },
  },
  'shares/reference-usage': {
    title: 'a shared view reads another database only with REFERENCE_USAGE on it',
    page: 'user-guide/data-sharing-mutiple-db',
    run: (world) =>
      withShare(world, async () => {
        const other = 'DAS_CONFORMANCE_OTHER';
        await world.all(
          `CREATE OR REPLACE DATABASE ${other}`,
          `CREATE TABLE ${other}.PUBLIC.T (A NUMBER)`,
          `USE SCHEMA DAS_CONFORMANCE.${world.schema}`,
          `CREATE SECURE VIEW V AS SELECT A FROM ${other}.PUBLIC.T`,
        );
        const grant = `GRANT SELECT ON VIEW V TO SHARE ${share}`;
        await world.failure(() => world.run(grant));
        await world.run(`GRANT REFERENCE_USAGE ON DATABASE ${other} TO SHARE ${share}`);
        await world.run(grant);
        await world.run(`DROP DATABASE ${other}`);
      }),
  },
  'shares/database-role': {
    title: 'a share takes a database role that only reads',
    page: `${sql}/grant-database-role-share`,
    run: (world) =>
      withShare(world, async () => {
        const role = `DAS_CONFORMANCE.${world.schema}_ROLE`;
        await world.all(
          `CREATE OR REPLACE DATABASE ROLE ${role}`,
          `GRANT INSERT ON TABLE T TO DATABASE ROLE ${role}`,
        );
        const grant = `GRANT DATABASE ROLE ${role} TO SHARE ${share}`;
        await world.failure(() => world.run(grant));
        await world.all(
          `REVOKE INSERT ON TABLE T FROM DATABASE ROLE ${role}`,
          `GRANT SELECT ON TABLE T TO DATABASE ROLE ${role}`,
          grant,
          `REVOKE DATABASE ROLE ${role} FROM SHARE ${share}`,
          `DROP DATABASE ROLE ${role}`,
        );
      }),
  },
  'shares/database-role-without-future-grants': {
    title: 'a shared database role has no future grants',
    page: `${sql}/grant-database-role-share`,
    run: (world) =>
      withShare(world, async () => {
        const role = `DAS_CONFORMANCE.${world.schema}_ROLE`;
        const future = `ON FUTURE TABLES IN SCHEMA DAS_CONFORMANCE.${world.schema}`;
        await world.all(
          `CREATE OR REPLACE DATABASE ROLE ${role}`,
          `GRANT SELECT ${future} TO DATABASE ROLE ${role}`,
        );
        const grant = `GRANT DATABASE ROLE ${role} TO SHARE ${share}`;
        await world.failure(() => world.run(grant));
        await world.all(`REVOKE SELECT ${future} FROM DATABASE ROLE ${role}`, grant);
        await world.failure(() => world.run(`GRANT SELECT ${future} TO DATABASE ROLE ${role}`));
        await world.run(`DROP DATABASE ROLE ${role}`);
      }),
  },
  'shares/described': {
    title: 'DESCRIBE SHARE and SHOW SHARES tell what is shared',
    page: `${sql}/desc-share`,
    run: (world) =>
      withShare(world, async () => {
        await world.run(`GRANT SELECT ON TABLE T TO SHARE ${share}`);
        const described = await world.rows(`DESCRIBE SHARE ${share}`);
        assert.deepEqual(
          described.map((row) => [row.kind, row.name]),
          [
            ['DATABASE', 'DAS_CONFORMANCE'],
            ['SCHEMA', `DAS_CONFORMANCE.${world.schema}`],
            ['TABLE', `DAS_CONFORMANCE.${world.schema}.T`],
          ],
        );
        const [row] = await world.rows(`SHOW SHARES LIKE '${share}'`);
        assert.deepEqual([row?.kind, row?.database_name], ['OUTBOUND', 'DAS_CONFORMANCE']);
      }),
  },
  'shares/create-share-privilege': {
    title: 'CREATE SHARE is a privilege on the account',
    page: `${sql}/create-share`,
    run: async (world) => {
      await world.refused(
        `CREATE SHARE ${share}_2`,
        ['DAS_WAREHOUSE_NOT_AUTHORIZED', 'DAS_WAREHOUSE_NOT_FOUND'],
        'DAS_READER',
      );
    },
  },
  'shares/is-role-in-session-is-null': {
    title: 'in the account of a consumer IS_ROLE_IN_SESSION is NULL',
    page: 'sql-reference/functions/is_role_in_session',
    run: async (world) => {
      assert.equal(await simulated(world, `IS_ROLE_IN_SESSION('${world.admin}')`), null);
    },
  },
  'shares/current-account-is-the-consumer': {
    title: 'a shared view sees the account of the consumer',
    page: 'user-guide/data-sharing-secure-views',
    run: async (world) => {
      assert.equal(await simulated(world, 'CURRENT_ACCOUNT()'), 'DAS_CONSUMER');
    },
  },
  'shares/simulation-needs-the-owner': {
    title: 'a consumer is simulated on the views of the current role alone',
    page: 'sql-reference/parameters',
    run: async (world) => {
      await world.all(
        'CREATE SECURE VIEW V AS SELECT 1 AS X',
        'GRANT SELECT ON VIEW V TO ROLE DAS_READER',
      );
      await using session = await world.open({ role: 'DAS_READER' });
      await session.execute(statement('SELECT X FROM V'));
      await session.execute(
        statement("ALTER SESSION SET SIMULATED_DATA_SHARING_CONSUMER = 'DAS_CONSUMER'"),
      );
      await world.failure(() => session.execute(statement('SELECT X FROM V')));
    },
  },
};
