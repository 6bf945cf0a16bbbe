import { compileDomain, type Resource, sql, type Warehouse } from '@das/core';
import { openSnowflakeWarehouse } from '@das/core/snowflake';
import { type LocalWarehouse, openLocalWarehouse, serve } from '@das/local';
import { expect, test } from 'vitest';
import { checkMatrix } from './check-matrix.js';
import { compareAnswers } from './compare-answers.js';
import { policyContextStatement } from './context-statement.js';
import { holdsEqual } from './describe-policies.js';
import { masking, orders, rows, shop } from './fixtures/policy-shop.js';
import { judgeAnswers } from './judge-answers.js';
import { observeContexts } from './observe-contexts.js';
import { observeSessions } from './observe-sessions.js';
import type { CheckedMatrix } from './policy-matrix.js';

const runner = { describe: () => {}, test: () => {}, beforeAll: () => {} };
const domain = shop();
const matrix: CheckedMatrix = checkMatrix(domain, {
  runner,
  personas: {
    analyst: ['ANALYST'],
    manager: ['EMEA_MANAGER'],
    reader: ['PII_READER'],
    loader: ['LOADER'],
  },
  rows: [orders, ...rows],
  expect: {
    analyst: { email: 'masked', card: 'masked', total: 'null', born: 'masked' },
    manager: { rows: [0], email: 'masked', card: 'masked', total: 'clear', born: 'masked' },
    reader: { rows: 'none' },
    loader: 'denied',
  },
});

function overTheDriver(url: string): Warehouse {
  return openSnowflakeWarehouse({
    account: 'local',
    accessUrl: url,
    user: 'tester',
    credential: { kind: 'password', password: 'any' },
  });
}

async function namesIn(warehouse: Warehouse, what: string): Promise<readonly unknown[]> {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  return (await session.execute(sql.raw(`SHOW ${what}`))).rows.map((row) => row.name);
}

test('sessions, policy contexts and policy contexts over the real driver answer the same', async () => {
  await using warehouse = await openLocalWarehouse();
  const sessions = await observeSessions(warehouse, domain, matrix);
  expect(judgeAnswers(matrix, sessions)).toEqual([]);

  await using other: LocalWarehouse = await openLocalWarehouse();
  expect(compareAnswers(sessions, await observeContexts(other, domain, matrix))).toEqual([]);

  await using server = await serve({ warehouse: other, schedule: false });
  await using account = overTheDriver(server.url);
  const before = await namesIn(account, 'ROLES');
  await holdsEqual(domain, matrix, sessions, account);
  expect(await namesIn(account, 'ROLES')).toEqual(before);
  expect(await namesIn(account, "DATABASES LIKE '%POLICY_TEST%'")).toEqual([]);
});

test('a warehouse that answers otherwise is found out, in a table without values', async () => {
  await using warehouse = await openLocalWarehouse();
  const weak = shop({ masking: masking.map((each) => ({ ...each, masks: { text: 'VAL' } })) });
  const sessions = await observeSessions(warehouse, weak, matrix);
  await using other = await openLocalWarehouse();
  const failure = await holdsEqual(domain, matrix, sessions, other).catch((error) => error);
  expect(failure).toMatchObject({ code: 'DAS_POLICY_TEST_FAILED' });
  expect(failure.message).toMatch(/analyst +email +0 +the stored value +another text/);
  expect(failure.message).not.toMatch(/ada|example\.com|4111/);
});

test('a policy that is missing in what is made is found out, column by column and for the rows', async () => {
  const bare = compileDomain(domain).map(
    (each): Resource =>
      each.kind === 'dynamicTable'
        ? {
            ...each,
            rowAccess: undefined,
            columns: each.columns.map((column) => ({ ...column, maskingPolicy: undefined })),
          }
        : each,
  );
  await using warehouse = await openLocalWarehouse();
  const answers = await observeSessions(warehouse, domain, matrix, bare);
  const found = judgeAnswers(matrix, answers).map(({ persona, column }) => `${persona} ${column}`);
  expect(new Set(found)).toEqual(
    new Set([
      'analyst email',
      'analyst card',
      'analyst total',
      'analyst born',
      'manager undefined',
      'manager email',
      'manager card',
      'manager born',
      'reader undefined',
    ]),
  );
});

test('the statement lists every activated role when there are secondary ones', () => {
  const query = sql`SELECT 1`;
  expect(policyContextStatement(domain, ['ANALYST'], query).text).toBe(
    "EXECUTE USING POLICY_CONTEXT(CURRENT_ROLE => 'ANALYST') AS SELECT 1",
  );
  expect(policyContextStatement(domain, ['ANALYST', 'PII_READER'], query).text).toBe(
    "EXECUTE USING POLICY_CONTEXT(CURRENT_ROLE => 'ANALYST', SNOWFLAKE$SESSION_ACTIVATED_ROLES => ('ANALYST', 'PII_READER', 'PUBLIC')) AS SELECT 1",
  );
});

test('secondary roles are simulated as a session has them', async () => {
  const secondary: CheckedMatrix = {
    ...matrix,
    personas: new Map([
      ['manager', ['EMEA_MANAGER']],
      ['both', ['EMEA_MANAGER', 'PII_READER']],
    ]),
  };
  await using warehouse = await openLocalWarehouse();
  const sessions = await observeSessions(warehouse, domain, secondary);
  const contexts = await observeContexts(await openLocalWarehouse(), domain, secondary);
  expect(compareAnswers(sessions, contexts)).toEqual([]);
  expect(contexts.personas.get('both')).not.toEqual(contexts.personas.get('manager'));
});
