import assert from 'node:assert/strict';
import type { CaseSet } from '../conformance-case.js';
import { masked } from './masked-table.js';

export type MaskingCaseId =
  | 'masking/wherever-it-stands'
  | 'masking/both-sides-of-a-join'
  | 'masking/table-before-views'
  | 'masking/one-type'
  | 'masking/conditional'
  | 'masking/owner-is-masked'
  | 'masking/owner-cannot-unset'
  | 'masking/not-with-row-access'
  | 'masking/exempt-other-policies'
  | 'masking/body-over-protected-table'
  | 'masking/body-with-exists'
  | 'masking/signature-is-fixed'
  | 'masking/force'
  | 'masking/in-use'
  | 'masking/schema-of-the-table';

const column = 'user-guide/security-column-intro';
const createPolicy = 'sql-reference/sql/create-masking-policy';
const alterTable = 'sql-reference/sql/alter-table';

export const maskingCases: CaseSet<MaskingCaseId> = {
  'masking/wherever-it-stands': {
    title: 'a policy is applied wherever the column stands: SELECT, WHERE, GROUP BY, ORDER BY',
    page: column,
    run: async (world) => {
      await masked(world);
      const as = (text: string) => world.cells(text, 'DAS_READER');
      assert.deepEqual(await as('SELECT NAME FROM T'), [['masked'], ['masked']]);
      assert.deepEqual(await as("SELECT ID FROM T WHERE NAME = 'one'"), []);
      assert.deepEqual(await as("SELECT ID FROM T WHERE NAME = 'masked' ORDER BY ID"), [[1], [2]]);
      assert.deepEqual(await as('SELECT NAME, COUNT(*) FROM T GROUP BY NAME'), [['masked', 2]]);
      assert.deepEqual(await as('SELECT COUNT(DISTINCT NAME) FROM T'), [[1]]);
      assert.deepEqual(await as('SELECT MAX(NAME) OVER (ORDER BY NAME) FROM T'), [
        ['masked'],
        ['masked'],
      ]);
      assert.deepEqual(await world.column('SELECT NAME FROM T ORDER BY ID', 'DAS_CLEARED'), [
        'one',
        'two',
      ]);
    },
  },
  'masking/both-sides-of-a-join': {
    title: 'each side of a join is masked by its own policy, a literal is not',
    page: column,
    run: async (world) => {
      await masked(world);
      const matches = (on: string) =>
        world.value(`SELECT COUNT(*) FROM T a JOIN ${on}`, 'DAS_READER');
      assert.equal(await matches('T b ON a.NAME = b.NAME'), 4);
      assert.equal(await matches("(SELECT 'one' AS NAME) b ON a.NAME = b.NAME"), 0);
    },
  },
  'masking/table-before-views': {
    title: "a table's policy comes first, then those of the views above it",
    page: column,
    run: async (world) => {
      await masked(world);
      await world.all(
        "CREATE MASKING POLICY WRAP AS (VAL VARCHAR) RETURNS VARCHAR -> CONCAT('<', VAL, '>')",
        'CREATE VIEW V1 (ID, NAME WITH MASKING POLICY WRAP) AS SELECT ID, NAME FROM T',
        'CREATE VIEW V2 (ID, NAME WITH MASKING POLICY WRAP) AS SELECT ID, NAME FROM V1',
      );
      assert.equal(
        await world.value('SELECT NAME FROM V2 WHERE ID = 1', 'DAS_READER'),
        '<<masked>>',
      );
      assert.equal(await world.value('SELECT NAME FROM V2 WHERE ID = 1', 'DAS_CLEARED'), '<<one>>');
    },
  },
  'masking/one-type': {
    title: 'a policy returns the type that it takes, and takes the type of its column',
    page: createPolicy,
    run: async (world) => {
      await masked(world);
      await world.failure(() =>
        world.run('CREATE MASKING POLICY BAD AS (V DATE) RETURNS VARCHAR -> V::VARCHAR'),
      );
      await world.failure(() => world.run('ALTER TABLE T MODIFY COLUMN ID SET MASKING POLICY M'));
      assert.equal(await world.value('SELECT ID FROM T WHERE ID = 1', 'DAS_READER'), 1);
    },
  },
  'masking/conditional': {
    title: 'USING names the columns that a policy decides by',
    page: column,
    run: async (world) => {
      await world.showToRoles();
      await world.all(
        `CREATE MASKING POLICY M AS (VAL VARCHAR, VISIBILITY VARCHAR) RETURNS VARCHAR ->
           CASE WHEN VISIBILITY = 'public' THEN VAL ELSE '***' END`,
        'CREATE TABLE T (EMAIL VARCHAR WITH MASKING POLICY M USING (EMAIL, VISIBLE), VISIBLE VARCHAR)',
        "INSERT INTO T VALUES ('a@x', 'public'), ('b@x', 'private')",
      );
      assert.deepEqual(await world.cells('SELECT VISIBLE, EMAIL FROM T ORDER BY 1', 'DAS_READER'), [
        ['private', '***'],
        ['public', 'a@x'],
      ]);
    },
  },
  'masking/owner-is-masked': {
    title: 'the owner of the table is masked too',
    page: column,
    run: async (world) => {
      await masked(world);
      assert.deepEqual(await world.column('SELECT NAME FROM T'), ['masked', 'masked']);
    },
  },
  'masking/owner-cannot-unset': {
    title: 'the owner of a table alone cannot take a policy off',
    page: column,
    run: async (world) => {
      await masked(world);
      await world.run('GRANT OWNERSHIP ON TABLE T TO ROLE DAS_READER COPY CURRENT GRANTS');
      await world.refused(
        'ALTER TABLE T MODIFY COLUMN NAME UNSET MASKING POLICY',
        ['DAS_WAREHOUSE_NOT_AUTHORIZED', 'DAS_WAREHOUSE_NOT_FOUND'],
        'DAS_READER',
      );
      assert.equal(await world.value('SELECT NAME FROM T WHERE ID = 1', 'DAS_READER'), 'masked');
    },
  },
  'masking/not-with-row-access': {
    title: 'a column is not masked and an argument of a row access policy at once',
    page: column,
    run: async (world) => {
      await masked(world);
      await world.run("CREATE ROW ACCESS POLICY R AS (X VARCHAR) RETURNS BOOLEAN -> X = 'one'");
      await world.failure(() => world.run('ALTER TABLE T ADD ROW ACCESS POLICY R ON (NAME)'));
      await world.all(
        'CREATE MASKING POLICY C AS (VAL VARCHAR, X VARCHAR) RETURNS VARCHAR -> X',
        'CREATE TABLE U (A VARCHAR MASKING POLICY C USING (A, B), B VARCHAR)',
      );
      await world.failure(() => world.run('ALTER TABLE U ADD ROW ACCESS POLICY R ON (B)'));
    },
  },
  'masking/exempt-other-policies': {
    title: 'EXEMPT_OTHER_POLICIES lets a row access policy read a masked column in clear',
    page: createPolicy,
    run: async (world) => {
      await world.showToRoles();
      await world.all(
        `CREATE MASKING POLICY M AS (VAL VARCHAR) RETURNS VARCHAR -> '*'
           EXEMPT_OTHER_POLICIES = TRUE`,
        "CREATE ROW ACCESS POLICY R AS (X VARCHAR) RETURNS BOOLEAN -> X = 'one'",
        'CREATE TABLE T (NAME VARCHAR WITH MASKING POLICY M) WITH ROW ACCESS POLICY R ON (NAME)',
        "INSERT INTO T VALUES ('one'), ('two')",
      );
      assert.deepEqual(await world.column('SELECT NAME FROM T', 'DAS_READER'), ['*']);
    },
  },
  'masking/body-over-protected-table': {
    title: 'a policy whose body reads a protected table cannot be attached',
    page: alterTable,
    run: async (world) => {
      await masked(world);
      await world.all(
        `CREATE MASKING POLICY OVER_T AS (VAL VARCHAR) RETURNS VARCHAR ->
           CASE WHEN EXISTS (SELECT 1 FROM T WHERE T.NAME = VAL) THEN VAL ELSE '*' END`,
        'CREATE TABLE U (X VARCHAR)',
      );
      await world.failure(() =>
        world.run('ALTER TABLE U MODIFY COLUMN X SET MASKING POLICY OVER_T'),
      );
    },
  },
  'masking/body-with-exists': {
    title: 'a body asks a mapping table with EXISTS, with the rights of its owner',
    page: 'user-guide/security-column-advanced',
    run: async (world) => {
      await world.showToRoles();
      const hidden = `${world.schema}_MAPPING`;
      await world.all(
        `CREATE SCHEMA ${hidden}`,
        `CREATE TABLE ${hidden}.MAPPING (ROLE_NAME VARCHAR)`,
        `INSERT INTO ${hidden}.MAPPING VALUES ('DAS_CLEARED')`,
        `USE SCHEMA ${world.schema}`,
        `CREATE MASKING POLICY M AS (VAL VARCHAR) RETURNS VARCHAR ->
           CASE WHEN EXISTS (SELECT 1 FROM DAS_CONFORMANCE.${hidden}.MAPPING WHERE ROLE_NAME = CURRENT_ROLE())
             THEN VAL ELSE '*' END`,
        'CREATE TABLE T (X VARCHAR WITH MASKING POLICY M)',
        "INSERT INTO T VALUES ('clear')",
      );
      assert.equal(await world.value('SELECT X FROM T', 'DAS_CLEARED'), 'clear');
      assert.equal(await world.value('SELECT X FROM T', 'DAS_READER'), '*');
    },
  },
  'masking/signature-is-fixed': {
    title: 'a body is changed in place, a signature never',
    page: 'sql-reference/sql/alter-masking-policy',
    run: async (world) => {
      await masked(world);
      await world.run("ALTER MASKING POLICY M SET BODY -> 'changed'");
      assert.equal(await world.value('SELECT NAME FROM T WHERE ID = 1', 'DAS_CLEARED'), 'changed');
      await world.failure(() =>
        world.run('CREATE OR REPLACE MASKING POLICY M AS (VAL NUMBER) RETURNS NUMBER -> VAL'),
      );
      assert.equal(await world.value('SELECT NAME FROM T WHERE ID = 1', 'DAS_CLEARED'), 'changed');
    },
  },
  'masking/force': {
    title: 'another policy takes the place of the first with FORCE only',
    page: alterTable,
    run: async (world) => {
      await masked(world);
      await world.run("CREATE MASKING POLICY M2 AS (VAL VARCHAR) RETURNS VARCHAR -> 'second'");
      const set = 'ALTER TABLE T MODIFY COLUMN NAME SET MASKING POLICY M2';
      await world.failure(() => world.run(set));
      assert.equal(await world.value('SELECT NAME FROM T WHERE ID = 1', 'DAS_READER'), 'masked');
      await world.run(`${set} FORCE`);
      assert.equal(await world.value('SELECT NAME FROM T WHERE ID = 1', 'DAS_CLEARED'), 'second');
    },
  },
  'masking/in-use': {
    title: 'a policy that protects a column cannot be dropped',
    page: 'sql-reference/sql/drop-masking-policy',
    run: async (world) => {
      await masked(world);
      await world.failure(() => world.run('DROP MASKING POLICY M'));
      await world.all(
        'ALTER TABLE T MODIFY COLUMN NAME UNSET MASKING POLICY',
        'DROP MASKING POLICY M',
      );
    },
  },
  'masking/schema-of-the-table': {
    title: 'CURRENT_SCHEMA in a body is that of the table, not of the session',
    page: column,
    run: async (world) => {
      await world.showToRoles();
      await world.all(
        'CREATE MASKING POLICY M AS (VAL VARCHAR) RETURNS VARCHAR -> CURRENT_SCHEMA()',
        'CREATE TABLE T (X VARCHAR WITH MASKING POLICY M)',
        "INSERT INTO T VALUES ('clear')",
        'USE SCHEMA DAS_CONFORMANCE.PUBLIC',
      );
      assert.equal(
        await world.value(`SELECT X FROM DAS_CONFORMANCE.${world.schema}.T`),
        world.schema,
      );
    },
  },
};
