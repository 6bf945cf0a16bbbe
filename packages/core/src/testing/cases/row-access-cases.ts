import assert from 'node:assert/strict';
import type { CaseWorld } from '../case-world.js';
import type { CaseSet } from '../conformance-case.js';

export type RowAccessCaseId =
  | 'row-access/before-masking'
  | 'row-access/only-true'
  | 'row-access/one-for-a-table'
  | 'row-access/update-and-delete'
  | 'row-access/not-insert'
  | 'row-access/rights-of-its-owner'
  | 'row-access/table-before-views'
  | 'row-access/create-table-as'
  | 'row-access/replaced-in-one-statement'
  | 'row-access/hidden-rows-cause-no-errors'
  | 'row-access/explain';

const page = 'user-guide/security-row-intro';

/** A table of which `DAS_READER` sees the rows of EMEA. */
async function filtered(world: CaseWorld): Promise<void> {
  await world.showToRoles();
  await world.all(
    `CREATE ROW ACCESS POLICY R AS (X VARCHAR) RETURNS BOOLEAN ->
       CURRENT_ROLE() <> 'DAS_READER' OR X = 'EMEA'`,
    'CREATE TABLE T (ID NUMBER, REGION VARCHAR) WITH ROW ACCESS POLICY R ON (REGION)',
    "INSERT INTO T VALUES (1, 'EMEA'), (2, 'APAC'), (3, NULL)",
  );
}

export const rowAccessCases: CaseSet<RowAccessCaseId> = {
  'row-access/before-masking': {
    title: 'row access decides by clear values, before masking',
    page,
    run: async (world) => {
      await world.showToRoles();
      await world.all(
        "CREATE MASKING POLICY M AS (V VARCHAR) RETURNS VARCHAR -> 'masked'",
        "CREATE ROW ACCESS POLICY R AS (X VARCHAR) RETURNS BOOLEAN -> X = 'EMEA'",
        `CREATE TABLE T (REGION VARCHAR, NAME VARCHAR WITH MASKING POLICY M)
           WITH ROW ACCESS POLICY R ON (REGION)`,
        "INSERT INTO T VALUES ('EMEA', 'one'), ('APAC', 'two')",
      );
      assert.deepEqual(await world.cells('SELECT REGION, NAME FROM T', 'DAS_READER'), [
        ['EMEA', 'masked'],
      ]);
    },
  },
  'row-access/only-true': {
    title: 'only TRUE keeps a row; NULL hides it',
    page,
    run: async (world) => {
      await filtered(world);
      assert.deepEqual(await world.column('SELECT ID FROM T', 'DAS_READER'), [1]);
      assert.equal(await world.value('SELECT COUNT(*) FROM T', 'DAS_READER'), 1);
      assert.equal(await world.value('SELECT COUNT(*) FROM T', 'DAS_CLEARED'), 3);
    },
  },
  'row-access/one-for-a-table': {
    title: 'a table has one row access policy, which cannot be dropped in use',
    page,
    run: async (world) => {
      await filtered(world);
      await world.run('CREATE ROW ACCESS POLICY R2 AS (X NUMBER) RETURNS BOOLEAN -> TRUE');
      await world.failure(() => world.run('ALTER TABLE T ADD ROW ACCESS POLICY R2 ON (ID)'));
      await world.failure(() => world.run('DROP ROW ACCESS POLICY R'));
    },
  },
  'row-access/update-and-delete': {
    title: 'UPDATE, DELETE and MERGE reach the rows that the role sees',
    page,
    run: async (world) => {
      await filtered(world);
      await world.run('GRANT UPDATE, DELETE, INSERT ON TABLE T TO ROLE DAS_READER');
      assert.equal((await world.run('UPDATE T SET ID = ID + 10', 'DAS_READER')).rowsAffected, 1);
      const merge = 'MERGE INTO T USING (SELECT 2 AS K) s ON T.ID = s.K WHEN MATCHED THEN DELETE';
      assert.equal((await world.run(merge, 'DAS_READER')).rowsAffected, 0);
      assert.equal((await world.run('DELETE FROM T', 'DAS_READER')).rowsAffected, 1);
      assert.deepEqual(await world.column('SELECT ID FROM T ORDER BY ID'), [2, 3]);
    },
  },
  'row-access/not-insert': {
    title: 'a policy does not stop an INSERT',
    page,
    run: async (world) => {
      await filtered(world);
      await world.run('GRANT INSERT ON TABLE T TO ROLE DAS_READER');
      await world.run("INSERT INTO T VALUES (4, 'APAC')", 'DAS_READER');
      assert.equal(await world.value('SELECT COUNT(*) FROM T', 'DAS_READER'), 1);
      assert.equal(await world.value('SELECT COUNT(*) FROM T'), 4);
    },
  },
  'row-access/rights-of-its-owner': {
    title: 'a body reads mapping tables with the rights of its owner, for the role of the session',
    page,
    run: async (world) => {
      await world.showToRoles();
      const hidden = `${world.schema}_MAPPING`;
      await world.all(
        `CREATE SCHEMA ${hidden}`,
        `CREATE TABLE ${hidden}.MAPPING (ROLE_NAME VARCHAR, REGION VARCHAR)`,
        `INSERT INTO ${hidden}.MAPPING VALUES ('DAS_READER', 'EMEA'), ('DAS_CLEARED', 'APAC')`,
        `USE SCHEMA ${world.schema}`,
        `CREATE ROW ACCESS POLICY R AS (X VARCHAR) RETURNS BOOLEAN ->
           EXISTS (SELECT 1 FROM DAS_CONFORMANCE.${hidden}.MAPPING m
                   WHERE IS_ROLE_IN_SESSION(m.ROLE_NAME) AND m.REGION = X)`,
        'CREATE TABLE T (REGION VARCHAR) WITH ROW ACCESS POLICY R ON (REGION)',
        "INSERT INTO T VALUES ('EMEA'), ('APAC'), ('AMER')",
      );
      await world.refused(
        `SELECT * FROM ${hidden}.MAPPING`,
        'DAS_WAREHOUSE_NOT_FOUND',
        'DAS_READER',
      );
      assert.deepEqual(await world.column('SELECT REGION FROM T', 'DAS_READER'), ['EMEA']);
      assert.deepEqual(await world.column('SELECT REGION FROM T', 'DAS_CLEARED'), ['APAC']);
    },
  },
  'row-access/table-before-views': {
    title: "a view's policy comes after that of its table, on what is left",
    page,
    run: async (world) => {
      await filtered(world);
      await world.all(
        'CREATE ROW ACCESS POLICY OF_VIEW AS (X NUMBER) RETURNS BOOLEAN -> X < 3',
        'CREATE VIEW V WITH ROW ACCESS POLICY OF_VIEW ON (ID) AS SELECT ID FROM T',
      );
      assert.deepEqual(await world.column('SELECT ID FROM V ORDER BY ID', 'DAS_READER'), [1]);
      assert.deepEqual(await world.column('SELECT ID FROM V ORDER BY ID', 'DAS_CLEARED'), [1, 2]);
    },
  },
  'row-access/create-table-as': {
    title: 'CREATE TABLE AS stores the rows that the role sees, without a policy',
    page,
    run: async (world) => {
      await filtered(world);
      await world.run(
        `GRANT CREATE TABLE ON SCHEMA DAS_CONFORMANCE.${world.schema} TO ROLE DAS_READER`,
      );
      await world.run('CREATE TABLE MY_COPY AS SELECT * FROM T', 'DAS_READER');
      await world.run("INSERT INTO MY_COPY VALUES (9, 'APAC')", 'DAS_READER');
      assert.deepEqual(
        await world.column('SELECT ID FROM MY_COPY ORDER BY ID', 'DAS_READER'),
        [1, 9],
      );
    },
  },
  'row-access/replaced-in-one-statement': {
    title: 'one policy takes the place of another in one ALTER',
    page: 'sql-reference/sql/alter-table',
    run: async (world) => {
      await filtered(world);
      await world.all(
        "CREATE ROW ACCESS POLICY R2 AS (X VARCHAR) RETURNS BOOLEAN -> X = 'APAC'",
        'ALTER TABLE T DROP ROW ACCESS POLICY R, ADD ROW ACCESS POLICY R2 ON (REGION)',
      );
      assert.deepEqual(await world.column('SELECT ID FROM T', 'DAS_READER'), [2]);
    },
  },
  'row-access/hidden-rows-cause-no-errors': {
    title: 'a row that is hidden does not make a statement fail',
    page,
    run: async (world) => {
      await world.showToRoles();
      await world.all(
        "CREATE ROW ACCESS POLICY R AS (X VARCHAR) RETURNS BOOLEAN -> X = 'open'",
        'CREATE TABLE T (N VARCHAR, KIND VARCHAR) WITH ROW ACCESS POLICY R ON (KIND)',
        "INSERT INTO T VALUES ('1', 'open'), ('hidden', 'closed')",
      );
      assert.deepEqual(await world.column('SELECT N FROM T WHERE N::NUMBER > 0', 'DAS_READER'), [
        '1',
      ]);
    },
  },
  'row-access/explain': {
    title: 'EXPLAIN shows a secure view in the place of the table',
    page,
    run: async (world) => {
      await filtered(world);
      const plan = await world.rows('EXPLAIN USING TEXT SELECT * FROM T', 'DAS_READER');
      assert.match(JSON.stringify(plan), /DynamicSecureView/);
    },
  },
};
