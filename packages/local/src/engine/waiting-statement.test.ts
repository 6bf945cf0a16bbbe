import type { Session } from '@das/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
let holder: Session;
let definer: Session;
let waiter: Session;

const run = async (session: Session, text: string): Promise<readonly unknown[]> =>
  (await session.execute({ text, binds: [] })).rows;

/** The code of the error that work ends with. */
const failure = async (work: Promise<unknown>): Promise<string> =>
  await work.then(
    () => 'none',
    (error: unknown) => (error as { code: string }).code,
  );

beforeEach(async () => {
  account = await Account.open();
  await account.runAll([...basics, 'CREATE TABLE T (A NUMBER, B NUMBER)']);
  holder = await account.session('ACCOUNTADMIN');
  definer = await account.session('ACCOUNTADMIN', { warehouse: 'W' });
  waiter = await account.session('ACCOUNTADMIN', { queryTag: 'waiter' });
});
afterEach(async () => await account.warehouse.close());

/** Runs DML that came after a definition, both while a transaction holds the table. */
async function behind(definition: string, change: string): Promise<string> {
  await run(holder, 'BEGIN');
  await run(holder, 'INSERT INTO T VALUES (1, 1)');
  const defined = failure(run(definer, definition));
  await new Promise((resolve) => setTimeout(resolve, 30));
  const changed = failure(run(waiter, change));
  await new Promise((resolve) => setTimeout(resolve, 30));
  await run(holder, 'COMMIT');
  expect(await defined).toBe('none');
  return await changed;
}

describe('DML that waits while its table is defined anew', () => {
  it('takes the columns and defaults that the table then has', async () => {
    const added = 'ALTER TABLE T ADD COLUMN C NUMBER DEFAULT 7';
    expect(await behind(added, 'INSERT INTO T (A) VALUES (2)')).toBe('none');
    expect(await account.column('SELECT C FROM T ORDER BY A')).toEqual([7, 7]);
  });

  it('does without the columns that the table has lost', async () => {
    const lost = 'ALTER TABLE T DROP COLUMN B';
    expect(await behind(lost, 'INSERT INTO T (A) VALUES (2)')).toBe('none');
    expect(await account.column('SELECT * FROM T ORDER BY A')).toEqual([1, 2]);
  });

  it.each([
    'INSERT INTO T VALUES (2, 2)',
    'TRUNCATE TABLE T',
    'DELETE FROM T',
    'UPDATE T SET A = 9',
  ])('does not reach a table that was dropped: %s', async (change) => {
    expect(await behind('DROP TABLE T', change)).toBe('DAS_WAREHOUSE_NOT_FOUND');
    await account.run('UNDROP TABLE T');
    expect(await account.column('SELECT A FROM T')).toEqual([1]);
  });

  it('writes to the table that has taken the place of the first', async () => {
    const replaced = 'CREATE OR REPLACE TABLE T (A NUMBER, B NUMBER)';
    expect(await behind(replaced, 'INSERT INTO T VALUES (2, 2)')).toBe('none');
    expect(await account.column('SELECT A FROM T')).toEqual([2]);
  });

  it('needs the privilege that it has lost meanwhile', async () => {
    await account.runAll([
      'GRANT USAGE ON WAREHOUSE W TO ROLE READER',
      'GRANT SELECT, INSERT ON TABLE T TO ROLE READER',
    ]);
    waiter = await account.session('READER');
    const revoked = 'REVOKE INSERT ON TABLE T FROM ROLE READER';
    expect(await behind(revoked, 'INSERT INTO T VALUES (2, 2)')).toMatch(
      /NOT_(?:AUTHORIZED|FOUND)/,
    );
    expect(await account.column('SELECT A FROM T')).toEqual([1]);
  });
});

it('a schema is dropped only after the transactions that write to its tables', async () => {
  await run(holder, 'BEGIN');
  await run(holder, 'INSERT INTO T VALUES (1, 1)');
  const dropped = run(definer, 'DROP SCHEMA D.S');
  await new Promise((resolve) => setTimeout(resolve, 30));
  await run(holder, 'COMMIT');
  await dropped;
  await account.run('UNDROP SCHEMA D.S');
  expect(await account.column('SELECT A FROM D.S.T')).toEqual([1]);
});

it.each([0, 1, 2, 5])('DML that is cancelled as it begins does nothing (%i ms)', async (delay) => {
  await account.runAll([
    'CREATE TABLE BIG (N NUMBER)',
    'INSERT INTO BIG SELECT SEQ4() FROM TABLE(GENERATOR(ROWCOUNT => 3000))',
  ]);
  const controller = new AbortController();
  setTimeout(() => controller.abort(), delay);
  const text =
    'UPDATE BIG SET N = -1 WHERE 0 <= (SELECT SUM(X.N * Y.N + Z.N) FROM BIG X, BIG Y, BIG Z WHERE X.N + Y.N + Z.N > BIG.N)';
  const work = holder.execute({ text, binds: [] }, { signal: controller.signal });
  expect(await failure(work)).toBe('DAS_WAREHOUSE_CANCELLED');
  expect(await account.value('SELECT MIN(N) FROM BIG')).toBe(0);
});

describe('a definition that waits for a table', () => {
  it('keeps nobody from defining something else, and then runs', async () => {
    await run(holder, 'BEGIN');
    await run(holder, 'INSERT INTO T VALUES (1, 1)');
    const waiting = failure(run(definer, 'ALTER TABLE T ADD COLUMN C NUMBER'));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(await failure(run(waiter, 'CREATE TABLE OTHER (A NUMBER)'))).toBe('none');
    await run(holder, 'COMMIT');
    expect(await waiting).toBe('none');
    expect(await run(waiter, 'SELECT A, C FROM T')).toEqual([{ A: 1, C: null }]);
  });

  it('ends when it is cancelled, and leaves the table free', async () => {
    await run(holder, 'BEGIN');
    await run(holder, 'INSERT INTO T VALUES (1, 1)');
    const cancelled = definer.execute(
      { text: 'DROP TABLE T', binds: [] },
      { signal: AbortSignal.timeout(50) },
    );
    expect(await failure(cancelled)).toBe('DAS_WAREHOUSE_CANCELLED');
    await run(holder, 'COMMIT');
    expect(await failure(run(waiter, 'DROP TABLE T'))).toBe('none');
  });
});
