import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Session } from '@das/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DriverConnection } from '../../fixtures/driver.js';
import { type LocalWarehouse, openLocalWarehouse } from '../../warehouse/open-local-warehouse.js';
import { serve } from '../serve.js';
import type { ServedWarehouse } from '../serve-options.js';

let folder: string;
let warehouse: LocalWarehouse;
let server: ServedWarehouse;
let admin: Session;

const start = async (): Promise<void> => {
  warehouse = await openLocalWarehouse({ path: join(folder, 'network.duckdb') });
  admin = await warehouse.openSession({ role: 'ACCOUNTADMIN', database: 'D', schema: 'S' });
  server = await serve({ warehouse });
};
const run = async (text: string): Promise<readonly Record<string, unknown>[]> =>
  (await admin.execute({ text, binds: [] })).rows;
const runAll = async (...texts: readonly string[]): Promise<void> => {
  for (const text of texts) await run(text);
};
const failure = async (username = 'ann', password = 'any'): Promise<unknown> =>
  await DriverConnection.open(server.url, { username, password }).then(
    async (connection) => await connection[Symbol.asyncDispose]().then(() => 'none'),
    (error: { code?: unknown; message?: string }) =>
      `${String(error.code)} ${String(error.message)}`,
  );

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'das-network-'));
  await start();
  await runAll(
    'CREATE DATABASE D',
    'CREATE SCHEMA D.S',
    'CREATE ROLE READER',
    'GRANT USAGE ON DATABASE D TO ROLE READER',
    'GRANT USAGE ON SCHEMA D.S TO ROLE READER',
    "CREATE NETWORK RULE D.S.HOME TYPE = IPV4 VALUE_LIST = ('127.0.0.0/8') COMMENT = 'here'",
    "CREATE NETWORK RULE D.S.ONE TYPE = IPV4 VALUE_LIST = ('127.0.0.1') MODE = INGRESS",
    "CREATE NETWORK RULE D.S.AWAY TYPE = IPV4 VALUE_LIST = ('10.0.0.0/8')",
    "CREATE NETWORK RULE D.S.ENDPOINT TYPE = AWSVPCEID VALUE_LIST = ('vpce-0fa383eb170331202')",
    "CREATE NETWORK RULE D.S.OUT TYPE = HOST_PORT MODE = EGRESS VALUE_LIST = ('example.com:443')",
  );
}, 60_000);
afterAll(async () => {
  await server.close();
  await warehouse.close();
  await rm(folder, { recursive: true, force: true });
});

// https://docs.snowflake.com/en/user-guide/network-policies
describe('a network policy', () => {
  it.each([
    ["ALLOWED_NETWORK_RULE_LIST = ('D.S.HOME')", true],
    ["ALLOWED_NETWORK_RULE_LIST = ('D.S.AWAY')", false],
    ["ALLOWED_NETWORK_RULE_LIST = ('HOME') BLOCKED_NETWORK_RULE_LIST = ('ONE')", false],
    ["ALLOWED_NETWORK_RULE_LIST = ('ENDPOINT')", true],
    ["ALLOWED_NETWORK_RULE_LIST = ('ENDPOINT') BLOCKED_NETWORK_RULE_LIST = ('HOME')", false],
    ["BLOCKED_NETWORK_RULE_LIST = ('AWAY')", false],
    ["ALLOWED_IP_LIST = ('127.0.0.1', '10.0.0.0/8')", true],
    ["ALLOWED_IP_LIST = ('127.0.0.0/8') BLOCKED_IP_LIST = ('127.0.0.1')", false],
    ['ALLOWED_IP_LIST = ()', false],
    ["COMMENT = 'nothing else'", false],
  ])('lets 127.0.0.1 sign in with %s: %s', async (lists, isAllowed) => {
    await runAll(
      `CREATE OR REPLACE NETWORK POLICY P ${lists}`,
      'ALTER ACCOUNT SET NETWORK_POLICY = P',
    );
    const error = await failure();
    await run('ALTER ACCOUNT UNSET NETWORK_POLICY');
    if (isAllowed) expect(error).toBe('none');
    else {
      expect(error).toMatch(/390422/);
      expect(error).toMatch(/Incoming request with IP\/Token 127\.0\.0\.1 is not allowed/);
    }
  });

  it('stops the statements of sessions that are open, and lets them go on afterwards', async () => {
    await using connection = await DriverConnection.open(server.url);
    await connection.execute('SELECT 1 AS X');
    await runAll(
      "CREATE OR REPLACE NETWORK POLICY P ALLOWED_NETWORK_RULE_LIST = ('AWAY')",
      'ALTER ACCOUNT SET NETWORK_POLICY = P',
    );
    expect((await connection.failure('SELECT 1 AS X')).message).toMatch('not allowed to access');
    await run('ALTER ACCOUNT UNSET NETWORK_POLICY');
    await connection.execute('SELECT 1 AS X');
  });

  it('cannot be activated, or changed, by who would be kept out', async () => {
    await runAll(
      "CREATE OR REPLACE NETWORK POLICY P ALLOWED_NETWORK_RULE_LIST = ('AWAY')",
      "CREATE OR REPLACE NETWORK POLICY GOOD ALLOWED_NETWORK_RULE_LIST = ('HOME')",
    );
    await using connection = await DriverConnection.open(server.url);
    expect((await connection.failure('ALTER ACCOUNT SET NETWORK_POLICY = P')).message).toMatch(
      'Network policy P cannot be activated. Requestor IP address/Token, 127.0.0.1, must be included',
    );
    await connection.execute('ALTER ACCOUNT SET NETWORK_POLICY = GOOD');
    expect(await run("SHOW PARAMETERS LIKE 'network_policy' IN ACCOUNT")).toMatchObject([
      { key: 'NETWORK_POLICY', value: 'GOOD', level: 'ACCOUNT' },
    ]);
    const text = "ALTER NETWORK POLICY GOOD SET ALLOWED_NETWORK_RULE_LIST = ('D.S.AWAY')";
    expect((await connection.failure(text)).message).toMatch('current IP address/token 127.0.0.1');
    await expect(run('DROP NETWORK POLICY GOOD')).rejects.toThrow('in use');
    await expect(
      run("CREATE OR REPLACE NETWORK POLICY GOOD ALLOWED_IP_LIST = ('1.1.1.1')"),
    ).rejects.toThrow('in use');
    await connection.execute('ALTER ACCOUNT UNSET NETWORK_POLICY');
    await run('DROP NETWORK POLICY GOOD');
  });

  it('of a user goes before that of the account, and outlives the warehouse', async () => {
    await runAll(
      "CREATE USER CLOSED_OUT PASSWORD = 'Correct horse 7 battery'",
      "CREATE USER LET_IN PASSWORD = 'Correct horse 7 battery'",
      'GRANT ROLE ACCOUNTADMIN TO USER CLOSED_OUT',
      'GRANT ROLE ACCOUNTADMIN TO USER LET_IN',
      "CREATE OR REPLACE NETWORK POLICY FAR ALLOWED_NETWORK_RULE_LIST = ('AWAY')",
      "CREATE OR REPLACE NETWORK POLICY NEAR ALLOWED_NETWORK_RULE_LIST = ('HOME')",
      'ALTER USER CLOSED_OUT SET NETWORK_POLICY = FAR',
      'ALTER USER LET_IN SET NETWORK_POLICY = NEAR',
      'ALTER ACCOUNT SET NETWORK_POLICY = FAR',
    );
    await server.close();
    await warehouse.close();
    await start();
    expect(await failure('let_in', 'Correct horse 7 battery')).toBe('none');
    expect(await failure('closed_out', 'Correct horse 7 battery')).toMatch(/390422/);
    await run('ALTER ACCOUNT UNSET NETWORK_POLICY');
    expect(await failure('closed_out', 'Correct horse 7 battery')).toMatch(/390422/);
    await expect(run('DROP NETWORK POLICY FAR')).rejects.toThrow('in use');
    await run('ALTER USER CLOSED_OUT UNSET NETWORK_POLICY');
    expect(await failure('closed_out', 'Correct horse 7 battery')).toBe('none');
    await runAll('DROP USER CLOSED_OUT', 'DROP USER LET_IN', 'DROP NETWORK POLICY FAR');
  });

  it('is made by SECURITYADMIN or with a global privilege, and activated with ATTACH POLICY', async () => {
    await using reader = await warehouse.openSession({
      role: 'READER',
      database: 'D',
      schema: 'S',
    });
    const code = async (text: string): Promise<unknown> =>
      await reader.execute({ text, binds: [] }).then(
        () => 'none',
        (error: { code?: unknown }) => error.code,
      );
    const create = "CREATE NETWORK POLICY OWN ALLOWED_IP_LIST = ('127.0.0.1')";
    expect(await code(create)).toBe('DAS_WAREHOUSE_NOT_AUTHORIZED');
    expect(await code("CREATE NETWORK RULE R TYPE = IPV4 VALUE_LIST = ('1.1.1.1')")).toBe(
      'DAS_WAREHOUSE_NOT_AUTHORIZED',
    );
    await runAll(
      'GRANT CREATE NETWORK POLICY ON ACCOUNT TO ROLE READER',
      'GRANT CREATE NETWORK RULE ON SCHEMA D.S TO ROLE READER',
    );
    expect(await code(create)).toBe('none');
    expect(await code("CREATE NETWORK RULE R TYPE = IPV4 VALUE_LIST = ('1.1.1.1')")).toBe('none');
    expect(await code("ALTER NETWORK POLICY OWN SET ALLOWED_NETWORK_RULE_LIST = ('AWAY')")).toMatch(
      /NOT_FOUND/,
    );
    expect(await code('ALTER ACCOUNT SET NETWORK_POLICY = OWN')).toBe(
      'DAS_WAREHOUSE_NOT_AUTHORIZED',
    );
    await run('GRANT ATTACH POLICY ON ACCOUNT TO ROLE READER');
    expect(await code('ALTER ACCOUNT SET NETWORK_POLICY = OWN')).toBe('none');
    expect(await code('ALTER ACCOUNT UNSET NETWORK_POLICY')).toBe('none');
    expect(await code('DROP NETWORK POLICY OWN')).toBe('none');
  });

  it('is shown, described, altered, and refuses what is not documented', async () => {
    await runAll(
      "CREATE NETWORK POLICY Q ALLOWED_NETWORK_RULE_LIST = ('HOME', 'AWAY') COMMENT = 'c'",
      "ALTER NETWORK POLICY Q ADD BLOCKED_NETWORK_RULE_LIST = ('ONE')",
      "ALTER NETWORK POLICY Q REMOVE ALLOWED_NETWORK_RULE_LIST = ('AWAY')",
      'ALTER NETWORK POLICY Q RENAME TO Q2',
    );
    const [shown] = await run('SHOW NETWORK POLICIES');
    expect(shown).toMatchObject({ entries_in_allowed_ip_list: expect.any(Number) });
    expect(await run('DESC NETWORK POLICY Q2')).toEqual([
      { name: 'ALLOWED_NETWORK_RULE_LIST', value: 'HOME' },
      { name: 'BLOCKED_NETWORK_RULE_LIST', value: 'ONE' },
    ]);
    const rules = await run("SHOW NETWORK RULES LIKE 'HOME'");
    expect(rules).toMatchObject([{ type: 'IPV4', mode: 'INGRESS', entries_in_valuelist: 1 }]);
    const [rule] = await run('DESCRIBE NETWORK RULE HOME');
    expect(rule).toMatchObject({ value_list: '127.0.0.0/8', comment: 'here' });
    await runAll(
      "ALTER NETWORK RULE AWAY SET VALUE_LIST = ('10.0.0.0/8', '11.0.0.0/8')",
      'ALTER NETWORK RULE HOME UNSET COMMENT',
    );
    await expect(run('DROP NETWORK RULE ONE')).rejects.toThrow('in use');
    for (const text of [
      "CREATE NETWORK POLICY X ALLOWED_NETWORK_RULE_LIST = ('OUT')",
      "CREATE NETWORK POLICY X ALLOWED_NETWORK_RULE_LIST = ('NOPE')",
      "CREATE NETWORK POLICY X ALLOWED_NETWORK_RULE_LIST = ('HOME') ALLOWED_IP_LIST = ('1.1.1.1')",
      "CREATE NETWORK POLICY X ALLOWED_IP_LIST = ('here')",
      "CREATE NETWORK RULE X TYPE = HOST_PORT VALUE_LIST = ('example.com')",
      "CREATE NETWORK RULE X TYPE = IPV4 MODE = EGRESS VALUE_LIST = ('1.1.1.1')",
      'CREATE NETWORK RULE X TYPE = IPV4 VALUE_LIST = ()',
      "CREATE NETWORK RULE X TYPE = SOMETHING VALUE_LIST = ('1.1.1.1')",
      "CREATE OR ALTER NETWORK RULE HOME TYPE = IPV6 VALUE_LIST = ('::1')",
      'ALTER NETWORK RULE HOME SET MODE = EGRESS',
      'ALTER ACCOUNT SET NETWORK_POLICY = NOPE',
    ]) {
      await expect(run(text), text).rejects.toThrow();
    }
    await runAll('DROP NETWORK POLICY Q2', 'DROP NETWORK RULE ONE');
  });
});
