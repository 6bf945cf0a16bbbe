import assert from 'node:assert/strict';
import { conformanceDatabase } from '../case-world.js';
import type { CaseSet } from '../conformance-case.js';

export type HistoryCaseId =
  | 'metadata/last-query-id'
  | 'metadata/query-history'
  | 'metadata/result-scan'
  | 'metadata/result-scan-of-show'
  | 'metadata/describe-result'
  | 'metadata/account-usage-is-closed'
  | 'metadata/policy-references'
  | 'metadata/policy-references-are-closed'
  | 'metadata/tag-references'
  | 'metadata/generator'
  | 'metadata/split-to-table'
  | 'metadata/unknown-table-function';

const functions = 'sql-reference/functions';

const information = `${conformanceDatabase}.INFORMATION_SCHEMA`;

export const historyCases: CaseSet<HistoryCaseId> = {
  'metadata/last-query-id': {
    title: 'LAST_QUERY_ID counts from the first statement of the session, or back from the latest',
    page: `${functions}/last_query_id`,
    run: async (world) => {
      await world.run('SELECT 1');
      const first = await world.value('SELECT LAST_QUERY_ID()');
      assert.equal(await world.value('SELECT LAST_QUERY_ID(-2)'), first);
      assert.notEqual(await world.value('SELECT LAST_QUERY_ID()'), first);
      assert.match(String(first), /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/);
    },
  },
  'metadata/query-history': {
    title: 'QUERY_HISTORY_BY_SESSION tells the text, the type and the end of each statement',
    page: `${functions}/query_history`,
    run: async (world) => {
      await world.run('CREATE TABLE T (A NUMBER)');
      await world.run('INSERT INTO T VALUES (1), (2)');
      await world.refused('SELECT * FROM NOT_THERE', 'DAS_WAREHOUSE_NOT_FOUND');
      const rows = await world.cells(
        `SELECT QUERY_TEXT, QUERY_TYPE, EXECUTION_STATUS, ERROR_CODE, ROWS_INSERTED
         FROM TABLE(${information}.QUERY_HISTORY_BY_SESSION())
         WHERE QUERY_TEXT LIKE 'INSERT INTO T%' OR QUERY_TEXT = 'SELECT * FROM NOT_THERE'
         ORDER BY START_TIME`,
      );
      assert.deepEqual(
        rows.map(([text, , status]) => [text, status]),
        [
          ['INSERT INTO T VALUES (1), (2)', 'SUCCESS'],
          ['SELECT * FROM NOT_THERE', 'FAILED_WITH_ERROR'],
        ],
      );
      assert.equal(rows[0]?.[1], 'INSERT');
      assert.equal(rows[0]?.[4], 2);
      assert.equal(Number(rows[1]?.[3]), 2003);
    },
  },
  'metadata/result-scan': {
    title: 'RESULT_SCAN gives the result of a statement again, as a table',
    page: `${functions}/result_scan`,
    run: async (world) => {
      await world.run("SELECT COLUMN1 AS N, COLUMN2 AS V FROM VALUES (1, 'a'), (2, 'b')");
      const id = await world.value('SELECT LAST_QUERY_ID()');
      assert.deepEqual(
        await world.cells(`SELECT N * 10, V FROM TABLE(RESULT_SCAN('${String(id)}')) WHERE N > 1`),
        [[20, 'b']],
      );
      await world.run('SELECT 7 AS V');
      assert.equal(await world.value('SELECT V FROM TABLE(RESULT_SCAN(LAST_QUERY_ID()))'), 7);
    },
  },
  'metadata/result-scan-of-show': {
    title: 'RESULT_SCAN reads what SHOW gave: its columns have names in lower case',
    page: `${functions}/result_scan`,
    run: async (world) => {
      await world.all('CREATE TABLE AA (A NUMBER)', 'CREATE TABLE BB (A NUMBER)');
      await world.run(`SHOW TABLES IN SCHEMA ${world.schema}`);
      assert.deepEqual(
        await world.column(
          `SELECT "name" FROM TABLE(RESULT_SCAN(LAST_QUERY_ID())) WHERE "name" LIKE 'B%'`,
        ),
        ['BB'],
      );
    },
  },
  'metadata/describe-result': {
    title: 'DESCRIBE RESULT gives the columns of a statement that ran',
    page: 'sql-reference/sql/desc-result',
    run: async (world) => {
      await world.run("SELECT CAST(1 AS NUMBER(5,0)) AS N, CAST('x' AS VARCHAR(7)) AS V");
      const rows = await world.rows('DESC RESULT LAST_QUERY_ID()');
      assert.deepEqual(
        rows.map(({ name, type }) => [name, type]),
        [
          ['N', 'NUMBER(5,0)'],
          ['V', 'VARCHAR(7)'],
        ],
      );
    },
  },
  'metadata/account-usage-is-closed': {
    title: 'a role without privileges on SNOWFLAKE reads no view of ACCOUNT_USAGE',
    page: 'sql-reference/account-usage',
    run: async (world) => {
      for (const view of ['QUERY_HISTORY', 'ACCESS_HISTORY', 'LOGIN_HISTORY']) {
        await world.refused(
          `SELECT COUNT(*) FROM SNOWFLAKE.ACCOUNT_USAGE.${view}`,
          ['DAS_WAREHOUSE_NOT_FOUND', 'DAS_WAREHOUSE_NOT_AUTHORIZED'],
          'DAS_READER',
        );
      }
    },
  },
  'metadata/policy-references': {
    title: 'POLICY_REFERENCES tells what a policy is set on, and what is set on a table',
    page: `${functions}/policy_references`,
    run: async (world) => {
      await world.all(
        "CREATE MASKING POLICY M AS (V VARCHAR) RETURNS VARCHAR -> '***'",
        'CREATE ROW ACCESS POLICY R AS (N NUMBER) RETURNS BOOLEAN -> TRUE',
        'CREATE TABLE T (ID NUMBER, V VARCHAR WITH MASKING POLICY M) WITH ROW ACCESS POLICY R ON (ID)',
      );
      const path = `${conformanceDatabase}.${world.schema}`;
      const columns = 'POLICY_NAME, POLICY_KIND, REF_ENTITY_NAME, REF_COLUMN_NAME, POLICY_STATUS';
      const mask = ['M', 'MASKING_POLICY', 'T', 'V', 'ACTIVE'];
      assert.deepEqual(
        await world.cells(
          `SELECT ${columns} FROM TABLE(${information}.POLICY_REFERENCES(POLICY_NAME => '${path}.M'))`,
        ),
        [mask],
      );
      assert.deepEqual(
        await world.cells(
          `SELECT ${columns} FROM TABLE(${information}.POLICY_REFERENCES(REF_ENTITY_NAME => '${path}.T', REF_ENTITY_DOMAIN => 'table')) ORDER BY 1`,
        ),
        [mask, ['R', 'ROW_ACCESS_POLICY', 'T', null, 'ACTIVE']],
      );
    },
  },
  'metadata/policy-references-are-closed': {
    title: 'POLICY_REFERENCES needs a privilege on the policy: SELECT on the table is not enough',
    page: `${functions}/policy_references`,
    run: async (world) => {
      await world.showToRoles();
      await world.all(
        "CREATE MASKING POLICY M AS (V VARCHAR) RETURNS VARCHAR -> '***'",
        'CREATE TABLE T (V VARCHAR WITH MASKING POLICY M)',
      );
      await world.refused(
        `SELECT * FROM TABLE(${information}.POLICY_REFERENCES(REF_ENTITY_NAME => '${conformanceDatabase}.${world.schema}.T', REF_ENTITY_DOMAIN => 'TABLE'))`,
        ['DAS_WAREHOUSE_NOT_FOUND', 'DAS_WAREHOUSE_NOT_AUTHORIZED'],
        'DAS_READER',
      );
    },
  },
  'metadata/tag-references': {
    title:
      'TAG_REFERENCES tells the tags of an object and those that it inherits, with their level',
    page: `${functions}/tag_references`,
    run: async (world) => {
      await world.all(
        'CREATE TAG COST',
        'CREATE TABLE T (A NUMBER, B NUMBER)',
        "ALTER TABLE T SET TAG COST = 'table'",
        "ALTER TABLE T ALTER COLUMN B SET TAG COST = 'column'",
      );
      const columns = 'COLUMN_NAME, TAG_VALUE, APPLY_METHOD, LEVEL';
      assert.deepEqual(
        await world.cells(
          `SELECT ${columns} FROM TABLE(${information}.TAG_REFERENCES_ALL_COLUMNS('${conformanceDatabase}.${world.schema}.T', 'table')) WHERE TAG_SCHEMA = '${world.schema}' ORDER BY 1`,
        ),
        [
          ['A', 'table', 'INHERITED', 'TABLE'],
          ['B', 'column', 'MANUAL', 'COLUMN'],
        ],
      );
      assert.deepEqual(
        await world.cells(
          `SELECT ${columns} FROM TABLE(${information}.TAG_REFERENCES('${conformanceDatabase}.${world.schema}.T', 'TABLE')) WHERE TAG_SCHEMA = '${world.schema}'`,
        ),
        [[null, 'table', 'MANUAL', 'TABLE']],
      );
    },
  },
  'metadata/generator': {
    title: 'GENERATOR gives as many rows as ROWCOUNT says, which SEQ4 numbers from zero',
    page: `${functions}/generator`,
    run: async (world) => {
      assert.deepEqual(
        await world.cells('SELECT COUNT(*), MIN(SEQ4()) FROM TABLE(GENERATOR(ROWCOUNT => 132))'),
        [[132, 0]],
      );
      assert.equal(await world.value('SELECT COUNT(*) FROM TABLE(GENERATOR())'), 0);
      assert.equal(
        await world.value('SELECT MIN(SEQ1(1)) FROM TABLE(GENERATOR(ROWCOUNT => 200))'),
        -128,
      );
    },
  },
  'metadata/split-to-table': {
    title: 'SPLIT_TO_TABLE gives a row for each part, and none for NULL',
    page: `${functions}/split_to_table`,
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (ID NUMBER, V VARCHAR)',
        "INSERT INTO T VALUES (1, 'a.b'), (2, ''), (3, NULL)",
      );
      assert.deepEqual(
        await world.cells(
          "SELECT ID, INDEX, VALUE FROM T, LATERAL SPLIT_TO_TABLE(T.V, '.') ORDER BY ID, INDEX",
        ),
        [
          [1, 1, 'a'],
          [1, 2, 'b'],
          [2, 1, ''],
        ],
      );
    },
  },
  'metadata/unknown-table-function': {
    title: 'a table function that is not there is refused',
    page: 'sql-reference/functions-table',
    run: async (world) => {
      await world.refused(`SELECT * FROM TABLE(${information}.NO_SUCH_FUNCTION())`, [
        'DAS_WAREHOUSE_UNSUPPORTED',
        'DAS_WAREHOUSE_INVALID_STATEMENT',
        'DAS_WAREHOUSE_NOT_FOUND',
      ]);
    },
  },
};
