import assert from 'node:assert/strict';
import type { CaseSet } from '../conformance-case.js';

export type RefreshCaseId =
  | 'dynamic-tables/suspended-with-what-they-read'
  | 'dynamic-tables/rename-and-swap';

const alter = 'sql-reference/sql/alter-dynamic-table';
const minute = "TARGET_LAG = '1 minute' WAREHOUSE = DAS_CONFORMANCE_WAREHOUSE AS";

export const refreshCases: CaseSet<RefreshCaseId> = {
  'dynamic-tables/suspended-with-what-they-read': {
    title: 'SUSPEND and RESUME reach the dynamic tables that read the table',
    page: alter,
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (A NUMBER)',
        `CREATE DYNAMIC TABLE D1 ${minute} SELECT A FROM T`,
        `CREATE DYNAMIC TABLE D2 ${minute} SELECT A FROM D1`,
        'ALTER DYNAMIC TABLE D1 SUSPEND',
      );
      const states = async (): Promise<readonly unknown[]> =>
        (await world.rows(`SHOW DYNAMIC TABLES IN SCHEMA ${world.schema}`)).map(
          (row) => row.scheduling_state,
        );
      assert.deepEqual(await states(), ['SUSPENDED', 'SUSPENDED']);
      await world.run('ALTER DYNAMIC TABLE D1 RESUME');
      assert.deepEqual(await states(), ['ACTIVE', 'ACTIVE']);
    },
  },
  'dynamic-tables/rename-and-swap': {
    title: 'dynamic tables are renamed and swapped with all that they hold',
    page: alter,
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (A NUMBER)',
        'INSERT INTO T VALUES (1), (2)',
        `CREATE DYNAMIC TABLE D1 ${minute} SELECT A FROM T`,
        `CREATE DYNAMIC TABLE D2 ${minute} SELECT COUNT(*) AS N FROM T`,
        'ALTER DYNAMIC TABLE D1 SWAP WITH D2',
        'ALTER DYNAMIC TABLE D1 RENAME TO D3',
      );
      assert.equal(await world.value('SELECT N FROM D3'), 2);
      assert.deepEqual(await world.column('SELECT A FROM D2 ORDER BY A'), [1, 2]);
    },
  },
};
