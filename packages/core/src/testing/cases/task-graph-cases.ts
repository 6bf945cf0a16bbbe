import assert from 'node:assert/strict';
import type { CaseSet } from '../conformance-case.js';

export type TaskGraphCaseId =
  | 'tasks/what-show-tasks-says'
  | 'tasks/schedule-is-checked'
  | 'tasks/only-the-root-has-a-schedule'
  | 'tasks/no-circle'
  | 'tasks/root-must-rest'
  | 'tasks/children-follow-the-root'
  | 'tasks/finalizer-runs-after-a-failure'
  | 'tasks/one-finalizer'
  | 'tasks/only-a-root-is-executed'
  | 'tasks/drop-severs-the-graph'
  | 'tasks/autocommit-stays-on'
  | 'tasks/return-values';

const graphs = 'user-guide/tasks-graphs';
const create = 'sql-reference/sql/create-task';
const alter = 'sql-reference/sql/alter-task';
const end = 'WAREHOUSE = DAS_CONFORMANCE_WAREHOUSE';
const root = `CREATE TASK R ${end} SCHEDULE = '60 MINUTES' AS`;
const child = (name: string, after: string): string =>
  `CREATE TASK ${name} ${end} AFTER ${after} AS SELECT 1`;

export const taskGraphCases: CaseSet<TaskGraphCaseId> = {
  'tasks/what-show-tasks-says': {
    title: 'SHOW TASKS tells schedule, predecessors, condition and definition',
    page: 'sql-reference/sql/show-tasks',
    run: async (world) => {
      await world.all(`${root} SELECT 1`, `CREATE TASK C ${end} AFTER R WHEN 1 = 1 AS SELECT 2`);
      const [c, r] = await world.rows(`SHOW TASKS IN SCHEMA ${world.schema}`);
      assert.equal(r?.schedule, '60 MINUTES');
      assert.deepEqual(JSON.parse(String(r?.predecessors)), []);
      const [predecessor] = JSON.parse(String(c?.predecessors)) as string[];
      assert.match(String(predecessor), /\.R$/);
      assert.equal(c?.definition, 'SELECT 2');
      assert.equal(c?.condition, '1 = 1');
      assert.equal(c?.state, 'suspended');
      assert.equal(c?.owner_role_type, 'ROLE');
    },
  },
  'tasks/schedule-is-checked': {
    title: 'a schedule is an interval of at least ten seconds, or a cron expression that is valid',
    page: create,
    run: async (world) => {
      for (const schedule of ['9 SECONDS', 'USING CRON 61 * * * * UTC', 'USING CRON * * * * UTC']) {
        await world.failure(() =>
          world.run(`CREATE TASK K ${end} SCHEDULE = '${schedule}' AS SELECT 1`),
        );
      }
      for (const schedule of ['10 SECONDS', 'USING CRON 0 9-17 * * SUN America/Los_Angeles']) {
        await world.run(`CREATE OR REPLACE TASK K ${end} SCHEDULE = '${schedule}' AS SELECT 1`);
      }
    },
  },
  'tasks/only-the-root-has-a-schedule': {
    title: 'a task that runs after another one has no schedule',
    page: create,
    run: async (world) => {
      await world.run(`${root} SELECT 1`);
      await world.failure(() =>
        world.run(`CREATE TASK C ${end} SCHEDULE = '60 MINUTES' AFTER R AS SELECT 1`),
      );
    },
  },
  'tasks/no-circle': {
    title: 'tasks cannot wait for each other in a circle',
    page: graphs,
    run: async (world) => {
      await world.all(`${root} SELECT 1`, child('A', 'R'), child('B', 'A'));
      await world.failure(() => world.run('ALTER TASK A ADD AFTER B'));
    },
  },
  'tasks/root-must-rest': {
    title: 'a graph is changed only while its root task is suspended',
    page: alter,
    run: async (world) => {
      await world.all(`${root} SELECT 1`, child('A', 'R'), 'ALTER TASK R RESUME');
      await world.failure(() => world.run(child('B', 'R')));
      await world.failure(() => world.run('ALTER TASK A RESUME'));
      await world.all('ALTER TASK R SUSPEND', child('B', 'R'), 'ALTER TASK A RESUME');
    },
  },
  'tasks/children-follow-the-root': {
    title: 'a run goes through the graph; a suspended task counts as if it had succeeded',
    page: graphs,
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (WHAT VARCHAR)',
        `${root} INSERT INTO T VALUES ('R')`,
        `CREATE TASK A ${end} AFTER R AS INSERT INTO T VALUES ('A')`,
        `CREATE TASK B ${end} AFTER R AS INSERT INTO T VALUES ('B')`,
        `CREATE TASK C ${end} AFTER A, B AS INSERT INTO T VALUES ('C')`,
        'ALTER TASK B RESUME',
        'ALTER TASK C RESUME',
        'EXECUTE TASK R',
      );
      await until(async () => (await world.value('SELECT COUNT(*) FROM T')) === 3);
      assert.deepEqual(await world.column('SELECT WHAT FROM T ORDER BY WHAT'), ['B', 'C', 'R']);
    },
  },
  'tasks/finalizer-runs-after-a-failure': {
    title: 'the finalizer runs although a task failed; what follows that task does not',
    page: graphs,
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (WHAT VARCHAR)',
        `${root} INSERT INTO T VALUES ('R')`,
        `CREATE TASK A ${end} AFTER R AS INSERT INTO T SELECT TO_VARCHAR(1 / 0)`,
        `CREATE TASK B ${end} AFTER A AS INSERT INTO T VALUES ('B')`,
        `CREATE TASK F ${end} FINALIZE = R AS INSERT INTO T VALUES ('F')`,
        'ALTER TASK A RESUME',
        'ALTER TASK B RESUME',
        'ALTER TASK F RESUME',
        'EXECUTE TASK R',
      );
      await until(async () => (await world.value('SELECT COUNT(*) FROM T')) === 2);
      assert.deepEqual(await world.column('SELECT WHAT FROM T ORDER BY WHAT'), ['F', 'R']);
    },
  },
  'tasks/one-finalizer': {
    title: 'a root task has one finalizer, which has neither schedule nor children',
    page: create,
    run: async (world) => {
      const finalizer = (name: string, more = ''): string =>
        `CREATE TASK ${name} ${end} ${more} FINALIZE = R AS SELECT 1`;
      await world.all(`${root} SELECT 1`, finalizer('F'));
      await world.failure(() => world.run(finalizer('F2')));
      await world.failure(() => world.run(child('C', 'F')));
      await world.run('ALTER TASK F UNSET FINALIZE');
      await world.failure(() => world.run(finalizer('F3', "SCHEDULE = '60 MINUTES'")));
    },
  },
  'tasks/only-a-root-is-executed': {
    title: 'EXECUTE TASK takes a root task',
    page: 'sql-reference/sql/execute-task',
    run: async (world) => {
      await world.all(`${root} SELECT 1`, child('A', 'R'));
      await world.failure(() => world.run('EXECUTE TASK A'));
    },
  },
  'tasks/drop-severs-the-graph': {
    title: 'what ran after a dropped task stands alone and is suspended',
    page: 'sql-reference/sql/drop-task',
    run: async (world) => {
      await world.all(
        `${root} SELECT 1`,
        child('A', 'R'),
        child('B', 'A'),
        'ALTER TASK B RESUME',
        'DROP TASK A',
      );
      const [b] = await world.rows(`SHOW TASKS LIKE 'B' IN SCHEMA ${world.schema}`);
      assert.deepEqual(JSON.parse(String(b?.predecessors)), []);
      assert.equal(b?.state, 'suspended');
    },
  },
  'tasks/autocommit-stays-on': {
    title: 'a task takes session parameters, but not AUTOCOMMIT = FALSE',
    page: create,
    run: async (world) => {
      const sets = (parameter: string): string =>
        `CREATE TASK K ${end} SCHEDULE = '60 MINUTES' ${parameter} AS SELECT 1`;
      await world.failure(() => world.run(sets('AUTOCOMMIT = FALSE')));
      await world.run(sets("QUERY_TAG = 'das'"));
    },
  },
  'tasks/return-values': {
    title: 'a task hands its return value on to those behind it',
    page: 'sql-reference/functions/system_set_return_value',
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (X VARCHAR)',
        `${root} CALL SYSTEM$SET_RETURN_VALUE('The quick brown fox')`,
        `CREATE TASK C ${end} AFTER R AS INSERT INTO T VALUES (SYSTEM$GET_PREDECESSOR_RETURN_VALUE())`,
        'ALTER TASK C RESUME',
        'EXECUTE TASK R',
      );
      await until(async () => (await world.value('SELECT COUNT(*) FROM T')) === 1);
      assert.equal(await world.value('SELECT X FROM T'), 'The quick brown fox');
    },
  },
};

/** Waits until something has come, as a run that was asked for does. */
async function until(isThere: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 240; turn += 1) {
    if (await isThere()) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  assert.fail('the tasks did not run');
}
