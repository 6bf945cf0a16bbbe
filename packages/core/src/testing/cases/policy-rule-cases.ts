import assert from 'node:assert/strict';
import type { CaseSet } from '../conformance-case.js';

export type PolicyRuleCaseId =
  | 'masking/database-of-the-table'
  | 'masking/invoker-through-two-views'
  | 'masking/invoker-of-a-stream'
  | 'row-access/mapping-table-of-today'
  | 'row-access/no-changes-of-a-view'
  | 'tags/no-condition-under-a-tag'
  | 'tags/no-mapping-table-under-a-tag'
  | 'tags/inherited-masking-stays-behind'
  | 'dynamic-tables/automatic-refresh-mode'
  | 'dynamic-tables/no-roles-in-a-refresh'
  | 'shares/secure-objects-only-once';

const tagMasking = 'user-guide/tag-based-masking-policies';
const hide = "CREATE MASKING POLICY M AS (VAL VARCHAR) RETURNS VARCHAR -> '*'";
const invoker = `CREATE MASKING POLICY WHO AS (V VARCHAR) RETURNS VARCHAR ->
  CONCAT(V, ' ', INVOKER_ROLE())`;
const target = 'WAREHOUSE = DAS_CONFORMANCE_WAREHOUSE';

/** Rules that hold where policies meet views, streams, tags, refreshes and time. */
export const policyRuleCases: CaseSet<PolicyRuleCaseId> = {
  'masking/database-of-the-table': {
    title: 'CURRENT_DATABASE in a body is that of the table, not of the session',
    page: 'user-guide/security-column-intro',
    run: async (world) => {
      const other = 'DAS_CONFORMANCE_ELSEWHERE';
      await world.all(
        'CREATE MASKING POLICY M AS (VAL VARCHAR) RETURNS VARCHAR -> CURRENT_DATABASE()',
        'CREATE TABLE T (X VARCHAR WITH MASKING POLICY M)',
        "INSERT INTO T VALUES ('clear')",
        `CREATE OR REPLACE DATABASE ${other}`,
        `USE DATABASE ${other}`,
      );
      try {
        const query = `SELECT X FROM DAS_CONFORMANCE.${world.schema}.T`;
        assert.equal(await world.value(query), 'DAS_CONFORMANCE');
      } finally {
        await world.run(`DROP DATABASE ${other}`);
      }
    },
  },
  'masking/invoker-through-two-views': {
    title: 'below a view INVOKER_ROLE is the owner of that view; on the last one, who asks',
    page: 'sql-reference/functions/invoker_role',
    run: async (world) => {
      const schema = `SCHEMA DAS_CONFORMANCE.${world.schema}`;
      await world.all(
        invoker,
        'CREATE TABLE T (V VARCHAR WITH MASKING POLICY WHO)',
        "INSERT INTO T VALUES ('T')",
        'CREATE VIEW V1 (V WITH MASKING POLICY WHO) AS SELECT V FROM T',
        'CREATE VIEW V2 (V WITH MASKING POLICY WHO) AS SELECT V FROM V1',
        'GRANT SELECT ON TABLE T TO ROLE DAS_READER',
        'GRANT SELECT ON VIEW V1 TO ROLE DAS_CLEARED',
        `GRANT USAGE ON ${schema} TO ROLE DAS_CHIEF`,
        'GRANT OWNERSHIP ON VIEW V1 TO ROLE DAS_READER COPY CURRENT GRANTS',
        'GRANT OWNERSHIP ON VIEW V2 TO ROLE DAS_CLEARED COPY CURRENT GRANTS',
      );
      await world.run('GRANT SELECT ON VIEW V2 TO ROLE DAS_CHIEF', 'DAS_CLEARED');
      assert.equal(
        await world.value('SELECT V FROM V2', 'DAS_CHIEF'),
        'T DAS_READER DAS_CLEARED DAS_CHIEF',
      );
    },
  },
  'masking/invoker-of-a-stream': {
    title: 'INVOKER_ROLE of a stream is the role that asks',
    page: 'sql-reference/functions/invoker_role',
    run: async (world) => {
      await world.all(
        invoker,
        'CREATE TABLE T (V VARCHAR WITH MASKING POLICY WHO)',
        'CREATE STREAM S ON TABLE T',
        "INSERT INTO T VALUES ('S')",
        'GRANT SELECT ON TABLE T TO ROLE DAS_READER',
        'GRANT SELECT ON STREAM S TO ROLE DAS_READER',
      );
      assert.equal(await world.value('SELECT V FROM S', 'DAS_READER'), 'S DAS_READER');
    },
  },
  'row-access/mapping-table-of-today': {
    title: 'Time Travel goes back for the table, and not for the mapping table of its policy',
    page: 'user-guide/security-row-intro',
    run: async (world) => {
      await world.all(
        'CREATE TABLE MAPPING (OPEN NUMBER)',
        'INSERT INTO MAPPING VALUES (1)',
        `CREATE ROW ACCESS POLICY R AS (N NUMBER) RETURNS BOOLEAN ->
           EXISTS (SELECT 1 FROM MAPPING WHERE OPEN = N)`,
        'CREATE TABLE T (ID NUMBER) WITH ROW ACCESS POLICY R ON (ID)',
        'INSERT INTO T VALUES (1), (2)',
        'UPDATE MAPPING SET OPEN = 2',
      );
      assert.deepEqual(
        await world.column('SELECT ID FROM T BEFORE (STATEMENT => LAST_QUERY_ID())'),
        [2],
      );
    },
  },
  'row-access/no-changes-of-a-view': {
    title: 'CHANGES is not for a view under a row access policy',
    page: 'user-guide/security-row-intro',
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (ID NUMBER) CHANGE_TRACKING = TRUE',
        'CREATE ROW ACCESS POLICY R AS (N NUMBER) RETURNS BOOLEAN -> N > 0',
        'CREATE VIEW V WITH ROW ACCESS POLICY R ON (ID) AS SELECT ID FROM T',
      );
      await world.failure(() =>
        world.run('SELECT ID FROM V CHANGES (INFORMATION => DEFAULT) AT (OFFSET => 0)'),
      );
    },
  },
  'tags/no-condition-under-a-tag': {
    title: 'a column that a tag masks is no condition of another policy',
    page: tagMasking,
    run: async (world) => {
      await world.all(
        hide,
        `CREATE MASKING POLICY BY_KIND AS (VAL VARCHAR, KIND VARCHAR) RETURNS VARCHAR ->
           CASE WHEN KIND = 'open' THEN VAL ELSE '*' END`,
        'CREATE TAG CLASS',
        'ALTER TAG CLASS SET MASKING POLICY M',
        "CREATE TABLE T (X VARCHAR, KIND VARCHAR WITH TAG (CLASS = 'pii'))",
        "INSERT INTO T VALUES ('clear', 'open')",
      );
      await world.failure(async () => {
        await world.run('ALTER TABLE T MODIFY COLUMN X SET MASKING POLICY BY_KIND USING (X, KIND)');
        await world.run('SELECT X FROM T');
      });
    },
  },
  'tags/no-mapping-table-under-a-tag': {
    title: 'a table with a column that a tag masks is no mapping table',
    page: tagMasking,
    run: async (world) => {
      await world.all(
        hide,
        'CREATE TAG CLASS',
        'ALTER TAG CLASS SET MASKING POLICY M',
        "CREATE TABLE MAPPING (OPEN VARCHAR WITH TAG (CLASS = 'pii'))",
      );
      await world.failure(async () => {
        await world.run(`CREATE ROW ACCESS POLICY R AS (N VARCHAR) RETURNS BOOLEAN ->
          EXISTS (SELECT 1 FROM MAPPING WHERE OPEN = N)`);
        await world.run('CREATE TABLE T (ID VARCHAR) WITH ROW ACCESS POLICY R ON (ID)');
        await world.run('SELECT ID FROM T');
      });
    },
  },
  'tags/inherited-masking-stays-behind': {
    title: 'a clone in another schema has no masking by a tag of the schema of its source',
    page: tagMasking,
    run: async (world) => {
      const inner = `DAS_CONFORMANCE.${world.schema}_TAGGED`;
      await world.all(hide, 'CREATE TAG CLASS', 'ALTER TAG CLASS SET MASKING POLICY M');
      await world.all(`CREATE SCHEMA ${inner}`, `USE SCHEMA ${world.schema}`);
      try {
        await world.all(
          `ALTER SCHEMA ${inner} SET TAG CLASS = 'pii'`,
          `CREATE TABLE ${inner}.T (X VARCHAR)`,
          `INSERT INTO ${inner}.T VALUES ('clear')`,
          `CREATE TABLE T CLONE ${inner}.T`,
        );
        assert.equal(await world.value(`SELECT X FROM ${inner}.T`), '*');
        assert.equal(await world.value('SELECT X FROM T'), 'clear');
      } finally {
        await world.run(`DROP SCHEMA ${inner}`);
      }
    },
  },
  'dynamic-tables/automatic-refresh-mode': {
    title: 'AUTO becomes FULL when the table is made, for a query that cannot be incremental',
    page: 'user-guide/dynamic-tables-refresh',
    run: async (world) => {
      await world.run('CREATE TABLE T (A NUMBER)');
      await world.run(
        `CREATE DYNAMIC TABLE D TARGET_LAG = '1 minute' ${target} REFRESH_MODE = AUTO
           AS SELECT A FROM T MINUS SELECT 1`,
      );
      const [shown] = await world.rows(`SHOW DYNAMIC TABLES IN SCHEMA ${world.schema}`);
      assert.equal(shown?.refresh_mode, 'FULL');
    },
  },
  'dynamic-tables/no-roles-in-a-refresh': {
    title: 'CURRENT_AVAILABLE_ROLES is empty while a dynamic table is refreshed',
    page: 'user-guide/dynamic-tables-privileges',
    run: async (world) => {
      await world.all(
        `CREATE MASKING POLICY ROLES AS (V VARCHAR) RETURNS VARCHAR ->
           CURRENT_AVAILABLE_ROLES()`,
        'CREATE TABLE T (V VARCHAR WITH MASKING POLICY ROLES)',
        "INSERT INTO T VALUES ('clear')",
        `CREATE DYNAMIC TABLE D TARGET_LAG = '1 minute' ${target} AS SELECT V FROM T`,
      );
      const stored = String(await world.value('SELECT V FROM D'));
      assert.deepEqual(JSON.parse(stored === '' ? '[]' : stored), []);
    },
  },
  'shares/secure-objects-only-once': {
    title: 'SECURE_OBJECTS_ONLY that is FALSE cannot be set to TRUE again',
    page: 'sql-reference/sql/create-share',
    run: async (world) => {
      await world.run('CREATE OR REPLACE SHARE DAS_CONFORMANCE_OPEN SECURE_OBJECTS_ONLY = FALSE');
      try {
        await world.failure(() =>
          world.run('ALTER SHARE DAS_CONFORMANCE_OPEN SET SECURE_OBJECTS_ONLY = TRUE'),
        );
      } finally {
        await world.run('DROP SHARE DAS_CONFORMANCE_OPEN');
      }
    },
  },
};
