import assert from 'node:assert/strict';
import { conformanceDatabase } from '../case-world.js';
import type { CaseSet } from '../conformance-case.js';

export type ShowCaseId =
  | 'metadata/show-starts-with'
  | 'metadata/show-limit-from'
  | 'metadata/show-terse'
  | 'metadata/show-primary-keys'
  | 'metadata/table-constraints'
  | 'metadata/text-of-a-secure-view'
  | 'metadata/enabled-roles';

const information = `${conformanceDatabase}.INFORMATION_SCHEMA`;

/** `SHOW` with its clauses, and what the catalogue tells of constraints and roles. */
export const showCases: CaseSet<ShowCaseId> = {
  'metadata/show-starts-with': {
    title: 'SHOW … STARTS WITH takes the beginning of a name in its case',
    page: 'sql-reference/sql/show-tables',
    run: async (world) => {
      await world.all('CREATE TABLE AA (A NUMBER)', 'CREATE TABLE BB (A NUMBER)');
      const show = (start: string): Promise<readonly { readonly name?: unknown }[]> =>
        world.rows(`SHOW TABLES IN SCHEMA ${world.schema} STARTS WITH '${start}'`);
      assert.deepEqual(
        (await show('B')).map(({ name }) => name),
        ['BB'],
      );
      assert.deepEqual(await show('b'), []);
    },
  },
  'metadata/show-limit-from': {
    title: 'SHOW … LIMIT n FROM gives the rows behind the first that begins so',
    page: 'sql-reference/sql/show-tables',
    run: async (world) => {
      await world.all(
        'CREATE TABLE AA (A NUMBER)',
        'CREATE TABLE AB (A NUMBER)',
        'CREATE TABLE BA (A NUMBER)',
      );
      const rows = await world.rows(`SHOW TABLES IN SCHEMA ${world.schema} LIMIT 1 FROM 'AA'`);
      assert.deepEqual(
        rows.map(({ name }) => name),
        ['AB'],
      );
    },
  },
  'metadata/show-terse': {
    title: 'SHOW TERSE TABLES gives five columns',
    page: 'sql-reference/sql/show-tables',
    run: async (world) => {
      await world.run('CREATE TABLE T (A NUMBER)');
      const { columns } = await world.run(`SHOW TERSE TABLES IN SCHEMA ${world.schema}`);
      assert.deepEqual(
        columns.map(({ name }) => name),
        ['created_on', 'name', 'kind', 'database_name', 'schema_name'],
      );
    },
  },
  'metadata/show-primary-keys': {
    title: 'SHOW PRIMARY KEYS gives a row for each column of the key, in its order',
    page: 'sql-reference/sql/show-primary-keys',
    run: async (world) => {
      await world.run('CREATE TABLE T (A NUMBER, B NUMBER, PRIMARY KEY (B, A))');
      const rows = await world.rows('SHOW PRIMARY KEYS IN TABLE T');
      assert.deepEqual(
        rows.map((row) => [row.column_name, Number(row.key_sequence)]),
        [
          ['B', 1],
          ['A', 2],
        ],
      );
    },
  },
  'metadata/table-constraints': {
    title: 'INFORMATION_SCHEMA.TABLE_CONSTRAINTS tells a primary key, which is not enforced',
    page: 'sql-reference/info-schema/table_constraints',
    run: async (world) => {
      await world.run('CREATE TABLE T (A NUMBER PRIMARY KEY)');
      assert.deepEqual(
        await world.cells(
          `SELECT TABLE_NAME, CONSTRAINT_TYPE, ENFORCED FROM ${information}.TABLE_CONSTRAINTS WHERE TABLE_SCHEMA = '${world.schema}'`,
        ),
        [['T', 'PRIMARY KEY', 'NO']],
      );
    },
  },
  'metadata/text-of-a-secure-view': {
    title: 'the text of a secure view is for its owner alone',
    page: 'user-guide/views-secure',
    run: async (world) => {
      await world.showToRoles();
      await world.all('CREATE TABLE T (A NUMBER)', 'CREATE SECURE VIEW V AS SELECT A FROM T');
      const text = `SELECT VIEW_DEFINITION FROM ${information}.VIEWS WHERE TABLE_SCHEMA = '${world.schema}' AND TABLE_NAME = 'V'`;
      assert.match(String(await world.value(text)), /SELECT A FROM T/i);
      assert.doesNotMatch(String(await world.value(text, 'DAS_READER')), /FROM T/i);
    },
  },
  'metadata/enabled-roles': {
    title: 'INFORMATION_SCHEMA.ENABLED_ROLES has the role of the session and PUBLIC',
    page: 'sql-reference/info-schema/enabled_roles',
    run: async (world) => {
      const roles = await world.column(
        `SELECT ROLE_NAME FROM ${information}.ENABLED_ROLES`,
        'DAS_READER',
      );
      assert.ok(roles.includes('DAS_READER') && roles.includes('PUBLIC'));
      assert.ok(!roles.includes('DAS_CLEARED'));
    },
  },
};
