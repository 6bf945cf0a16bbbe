import { sql } from '@das/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    'CREATE TABLE D.S.T (A NUMBER)',
    'CREATE ROLE COSTS',
    'GRANT USAGE ON DATABASE D TO ROLE COSTS',
    'GRANT USAGE ON SCHEMA D.S TO ROLE COSTS',
    'GRANT SELECT ON TABLE D.S.T TO ROLE COSTS',
    'CREATE SNOWFLAKE.CORE.BUDGET D.S.B()',
  ]);
});
afterAll(async () => await account.warehouse.close());

const reference = (kind: string, name: string) =>
  `(SELECT SYSTEM$REFERENCE('${kind}', '${name}', 'SESSION', 'APPLYBUDGET'))`;
const linked = async (budget = 'D.S.B') =>
  (await account.run(`CALL ${budget}!GET_LINKED_RESOURCES()`)).map(
    ({ NAME, DOMAIN, SCHEMA_NAME, DATABASE_NAME }) => [DOMAIN, DATABASE_NAME, SCHEMA_NAME, NAME],
  );

describe('a budget', () => {
  it('has no limit and tells nobody until it is told to', async () => {
    expect(await account.value('CALL D.S.B!GET_SPENDING_LIMIT()')).toBe(-1);
    expect(await account.value('CALL D.S.B!GET_NOTIFICATION_EMAIL()')).toBe('');
    await account.run('CALL D.S.B!SET_SPENDING_LIMIT(100)');
    await account.run("CALL D.S.B!SET_EMAIL_NOTIFICATIONS('a@x.example,b@x.example')");
    expect(await account.run('CALL D.S.B!GET_CONFIG()')).toMatchObject([
      { SPEND_LIMIT: 100, NOTIFICATION_EMAIL: 'a@x.example, b@x.example' },
    ]);
    expect(await account.code('CALL D.S.B!SET_SPENDING_LIMIT(0)')).toMatch(/^DAS_/);
    expect(await account.code("CALL D.S.B!SET_EMAIL_NOTIFICATIONS('nobody')")).toMatch(/^DAS_/);
  });

  it('watches objects one by one, and none in two budgets', async () => {
    await account.run(`CALL D.S.B!ADD_RESOURCE${reference('TABLE', 'D.S.T')}`);
    await account.run(`CALL D.S.B!ADD_RESOURCE(${reference('warehouse', '"W"')})`);
    await account.run(`CALL D.S.B!ADD_RESOURCE${reference('SCHEMA', 'D.S')}`);
    expect(await linked()).toEqual([
      ['TABLE', 'D', 'S', 'T'],
      ['WAREHOUSE', null, null, 'W'],
      ['SCHEMA', 'D', null, 'S'],
    ]);
    await account.run('CREATE SNOWFLAKE.CORE.BUDGET D.S.OTHER()');
    await account.run(`CALL D.S.OTHER!ADD_RESOURCE${reference('TABLE', 'D.S.T')}`);
    expect(await linked()).toHaveLength(2);
    expect(await linked('D.S.OTHER')).toEqual([['TABLE', 'D', 'S', 'T']]);
    await account.run(`CALL D.S.B!REMOVE_RESOURCE${reference('WAREHOUSE', 'W')}`);
    await account.run(`CALL D.S.B!REMOVE_RESOURCE${reference('SCHEMA', 'D.S')}`);
    expect(await linked()).toEqual([]);
  });

  it('refuses what nobody has documented', async () => {
    const unsupported = 'DAS_WAREHOUSE_UNSUPPORTED';
    const add = `CALL D.S.B!ADD_RESOURCE${reference('DATABASE', 'D')}`;
    await account.run(add);
    expect(await account.code(add)).toBe(unsupported);
    await account.run(add.replace('ADD', 'REMOVE'));
    expect(await account.code(add.replace('ADD', 'REMOVE'))).toBe(unsupported);
    expect(await account.code('CALL D.S.B!REFRESH_USAGE()')).toBe(unsupported);
    expect(
      await account.code("CALL D.S.B!SET_EMAIL_NOTIFICATIONS('integration', 'a@x.example')"),
    ).toBe(unsupported);
    expect(await account.code('CALL D.S.PROCEDURE()')).toBe(unsupported);
    expect(await account.code(`CALL D.S.B!ADD_RESOURCE${reference('VIEW', 'D.S.T')}`)).toBe(
      unsupported,
    );
  });

  it('knows only what is there', async () => {
    const missing = 'DAS_WAREHOUSE_NOT_FOUND';
    expect(await account.code('CALL D.S.NONE!GET_SPENDING_LIMIT()')).toBe(missing);
    expect(await account.code('DROP SNOWFLAKE.CORE.BUDGET D.S.NONE')).toBe(missing);
    expect(await account.code('CREATE SNOWFLAKE.CORE.BUDGET D.NONE.B()')).toBe(missing);
    expect(await account.code(`CALL D.S.B!ADD_RESOURCE${reference('TABLE', 'D.S.NO')}`)).toBe(
      missing,
    );
    expect(await account.code('CREATE SNOWFLAKE.CORE.BUDGET D.S.B()')).toBe(
      'DAS_WAREHOUSE_ALREADY_EXISTS',
    );
  });

  it('is shown with its comment, renamed and dropped', async () => {
    await account.runAll([
      "CREATE SNOWFLAKE.CORE.BUDGET IF NOT EXISTS D.S.C() COMMENT = 'first'",
      "ALTER SNOWFLAKE.CORE.BUDGET D.S.C SET COMMENT = 'second'",
    ]);
    const shown = () => account.run("SHOW SNOWFLAKE.CORE.BUDGET INSTANCES LIKE 'C%' IN SCHEMA D.S");
    expect(await shown()).toMatchObject([
      { name: 'C', database_name: 'D', schema_name: 'S', comment: 'second' },
    ]);
    await account.run('ALTER SNOWFLAKE.CORE.BUDGET D.S.C RENAME TO D.S.C2');
    expect((await shown()).map(({ name }) => name)).toEqual(['C2']);
    await account.run('DROP SNOWFLAKE.CORE.BUDGET D.S.C2');
    expect(await shown()).toEqual([]);
  });

  it('is made by who may make budgets in the schema, and changed by its owner alone', async () => {
    const create = 'CREATE SNOWFLAKE.CORE.BUDGET D.S.MINE()';
    const denied = 'DAS_WAREHOUSE_NOT_AUTHORIZED';
    expect(await account.code(create, 'COSTS')).toBe(denied);
    await account.run('GRANT CREATE SNOWFLAKE.CORE.BUDGET ON SCHEMA D.S TO ROLE COSTS');
    expect(await account.code(create, 'COSTS')).toBe(denied);
    await account.run('GRANT DATABASE ROLE SNOWFLAKE.BUDGET_CREATOR TO ROLE COSTS');
    expect(await account.code(create, 'COSTS')).toBe('none');
    expect(await account.code('CALL D.S.B!SET_SPENDING_LIMIT(1)', 'COSTS')).not.toBe('none');
    const add = `CALL D.S.MINE!ADD_RESOURCE${reference('TABLE', 'D.S.T')}`;
    expect(await account.code(add, 'COSTS')).toBe(denied);
    await account.run('GRANT APPLYBUDGET ON TABLE D.S.T TO ROLE COSTS');
    expect(await account.code(add, 'COSTS')).toBe('none');
  });

  it('is not called inside a transaction, and hides its name from who may not see it', async () => {
    const call = 'CALL D.S.B!GET_SPENDING_LIMIT()';
    await using session = await account.warehouse.openSession({ role: 'ACCOUNTADMIN' });
    await expect(
      session.transaction(async () => await session.execute(sql.raw(call))),
    ).rejects.toThrow('transaction');
    await session.execute(sql`BEGIN`);
    await expect(session.execute(sql.raw(call))).rejects.toThrow('CALL inside a transaction');
    await session.execute(sql`ROLLBACK`);
    for (const name of ['B', 'NONE']) {
      const alter = `ALTER SNOWFLAKE.CORE.BUDGET IF EXISTS D.S.${name} SET COMMENT = 'x'`;
      expect(await account.code(alter, 'PUBLIC')).toBe('none');
    }
  });
});
