import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../fixtures/account.js';
import { logged as log, TaskedAccount } from '../fixtures/tasked-account.js';

let tasked: TaskedAccount;
let account: Account;
const minute = 60_000;
beforeEach(async () => {
  tasked = await TaskedAccount.open();
  account = tasked.account;
});
afterEach(async () => await tasked[Symbol.asyncDispose]());

/** @see https://docs.snowflake.com/en/user-guide/tasks-graphs */
describe('a task graph', () => {
  const child = (name: string, after: string, body = log(name)): string =>
    `CREATE TASK ${name} WAREHOUSE = W AFTER ${after} AS ${body}`;

  async function graph(...bodies: readonly string[]): Promise<void> {
    const [root = log('R')] = bodies;
    await account.run(`CREATE TASK R WAREHOUSE = W SCHEDULE = '1 MINUTE' AS ${root}`);
    await account.runAll([
      child('A', 'R', bodies[1]),
      child('B', 'R', bodies[2]),
      child('C', 'A, B', bodies[3]),
      `CREATE TASK F WAREHOUSE = W FINALIZE = R AS ${log('F')}`,
      "SELECT SYSTEM$TASK_DEPENDENTS_ENABLE('R')",
    ]);
  }

  it('runs each task when all before it succeeded, and the finalizer last', async () => {
    await graph();
    tasked.pass(minute);
    const runs = await tasked.runDue();
    expect(runs.map(({ name }) => name)).toEqual([
      'R',
      expect.stringMatching(/A|B/),
      expect.stringMatching(/A|B/),
      'C',
      'F',
    ]);
    expect(new Set(runs.map(({ graphRunGroupId }) => graphRunGroupId)).size).toBe(1);
    expect(new Set(runs.map(({ rootTaskId }) => rootTaskId)).size).toBe(1);
    expect(await tasked.written()).toEqual(['A', 'B', 'C', 'F', 'R']);
  });

  it('stops behind a task that fails, and still runs the finalizer', async () => {
    await graph(log('R'), log('A', '1 / 0'));
    await tasked.execute('R');
    expect(await tasked.ended()).toEqual(['A:FAILED', 'B:SUCCEEDED', 'F:SUCCEEDED', 'R:SUCCEEDED']);
    expect(await tasked.written()).toEqual(['B', 'F', 'R']);
  });

  it('whose root fails runs the finalizer alone', async () => {
    await graph(log('R', '1 / 0'));
    await tasked.execute('R');
    expect(await tasked.ended()).toEqual(['F:SUCCEEDED', 'R:FAILED']);
  });

  it('whose root is skipped runs nothing, not even the finalizer', async () => {
    await graph();
    await account.runAll(['ALTER TASK R SUSPEND', 'ALTER TASK R MODIFY WHEN FALSE']);
    await tasked.execute('R');
    expect(await tasked.ended()).toEqual(['R:SKIPPED']);
  });

  it('goes on behind a suspended task, if another one before it is resumed', async () => {
    await graph();
    await account.runAll(['ALTER TASK R SUSPEND', 'ALTER TASK A SUSPEND']);
    await tasked.execute('R');
    expect(await tasked.written()).toEqual(['B', 'C', 'F', 'R']);
    await account.runAll(['ALTER TASK B SUSPEND', 'TRUNCATE TABLE LOG']);
    await tasked.execute('R');
    expect(await tasked.written()).toEqual(['F', 'R']);
  });

  it('does not run what follows a skipped task', async () => {
    await graph();
    await account.runAll(['ALTER TASK R SUSPEND', 'ALTER TASK B MODIFY WHEN 1 = 2']);
    await tasked.execute('R');
    expect(await tasked.ended()).toEqual([
      'A:SUCCEEDED',
      'B:SKIPPED',
      'F:SUCCEEDED',
      'R:SUCCEEDED',
    ]);
  });

  it('is tried again from where it failed, automatically', async () => {
    await graph(log('R'), log('A', '1 / 0'));
    await account.runAll(['ALTER TASK R SUSPEND', 'ALTER TASK R SET TASK_AUTO_RETRY_ATTEMPTS = 2']);
    await tasked.execute('R');
    const attempts = (await tasked.history()).filter(({ name }) => name === 'A');
    expect(
      attempts.map(({ attemptNumber, scheduledFrom }) => [attemptNumber, scheduledFrom]).sort(),
    ).toEqual([
      [1, 'EXECUTE_TASK'],
      [2, 'AUTOMATIC RETRY'],
      [3, 'AUTOMATIC RETRY'],
    ]);
    expect((await tasked.written()).filter((what) => what === 'B' || what === 'R')).toEqual([
      'B',
      'R',
    ]);
  });

  it('is tried again by hand, unless it was changed or did not fail', async () => {
    await account.run('CREATE TABLE SWITCH (N NUMBER)');
    await graph(log('R'), log('A'), `${log('B', '1 / (SELECT COUNT(*) FROM SWITCH)')}`);
    await account.run('ALTER TASK R SUSPEND');
    await tasked.execute('R');
    await account.run('INSERT INTO SWITCH VALUES (1)');
    await tasked.execute('R', 'RETRY LAST');
    expect(await tasked.written()).toEqual(['A', 'B', 'C', 'F', 'F', 'R']);
    const retried = (await tasked.history()).filter(({ attemptNumber }) => attemptNumber === 2);
    expect(retried.map(({ scheduledFrom }) => scheduledFrom)).toEqual(
      Array(3).fill('MANUAL RETRY'),
    );
    expect(await account.code('EXECUTE TASK R RETRY LAST')).toBe('DAS_WAREHOUSE_EXECUTION_FAILED');
    await account.run('DELETE FROM SWITCH');
    await tasked.execute('R');
    await account.run('ALTER TASK B MODIFY AS SELECT 1');
    expect(await account.code('EXECUTE TASK R RETRY LAST')).toBe('DAS_WAREHOUSE_EXECUTION_FAILED');
  });

  it('has a version that counts its changes', async () => {
    await graph();
    await tasked.execute('R');
    await tasked.execute('R');
    await account.runAll(['ALTER TASK R SUSPEND', 'ALTER TASK C MODIFY AS SELECT 1']);
    await tasked.execute('R');
    const versions = (await tasked.history())
      .filter(({ name }) => name === 'R')
      .map((run) => run.graphVersion);
    expect(versions).toEqual([2, 1, 1]);
  });

  it('takes a configuration for one run', async () => {
    await account.run(
      `CREATE TASK R WAREHOUSE = W CONFIG = $$ {"a": {"x": 1, "y": 2}, "b": 3} $$ AS ${log('R')}`,
    );
    await tasked.execute('R', `USING CONFIG = $$ {"a": {"y": 5}} $$`);
    const [run] = await tasked.history();
    expect(JSON.parse(run?.config ?? '')).toEqual({ a: { x: 1, y: 5 }, b: 3 });
    expect(await account.code("EXECUTE TASK R USING CONFIG = 'x'")).toBe(
      'DAS_WAREHOUSE_INVALID_STATEMENT',
    );
  });

  it('is executed at its root alone', async () => {
    await graph();
    expect(await account.code('EXECUTE TASK A')).toBe('DAS_WAREHOUSE_INVALID_STATEMENT');
    expect(await account.code('EXECUTE TASK F')).toBe('DAS_WAREHOUSE_INVALID_STATEMENT');
  });

  it('hands on what a task returns, near and far, to conditions too', async () => {
    await account.runAll([
      "CREATE TASK R WAREHOUSE = W SCHEDULE = '1 MINUTE' AS CALL SYSTEM$SET_RETURN_VALUE('brown ' || 'fox')",
      child('A', 'R', 'INSERT INTO LOG SELECT SYSTEM$GET_PREDECESSOR_RETURN_VALUE(), 1'),
      child(
        'B',
        'A',
        "INSERT INTO LOG SELECT 'far ' || SYSTEM$GET_PREDECESSOR_RETURN_VALUE('R'), 1",
      ),
      `CREATE TASK C WAREHOUSE = W AFTER R WHEN SYSTEM$GET_PREDECESSOR_RETURN_VALUE('R') = 'cat' AS ${log('C')}`,
      child('E', 'R', "INSERT INTO LOG SELECT SYSTEM$GET_PREDECESSOR_RETURN_VALUE('NONE'), 1"),
      "SELECT SYSTEM$TASK_DEPENDENTS_ENABLE('R')",
    ]);
    await tasked.execute('R');
    expect(await tasked.written()).toEqual(['brown fox', 'far brown fox']);
    expect(await tasked.ended()).toEqual([
      'A:SUCCEEDED',
      'B:SUCCEEDED',
      'C:SKIPPED',
      'E:FAILED',
      'R:SUCCEEDED',
    ]);
    const returned = (await tasked.history()).map(({ returnValue }) => returnValue);
    expect(returned.filter((value) => value !== undefined)).toEqual(['brown fox']);
  });

  it('tells its configuration', async () => {
    await account.runAll([
      `CREATE TASK R WAREHOUSE = W CONFIG = $$ {"dir": "/tmp", "list": [{"n": 7}]} $$ AS
         INSERT INTO LOG SELECT SYSTEM$GET_TASK_GRAPH_CONFIG('dir'), SYSTEM$GET_TASK_GRAPH_CONFIG('list[0].n')::NUMBER`,
    ]);
    await tasked.execute('R');
    expect(await account.run('SELECT * FROM LOG')).toEqual([{ WHAT: '/tmp', N: 7 }]);
  });

  it('answers such questions in a task alone', async () => {
    for (const statement of [
      'SELECT SYSTEM$GET_PREDECESSOR_RETURN_VALUE()',
      "SELECT SYSTEM$GET_TASK_GRAPH_CONFIG('a')",
      "CALL SYSTEM$SET_RETURN_VALUE('x')",
    ]) {
      expect(await account.code(statement)).toBe('DAS_WAREHOUSE_INVALID_STATEMENT');
    }
  });
});
