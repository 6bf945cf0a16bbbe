import assert from 'node:assert/strict';
import type { CaseSet } from '../conformance-case.js';

export type AccountCaseId =
  | 'account/resource-monitor'
  | 'account/resource-monitor-of-a-warehouse'
  | 'account/warehouse-suspends'
  | 'account/warehouse-privileges'
  | 'account/database-renamed'
  | 'account/database-swapped'
  | 'account/schema-renamed';

const sql = 'sql-reference/sql';
const monitor = 'DAS_CONFORMANCE_MONITOR';
const warehouse = 'DAS_CONFORMANCE_OTHER_WAREHOUSE';

export const accountCases: CaseSet<AccountCaseId> = {
  'account/resource-monitor': {
    title: 'a resource monitor has a quota, a frequency and triggers',
    page: `${sql}/create-resource-monitor`,
    run: async (world) => {
      await world.run(`CREATE OR REPLACE RESOURCE MONITOR ${monitor} WITH CREDIT_QUOTA = 10
        FREQUENCY = WEEKLY START_TIMESTAMP = IMMEDIATELY
        TRIGGERS ON 75 PERCENT DO NOTIFY ON 100 PERCENT DO SUSPEND
          ON 110 PERCENT DO SUSPEND_IMMEDIATE`);
      const shown = async () => (await world.rows(`SHOW RESOURCE MONITORS LIKE '${monitor}'`))[0];
      const row = await shown();
      assert.deepEqual(
        [Number(row?.credit_quota), row?.frequency, row?.suspend_at, row?.suspend_immediately_at],
        [10, 'WEEKLY', '100%', '110%'],
      );
      await world.run(`ALTER RESOURCE MONITOR ${monitor} SET CREDIT_QUOTA = 20`);
      assert.equal(Number((await shown())?.credit_quota), 20);
      await world.refused(
        `ALTER RESOURCE MONITOR ${monitor} SET CREDIT_QUOTA = 30`,
        ['DAS_WAREHOUSE_NOT_AUTHORIZED', 'DAS_WAREHOUSE_NOT_FOUND'],
        'DAS_READER',
      );
      await world.run(`DROP RESOURCE MONITOR ${monitor}`);
      assert.equal(await shown(), undefined);
    },
  },
  'account/resource-monitor-of-a-warehouse': {
    title: 'a resource monitor is set on a warehouse, if it is there',
    page: `${sql}/alter-warehouse`,
    run: async (world) => {
      await world.all(
        `CREATE OR REPLACE RESOURCE MONITOR ${monitor} WITH CREDIT_QUOTA = 10`,
        `ALTER WAREHOUSE DAS_CONFORMANCE_WAREHOUSE SET RESOURCE_MONITOR = ${monitor}`,
      );
      const [row] = await world.rows("SHOW WAREHOUSES LIKE 'DAS_CONFORMANCE_WAREHOUSE'");
      assert.equal(row?.resource_monitor, monitor);
      await world.all(
        'ALTER WAREHOUSE DAS_CONFORMANCE_WAREHOUSE UNSET RESOURCE_MONITOR',
        `DROP RESOURCE MONITOR ${monitor}`,
      );
      await world.failure(() =>
        world.run(`ALTER WAREHOUSE DAS_CONFORMANCE_WAREHOUSE SET RESOURCE_MONITOR = ${monitor}`),
      );
    },
  },
  'account/warehouse-suspends': {
    title: 'a warehouse is suspended and resumed, each from the other state alone',
    page: `${sql}/alter-warehouse`,
    run: async (world) => {
      const state = async () => (await world.rows(`SHOW WAREHOUSES LIKE '${warehouse}'`))[0]?.state;
      await world.run(`CREATE OR REPLACE WAREHOUSE ${warehouse} INITIALLY_SUSPENDED = TRUE`);
      try {
        assert.equal(await state(), 'SUSPENDED');
        await world.failure(() => world.run(`ALTER WAREHOUSE ${warehouse} SUSPEND`));
        await world.run(`ALTER WAREHOUSE ${warehouse} RESUME`);
        await world.failure(() => world.run(`ALTER WAREHOUSE ${warehouse} RESUME`));
        await world.run(`ALTER WAREHOUSE ${warehouse} RESUME IF SUSPENDED`);
        await world.run(`ALTER WAREHOUSE ${warehouse} SUSPEND`);
      } finally {
        await world.run(`DROP WAREHOUSE ${warehouse}`);
        await world.run('USE WAREHOUSE DAS_CONFORMANCE_WAREHOUSE');
      }
    },
  },
  'account/warehouse-privileges': {
    title: 'OPERATE suspends a warehouse, MODIFY changes it, USAGE does neither',
    page: 'user-guide/security-access-control-privileges',
    run: async (world) => {
      await world.all(
        `CREATE OR REPLACE WAREHOUSE ${warehouse} INITIALLY_SUSPENDED = TRUE`,
        `GRANT USAGE ON WAREHOUSE ${warehouse} TO ROLE DAS_READER`,
        'USE WAREHOUSE DAS_CONFORMANCE_WAREHOUSE',
      );
      try {
        const refused = 'DAS_WAREHOUSE_NOT_AUTHORIZED';
        const modify = `ALTER WAREHOUSE ${warehouse} SET AUTO_SUSPEND = 120`;
        await world.refused(`ALTER WAREHOUSE ${warehouse} RESUME`, refused, 'DAS_READER');
        await world.run(`GRANT OPERATE ON WAREHOUSE ${warehouse} TO ROLE DAS_READER`);
        await world.run(`ALTER WAREHOUSE ${warehouse} RESUME`, 'DAS_READER');
        await world.refused(modify, refused, 'DAS_READER');
        await world.run(`GRANT MODIFY ON WAREHOUSE ${warehouse} TO ROLE DAS_READER`);
        await world.run(modify, 'DAS_READER');
      } finally {
        await world.run(`DROP WAREHOUSE ${warehouse}`);
      }
    },
  },
  'account/database-renamed': {
    title: 'a database that is renamed keeps what it holds',
    page: `${sql}/alter-database`,
    run: async (world) => {
      const [before, after] = ['DAS_CONFORMANCE_BEFORE', 'DAS_CONFORMANCE_AFTER'];
      await world.all(
        `CREATE OR REPLACE DATABASE ${before}`,
        `CREATE TABLE ${before}.PUBLIC.T (A NUMBER)`,
        `ALTER DATABASE ${before} RENAME TO ${after}`,
      );
      assert.deepEqual(await world.rows(`SELECT * FROM ${after}.PUBLIC.T`), []);
      await world.refused(`SELECT * FROM ${before}.PUBLIC.T`, 'DAS_WAREHOUSE_NOT_FOUND');
      await world.run(`DROP DATABASE ${after}`);
    },
  },
  'account/database-swapped': {
    title: 'two databases swap their names',
    page: `${sql}/alter-database`,
    run: async (world) => {
      const [left, right] = ['DAS_CONFORMANCE_LEFT', 'DAS_CONFORMANCE_RIGHT'];
      await world.all(
        `CREATE OR REPLACE DATABASE ${left}`,
        `CREATE TABLE ${left}.PUBLIC.L (A NUMBER)`,
        `CREATE OR REPLACE DATABASE ${right}`,
        `ALTER DATABASE ${left} SWAP WITH ${right}`,
      );
      assert.deepEqual(await world.rows(`SELECT * FROM ${right}.PUBLIC.L`), []);
      await world.all(`DROP DATABASE ${left}`, `DROP DATABASE ${right}`);
    },
  },
  'account/schema-renamed': {
    title: 'a schema that is renamed keeps what it holds',
    page: `${sql}/alter-schema`,
    run: async (world) => {
      const [before, after] = ['BEFORE', 'AFTER'].map((name) => `${world.schema}_${name}`);
      await world.all(
        `CREATE SCHEMA ${before}`,
        `CREATE TABLE ${before}.T (A NUMBER)`,
        `ALTER SCHEMA ${before} RENAME TO ${after}`,
      );
      assert.deepEqual(await world.rows(`SELECT * FROM ${after}.T`), []);
      await world.refused(`SELECT * FROM ${before}.T`, 'DAS_WAREHOUSE_NOT_FOUND');
    },
  },
};
