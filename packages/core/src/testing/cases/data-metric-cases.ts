import assert from 'node:assert/strict';
import type { Row } from '../../warehouse/warehouse.js';
import { type CaseWorld, conformanceDatabase } from '../case-world.js';
import type { CaseSet } from '../conformance-case.js';

export type DataMetricCaseId =
  | 'data-metrics/create-show-describe'
  | 'data-metrics/overloads'
  | 'data-metrics/call-by-hand'
  | 'data-metrics/two-tables'
  | 'data-metrics/deterministic-body'
  | 'data-metrics/takes-tables'
  | 'data-metrics/system-functions'
  | 'data-metrics/rows-are-not-counted-by-hand'
  | 'data-metrics/under-the-policies-of-the-caller'
  | 'data-metrics/usage'
  | 'data-metrics/set-once-on-columns'
  | 'data-metrics/types-match'
  | 'data-metrics/references'
  | 'data-metrics/schedule'
  | 'data-metrics/no-trigger-on-views'
  | 'data-metrics/rename-column';

const create = 'sql-reference/sql/create-data-metric-function';
const working = 'user-guide/data-quality-working';
const system = 'user-guide/data-quality-system-dmfs';
const access = 'user-guide/data-quality-access-control';
const alter = 'sql-reference/sql/alter-table';
const references = 'sql-reference/functions/data_metric_function_references';

const set = 'ALTER TABLE T SET DATA_METRIC_SCHEDULE';

const positive = `CREATE DATA METRIC FUNCTION POSITIVE(ARG_T TABLE(ARG_C NUMBER)) RETURNS NUMBER
  AS 'SELECT COUNT(*) FROM ARG_T WHERE ARG_C > 0'`;

/** A table with numbers and texts, some of them missing, and a function that counts. */
async function measured(world: CaseWorld): Promise<void> {
  await world.all(
    'CREATE TABLE T (A NUMBER, B VARCHAR)',
    "INSERT INTO T VALUES (1, 'x'), (2, 'x'), (-3, NULL), (NULL, '  ')",
    positive,
  );
}

/** What is set on an object of the schema. */
async function referencesOn(world: CaseWorld, name: string): Promise<readonly Row[]> {
  return await world.rows(
    `SELECT METRIC_NAME, ARGUMENT_SIGNATURE, REF_ENTITY_DOMAIN, REF_ARGUMENTS[0]:name::VARCHAR AS COLUMN_NAME,
       SCHEDULE_STATUS
     FROM TABLE(INFORMATION_SCHEMA.DATA_METRIC_FUNCTION_REFERENCES(
       REF_ENTITY_NAME => '${conformanceDatabase}.${world.schema}.${name}', REF_ENTITY_DOMAIN => 'TABLE'))
     ORDER BY METRIC_NAME`,
  );
}

export const dataMetricCases: CaseSet<DataMetricCaseId> = {
  'data-metrics/create-show-describe': {
    title: 'a data metric function is shown and described with its signature and its body',
    page: 'sql-reference/sql/desc-function-dmf',
    run: async (world) => {
      await world.run(positive);
      const [shown] = await world.rows(`SHOW DATA METRIC FUNCTIONS IN SCHEMA ${world.schema}`);
      assert.equal(shown?.name, 'POSITIVE');
      assert.equal(shown?.is_data_metric, 'Y');
      assert.match(String(shown?.arguments), /^POSITIVE\(TABLE\(NUMBER\)\) RETURN/);
      const rows = await world.rows('DESCRIBE FUNCTION POSITIVE(TABLE(NUMBER))');
      const of = (property: string): unknown =>
        rows.find((row) => row.property === property)?.value;
      assert.equal(of('signature'), '(ARG_T TABLE(ARG_C NUMBER))');
      assert.equal(of('returns'), 'NUMBER(38,0)');
      assert.equal(of('language'), 'SQL');
      assert.equal(of('body'), 'SELECT COUNT(*) FROM ARG_T WHERE ARG_C > 0');
    },
  },
  'data-metrics/overloads': {
    title: 'two data metric functions of one schema may have one name and other types',
    page: 'sql-reference/sql/drop-function-dmf',
    run: async (world) => {
      await world.all(
        positive,
        `CREATE DATA METRIC FUNCTION POSITIVE(ARG_T TABLE(ARG_C VARCHAR)) RETURNS NUMBER
           AS 'SELECT COUNT(ARG_C) FROM ARG_T'`,
        'DROP FUNCTION POSITIVE(TABLE(NUMBER))',
      );
      const rows = await world.rows(`SHOW DATA METRIC FUNCTIONS IN SCHEMA ${world.schema}`);
      assert.equal(rows.length, 1);
      assert.match(String(rows[0]?.arguments), /^POSITIVE\(TABLE\(VARCHAR\)\)/);
    },
  },
  'data-metrics/call-by-hand': {
    title: 'a data metric function is called with a query whose columns are its arguments',
    page: working,
    run: async (world) => {
      await measured(world);
      assert.equal(await world.value('SELECT POSITIVE(SELECT A FROM T)'), 2);
      assert.equal(await world.value('SELECT POSITIVE(SELECT A FROM T WHERE A > 1) + 1'), 2);
    },
  },
  'data-metrics/two-tables': {
    title: 'a function of two tables is called with two queries in parentheses',
    page: working,
    run: async (world) => {
      await world.all(
        'CREATE TABLE ORDERS (PERSON NUMBER)',
        'CREATE TABLE PEOPLE (ID NUMBER)',
        'INSERT INTO ORDERS VALUES (1), (2), (9)',
        'INSERT INTO PEOPLE VALUES (1), (2)',
        `CREATE DATA METRIC FUNCTION REFERENTIAL_CHECK(
           ARG_T1 TABLE (ARG_C1 INT), ARG_T2 TABLE (ARG_C2 INT)) RETURNS NUMBER
         AS 'SELECT COUNT(*) FROM ARG_T1 WHERE ARG_C1 NOT IN (SELECT ARG_C2 FROM ARG_T2)'`,
      );
      const text =
        'SELECT REFERENTIAL_CHECK( (SELECT PERSON FROM ORDERS), (SELECT ID FROM PEOPLE) )';
      assert.equal(await world.value(text), 1);
    },
  },
  'data-metrics/deterministic-body': {
    title: 'a body refers to no function that is not deterministic',
    page: create,
    run: async (world) => {
      await world.failure(() =>
        world.run(
          `CREATE DATA METRIC FUNCTION LATE(ARG_T TABLE(ARG_C DATE)) RETURNS NUMBER
             AS 'SELECT COUNT(*) FROM ARG_T WHERE ARG_C < CURRENT_DATE()'`,
        ),
      );
    },
  },
  'data-metrics/takes-tables': {
    title: 'a data metric function takes one or two tables, each with a column, and returns NUMBER',
    page: create,
    run: async (world) => {
      for (const head of ['F() RETURNS NUMBER', 'F(A TABLE(C NUMBER)) RETURNS VARCHAR']) {
        await world.failure(() =>
          world.run(`CREATE DATA METRIC FUNCTION ${head} AS 'SELECT COUNT(*) FROM A'`),
        );
      }
    },
  },
  'data-metrics/system-functions': {
    title: 'the functions of SNOWFLAKE.CORE count NULLs, blanks, duplicates and unique values',
    page: system,
    run: async (world) => {
      await measured(world);
      const of = (metric: string, column: string): Promise<unknown> =>
        world.value(`SELECT SNOWFLAKE.CORE.${metric}(SELECT ${column} FROM T)`);
      assert.equal(await of('NULL_COUNT', 'A'), 1);
      assert.equal(Number(await of('NULL_PERCENT', 'A')), 25);
      assert.equal(await of('BLANK_COUNT', 'B'), 1);
      assert.equal(await of('DUPLICATE_COUNT', 'B'), 1);
      assert.equal(await of('UNIQUE_COUNT', 'B'), 2);
      assert.equal(Number(await of('MAX', 'A')), 2);
      assert.equal(Number(await of('MIN', 'A')), -3);
      assert.equal(Number(await of('AVG', 'A')), 0);
    },
  },
  'data-metrics/rows-are-not-counted-by-hand': {
    title: 'ROW_COUNT takes no argument, so it is set on a table and not called',
    page: working,
    run: async (world) => {
      await measured(world);
      await world.failure(() => world.run('SELECT SNOWFLAKE.CORE.ROW_COUNT(SELECT A FROM T)'));
    },
  },
  'data-metrics/under-the-policies-of-the-caller': {
    title: 'a call by hand measures what the masking policies leave to the caller',
    page: access,
    run: async (world) => {
      await world.showToRoles();
      await world.all(
        `CREATE MASKING POLICY M AS (V NUMBER) RETURNS NUMBER ->
           CASE WHEN CURRENT_ROLE() = 'DAS_CLEARED' THEN V END`,
        'CREATE TABLE T (A NUMBER WITH MASKING POLICY M)',
        'INSERT INTO T VALUES (1), (2)',
        'GRANT SELECT ON TABLE T TO ROLE DAS_CLEARED',
        'GRANT SELECT ON TABLE T TO ROLE DAS_READER',
      );
      const text = 'SELECT SNOWFLAKE.CORE.NULL_COUNT(SELECT A FROM T)';
      assert.equal(await world.value(text, 'DAS_CLEARED'), 0);
      assert.equal(await world.value(text, 'DAS_READER'), 2);
    },
  },
  'data-metrics/usage': {
    title: 'a call by hand needs USAGE on the function, which is granted with its types',
    page: access,
    run: async (world) => {
      await world.showToRoles();
      await measured(world);
      const text = 'SELECT POSITIVE(SELECT A FROM T)';
      await world.failure(() => world.run(text, 'DAS_READER'));
      await world.run('GRANT USAGE ON FUNCTION POSITIVE(TABLE(NUMBER)) TO ROLE DAS_READER');
      assert.equal(await world.value(text, 'DAS_READER'), 2);
    },
  },
  'data-metrics/set-once-on-columns': {
    title: 'a function is set once on the same columns, and may be set on others',
    page: alter,
    run: async (world) => {
      await measured(world);
      const add = 'ALTER TABLE T ADD DATA METRIC FUNCTION SNOWFLAKE.CORE.NULL_COUNT ON';
      await world.all(`${set} = '1440 MINUTE'`, `${add} (A)`, `${add} (B)`);
      await world.failure(() => world.run(`${add} (A)`));
    },
  },
  'data-metrics/types-match': {
    title: 'the columns have the types that the function takes',
    page: alter,
    run: async (world) => {
      await measured(world);
      await world.run(`${set} = '1440 MINUTE'`);
      await world.failure(() =>
        world.run('ALTER TABLE T ADD DATA METRIC FUNCTION POSITIVE ON (B)'),
      );
    },
  },
  'data-metrics/references': {
    title: 'references tell what is set on a table, and whether it is scheduled',
    page: references,
    run: async (world) => {
      await measured(world);
      await world.all(
        `${set} = '1440 MINUTE'`,
        `ALTER TABLE T ADD DATA METRIC FUNCTION POSITIVE ON (A),
           SNOWFLAKE.CORE.ROW_COUNT ON ()`,
      );
      const [first, second] = await referencesOn(world, 'T');
      assert.equal(first?.METRIC_NAME, 'POSITIVE');
      assert.equal(first?.ARGUMENT_SIGNATURE, 'TABLE(NUMBER)');
      assert.equal(first?.REF_ENTITY_DOMAIN, 'TABLE');
      assert.equal(first?.COLUMN_NAME, 'A');
      assert.match(String(first?.SCHEDULE_STATUS), /^STARTED/);
      assert.equal(second?.METRIC_NAME, 'ROW_COUNT');
      await world.run('ALTER TABLE T DROP DATA METRIC FUNCTION SNOWFLAKE.CORE.ROW_COUNT ON ()');
      assert.equal((await referencesOn(world, 'T')).length, 1);
      await world.run('ALTER TABLE T MODIFY DATA METRIC FUNCTION POSITIVE ON (A) SUSPEND');
      const [suspended] = await referencesOn(world, 'T');
      assert.match(String(suspended?.SCHEDULE_STATUS), /^SUSPENDED/);
    },
  },
  'data-metrics/schedule': {
    title: 'a schedule is some minutes, a cron expression of at least five minutes, or changes',
    page: alter,
    run: async (world) => {
      await measured(world);
      for (const text of ['30 MINUTE', 'USING CRON 0 8 * * * UTC', 'TRIGGER_ON_CHANGES']) {
        await world.run(`${set} = '${text}'`);
        const [row] = await world.rows("SHOW PARAMETERS LIKE 'DATA_METRIC_SCHEDULE' IN TABLE T");
        assert.equal(String(row?.value).toUpperCase(), text);
      }
      for (const text of ['7 MINUTE', 'USING CRON * * * * * UTC', 'often']) {
        await world.failure(() => world.run(`${set} = '${text}'`));
      }
      await world.run('ALTER TABLE T UNSET DATA_METRIC_SCHEDULE');
    },
  },
  'data-metrics/no-trigger-on-views': {
    title: 'what is set on a view is not measured on changes',
    page: 'sql-reference/sql/alter-view',
    run: async (world) => {
      await measured(world);
      await world.run('CREATE VIEW V AS SELECT A FROM T');
      await world.failure(() =>
        world.run("ALTER VIEW V SET DATA_METRIC_SCHEDULE = 'TRIGGER_ON_CHANGES'"),
      );
    },
  },
  'data-metrics/rename-column': {
    title: 'a column that is renamed is still measured',
    page: alter,
    run: async (world) => {
      await measured(world);
      await world.all(
        `${set} = '1440 MINUTE'`,
        'ALTER TABLE T ADD DATA METRIC FUNCTION POSITIVE ON (A)',
        'ALTER TABLE T RENAME COLUMN A TO AMOUNT',
      );
      assert.equal((await referencesOn(world, 'T')).length, 1);
    },
  },
};
