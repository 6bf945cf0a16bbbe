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
  | 'tags/masking-is-inherited';

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
};
