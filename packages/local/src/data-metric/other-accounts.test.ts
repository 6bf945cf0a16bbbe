import { expect, it } from 'vitest';
import { SharingAccounts } from '../fixtures/sharing-accounts.js';

it('tells no other account what was measured, and calls its functions on what is shared', async () => {
  const time = { now: Date.parse('2026-01-01T09:01:30Z') };
  await using accounts = await SharingAccounts.open({ clock: () => new Date(time.now) });
  const { provider } = accounts;
  await provider.runAll([
    'CREATE TABLE D.S.KEPT (ID NUMBER)',
    'ALTER TABLE D.S.KEPT ADD DATA METRIC FUNCTION SNOWFLAKE.CORE.ROW_COUNT ON ()',
    'GRANT SELECT ON TABLE D.S.KEPT TO SHARE SH',
  ]);
  time.now += 60 * 60_000;
  await provider.warehouse.runDueTasks();
  const view = 'SELECT COUNT(*) FROM SNOWFLAKE.LOCAL.DATA_QUALITY_MONITORING_RESULTS';
  expect(await provider.value(view)).toBe(1);
  await accounts.run('CREATE DATABASE IM FROM SHARE LOCAL.SH');
  await accounts.run('CREATE DATABASE OWN');
  await accounts.run('CREATE TABLE OWN.PUBLIC.T (ID NUMBER)');
  for (const text of [
    view,
    `SELECT VALUE FROM TABLE(SNOWFLAKE.LOCAL.DATA_QUALITY_MONITORING_RESULTS(
       REF_ENTITY_NAME => 'OWN.PUBLIC.T', REF_ENTITY_DOMAIN => 'table'))`,
    'ALTER TABLE OWN.PUBLIC.T ADD DATA METRIC FUNCTION SNOWFLAKE.CORE.ROW_COUNT ON ()',
  ]) {
    expect(await accounts.code(text), text).toBe('DAS_WAREHOUSE_UNSUPPORTED');
  }
  expect(
    await accounts.code(
      `SELECT VALUE FROM TABLE(SNOWFLAKE.LOCAL.DATA_QUALITY_MONITORING_RESULTS(
         REF_ENTITY_NAME => 'IM.S.KEPT', REF_ENTITY_DOMAIN => 'table'))`,
    ),
  ).toBe('DAS_WAREHOUSE_NOT_FOUND');
  expect(await accounts.run('SELECT SNOWFLAKE.CORE.MAX(SELECT ID FROM IM.S.T) AS M')).toEqual([
    { M: 2 },
  ]);
});
