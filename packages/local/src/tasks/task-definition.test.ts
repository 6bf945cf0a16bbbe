import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
beforeEach(async () => {
  account = await Account.open();
  await account.runAll(basics);
});
afterEach(async () => await account.warehouse.close());

const invalid = 'DAS_WAREHOUSE_INVALID_STATEMENT';
const failed = 'DAS_WAREHOUSE_EXECUTION_FAILED';
const root = (name: string): string =>
  `CREATE TASK ${name} WAREHOUSE = W SCHEDULE = '10 MINUTES' AS SELECT 1`;
const child = (name: string, after: string): string =>
  `CREATE TASK ${name} WAREHOUSE = W AFTER ${after} AS SELECT 1`;

async function task(name: string): Promise<Readonly<Record<string, unknown>>> {
  const [row] = await account.run(`DESCRIBE TASK ${name}`);
  return row ?? {};
}

/** @see https://docs.snowflake.com/en/sql-reference/sql/create-task */
describe('a task', () => {
  it('is created suspended and shown with what was said', async () => {
    await account.run(
      `CREATE TASK K WAREHOUSE = W, SCHEDULE = 'USING CRON 0 9 * * MON UTC' CONFIG = $$ {"a": 1} $$
       ALLOW_OVERLAPPING_EXECUTION = TRUE COMMENT = 'c' WHEN 1 = 1 AS INSERT INTO T SELECT 1`,
    );
    expect(await task('D.S.K')).toMatchObject({
      name: 'K',
      database_name: 'D',
      schema_name: 'S',
      owner: 'ACCOUNTADMIN',
      comment: 'c',
      warehouse: 'W',
      schedule: 'USING CRON 0 9 * * MON UTC',
      predecessors: '[]',
      state: 'suspended',
      definition: 'INSERT INTO T SELECT 1',
      condition: '1 = 1',
      allow_overlapping_execution: 'true',
      last_committed_on: null,
      last_suspended_on: null,
      config: ' {"a": 1} ',
      task_relations: '{"Predecessors":[]}',
    });
    const shown = await account.run("SHOW TASKS LIKE 'k' IN SCHEMA D.S");
    expect(shown.map((row) => row.id)).toEqual([(await task('K')).id]);
    expect(await account.run('SHOW TERSE TASKS')).toEqual([
      {
        created_on: expect.any(Date),
        name: 'K',
        kind: null,
        database_name: 'D',
        schema_name: 'S',
        schedule: 'USING CRON 0 9 * * MON UTC',
      },
    ]);
  });

  it('is replaced by a new one, altered in place, and dropped', async () => {
    await account.run(root('K'));
    const { id } = await task('K');
    expect(await account.code(root('K'))).toBe('DAS_WAREHOUSE_ALREADY_EXISTS');
    await account.run('CREATE TASK IF NOT EXISTS K AS SELECT 2');
    await account.run("CREATE OR ALTER TASK K WAREHOUSE = W SCHEDULE = '5 M' AS SELECT 3");
    expect(await task('K')).toMatchObject({ id, schedule: '5 M', definition: 'SELECT 3' });
    await account.run('CREATE OR REPLACE TASK K WAREHOUSE = W AS SELECT 4');
    expect((await task('K')).id).not.toBe(id);
    await account.run('DROP TASK K');
    expect(await account.code('DESCRIBE TASK K')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    expect(await account.code('DROP TASK IF EXISTS K')).toBe('none');
  });

  it.each([
    "CREATE TASK K WAREHOUSE = W USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE = 'XSMALL' AS SELECT 1",
    "CREATE TASK K WAREHOUSE = W SCHEDULE = '9 SECONDS' AS SELECT 1",
    "CREATE TASK K WAREHOUSE = W CONFIG = '[1]' AS SELECT 1",
    'CREATE TASK K WAREHOUSE = W TASK_AUTO_RETRY_ATTEMPTS = 31 AS SELECT 1',
    'CREATE TASK K WAREHOUSE = W USER_TASK_TIMEOUT_MS = 604800001 AS SELECT 1',
    'CREATE TASK K WAREHOUSE = W USER_TASK_MINIMUM_TRIGGER_INTERVAL_IN_SECONDS = 9 AS SELECT 1',
    "CREATE TASK K SERVERLESS_TASK_MIN_STATEMENT_SIZE = 'LARGE' SERVERLESS_TASK_MAX_STATEMENT_SIZE = 'SMALL' AS SELECT 1",
    "CREATE TASK K USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE = 'X4LARGE' AS SELECT 1",
    "CREATE TASK K WHEN SYSTEM$STREAM_HAS_DATA('X') AS SELECT 1",
    'CREATE TASK K WAREHOUSE = W',
    'CREATE TASK K WAREHOUSE = W AS',
  ])('is refused: %s', async (statement) => {
    expect(await account.code(statement)).toBe(invalid);
  });

  it.each([
    'CREATE TASK K WAREHOUSE = W ERROR_INTEGRATION = X AS SELECT 1',
    'CREATE TASK K WAREHOUSE = W EXECUTE AS USER ANN AS SELECT 1',
    "CREATE TASK K WITH TAG (A = 'b') WAREHOUSE = W AS SELECT 1",
    'CREATE TASK K CLONE J',
  ])('is not supported: %s', async (statement) => {
    expect(await account.code(statement)).toBe('DAS_WAREHOUSE_UNSUPPORTED');
  });

  it('needs CREATE TASK and USAGE on its warehouse, and is seen by who may do something with it', async () => {
    const create = "CREATE TASK D.S.K WAREHOUSE = W SCHEDULE = '1 MINUTE' AS SELECT 1";
    expect(await account.code(create, 'CLEARED')).toBe('DAS_WAREHOUSE_NOT_AUTHORIZED');
    await account.run('GRANT CREATE TASK ON SCHEMA D.S TO ROLE CLEARED');
    expect(await account.code(create, 'CLEARED')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    await account.run('GRANT USAGE ON WAREHOUSE W TO ROLE CLEARED');
    expect(await account.code(create, 'CLEARED')).toBe('none');
    expect(await account.run('SHOW TASKS', 'READER')).toEqual([]);
    expect(await account.code('ALTER TASK D.S.K SUSPEND', 'READER')).toBe(
      'DAS_WAREHOUSE_NOT_FOUND',
    );
    await account.run('GRANT MONITOR ON TASK D.S.K TO ROLE READER', 'CLEARED');
    expect(await account.run('SHOW TASKS', 'READER')).toHaveLength(1);
    expect(await account.code('ALTER TASK D.S.K RESUME', 'READER')).toBe(
      'DAS_WAREHOUSE_NOT_AUTHORIZED',
    );
    await account.run('GRANT EXECUTE TASK ON ACCOUNT TO ROLE CLEARED');
    await account.run('GRANT OPERATE ON TASK D.S.K TO ROLE READER', 'CLEARED');
    expect(await account.code('ALTER TASK D.S.K RESUME', 'READER')).toBe('none');
    expect(await account.code('ALTER TASK D.S.K SET COMMENT = 1', 'READER')).toBe(
      'DAS_WAREHOUSE_NOT_AUTHORIZED',
    );
    expect(await account.code('DROP TASK D.S.K', 'READER')).toBe('DAS_WAREHOUSE_NOT_AUTHORIZED');
  });

  it('is altered only at rest', async () => {
    await account.runAll([root('K'), 'ALTER TASK K RESUME']);
    expect((await task('K')).state).toBe('started');
    expect(await account.code("ALTER TASK K SET SCHEDULE = '5 MINUTES'")).toBe(failed);
    expect(await account.code('CREATE OR REPLACE TASK K AS SELECT 1')).toBe(failed);
    await account.runAll([
      'ALTER TASK K SUSPEND',
      "ALTER TASK K SET SCHEDULE = '5 MINUTES', USER_TASK_TIMEOUT_MS = 5 COMMENT = 'x'",
      'ALTER TASK K MODIFY AS SELECT 2',
      'ALTER TASK K MODIFY WHEN TRUE',
    ]);
    const altered = {
      schedule: '5 MINUTES',
      comment: 'x',
      definition: 'SELECT 2',
      condition: 'TRUE',
    };
    expect(await task('K')).toMatchObject({ ...altered, last_suspended_reason: 'USER_SUSPENDED' });
    await account.runAll(['ALTER TASK K UNSET SCHEDULE, COMMENT', 'ALTER TASK K REMOVE WHEN']);
    expect(await task('K')).toMatchObject({ schedule: null, comment: '', condition: null });
    expect(await account.code('ALTER TASK K RESUME')).toBe(invalid);
    expect(await account.code('ALTER TASK K RENAME TO J')).toMatch(/INVALID|UNSUPPORTED/);
    expect(await account.code('ALTER TASK IF EXISTS NONE RESUME')).toBe('none');
  });
});

/** @see https://docs.snowflake.com/en/user-guide/tasks-graphs */
describe('the place of a task in a graph', () => {
  it('is refused in a circle, under two roots, with a schedule, and in another schema', async () => {
    await account.runAll([
      root('R'),
      child('A', 'R'),
      child('B', 'A'),
      root('R2'),
      child('C', 'R2'),
    ]);
    expect(await account.code('ALTER TASK A ADD AFTER B')).toBe(invalid);
    expect(await account.code('ALTER TASK R ADD AFTER B')).toBe(invalid);
    expect(await account.code('ALTER TASK A ADD AFTER A')).toBe(invalid);
    await expect(account.run('ALTER TASK B ADD AFTER C')).rejects.toMatchObject({ number: 91_085 });
    expect(await account.code("ALTER TASK A SET SCHEDULE = '1 MINUTE'")).toBe(invalid);
    expect(await account.code('ALTER TASK A SET TASK_AUTO_RETRY_ATTEMPTS = 1')).toBe(invalid);
    await account.run('CREATE SCHEMA D.OTHER');
    expect(await account.code(child('D.OTHER.X', 'D.S.R'))).toBe(invalid);
    expect(await account.code(child('X', 'MISSING'))).toBe('DAS_WAREHOUSE_NOT_FOUND');
  });

  it('is shown in both directions', async () => {
    await account.runAll([
      root('R'),
      child('A', 'R'),
      'CREATE TASK F WAREHOUSE = W FINALIZE = R AS SELECT 1',
    ]);
    expect((await task('A')).predecessors).toBe('["D.S.R"]');
    expect(JSON.parse(String((await task('R')).task_relations))).toEqual({
      Predecessors: [],
      FinalizerTask: 'D.S.F',
    });
    expect(JSON.parse(String((await task('F')).task_relations))).toEqual({
      Predecessors: [],
      FinalizedRootTask: 'D.S.R',
    });
    expect((await account.run('SHOW TASKS IN ACCOUNT ROOT ONLY')).map((row) => row.name)).toEqual([
      'R',
    ]);
  });

  it('of a finalizer is alone: no schedule, no children, one for each root', async () => {
    await account.runAll([
      root('R'),
      child('A', 'R'),
      'CREATE TASK F WAREHOUSE = W FINALIZE = R AS SELECT 1',
    ]);
    const finalizer = (name: string, of: string): string =>
      `CREATE TASK ${name} WAREHOUSE = W FINALIZE = ${of} AS SELECT 1`;
    expect(await account.code(finalizer('F2', 'R'))).toBe(invalid);
    expect(await account.code(finalizer('F2', 'A'))).toBe(invalid);
    expect(await account.code(child('X', 'F'))).toBe(invalid);
    expect(await account.code("ALTER TASK F SET SCHEDULE = '1 MINUTE'")).toBe(invalid);
    expect(await account.code('ALTER TASK A SET FINALIZE = R')).toBe(invalid);
    await account.runAll(['ALTER TASK F UNSET FINALIZE', finalizer('F2', 'R')]);
    expect(JSON.parse(String((await task('R')).task_relations))).toMatchObject({
      FinalizerTask: 'D.S.F2',
    });
  });

  it('can be changed only while the root rests', async () => {
    await account.runAll([
      root('R'),
      child('A', 'R'),
      'ALTER TASK A RESUME',
      'ALTER TASK R RESUME',
    ]);
    for (const statement of [
      'ALTER TASK A SUSPEND',
      'ALTER TASK A MODIFY AS SELECT 2',
      'ALTER TASK A REMOVE AFTER R',
      child('B', 'R'),
      'CREATE TASK F WAREHOUSE = W FINALIZE = R AS SELECT 1',
      'CREATE OR REPLACE TASK A AS SELECT 1',
      'DROP TASK A',
      'DROP TASK R',
    ]) {
      expect([statement, await account.code(statement)]).toEqual([statement, failed]);
    }
    await account.run('ALTER TASK R SUSPEND');
    expect(await task('A')).toMatchObject({ state: 'started' });
    await account.run('ALTER TASK A REMOVE AFTER R');
    expect(await task('A')).toMatchObject({
      state: 'suspended',
      predecessors: '[]',
      last_suspended_reason: 'CHILD_BECAME_ROOT',
    });
  });

  it('is lost with its predecessor, and with its owner', async () => {
    await account.runAll([
      root('R'),
      child('A', 'R'),
      child('B', 'A'),
      'ALTER TASK B RESUME',
      'DROP TASK A',
    ]);
    expect(await task('B')).toMatchObject({ state: 'suspended', predecessors: '[]' });
    await account.runAll([child('C', 'R'), 'ALTER TASK C RESUME']);
    await account.runAll([
      'GRANT ROLE CLEARED TO ROLE ACCOUNTADMIN',
      'GRANT OWNERSHIP ON TASK D.S.C TO ROLE CLEARED',
    ]);
    expect(await task('C')).toMatchObject({
      state: 'suspended',
      predecessors: '[]',
      last_suspended_reason: 'GRANT_OWNERSHIP',
    });
  });

  it('is resumed as a whole by SYSTEM$TASK_DEPENDENTS_ENABLE', async () => {
    await account.runAll([root('R'), child('A', 'R'), child('B', 'A')]);
    await account.run("SELECT SYSTEM$TASK_DEPENDENTS_ENABLE('D.S.R')");
    const shown = await account.run('SHOW TASKS');
    expect(shown.map((row) => row.state)).toEqual(['started', 'started', 'started']);
  });
});
