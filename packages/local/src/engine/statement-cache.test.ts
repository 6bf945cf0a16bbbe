import type { BindValue } from '@das/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';
import type { LocalSession } from '../warehouse/local-session.js';
import { prepareStatement, readStatement } from './execute-statement.js';

let account: Account;
const query = 'SELECT NAME FROM PEOPLE ORDER BY ID';

beforeEach(async () => {
  let now = Date.parse('2026-01-01T00:00:00Z');
  account = await Account.open({
    clock: () => {
      now += 1000;
      return new Date(now);
    },
  });
  await account.runAll([
    ...basics,
    "CREATE MASKING POLICY M AS (VAL VARCHAR) RETURNS VARCHAR -> CASE WHEN CURRENT_ROLE() = 'CLEARED' THEN VAL ELSE '*' END",
    'CREATE TABLE PEOPLE (ID NUMBER, NAME VARCHAR WITH MASKING POLICY M)',
    "INSERT INTO PEOPLE VALUES (1, 'Ann'), (2, 'Bob')",
    'GRANT SELECT ON TABLE PEOPLE TO ROLE READER',
    'GRANT SELECT ON TABLE PEOPLE TO ROLE CLEARED',
  ]);
  return () => account[Symbol.asyncDispose]();
});

/** What compiling a query gave: the same object as before, if it was found compiled. */
async function compiled(
  text: string,
  role = 'READER',
  binds: readonly BindValue[] = [],
): Promise<unknown> {
  const { state } = (await account.session(role)) as LocalSession;
  const context = readStatement(state.engine, state, { text, binds }, undefined);
  return (await prepareStatement(context)).compilation;
}

describe('a query that was said before', () => {
  it('is not compiled again', async () => {
    expect(await compiled(query)).toBe(await compiled(query));
    expect(await account.column(query, 'READER')).toEqual(['*', '*']);
  });

  it('is compiled for each role', async () => {
    expect(await compiled(query, 'READER')).not.toBe(await compiled(query, 'CLEARED'));
    expect(await account.column(query, 'READER')).toEqual(['*', '*']);
    expect(await account.column(query, 'CLEARED')).toEqual(['Ann', 'Bob']);
    expect(await account.column(query, 'READER')).toEqual(['*', '*']);
  });

  it('takes the values of its binds from each time', async () => {
    const text = 'SELECT ID FROM PEOPLE WHERE ID = ? OR ID = ? + 10';
    expect(await compiled(text, 'READER', [1, 5])).toBe(await compiled(text, 'READER', [2, 6]));
    expect(await account.value(text, 'READER', [2, 6])).toBe(2);
    expect(await account.value(text, 'READER', [7, -9])).toBe(1);
    expect(await account.value(text, 'READER', [null, -9])).toBe(1);
    expect(await account.value(text, 'READER', ['2', -9])).toBeDefined();
  });
});

describe('a query that was said before is compiled again', () => {
  it('when a policy changed', async () => {
    expect(await account.column(query, 'READER')).toEqual(['*', '*']);
    await account.run("ALTER MASKING POLICY M SET BODY -> '#'");
    expect(await account.column(query, 'READER')).toEqual(['#', '#']);
    await account.run('ALTER TABLE PEOPLE MODIFY COLUMN NAME UNSET MASKING POLICY');
    expect(await account.column(query, 'READER')).toEqual(['Ann', 'Bob']);
  });

  it('when a privilege was taken away', async () => {
    expect(await account.code(query, 'READER')).toBe('none');
    await account.run('REVOKE SELECT ON TABLE PEOPLE FROM ROLE READER');
    expect(await account.code(query, 'READER')).toBe('DAS_WAREHOUSE_NOT_FOUND');
  });

  it('when the session uses another role', async () => {
    const session = await account.warehouse.openSession({
      role: 'CLEARED',
      database: 'D',
      schema: 'S',
    });
    const names = async (): Promise<unknown> =>
      (await session.execute({ text: query, binds: [] })).rows.map((row) => row.NAME);
    expect(await names()).toEqual(['Ann', 'Bob']);
    await session.execute({ text: 'USE ROLE READER', binds: [] });
    expect(await names()).toEqual(['*', '*']);
    await session.close();
  });

  it('when a temporary table hides a table', async () => {
    expect(await account.column(query, 'CLEARED')).toEqual(['Ann', 'Bob']);
    await account.runAll(
      [
        'CREATE TEMPORARY TABLE PEOPLE (ID NUMBER, NAME VARCHAR)',
        "INSERT INTO PEOPLE VALUES (1, 'T')",
      ],
      'CLEARED',
    );
    expect(await account.column(query, 'CLEARED')).toEqual(['T']);
  });

  it('when its transaction has changed a table', async () => {
    const count = 'SELECT COUNT(*) FROM PEOPLE';
    expect(await account.value(count)).toBe(2);
    await account.runAll(['BEGIN', "INSERT INTO PEOPLE VALUES (3, 'Cy')"]);
    expect(await account.value(count)).toBe(3);
    await account.run('ROLLBACK');
    expect(await account.value(count)).toBe(2);
  });

  it('when it looks at the time', async () => {
    const text = 'SELECT CURRENT_TIMESTAMP() AS T';
    expect(await account.value(text)).not.toEqual(await account.value(text));
  });
});
