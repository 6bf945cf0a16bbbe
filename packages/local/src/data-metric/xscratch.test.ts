import { it } from 'vitest';
import { appendFileSync, writeFileSync } from 'node:fs';
import { Account, basics } from '../fixtures/account.js';
const time = { now: Date.parse('2026-01-01T09:01:30Z') };
const clock = (): Date => new Date(time.now);
const log = (text: string): void => appendFileSync('/tmp/dmf-review/out.txt', `${text}\n`);
it('shares', async () => {
  writeFileSync('/tmp/dmf-review/out.txt', '');
  const account = await Account.open({ clock });
  const on = async (acc: string | undefined, role: string, text: string, session?: { execute(s: unknown): Promise<{ rows: unknown }> }) => {
    try {
      const s = session ?? await account.warehouse.openSession({ ...(acc ? { account: acc } : {}), role } as never);
      const { rows } = await (s as never as { execute(s: unknown): Promise<{ rows: unknown }> }).execute({ text, binds: [] });
      log(`[${acc ?? ''}/${role}] ${text.slice(0, 150)}\n   => ${JSON.stringify(rows, (_k, v) => (typeof v === 'bigint' ? `${v}n` : v)).slice(0, 400)}`);
    } catch (e) { log(`[${acc ?? ''}/${role}] ${text.slice(0, 150)}\n   !! ${(e as { code?: string }).code} ${(e as Error).message}`); }
  };
  await account.runAll([...basics,
    `CREATE MASKING POLICY D.S.M AS (V NUMBER) RETURNS NUMBER -> CASE WHEN CURRENT_ACCOUNT() <> 'CONSUMER' THEN V END`,
    'CREATE TABLE D.S.T (ID NUMBER, N NUMBER WITH MASKING POLICY D.S.M)', 'INSERT INTO D.S.T VALUES (1,10),(2,20)',
    `CREATE DATA METRIC FUNCTION D.S.F(A TABLE(C NUMBER)) RETURNS NUMBER AS 'SELECT MAX(C) FROM A'`,
    'CREATE SECURE VIEW D.S.V AS SELECT D.S.F(SELECT N FROM D.S.T) AS K, D.S.F(SELECT ID FROM D.S.T) AS J, SNOWFLAKE.CORE.DATA_METRIC_SCHEDULED_TIME() AS T',
    'CREATE SHARE SH', 'GRANT USAGE ON DATABASE D TO SHARE SH', 'GRANT USAGE ON SCHEMA D.S TO SHARE SH', 'GRANT SELECT ON TABLE D.S.T TO SHARE SH', 'GRANT SELECT ON VIEW D.S.V TO SHARE SH',
  ]);
  await on(undefined, 'ACCOUNTADMIN', 'SHOW SHARES');
  await on(undefined, 'ACCOUNTADMIN', 'SELECT CURRENT_ACCOUNT()');
  await on(undefined, 'ACCOUNTADMIN', 'ALTER SHARE SH ADD ACCOUNTS = CONSUMER');
  await on('CONSUMER', 'ACCOUNTADMIN', 'SHOW SHARES');
  for (const from of ['MAIN.SH', 'DAS.SH', 'LOCAL.SH']) await on('CONSUMER', 'ACCOUNTADMIN', `CREATE DATABASE IM FROM SHARE ${from}`);
  await account.run('SELECT CURRENT_ACCOUNT()').then(async (r) => on('CONSUMER', 'ACCOUNTADMIN', `CREATE DATABASE IM FROM SHARE ${Object.values(r[0] ?? {})[0]}.SH`));
  const c = 'CONSUMER';
  for (const q of ['SELECT MAX(N), MAX(ID) FROM IM.S.T', 'SELECT SNOWFLAKE.CORE.MAX(SELECT N FROM IM.S.T)', 'SELECT SNOWFLAKE.CORE.MAX(SELECT ID FROM IM.S.T)', 'SELECT * FROM IM.S.V', 'SELECT IM.S.F(SELECT N FROM IM.S.T)', 'SELECT SNOWFLAKE.CORE.MAX(SELECT K FROM IM.S.V)',
    'ALTER TABLE IM.S.T ADD DATA METRIC FUNCTION SNOWFLAKE.CORE.MAX ON (N)', 'CREATE DATABASE O', `CREATE DATA METRIC FUNCTION O.PUBLIC.G(A TABLE(C NUMBER)) RETURNS NUMBER AS 'SELECT MAX(C) FROM A'`, 'SELECT O.PUBLIC.G(SELECT N FROM IM.S.T)', 'CREATE TABLE O.PUBLIC.X (ID NUMBER)', `CREATE DATA METRIC FUNCTION O.PUBLIC.H(A TABLE(C NUMBER), B TABLE(C NUMBER)) RETURNS NUMBER AS 'SELECT MAX(B.C) FROM B'`,
    'ALTER TABLE O.PUBLIC.X ADD DATA METRIC FUNCTION O.PUBLIC.H ON (ID, TABLE(IM.S.T(N)))', 'CREATE VIEW O.PUBLIC.VV AS SELECT N FROM IM.S.T', 'ALTER VIEW O.PUBLIC.VV ADD DATA METRIC FUNCTION O.PUBLIC.G ON (N)',
    "SELECT METRIC_NAME FROM TABLE(SNOWFLAKE.LOCAL.DATA_QUALITY_MONITORING_RESULTS(REF_ENTITY_NAME => 'IM.S.T', REF_ENTITY_DOMAIN => 'table'))",
    "SELECT METRIC_NAME FROM TABLE(IM.INFORMATION_SCHEMA.DATA_METRIC_FUNCTION_REFERENCES(REF_ENTITY_NAME => 'IM.S.T', REF_ENTITY_DOMAIN => 'table'))",
    'SHOW DATA METRIC FUNCTIONS IN ACCOUNT', 'SELECT FUNCTION_NAME FROM IM.INFORMATION_SCHEMA.FUNCTIONS']) await on(c, 'ACCOUNTADMIN', q);
  await account.runAll(['ALTER TABLE D.S.T ADD DATA METRIC FUNCTION SNOWFLAKE.CORE.MAX ON (N)'].slice(1));
  await account.runAll(['CREATE TABLE D.S.P (N NUMBER)', 'ALTER TABLE D.S.P ADD DATA METRIC FUNCTION SNOWFLAKE.CORE.ROW_COUNT ON ()']);
  time.now += 3600_000;
  await account.warehouse.runDueTasks();
  await on(undefined, 'ACCOUNTADMIN', 'SELECT TABLE_ID, TABLE_NAME, METRIC_NAME, VALUE FROM SNOWFLAKE.LOCAL.DATA_QUALITY_MONITORING_RESULTS');
  await on(c, 'ACCOUNTADMIN', 'SELECT TABLE_ID, TABLE_NAME, METRIC_NAME, VALUE FROM SNOWFLAKE.LOCAL.DATA_QUALITY_MONITORING_RESULTS');
  await on(c, 'ACCOUNTADMIN', 'GRANT APPLICATION ROLE SNOWFLAKE.DATA_QUALITY_MONITORING_VIEWER TO ROLE PUBLIC');
  await on(c, 'PUBLIC', 'SELECT TABLE_ID, TABLE_NAME, METRIC_NAME, VALUE FROM SNOWFLAKE.LOCAL.DATA_QUALITY_MONITORING_RESULTS');
  await on(c, 'ACCOUNTADMIN', "SELECT METRIC_NAME FROM TABLE(SNOWFLAKE.LOCAL.DATA_QUALITY_MONITORING_RESULTS(REF_ENTITY_NAME => 'O.PUBLIC.X', REF_ENTITY_DOMAIN => 'table'))");
  await account.warehouse.close();
}, 60000);
