import assert from 'node:assert/strict';
import { type CaseWorld, conformanceDatabase } from '../case-world.js';
import type { CaseSet } from '../conformance-case.js';

export type InheritedGrantCaseId =
  | 'roles/inherited-grants-reach-what-comes'
  | 'roles/inherited-grants-are-of-one-kind'
  | 'roles/inherited-grants-have-no-exceptions'
  | 'roles/inherited-grants-shown'
  | 'roles/inherited-grants-limits';

const page = 'user-guide/inherited-grants-intro';

/** Lets the account have inherited grants, and names the schema of the case. */
async function placeOf(world: CaseWorld): Promise<string> {
  await world.run("ALTER ACCOUNT SET FEATURE_RBAC_INHERITED_GRANTS = 'ENABLED'");
  return `SCHEMA ${conformanceDatabase}.${world.schema}`;
}

export const inheritedGrantCases: CaseSet<InheritedGrantCaseId> = {
  'roles/inherited-grants-reach-what-comes': {
    title:
      'an inherited grant is on what is in the container and on what comes, until it is revoked',
    page,
    run: async (world) => {
      const place = await placeOf(world);
      await world.run('CREATE TABLE BEFORE (A NUMBER)');
      await world.failure(() => world.run('SELECT * FROM BEFORE', 'DAS_READER'));
      await world.run(`GRANT INHERITED SELECT ON ALL TABLES IN ${place} TO ROLE DAS_READER`);
      await world.run('CREATE TABLE LATER (A NUMBER)');
      for (const table of ['BEFORE', 'LATER']) {
        assert.deepEqual(await world.rows(`SELECT * FROM ${table}`, 'DAS_READER'), []);
      }
      await world.run(`REVOKE INHERITED SELECT ON ALL TABLES IN ${place} FROM ROLE DAS_READER`);
      for (const table of ['BEFORE', 'LATER']) {
        await world.failure(() => world.run(`SELECT * FROM ${table}`, 'DAS_READER'));
      }
    },
  },
  'roles/inherited-grants-are-of-one-kind': {
    title: 'an inherited grant on tables is none on views',
    page: 'user-guide/inherited-grants-using',
    run: async (world) => {
      const place = await placeOf(world);
      await world.run('CREATE TABLE T (A NUMBER)');
      await world.run('CREATE VIEW V AS SELECT A FROM T');
      await world.run(`GRANT INHERITED SELECT ON ALL TABLES IN ${place} TO ROLE DAS_READER`);
      assert.deepEqual(await world.rows('SELECT * FROM T', 'DAS_READER'), []);
      await world.failure(() => world.run('SELECT * FROM V', 'DAS_READER'));
    },
  },
  'roles/inherited-grants-have-no-exceptions': {
    title: 'a REVOKE on one object leaves what is inherited, and says nothing',
    page,
    run: async (world) => {
      const place = await placeOf(world);
      await world.run('CREATE TABLE T (A NUMBER)');
      await world.run(`GRANT INHERITED SELECT ON ALL TABLES IN ${place} TO ROLE DAS_READER`);
      await world.run('REVOKE SELECT ON TABLE T FROM ROLE DAS_READER');
      assert.deepEqual(await world.rows('SELECT * FROM T', 'DAS_READER'), []);
    },
  },
  'roles/inherited-grants-shown': {
    title: 'SHOW GRANTS tells from which container a privilege is inherited',
    page: 'user-guide/inherited-grants-using',
    run: async (world) => {
      const place = await placeOf(world);
      await world.run('CREATE TABLE T (A NUMBER)');
      await world.run(`GRANT INHERITED SELECT ON ALL TABLES IN ${place} TO ROLE DAS_READER`);
      const isOurs = (row: Readonly<Record<string, unknown>>): boolean =>
        String(row.is_inherited).toLowerCase() === 'true' &&
        row.inherited_from_schema === world.schema;
      for (const what of [
        'GRANTS ON TABLE T',
        'GRANTS TO ROLE DAS_READER',
        `INHERITED GRANTS IN ${place}`,
      ]) {
        const rows = (await world.rows(`SHOW ${what}`)).filter(isOurs);
        assert.deepEqual(
          rows.map((row) => [row.privilege, row.granted_on, row.inherited_from, row.grantee_name]),
          [['SELECT', 'TABLE', 'SCHEMA', 'DAS_READER']],
          what,
        );
        assert.equal(rows[0]?.inherited_from_database, conformanceDatabase);
      }
    },
  },
  'roles/inherited-grants-limits': {
    title: 'an inherited grant has no OWNERSHIP, no GRANT OPTION and no CASCADE',
    page,
    run: async (world) => {
      const place = await placeOf(world);
      const to = 'TO ROLE DAS_READER';
      for (const text of [
        `GRANT INHERITED OWNERSHIP ON ALL TABLES IN ${place} ${to}`,
        `GRANT INHERITED SELECT ON ALL TABLES IN ${place} ${to} WITH GRANT OPTION`,
        `REVOKE INHERITED SELECT ON ALL TABLES IN ${place} FROM ROLE DAS_READER CASCADE`,
      ]) {
        await world.failure(() => world.run(text));
      }
      await world.failure(() =>
        world.run(`GRANT INHERITED SELECT ON ALL TABLES IN ${place} ${to}`, 'DAS_CLEARED'),
      );
    },
  },
};
