import { afterAll, beforeAll, it } from 'vitest';
import { writeFileSync, appendFileSync } from 'node:fs';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
const time = { now: Date.parse('2026-01-01T09:01:30Z') };
const clock = (): Date => new Date(time.now);
const log = (text: string): void => appendFileSync('/tmp/dmf-review/out.txt', `${text}\n`);
async function t(text: string, role = 'ACCOUNTADMIN'): Promise<void> {
  try {
    const rows = await account.run(text, role);
    log(`[${role}] ${text.slice(0, 170)}\n    => ${JSON.stringify(rows, (_k, v) => (typeof v === 'bigint' ? `${v}n` : v)).slice(0, 600)}`);
  } catch (error) {
    const e = error as { code?: string; message?: string };
    log(`[${role}] ${text.slice(0, 170)}\n    !! ${e.code} ${e.message}`);
  }
}
beforeAll(async () => {
  writeFileSync('/tmp/dmf-review/out.txt', '');
  account = await Account.open({ clock });
  await account.runAll([
    ...basics,
    `CREATE MASKING POLICY D.S.M AS (V VARCHAR) RETURNS VARCHAR -> CASE WHEN CURRENT_ROLE() = 'CLEARED' THEN V END`,
    `CREATE ROW ACCESS POLICY D.S.R AS (V VARCHAR) RETURNS BOOLEAN -> CURRENT_ROLE() IN ('CLEARED') OR V = 'EU'`,
    `CREATE TABLE D.S.T (ID NUMBER(10,0), N VARCHAR WITH MASKING POLICY D.S.M, PLACE VARCHAR, SIZE NUMBER(5,2)) WITH ROW ACCESS POLICY D.S.R ON (PLACE)`,
    `INSERT INTO D.S.T VALUES (1,'one','EU',1.5),(2,'two','EU',2.25),(3,'secret3','US',7.75)`,
    'CREATE SEQUENCE D.S.Q', 'GRANT USAGE ON SEQUENCE D.S.Q TO ROLE READER',
    'GRANT SELECT ON TABLE D.S.T TO ROLE READER','GRANT SELECT ON TABLE D.S.T TO ROLE CLEARED',
    `CREATE DATA METRIC FUNCTION D.S.F(A TABLE(C NUMBER)) RETURNS NUMBER AS 'SELECT COUNT(*) FROM A'`,
    `CREATE DATA METRIC FUNCTION D.S.SUMS(A TABLE(C NUMBER)) RETURNS NUMBER AS 'SELECT SUM(C) FROM A'`,
    `CREATE DATA METRIC FUNCTION D.S.TWO(A TABLE(C NUMBER), B TABLE(C NUMBER)) RETURNS NUMBER AS 'SELECT COUNT(*) FROM A JOIN B ON A.C = B.C'`,
    'GRANT USAGE ON FUNCTION D.S.F(TABLE(NUMBER)) TO ROLE READER',
  ]);
}, 60000);
afterAll(async () => await account.warehouse.close());


const results = (): Promise<void> => t(`SELECT METRIC_NAME AS NAME, TABLE_NAME, TO_VARCHAR(SCHEDULED_TIME, 'HH24:MI') AS AT, VALUE::VARCHAR AS V FROM SNOWFLAKE.LOCAL.DATA_QUALITY_MONITORING_RESULTS ORDER BY SCHEDULED_TIME, NAME`);
const tick = async (minutes: number): Promise<void> => {
  time.now += minutes * 60_000;
  try { await account.warehouse.runDueTasks(); log('-- tick ok'); } catch (e) { log(`-- TICK FAILED ${String(e)}`); }
};


it('ticks', async () => {
  await t("CREATE TABLE D.S.TR (ID NUMBER)"); await t("ALTER TABLE D.S.TR SET DATA_METRIC_SCHEDULE = 'TRIGGER_ON_CHANGES'");
  await t('ALTER TABLE D.S.TR ADD DATA METRIC FUNCTION SNOWFLAKE.CORE.ROW_COUNT ON ()');
  await t('ALTER TABLE D.S.TR ADD COLUMN X1 NUMBER'); await tick(1); await results();
  await t('ALTER TABLE D.S.TR ADD COLUMN X2 NUMBER'); await tick(1); await results();
  await t("ALTER TABLE D.S.TR SET DATA_METRIC_SCHEDULE = ''");
  // dropping in between
  await t('CREATE SCHEMA D.BIG'); await t('CREATE TABLE D.BIG.A1 (ID NUMBER)'); await t('CREATE TABLE D.BIG.A2 (ID NUMBER)'); await t('CREATE TABLE D.S.ZZ (ID NUMBER)');
  await t('INSERT INTO D.BIG.A1 SELECT SEQ4() FROM TABLE(GENERATOR(ROWCOUNT => 30000))');
  await t(`CREATE DATA METRIC FUNCTION D.S.SLOW(A TABLE(C NUMBER)) RETURNS NUMBER AS 'SELECT COUNT(*) FROM A X JOIN A Y ON X.C + Y.C <> 3'`);
  await t('ALTER TABLE D.BIG.A1 ADD DATA METRIC FUNCTION D.S.SLOW ON (ID)');
  await t('ALTER TABLE D.BIG.A2 ADD DATA METRIC FUNCTION SNOWFLAKE.CORE.ROW_COUNT ON ()');
  await t('ALTER TABLE D.S.ZZ ADD DATA METRIC FUNCTION SNOWFLAKE.CORE.ROW_COUNT ON ()');
  time.now += 60 * 60_000;
  const begin = Date.now();
  const run = account.warehouse.runDueTasks().then(() => log(`-- tick ok ${Date.now() - begin} ms`), (e) => log(`-- TICK FAILED ${String(e)}`));
  await new Promise((r) => setTimeout(r, 300));
  await t('DROP TABLE D.BIG.A2'); await t('DROP SCHEMA D.BIG'); log(`dropped after ${Date.now() - begin}`);
  await run; await results();
  await t('SELECT TABLE_DATABASE, TABLE_SCHEMA, TABLE_NAME, METRIC_NAME, VALUE::VARCHAR AS V, ARGUMENT_NAMES FROM SNOWFLAKE.LOCAL.DATA_QUALITY_MONITORING_RESULTS');
  // close
  await t('CREATE TABLE D.S.HUGE AS SELECT SEQ4() AS ID FROM TABLE(GENERATOR(ROWCOUNT => 300000))');
  await t('ALTER TABLE D.S.HUGE ADD DATA METRIC FUNCTION D.S.SLOW ON (ID)');
  time.now += 60 * 60_000;
  const again = account.warehouse.runDueTasks().then(() => log(`-- tick ok`), (e) => log(`-- TICK FAILED ${String(e)}`));
  await new Promise((r) => setTimeout(r, 500));
  const closing = Date.now();
  const closed = account.warehouse.close().then(() => log(`-- closed in ${Date.now() - closing} ms`));
  await Promise.race([closed, new Promise((r) => setTimeout(() => { log('-- close still waits after 20 s'); r(undefined); }, 20_000))]);
  void again;
}, 90000);
