import { sql } from '@das/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalWarehouse, openLocalWarehouse } from '../index.js';

let warehouse: LocalWarehouse;
beforeAll(async () => {
  warehouse = await openLocalWarehouse();
  await using admin = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  for (const text of [
    'CREATE DATABASE D',
    'CREATE ROLE ANALYST',
    'CREATE ROLE READER',
    'CREATE ROLE CLEARED',
    'GRANT ROLE CLEARED TO ROLE READER',
    `CREATE MASKING POLICY D.PUBLIC.P AS (VAL VARCHAR) RETURNS VARCHAR ->
       CASE WHEN IS_ROLE_IN_SESSION('CLEARED') THEN VAL ELSE CURRENT_ROLE() END`,
    'CREATE TABLE D.PUBLIC.T (V VARCHAR WITH MASKING POLICY D.PUBLIC.P)',
    "INSERT INTO D.PUBLIC.T VALUES ('clear')",
  ]) {
    await admin.execute(sql.raw(text));
  }
});
afterAll(() => warehouse.close());

async function as(args: string): Promise<unknown> {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const text = `EXECUTE USING POLICY_CONTEXT(${args}) AS SELECT V FROM D.PUBLIC.T`;
  return (await session.execute(sql.raw(text))).rows[0]?.V;
}

test.each([
  ["CURRENT_ROLE => 'ANALYST'", 'ANALYST'],
  [
    "CURRENT_ROLE => 'ANALYST', SNOWFLAKE$SESSION_ACTIVATED_ROLES => ('ANALYST', 'PUBLIC')",
    'ANALYST',
  ],
  [
    "CURRENT_ROLE => 'ANALYST', SNOWFLAKE$SESSION_ACTIVATED_ROLES => ('ANALYST', 'CLEARED')",
    'clear',
  ],
  [
    "SNOWFLAKE$SESSION_ACTIVATED_ROLES => ('ANALYST', 'READER', 'CLEARED'), CURRENT_ROLE => 'ANALYST'",
    'clear',
  ],
  ["CURRENT_ROLE => 'READER', SNOWFLAKE$SESSION_ACTIVATED_ROLES => 'PUBLIC'", 'READER'],
  ["SNOWFLAKE$SESSION_ACTIVATED_ROLES => 'CLEARED'", 'clear'],
  ["SNOWFLAKE$SESSION_ACTIVATED_ROLES => 'ANALYST'", 'ACCOUNTADMIN'],
])('the roles of the session are those that are said: %s', async (args, expected) => {
  expect(await as(args)).toBe(expected);
});

test.each([
  "CURRENT_ROLE => 'ANALYST', SNOWFLAKE$SESSION_ACTIVATED_ROLES => ('ANALYST', 'NOBODY')",
  'SNOWFLAKE$SESSION_ACTIVATED_ROLES => ()',
  "SNOWFLAKE$CURRENT_ACTIVATED_ROLES => 'CLEARED'",
  "CURRENT_USER => 'U'",
  // Whether CLEARED, which READER has, is active then is not documented.
  "SNOWFLAKE$SESSION_ACTIVATED_ROLES => ('ANALYST', 'READER')",
])('what names no role, or is not known, is refused: %s', async (args) => {
  await expect(as(args)).rejects.toMatchObject({ name: 'WarehouseError' });
});
