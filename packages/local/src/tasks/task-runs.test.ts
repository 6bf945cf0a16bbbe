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

/** @see https://docs.snowflake.com/en/user-guide/tasks-intro */
describe('a scheduled task', () => {
  it('runs when its interval has passed, counted from when it was resumed', async () => {
    await account.run(`CREATE TASK K WAREHOUSE = W SCHEDULE = '10 MINUTES' AS ${log('k')}`);
    tasked.pass(60 * minute);
    expect(await tasked.runDue()).toEqual([]);
    await account.run('ALTER TASK K RESUME');
    tasked.pass(9 * minute);
    expect(await tasked.runDue()).toEqual([]);
    tasked.pass(2 * minute);
    const [run] = await tasked.runDue();
    expect(run).toMatchObject({
      name: 'K',
      databaseName: 'D',
      schemaName: 'S',
      state: 'SUCCEEDED',
      scheduledTime: '2026-01-01T10:10:30.000Z',
      nextScheduledTime: '2026-01-01T10:20:30.000Z',
      completedTime: '2026-01-01T10:11:30.000Z',
      scheduledFrom: 'SCHEDULE',
      attemptNumber: 1,
      graphVersion: 1,
      errorCode: undefined,
    });
    expect(await tasked.runDue()).toEqual([]);
    tasked.pass(35 * minute);
    const again = await tasked.runDue();
    expect(again.map(({ scheduledTime }) => scheduledTime)).toEqual(['2026-01-01T10:40:30.000Z']);
    await account.run('ALTER TASK K SUSPEND');
    tasked.pass(60 * minute);
    expect(await tasked.runDue()).toEqual([]);
    expect(await tasked.written()).toEqual(['k', 'k']);
  });

  it('runs at the times of its cron expression, in its zone', async () => {
    await account.runAll([
      `CREATE TASK K WAREHOUSE = W SCHEDULE = 'USING CRON 30 10 * * * Europe/Berlin' AS ${log('k')}`,
      'ALTER TASK K RESUME',
    ]);
    tasked.goTo('2026-01-01T09:29:59Z');
    expect(await tasked.runDue()).toEqual([]);
    tasked.goTo('2026-01-01T09:30:00Z');
    expect(await tasked.runDue()).toHaveLength(1);
    const [next] = await tasked.history();
    expect(next).toMatchObject({ state: 'SCHEDULED', scheduledTime: '2026-01-02T09:30:00.000Z' });
  });

  it('runs as its owner alone, as the system user, in its own schema', async () => {
    await account.runAll([
      'CREATE SCHEMA D.OTHER',
      'CREATE TABLE D.S.WHO (R VARCHAR, U VARCHAR, S VARCHAR, W VARCHAR, I BOOLEAN)',
      'GRANT CREATE TASK ON SCHEMA D.S TO ROLE CLEARED',
      'GRANT EXECUTE TASK ON ACCOUNT TO ROLE CLEARED',
      'GRANT USAGE ON WAREHOUSE W TO ROLE CLEARED',
      'GRANT INSERT ON TABLE D.S.WHO TO ROLE CLEARED',
    ]);
    await account.run(
      `CREATE TASK D.S.K WAREHOUSE = W SCHEDULE = '1 MINUTE' AS
       INSERT INTO WHO SELECT CURRENT_ROLE(), CURRENT_USER(), CURRENT_SCHEMA(), CURRENT_WAREHOUSE(),
         IS_ROLE_IN_SESSION('ACCOUNTADMIN')`,
      'CLEARED',
    );
    await account.run('GRANT OPERATE ON TASK D.S.K TO ROLE READER', 'CLEARED');
    await account.run('EXECUTE TASK D.S.K', 'READER');
    await tasked.runDue();
    expect(await account.run('SELECT * FROM D.S.WHO')).toEqual([
      { R: 'CLEARED', U: 'SYSTEM', S: 'S', W: 'W', I: false },
    ]);
  });

  it('stores what its owner may see, and no more', async () => {
    await account.runAll([
      "CREATE MASKING POLICY M AS (V VARCHAR) RETURNS VARCHAR -> CASE WHEN CURRENT_ROLE() = 'ACCOUNTADMIN' THEN V ELSE '*' END",
      'CREATE TABLE SECRET (X VARCHAR WITH MASKING POLICY M)',
      "INSERT INTO SECRET VALUES ('clear')",
      'CREATE TABLE COPY1 (X VARCHAR)',
      'GRANT SELECT ON TABLE SECRET TO ROLE CLEARED',
      'GRANT INSERT ON TABLE COPY1 TO ROLE CLEARED',
      'GRANT CREATE TASK ON SCHEMA D.S TO ROLE CLEARED',
      'GRANT EXECUTE TASK ON ACCOUNT TO ROLE CLEARED',
      'GRANT USAGE ON WAREHOUSE W TO ROLE CLEARED',
    ]);
    await account.run(
      "CREATE TASK D.S.K WAREHOUSE = W SCHEDULE = '1 MINUTE' AS INSERT INTO COPY1 SELECT X FROM SECRET",
      'CLEARED',
    );
    await tasked.execute('D.S.K', '', 'CLEARED');
    expect(await account.column('SELECT X FROM COPY1')).toEqual(['*']);
  });

  it('that fails tells so in its run, without a value', async () => {
    await account.run(
      `CREATE TASK K WAREHOUSE = W SCHEDULE = '1 MINUTE' AS INSERT INTO LOG SELECT 'x', 'secret-value'::NUMBER`,
    );
    await tasked.execute('K');
    const [run] = await tasked.history();
    expect(run).toMatchObject({ state: 'FAILED', errorCode: 100_038 });
    expect(run?.errorMessage).not.toContain('secret-value');
    expect(await tasked.written()).toEqual([]);
  });

  it('is not run without the privileges of its owner, and says which are lacking', async () => {
    await account.runAll([
      'GRANT CREATE TASK ON SCHEMA D.S TO ROLE CLEARED',
      'GRANT USAGE ON WAREHOUSE W TO ROLE CLEARED',
      'GRANT INSERT ON TABLE D.S.LOG TO ROLE CLEARED',
    ]);
    await account.run(
      `CREATE TASK D.S.K WAREHOUSE = W SCHEDULE = '1 MINUTE' AS ${log('k')}`,
      'CLEARED',
    );
    const resume = 'ALTER TASK D.S.K RESUME';
    expect(await account.code(resume, 'CLEARED')).toBe('DAS_WAREHOUSE_NOT_AUTHORIZED');
    expect(await account.code('EXECUTE TASK D.S.K', 'CLEARED')).toBe(
      'DAS_WAREHOUSE_NOT_AUTHORIZED',
    );
    await account.run('GRANT EXECUTE TASK ON ACCOUNT TO ROLE CLEARED');
    await account.run(resume, 'CLEARED');
    await account.run('REVOKE EXECUTE TASK ON ACCOUNT FROM ROLE CLEARED');
    tasked.pass(minute);
    const [run] = await tasked.runDue();
    expect(run).toMatchObject({ state: 'FAILED' });
    expect(run?.errorMessage).toContain('EXECUTE TASK on the account');
    expect(await tasked.written()).toEqual([]);
  });

  it('of a serverless kind needs EXECUTE MANAGED TASK', async () => {
    await account.runAll([
      'GRANT CREATE TASK ON SCHEMA D.S TO ROLE CLEARED',
      'GRANT EXECUTE TASK ON ACCOUNT TO ROLE CLEARED',
    ]);
    await account.run(
      "CREATE TASK D.S.K SCHEDULE = '1 MINUTE' USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE = 'XSMALL' AS SELECT 1",
      'CLEARED',
    );
    expect(await account.code('ALTER TASK D.S.K RESUME', 'CLEARED')).toBe(
      'DAS_WAREHOUSE_NOT_AUTHORIZED',
    );
    await account.run('GRANT EXECUTE MANAGED TASK ON ACCOUNT TO ROLE CLEARED');
    expect(await account.code('ALTER TASK D.S.K RESUME', 'CLEARED')).toBe('none');
  });

  it('that takes longer than it may ends as failed', async () => {
    await account.runAll([
      'CREATE TABLE BIG (N NUMBER)',
      'INSERT INTO BIG SELECT SEQ.N FROM (WITH RECURSIVE R(N) AS (SELECT 1 UNION ALL SELECT N + 1 FROM R WHERE N < 3000) SELECT N FROM R) SEQ',
      `CREATE TASK K WAREHOUSE = W SCHEDULE = '1 MINUTE' USER_TASK_TIMEOUT_MS = 200 AS
         INSERT INTO LOG SELECT 'k', SUM(A.N * B.N + C.N) FROM BIG A, BIG B, BIG C`,
    ]);
    await tasked.execute('K');
    expect((await tasked.history())[0]).toMatchObject({ state: 'FAILED', errorCode: 630 });
    expect(await tasked.written()).toEqual([]);
  });

  it('that fails too often in a row is suspended', async () => {
    await account.runAll([
      `CREATE TASK K WAREHOUSE = W SCHEDULE = '1 MINUTE' SUSPEND_TASK_AFTER_NUM_FAILURES = 2 AS ${log('k', '1 / 0')}`,
      'ALTER TASK K RESUME',
    ]);
    tasked.pass(minute);
    await tasked.runDue();
    expect(await tasked.ended()).toEqual(['K:FAILED']);
    tasked.pass(minute);
    await tasked.runDue();
    expect(await tasked.ended()).toEqual(['K:FAILED', 'K:FAILED_AND_AUTO_SUSPENDED']);
    expect(await account.run('SHOW TASKS')).toMatchObject([
      { state: 'suspended', last_suspended_reason: 'SUSPENDED_DUE_TO_ERRORS' },
    ]);
    await account.run('ALTER TASK K RESUME');
    tasked.pass(minute);
    await tasked.runDue();
    expect(await account.run('SHOW TASKS')).toMatchObject([{ state: 'started' }]);
  });

  it('sets its session parameters', async () => {
    await account.run(
      "CREATE TASK K WAREHOUSE = W SCHEDULE = '1 MINUTE' QUERY_TAG = 'nightly' AS INSERT INTO LOG SELECT 'k', 1",
    );
    await tasked.execute('K');
    expect(await tasked.ended()).toEqual(['K:SUCCEEDED']);
    expect(
      await account.code("CREATE TASK K2 SCHEDULE = '1 MINUTE' AUTOCOMMIT = FALSE AS SELECT 1"),
    ).toBe('DAS_WAREHOUSE_INVALID_STATEMENT');
    expect(await account.code("CREATE TASK K2 SCHEDULE = '1 MINUTE' NO_SUCH = 1 AS SELECT 1")).toBe(
      'DAS_WAREHOUSE_UNSUPPORTED',
    );
  });
});

describe('the condition of a task', () => {
  it('skips the run when it is false, and the stream moves with the DML', async () => {
    await account.runAll([
      'CREATE TABLE SOURCE (N NUMBER)',
      'CREATE STREAM C ON TABLE SOURCE',
      "CREATE TASK K WAREHOUSE = W SCHEDULE = '1 MINUTE' WHEN SYSTEM$STREAM_HAS_DATA('C') AS INSERT INTO LOG SELECT 'k', N FROM C",
      'ALTER TASK K RESUME',
    ]);
    tasked.pass(minute);
    const [skipped] = await tasked.runDue();
    expect(skipped).toMatchObject({
      state: 'SKIPPED',
      queryId: undefined,
      queryStartTime: undefined,
    });
    await account.run('INSERT INTO SOURCE VALUES (7)');
    tasked.pass(minute);
    await tasked.runDue();
    tasked.pass(minute);
    await tasked.runDue();
    expect(await tasked.ended()).toEqual(['K:SKIPPED', 'K:SKIPPED', 'K:SUCCEEDED']);
    expect(await account.column('SELECT N FROM LOG')).toEqual([7]);
  });

  it('triggers a task without a schedule, no more often than it may', async () => {
    await account.runAll([
      'CREATE TABLE SOURCE (N NUMBER)',
      'CREATE STREAM C ON TABLE SOURCE',
      "CREATE TASK K WAREHOUSE = W WHEN SYSTEM$STREAM_HAS_DATA('C') AS INSERT INTO LOG SELECT 'k', N FROM C",
      'ALTER TASK K RESUME',
    ]);
    expect(await tasked.runDue()).toEqual([]);
    await account.run('INSERT INTO SOURCE VALUES (1)');
    const [run] = await tasked.runDue();
    expect(run).toMatchObject({ state: 'SUCCEEDED', scheduledFrom: 'TRIGGER' });
    await account.run('INSERT INTO SOURCE VALUES (2)');
    tasked.pass(29_000);
    expect(await tasked.runDue()).toEqual([]);
    tasked.pass(1000);
    expect(await tasked.runDue()).toHaveLength(1);
    expect(await account.column('SELECT N FROM LOG ORDER BY N')).toEqual([1, 2]);
  });

  it.each([
    "PARSE_JSON('1')::BOOLEAN",
    'EXISTS (SELECT 1 FROM LOG)',
    'CURRENT_ROLE() = 1',
    'N > 1',
  ])('holds nothing but what Snowflake evaluates there: %s', async (condition) => {
    const create = `CREATE TASK K WAREHOUSE = W SCHEDULE = '1 MINUTE' WHEN ${condition} AS SELECT 1`;
    expect(await account.code(create)).toBe('DAS_WAREHOUSE_UNSUPPORTED');
  });
});
