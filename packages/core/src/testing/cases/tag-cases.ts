import assert from 'node:assert/strict';
import type { CaseSet } from '../conformance-case.js';

export type TagCaseId =
  | 'tags/allowed-values'
  | 'tags/in-use'
  | 'tags/references'
  | 'tags/system-get-tag'
  | 'tags/masking-by-tag'
  | 'tags/column-policy-wins'
  | 'tags/masking-by-type'
  | 'tags/masking-is-inherited'
  | 'tags/masking-of-a-schema'
  | 'tags/masking-conflict'
  | 'tags/masking-by-value'
  | 'tags/masking-conditions'
  | 'tags/masking-force'
  | 'tags/alter'
  | 'tags/on-warehouses';

const page = 'user-guide/object-tagging/introduction';
const masking = 'user-guide/tag-based-masking-policies';
const hide = "CREATE MASKING POLICY M AS (VAL VARCHAR) RETURNS VARCHAR -> '*'";

export const tagCases: CaseSet<TagCaseId> = {
  'tags/allowed-values': {
    title: 'a tag takes one of its allowed values',
    page,
    run: async (world) => {
      await world.all(
        "CREATE TAG CLASS ALLOWED_VALUES 'pii', 'phi'",
        'CREATE TABLE T (A NUMBER)',
        "ALTER TABLE T SET TAG CLASS = 'pii'",
        "ALTER TABLE T MODIFY COLUMN A SET TAG CLASS = 'phi'",
      );
      await world.failure(() => world.run("ALTER TABLE T SET TAG CLASS = 'other'"));
    },
  },
  'tags/in-use': {
    title:
      'a tag that carries a policy cannot be dropped; one that only marks can be taken off first',
    page,
    run: async (world) => {
      await world.all(
        'CREATE TAG CLASS',
        'CREATE TABLE T (A NUMBER)',
        "ALTER TABLE T SET TAG CLASS = 'x'",
        'ALTER TABLE T UNSET TAG CLASS',
        'DROP TAG CLASS',
      );
      await world.failure(() => world.run("ALTER TABLE T SET TAG CLASS = 'x'"));
    },
  },
  'tags/references': {
    title: 'a tag is set with the table, on the table and on its columns',
    page: 'sql-reference/sql/create-table',
    run: async (world) => {
      await world.all(
        'CREATE TAG CLASS',
        "CREATE TABLE T (A NUMBER WITH TAG (CLASS = 'pii')) WITH TAG (CLASS = 'table')",
        'ALTER TABLE T MODIFY COLUMN A UNSET TAG CLASS',
        'ALTER TABLE T UNSET TAG CLASS',
        'DROP TAG CLASS',
      );
    },
  },
  'tags/system-get-tag': {
    title: 'SYSTEM$GET_TAG gives the value of a column, its own or that of its table',
    page: 'sql-reference/functions/system_get_tag',
    run: async (world) => {
      await world.all(
        'CREATE TAG CLASS',
        'CREATE TABLE T (A NUMBER)',
        "ALTER TABLE T SET TAG CLASS = 'pii'",
      );
      assert.equal(
        await world.value("SELECT SYSTEM$GET_TAG('CLASS', 'T.A', 'COLUMN') AS X"),
        'pii',
      );
    },
  },
  'tags/masking-by-tag': {
    title: 'a policy on a tag masks each column that carries the tag',
    page: masking,
    run: async (world) => {
      await world.showToRoles();
      await world.all(
        hide,
        'CREATE TAG CLASS',
        'ALTER TAG CLASS SET MASKING POLICY M',
        "CREATE TABLE T (X VARCHAR WITH TAG (CLASS = 'pii'), Y VARCHAR)",
        "INSERT INTO T VALUES ('x', 'y')",
      );
      assert.deepEqual(await world.rows('SELECT X, Y FROM T', 'DAS_READER'), [{ X: '*', Y: 'y' }]);
      await world.failure(() => world.run('DROP MASKING POLICY M'));
    },
  },
  'tags/column-policy-wins': {
    title: 'a policy on the column itself wins over one on its tag',
    page: masking,
    run: async (world) => {
      await world.showToRoles();
      await world.all(
        hide,
        "CREATE MASKING POLICY OWN AS (VAL VARCHAR) RETURNS VARCHAR -> 'own'",
        'CREATE TAG CLASS',
        'ALTER TAG CLASS SET MASKING POLICY M',
        "CREATE TABLE T (X VARCHAR WITH MASKING POLICY OWN WITH TAG (CLASS = 'pii'))",
        "INSERT INTO T VALUES ('x')",
      );
      assert.equal(await world.value('SELECT X FROM T', 'DAS_READER'), 'own');
    },
  },
  'tags/masking-by-type': {
    title: 'a tag has one policy for each type, and it masks columns of that type',
    page: masking,
    run: async (world) => {
      await world.showToRoles();
      await world.all(
        hide,
        'CREATE MASKING POLICY OF_NUMBERS AS (VAL NUMBER) RETURNS NUMBER -> -1',
        'CREATE TAG CLASS',
        'ALTER TAG CLASS SET MASKING POLICY M, MASKING POLICY OF_NUMBERS',
        "CREATE TABLE T (X VARCHAR, N NUMBER, B BOOLEAN) WITH TAG (CLASS = 'pii')",
        "INSERT INTO T VALUES ('x', 7, TRUE)",
      );
      assert.deepEqual(await world.rows('SELECT * FROM T', 'DAS_READER'), [
        { X: '*', N: -1, B: true },
      ]);
      await world.failure(() =>
        world.all(
          "CREATE MASKING POLICY SECOND AS (VAL VARCHAR) RETURNS VARCHAR -> '2'",
          'ALTER TAG CLASS SET MASKING POLICY SECOND',
        ),
      );
    },
  },
  'tags/masking-is-inherited': {
    title: 'a tag on a table masks its columns, those that come later too',
    page: masking,
    run: async (world) => {
      await world.showToRoles();
      await world.all(
        hide,
        'CREATE TAG CLASS',
        'ALTER TAG CLASS SET MASKING POLICY M',
        'CREATE TABLE T (X VARCHAR)',
        "ALTER TABLE T SET TAG CLASS = 'pii'",
        'ALTER TABLE T ADD COLUMN Y VARCHAR',
        "INSERT INTO T VALUES ('x', 'y')",
      );
      assert.deepEqual(await world.rows('SELECT X, Y FROM T', 'DAS_READER'), [{ X: '*', Y: '*' }]);
    },
  },
  'tags/masking-of-a-schema': {
    title: 'a tag on a schema masks the columns of its tables, those that come later too',
    page: masking,
    run: async (world) => {
      await world.showToRoles();
      await world.all(
        hide,
        'CREATE TAG CLASS',
        'ALTER TAG CLASS SET MASKING POLICY M',
        'CREATE TABLE T (X VARCHAR, N NUMBER)',
        "INSERT INTO T VALUES ('x', 1)",
        `ALTER SCHEMA ${world.schema} SET TAG CLASS = 'pii'`,
        'CREATE TABLE U (X VARCHAR)',
        "INSERT INTO U VALUES ('x')",
      );
      assert.deepEqual(await world.cells('SELECT X, N FROM T', 'DAS_READER'), [['*', 1]]);
      assert.deepEqual(await world.cells('SELECT X FROM U', 'DAS_READER'), [['*']]);
      await world.all(
        `ALTER SCHEMA ${world.schema} UNSET TAG CLASS`,
        'ALTER TAG CLASS UNSET MASKING POLICY M',
      );
      assert.deepEqual(await world.cells('SELECT X FROM U', 'DAS_READER'), [['x']]);
    },
  },
  'tags/masking-conflict': {
    title: 'a column that two tags mask cannot be read',
    page: masking,
    run: async (world) => {
      await world.showToRoles();
      await world.all(
        hide,
        "CREATE MASKING POLICY OTHER AS (VAL VARCHAR) RETURNS VARCHAR -> 'other'",
        'CREATE TAG A',
        'CREATE TAG B',
        'ALTER TAG A SET MASKING POLICY M',
        'ALTER TAG B SET MASKING POLICY OTHER',
        "CREATE TABLE T (X VARCHAR WITH TAG (A = '1', B = '2'), Y NUMBER)",
        "INSERT INTO T VALUES ('x', 1)",
      );
      await world.failure(() => world.run('SELECT X FROM T', 'DAS_READER'));
      await world.run('ALTER TABLE T MODIFY COLUMN X UNSET TAG B');
      assert.equal(await world.value('SELECT X FROM T', 'DAS_READER'), '*');
    },
  },
  'tags/masking-by-value': {
    title: 'a body asks for the value of a tag on the column and on the table',
    page: 'sql-reference/functions/system_get_tag_on_current_column',
    run: async (world) => {
      await world.showToRoles();
      await world.all(
        'CREATE TAG CLASS',
        `CREATE MASKING POLICY M AS (VAL VARCHAR) RETURNS VARCHAR ->
           CASE WHEN SYSTEM$GET_TAG_ON_CURRENT_COLUMN('${world.schema}.CLASS') = 'open' THEN VAL
                ELSE SYSTEM$GET_TAG_ON_CURRENT_TABLE('${world.schema}.CLASS') END`,
        'ALTER TAG CLASS SET MASKING POLICY M',
        "CREATE TABLE T (X VARCHAR WITH TAG (CLASS = 'open'), Y VARCHAR) WITH TAG (CLASS = 'closed')",
        "INSERT INTO T VALUES ('x', 'y')",
      );
      assert.deepEqual(await world.cells('SELECT X, Y FROM T', 'DAS_READER'), [['x', 'closed']]);
      await world.failure(() =>
        world.run("SELECT SYSTEM$GET_TAG_ON_CURRENT_COLUMN('CLASS') AS X FROM T"),
      );
    },
  },
  'tags/masking-conditions': {
    title: 'conditional columns are found by name and data type, or the query fails',
    page: masking,
    run: async (world) => {
      await world.showToRoles();
      await world.all(
        `CREATE MASKING POLICY M AS (VAL VARCHAR, IS_OPEN BOOLEAN) RETURNS VARCHAR ->
           CASE WHEN IS_OPEN THEN VAL ELSE '*' END`,
        'CREATE TAG CLASS',
        'ALTER TAG CLASS SET MASKING POLICY M',
        "CREATE TABLE T (X VARCHAR WITH TAG (CLASS = ''), IS_OPEN BOOLEAN)",
        "INSERT INTO T VALUES ('x', TRUE), ('y', FALSE)",
        "CREATE TABLE U (X VARCHAR WITH TAG (CLASS = ''))",
      );
      assert.deepEqual(await world.column('SELECT X FROM T ORDER BY IS_OPEN', 'DAS_READER'), [
        '*',
        'x',
      ]);
      await world.failure(() => world.run('SELECT X FROM U', 'DAS_READER'));
    },
  },
  'tags/masking-force': {
    title: 'FORCE replaces the policy of a tag for a data type; UNSET takes it off',
    page: 'sql-reference/sql/alter-tag',
    run: async (world) => {
      await world.showToRoles();
      await world.all(
        hide,
        "CREATE MASKING POLICY SECOND AS (VAL VARCHAR) RETURNS VARCHAR -> '2'",
        'CREATE TAG CLASS',
        'ALTER TAG CLASS SET MASKING POLICY M',
        'ALTER TAG CLASS SET MASKING POLICY SECOND FORCE',
        "CREATE TABLE T (X VARCHAR WITH TAG (CLASS = ''))",
        "INSERT INTO T VALUES ('x')",
      );
      assert.equal(await world.value('SELECT X FROM T', 'DAS_READER'), '2');
      await world.failure(() => world.run('DROP TAG CLASS'));
      await world.all(
        'ALTER TAG CLASS UNSET MASKING POLICY SECOND',
        'DROP MASKING POLICY SECOND',
        'DROP MASKING POLICY M',
      );
      assert.equal(await world.value('SELECT X FROM T', 'DAS_READER'), 'x');
      await world.run('DROP TAG CLASS');
    },
  },
  'tags/alter': {
    title: 'the allowed values, the comment and the name of a tag can be changed',
    page: 'sql-reference/sql/alter-tag',
    run: async (world) => {
      await world.all(
        "CREATE TAG CLASS ALLOWED_VALUES 'a'",
        "ALTER TAG CLASS ADD ALLOWED_VALUES 'b'",
        "ALTER TAG CLASS DROP ALLOWED_VALUES 'a'",
        'ALTER TAG CLASS RENAME TO KIND',
        'CREATE TABLE T (A NUMBER)',
      );
      await world.failure(() => world.run("ALTER TABLE T SET TAG KIND = 'a'"));
      await world.all(
        "ALTER TABLE T SET TAG KIND = 'b'",
        'ALTER TAG KIND UNSET ALLOWED_VALUES',
        "ALTER TABLE T SET TAG KIND = 'anything'",
      );
    },
  },
  'tags/on-warehouses': {
    title: 'SYSTEM$GET_TAG gives the tags of databases, schemas and warehouses',
    page: 'sql-reference/functions/system_get_tag',
    run: async (world) => {
      await world.all('CREATE TAG COST', `ALTER SCHEMA ${world.schema} SET TAG COST = 'sales'`);
      const tag = (name: string, domain: string) =>
        world.value(`SELECT SYSTEM$GET_TAG('COST', '${name}', '${domain}') AS X`);
      assert.equal(await tag(world.schema, 'SCHEMA'), 'sales');
      await world.run(`ALTER SCHEMA ${world.schema} UNSET TAG COST`);
      assert.equal(await tag(world.schema, 'SCHEMA'), null);
    },
  },
};
