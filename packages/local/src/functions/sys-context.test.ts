import { sql } from '@das/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalWarehouse, openLocalWarehouse } from '../index.js';

let warehouse: LocalWarehouse;
beforeAll(async () => {
  warehouse = await openLocalWarehouse();
  await using admin = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  for (const text of [
    'CREATE DATABASE D',
    `CREATE MASKING POLICY D.PUBLIC.P AS (VAL VARCHAR) RETURNS VARCHAR ->
       CASE WHEN SYS_CONTEXT('SNOWFLAKE$CURRENT', 'IS_AGENT_ACTIVATED') = 'FALSE' THEN VAL END`,
    'CREATE TABLE D.PUBLIC.T (V VARCHAR WITH MASKING POLICY D.PUBLIC.P)',
    "INSERT INTO D.PUBLIC.T VALUES ('clear')",
  ]) {
    await admin.execute(sql.raw(text));
  }
});
afterAll(() => warehouse.close());

async function ask(text: string, agent?: 'SNOWFLAKE_INTELLIGENCE') {
  const options = { role: 'ACCOUNTADMIN', ...(agent === undefined ? {} : { agent }) };
  await using session = await warehouse.openSession(options);
  return (await session.execute(sql.raw(text))).rows;
}

const activated = "SYS_CONTEXT('SNOWFLAKE$CURRENT', 'IS_AGENT_ACTIVATED'";

test('an agent is active in its own session alone', async () => {
  expect(await ask(`SELECT ${activated}) AS A`)).toEqual([{ A: 'FALSE' }]);
  expect(await ask(`SELECT ${activated}) AS A`, 'SNOWFLAKE_INTELLIGENCE')).toEqual([{ A: 'TRUE' }]);
});

test('the type of the agent can be asked for', async () => {
  const text = `SELECT ${activated}, 'SNOWFLAKE_INTELLIGENCE') AS A, ${activated}, 'CORTEX_CODE_CLI') AS B`;
  const expected = [{ A: 'TRUE', B: 'FALSE' }];
  expect(await ask(text, 'SNOWFLAKE_INTELLIGENCE')).toEqual(expected);
});

test('a policy can hide from agents what the role may see', async () => {
  expect(await ask('SELECT V FROM D.PUBLIC.T')).toEqual([{ V: 'clear' }]);
  expect(await ask('SELECT V FROM D.PUBLIC.T', 'SNOWFLAKE_INTELLIGENCE')).toEqual([{ V: null }]);
  const simulated =
    "EXECUTE USING POLICY_CONTEXT(CURRENT_ROLE => 'ACCOUNTADMIN') AS SELECT V FROM D.PUBLIC.T";
  expect(await ask(simulated, 'SNOWFLAKE_INTELLIGENCE')).toEqual([{ V: null }]);
});

test.each([
  "SYS_CONTEXT('SNOWFLAKE$CURRENT')",
  "SYS_CONTEXT('SNOWFLAKE$SESSION', 'ROLE')",
  "SYS_CONTEXT('SNOWFLAKE$CURRENT', 'IS_ROLE_ACTIVATED', 'ACCOUNTADMIN')",
  `${activated}, 'SNOWFLAKE_INTELLIGENCE', 'D', 'S', 'N')`,
  "SYS_CONTEXT(UPPER('snowflake$current'), CURRENT_USER())",
])('%s is refused and not answered', async (call) => {
  await expect(ask(`SELECT ${call} AS A`)).rejects.toMatchObject({ name: 'WarehouseError' });
});
