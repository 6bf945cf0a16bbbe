import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';
import type { LocalSession } from '../warehouse/local-session.js';
import { recordedMeasurements } from './metric-results.js';

const time = { now: 0 };
const clock = (): Date => new Date(time.now);
let account: Account;

beforeEach(async () => {
  time.now = Date.parse('2026-01-01T09:01:30Z');
  account = await Account.open({ clock });
  await account.runAll([
    ...basics,
    'CREATE ROLE STEWARD',
    'GRANT ROLE STEWARD TO ROLE ACCOUNTADMIN',
    'GRANT USAGE ON DATABASE D TO ROLE STEWARD',
    'GRANT USAGE, CREATE TABLE, CREATE VIEW, CREATE DATA METRIC FUNCTION ON SCHEMA D.S TO ROLE STEWARD',
    'GRANT EXECUTE DATA METRIC FUNCTION ON ACCOUNT TO ROLE STEWARD',
    `CREATE MASKING POLICY D.S.M AS (V VARCHAR) RETURNS VARCHAR ->
       CASE WHEN CURRENT_ROLE() = 'CLEARED' THEN V END`,
    'GRANT APPLY ON MASKING POLICY D.S.M TO ROLE STEWARD',
  ]);
  await account.runAll(
    [
      'CREATE TABLE D.S.T (ID NUMBER, N VARCHAR)',
      "INSERT INTO D.S.T VALUES (1, 'one'), (2, 'two'), (NULL, NULL)",
      `CREATE DATA METRIC FUNCTION D.S.LARGE(T TABLE(C NUMBER)) RETURNS NUMBER
         AS 'SELECT COUNT(*) FROM T WHERE C > 1'`,
    ],
    'STEWARD',
  );
});
afterEach(async () => await account.warehouse.close());

async function pass(minutes: number): Promise<void> {
  time.now += minutes * 60_000;
  await account.warehouse.runDueTasks();
}

const results = (): Promise<readonly object[]> =>
  account.run(
    `SELECT METRIC_NAME AS NAME, TO_VARCHAR(SCHEDULED_TIME, 'HH24:MI') AS AT, VALUE::VARCHAR AS V
       FROM SNOWFLAKE.LOCAL.DATA_QUALITY_MONITORING_RESULTS ORDER BY SCHEDULED_TIME, NAME`,
  );

const alter = (text: string, role = 'STEWARD'): Promise<string> =>
  account.code(`ALTER TABLE D.S.T ${text}`, role);

/** @see https://docs.snowflake.com/en/user-guide/data-quality-working */
describe('a data metric function on a table', () => {
  it('is measured on the hour without a schedule, and by the one that is set', async () => {
    expect(await alter('ADD DATA METRIC FUNCTION D.S.LARGE ON (ID)')).toBe('none');
    await pass(20);
    expect(await results()).toEqual([]);
    await pass(40);
    expect(await results()).toEqual([{ NAME: 'LARGE', AT: '10:00', V: '1' }]);
    expect(await alter("SET DATA_METRIC_SCHEDULE = '5 MINUTE'")).toBe('none');
    await pass(4);
    await pass(0);
    expect((await results()).slice(1)).toEqual([{ NAME: 'LARGE', AT: '10:05', V: '1' }]);
    expect(await alter("SET DATA_METRIC_SCHEDULE = ''")).toBe('none');
    await pass(600);
    expect((await results()).length).toBe(2);
    expect(await alter("SET DATA_METRIC_SCHEDULE = 'USING CRON 30 8 * * * Europe/Paris'")).toBe(
      'none',
    );
    await pass(24 * 60);
    expect((await results()).at(-1)).toEqual({ NAME: 'LARGE', AT: '07:30', V: '1' });
  });

  it('is measured when the rows of its table change', async () => {
    await alter("SET DATA_METRIC_SCHEDULE = 'TRIGGER_ON_CHANGES'");
    await alter('ADD DATA METRIC FUNCTION SNOWFLAKE.CORE.ROW_COUNT ON ()');
    await pass(90);
    expect(await results()).toEqual([]);
    await account.run("INSERT INTO D.S.T VALUES (4, 'four')");
    await pass(1);
    await pass(1);
    expect(await results()).toEqual([{ NAME: 'ROW_COUNT', AT: '10:32', V: '4' }]);
    for (const column of ['MORE', 'STILL_MORE']) {
      await alter(`ADD COLUMN ${column} NUMBER`);
      await pass(1);
    }
    await alter('DROP COLUMN MORE, STILL_MORE');
    await pass(1);
    expect((await results()).length).toBe(1);
    await account.run('DELETE FROM D.S.T WHERE ID = 4');
    await pass(1);
    expect((await results()).at(-1)).toEqual({ NAME: 'ROW_COUNT', AT: '10:37', V: '3' });
  });

  it('sees what the policies leave to the role that owns the table', async () => {
    await alter('MODIFY COLUMN N SET MASKING POLICY D.S.M');
    await alter('ADD DATA METRIC FUNCTION SNOWFLAKE.CORE.NULL_COUNT ON (N)');
    await pass(60);
    await account.run('GRANT OWNERSHIP ON TABLE D.S.T TO ROLE CLEARED');
    await account.run('GRANT EXECUTE DATA METRIC FUNCTION ON ACCOUNT TO ROLE CLEARED');
    await pass(60);
    expect(await results()).toEqual([
      { NAME: 'NULL_COUNT', AT: '10:00', V: '3' },
      { NAME: 'NULL_COUNT', AT: '11:00', V: '1' },
    ]);
  });

  it('leaves a measurement without a value when it fails, and the others go on', async () => {
    await account.run(
      `CREATE DATA METRIC FUNCTION D.S.BROKEN(T TABLE(C VARCHAR)) RETURNS NUMBER
         AS 'SELECT SUM(CAST(C AS NUMBER)) FROM T'`,
      'STEWARD',
    );
    await alter('ADD DATA METRIC FUNCTION D.S.BROKEN ON (N), D.S.LARGE ON (ID)');
    await pass(60);
    expect(await results()).toEqual([
      { NAME: 'BROKEN', AT: '10:00', V: null },
      { NAME: 'LARGE', AT: '10:00', V: '1' },
    ]);
    const session = (await account.session('ACCOUNTADMIN')) as LocalSession;
    const recorded = await recordedMeasurements(session.state.connection);
    const broken = recorded.find(({ metricName }) => metricName === 'BROKEN');
    expect(broken?.error).toMatch(/\w/);
    expect(broken?.error).not.toMatch(/one|two/);
  });

  it('goes by what the catalogue says when its turn comes', async () => {
    await account.runAll(
      [
        'CREATE TABLE D.S.MANY AS SELECT SEQ4() AS ID FROM TABLE(GENERATOR(ROWCOUNT => 12000))',
        `CREATE DATA METRIC FUNCTION D.S.SLOW(T TABLE(C NUMBER)) RETURNS NUMBER
           AS 'SELECT COUNT(*) FROM T A JOIN T B ON A.C + B.C <> 3'`,
        'CREATE TABLE D.S.LATER (ID NUMBER)',
        'ALTER TABLE D.S.LATER ADD DATA METRIC FUNCTION D.S.LARGE ON (ID)',
      ],
      'STEWARD',
    );
    await alter('ADD DATA METRIC FUNCTION D.S.LARGE ON (ID)');
    await account.run('ALTER TABLE D.S.MANY ADD DATA METRIC FUNCTION D.S.SLOW ON (ID)', 'STEWARD');
    const passed = pass(60);
    await account.run('DROP TABLE D.S.LATER', 'STEWARD');
    await passed;
    expect((await results()).map((row) => ('NAME' in row ? row.NAME : ''))).toEqual([
      'LARGE',
      'SLOW',
    ]);
  });

  it('is measured once, however many ask at the same time', async () => {
    await alter('ADD DATA METRIC FUNCTION D.S.LARGE ON (ID)');
    time.now += 60 * 60_000;
    const { warehouse } = account;
    await Promise.all([warehouse.runDueTasks(), warehouse.runDueTasks(), warehouse.runDueTasks()]);
    expect((await results()).length).toBe(1);
  });

  it('rests while it is suspended, its owner lacks a right, or what it needs is gone', async () => {
    const status = (): Promise<unknown> =>
      account.value(
        `SELECT SCHEDULE_STATUS FROM TABLE(D.INFORMATION_SCHEMA.DATA_METRIC_FUNCTION_REFERENCES(
           REF_ENTITY_NAME => 'D.S.T', REF_ENTITY_DOMAIN => 'table'))`,
        'STEWARD',
      );
    await alter('ADD DATA METRIC FUNCTION D.S.LARGE ON (ID)');
    expect(await status()).toBe('STARTED');
    await alter('MODIFY DATA METRIC FUNCTION D.S.LARGE ON (ID) SUSPEND');
    expect(await status()).toBe('SUSPENDED');
    await alter('MODIFY DATA METRIC FUNCTION D.S.LARGE ON (ID) RESUME');
    await account.run('REVOKE EXECUTE DATA METRIC FUNCTION ON ACCOUNT FROM ROLE STEWARD');
    expect(await status()).toBe('SUSPENDED_INSUFFICIENT_PRIVILEGE_TO_EXECUTE_DATA_METRIC_FUNCTION');
    await account.run('GRANT EXECUTE DATA METRIC FUNCTION ON ACCOUNT TO ROLE STEWARD');
    await alter('RENAME COLUMN ID TO NUMBER_OF');
    expect(await status()).toBe('STARTED');
    await alter('DROP COLUMN NUMBER_OF');
    await alter('ADD COLUMN OTHER NUMBER');
    expect(await status()).toBe('SUSPENDED_TABLE_COLUMN_DOES_NOT_EXIST_OR_NOT_AUTHORIZED');
    await account.run('DROP FUNCTION D.S.LARGE(TABLE(NUMBER))', 'STEWARD');
    expect(await status()).toBe('SUSPENDED_DATA_METRIC_FUNCTION_DOES_NOT_EXIST_OR_NOT_AUTHORIZED');
    await pass(60);
    expect(await results()).toEqual([]);
  });

  it('compares two tables, and is measured on views', async () => {
    await account.runAll(
      [
        'CREATE TABLE D.S.KNOWN (ID NUMBER)',
        'INSERT INTO D.S.KNOWN VALUES (1)',
        `CREATE DATA METRIC FUNCTION D.S.ORPHANS(A TABLE(X NUMBER), B TABLE(X NUMBER)) RETURNS NUMBER
           AS 'SELECT COUNT(*) FROM A WHERE X NOT IN (SELECT X FROM B)'`,
        'CREATE VIEW D.S.V AS SELECT ID FROM D.S.T',
        'ALTER VIEW D.S.V ADD DATA METRIC FUNCTION SNOWFLAKE.CORE.UNIQUE_COUNT ON (ID)',
      ],
      'STEWARD',
    );
    await alter('ADD DATA METRIC FUNCTION D.S.ORPHANS ON (ID, TABLE(D.S.KNOWN(ID)))');
    expect(
      await account.code("ALTER VIEW D.S.V SET DATA_METRIC_SCHEDULE = 'TRIGGER_ON_CHANGES'"),
    ).toBe('DAS_WAREHOUSE_INVALID_STATEMENT');
    await pass(60);
    expect(await results()).toEqual([
      { NAME: 'ORPHANS', AT: '10:00', V: '1' },
      { NAME: 'UNIQUE_COUNT', AT: '10:00', V: '2' },
    ]);
  });

  it('is measured on dynamic tables, also after a refresh that changed them', async () => {
    await account.runAll([
      `CREATE DYNAMIC TABLE D.S.DT TARGET_LAG = '1 day' WAREHOUSE = W REFRESH_MODE = FULL
         AS SELECT ID FROM D.S.T`,
      'ALTER DYNAMIC TABLE D.S.DT REFRESH',
      "ALTER DYNAMIC TABLE D.S.DT SET DATA_METRIC_SCHEDULE = 'TRIGGER_ON_CHANGES'",
      'ALTER DYNAMIC TABLE D.S.DT ADD DATA METRIC FUNCTION SNOWFLAKE.CORE.ROW_COUNT ON ()',
    ]);
    await pass(1);
    expect(await results()).toEqual([]);
    await account.runAll([
      'INSERT INTO D.S.T VALUES (7, NULL)',
      'ALTER DYNAMIC TABLE D.S.DT REFRESH',
    ]);
    await pass(1);
    await pass(1);
    expect(await results()).toEqual([{ NAME: 'ROW_COUNT', AT: '09:03', V: '4' }]);
  });

  it('asks for OWNERSHIP, EXECUTE DATA METRIC FUNCTION, USAGE and the right types', async () => {
    await account.runAll([
      'GRANT SELECT ON TABLE D.S.T TO ROLE READER',
      'GRANT USAGE ON FUNCTION D.S.LARGE(TABLE(NUMBER)) TO ROLE READER',
    ]);
    const add = 'ADD DATA METRIC FUNCTION D.S.LARGE ON (ID)';
    expect(await alter(add, 'READER')).toBe('DAS_WAREHOUSE_NOT_AUTHORIZED');
    expect(await alter("SET DATA_METRIC_SCHEDULE = '5 MINUTE'", 'READER')).toBe(
      'DAS_WAREHOUSE_NOT_AUTHORIZED',
    );
    await account.run('GRANT EXECUTE DATA METRIC FUNCTION ON ACCOUNT TO ROLE READER');
    expect(await alter("SET DATA_METRIC_SCHEDULE = '5 MINUTE'", 'READER')).toBe('none');
    await account.run('REVOKE EXECUTE DATA METRIC FUNCTION ON ACCOUNT FROM ROLE STEWARD');
    expect(await alter(add)).toBe('DAS_WAREHOUSE_NOT_AUTHORIZED');
    await account.run('GRANT EXECUTE DATA METRIC FUNCTION ON ACCOUNT TO ROLE STEWARD');
    expect(await alter('ADD DATA METRIC FUNCTION D.S.LARGE ON (N)')).toBe(
      'DAS_WAREHOUSE_INVALID_STATEMENT',
    );
    expect(await alter(add)).toBe('none');
    expect(await alter(add)).toBe('DAS_WAREHOUSE_INVALID_STATEMENT');
    expect(await alter('DROP DATA METRIC FUNCTION D.S.LARGE ON (ID)')).toBe('none');
    expect(await alter('DROP DATA METRIC FUNCTION D.S.LARGE ON (ID)')).toBe(
      'DAS_WAREHOUSE_INVALID_STATEMENT',
    );
  });

  it('refuses by name what it does not have', async () => {
    for (const text of [
      "SET DATA_METRIC_SCHEDULE = '1 HOUR'",
      'ADD DATA METRIC FUNCTION SNOWFLAKE.CORE.NULL_COUNT ON (ID) EXPECTATION E (VALUE = 0)',
      'ADD DATA METRIC FUNCTION SNOWFLAKE.CORE.FRESHNESS ON ()',
      'ADD DATA METRIC FUNCTION SNOWFLAKE.CORE.SCHEMA_CHANGE_COUNT ON ()',
      'ADD DATA METRIC FUNCTION SNOWFLAKE.CORE.DUPLICATE_COUNT ON (ID, N)',
      'ADD DATA METRIC FUNCTION SNOWFLAKE.CORE.ACCEPTED_VALUES ON (ID, ID -> ID = 5)',
    ]) {
      expect(await alter(text), text).toBe('DAS_WAREHOUSE_UNSUPPORTED');
    }
    await alter('ADD DATA METRIC FUNCTION D.S.LARGE ON (ID)');
    for (const text of [
      'CREATE TABLE D.S.COPY CLONE D.S.T',
      'CREATE SCHEMA D.S2 CLONE D.S',
      `CREATE OR REPLACE DATA METRIC FUNCTION D.S.LARGE(T TABLE(C NUMBER)) RETURNS NUMBER
         AS 'SELECT COUNT(*) FROM T'`,
    ]) {
      expect(await account.code(text), text).toBe('DAS_WAREHOUSE_UNSUPPORTED');
    }
  });

  it('shows measurements to the application roles, and those of a table to its readers', async () => {
    await alter('ADD DATA METRIC FUNCTION D.S.LARGE ON (ID)');
    await alter('ADD DATA METRIC FUNCTION SNOWFLAKE.CORE.NULL_COUNT ON (ID)');
    await pass(60);
    const view = 'SELECT COUNT(*) AS N FROM SNOWFLAKE.LOCAL.DATA_QUALITY_MONITORING_RESULTS';
    const call = `SELECT METRIC_NAME FROM TABLE(SNOWFLAKE.LOCAL.DATA_QUALITY_MONITORING_RESULTS(
      REF_ENTITY_NAME => 'D.S.T', REF_ENTITY_DOMAIN => 'table')) ORDER BY 1`;
    expect(await account.code(view, 'READER')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    expect(await account.code(call, 'READER')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    await account.run('GRANT SELECT ON TABLE D.S.T TO ROLE READER');
    expect(await account.column(call, 'READER')).toEqual(['NULL_COUNT']);
    await account.run('GRANT USAGE ON FUNCTION D.S.LARGE(TABLE(NUMBER)) TO ROLE READER');
    expect(await account.column(call, 'READER')).toEqual(['LARGE', 'NULL_COUNT']);
    await account.run(
      'GRANT APPLICATION ROLE SNOWFLAKE.DATA_QUALITY_MONITORING_VIEWER TO ROLE READER',
    );
    expect(await account.value(view, 'READER')).toBe(2);
  });
});
