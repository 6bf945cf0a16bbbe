import type { Session } from '@das/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
let left: Session;
let right: Session;

const run = async (session: Session, text: string): Promise<readonly unknown[]> =>
  (await session.execute({ text, binds: [] })).rows;

const all = async (session: Session, ...texts: readonly string[]): Promise<void> => {
  for (const text of texts) await run(session, text);
};

const rows = async (session: Session, table = 'T'): Promise<string> => {
  const { rows } = await session.execute({
    text: `SELECT A, B FROM ${table} ORDER BY A, B`,
    binds: [],
  });
  return rows.map((row) => `${row.A}${row.B}`).join(' ');
};

beforeEach(async () => {
  account = await Account.open();
  await account.runAll(basics);
  left = await account.session('ACCOUNTADMIN');
  right = await account.session('ACCOUNTADMIN', { warehouse: 'W' });
  await all(
    left,
    'CREATE TABLE T (A NUMBER NOT NULL, B VARCHAR)',
    'CREATE TABLE U (A NUMBER, B VARCHAR)',
    "INSERT INTO T VALUES (1, 'a'), (2, 'b'), (3, 'c')",
    "INSERT INTO U VALUES (1, 'u')",
  );
  return () => account[Symbol.asyncDispose]();
});

describe('a statement inside a transaction', () => {
  it('sees what others committed before it, also after the transaction has written', async () => {
    await all(left, 'BEGIN', "INSERT INTO T VALUES (4, 'd')");
    expect(await rows(left, 'U')).toBe('1u');
    await run(right, "INSERT INTO U VALUES (2, 'v')");
    expect(await rows(left, 'U')).toBe('1u 2v');
    await run(left, "UPDATE U SET B = 'w' WHERE A = 2");
    expect(await rows(left, 'U')).toBe('1u 2w');
    expect(await rows(right, 'U')).toBe('1u 2v');
    await run(left, 'COMMIT');
    expect(await rows(right, 'U')).toBe('1u 2w');
    expect(await rows(right)).toBe('1a 2b 3c 4d');
  });

  it('sees what its own transaction has changed, and nobody else does', async () => {
    await all(
      left,
      'BEGIN',
      "INSERT INTO T VALUES (4, 'd'), (5, 'e')",
      "UPDATE T SET B = B || '!' WHERE A IN (1, 4)",
      'DELETE FROM T WHERE A IN (2, 5)',
      "UPDATE T SET B = B || '?' WHERE A IN (1, 4)",
      "MERGE INTO T USING (SELECT 3 AS A, 'm' AS B UNION ALL SELECT 6, 'n') S ON T.A = S.A WHEN MATCHED THEN UPDATE SET B = S.B WHEN NOT MATCHED THEN INSERT (A, B) VALUES (S.A, S.B)",
    );
    const changed = '1a!? 3m 4d!? 6n';
    expect(await rows(left)).toBe(changed);
    expect(await rows(right)).toBe('1a 2b 3c');
    await run(left, 'COMMIT');
    expect(await rows(right)).toBe(changed);
  });

  it('joins what it changed with what it did not', async () => {
    await all(left, 'BEGIN', 'DELETE FROM T WHERE A > 1', "INSERT INTO U VALUES (1, 'x')");
    expect(await run(left, 'SELECT T.A, U.B FROM T JOIN U ON T.A = U.A ORDER BY U.B')).toEqual([
      { A: 1, B: 'u' },
      { A: 1, B: 'x' },
    ]);
    await run(left, 'ROLLBACK');
    expect([await rows(left), await rows(left, 'U')]).toEqual(['1a 2b 3c', '1u']);
  });

  it('that fails leaves what came before it, and the transaction goes on', async () => {
    await all(left, 'BEGIN', "INSERT INTO T VALUES (4, 'd')", 'DELETE FROM T WHERE A = 1');
    await expect(run(left, 'INSERT INTO T SELECT A / 0, B FROM T')).rejects.toThrow();
    await expect(run(left, "INSERT INTO T VALUES (5, 'e'), (NULL, 'f')")).rejects.toThrow(
      /non-nullable column A/,
    );
    await expect(run(left, 'UPDATE T SET A = NULL WHERE A > 1')).rejects.toThrow(/column A/);
    await expect(run(left, 'INSERT OVERWRITE INTO T SELECT NULL, B FROM T')).rejects.toThrow();
    expect(await rows(left)).toBe('2b 3c 4d');
    await run(left, 'COMMIT');
    expect(await rows(right)).toBe('2b 3c 4d');
  });

  it('may empty a table and fill it again', async () => {
    await all(
      left,
      'BEGIN',
      'DELETE FROM T WHERE A = 1',
      "INSERT OVERWRITE INTO T SELECT A, 'o' FROM T",
      "INSERT INTO T VALUES (9, 'z')",
    );
    expect(await rows(left)).toBe('2o 3o 9z');
    expect(await rows(right)).toBe('1a 2b 3c');
    await all(left, 'TRUNCATE TABLE T', "INSERT INTO T VALUES (7, 'y')", 'COMMIT');
    expect(await rows(right)).toBe('7y');
  });

  it('may change temporary tables', async () => {
    await all(
      left,
      'CREATE TEMPORARY TABLE X (A NUMBER, B VARCHAR)',
      "INSERT INTO X VALUES (1, 'x'), (2, 'y')",
      'BEGIN',
      "UPDATE X SET B = 'z' WHERE A = 1",
      'INSERT INTO T SELECT A + 10, B FROM X',
      'COMMIT',
    );
    expect([await rows(left, 'X'), await rows(left)]).toEqual(['1z 2y', '1a 2b 3c 11z 12y']);
  });

  it('keeps its row ids while others make the database move rows', async () => {
    await using directory = await fileAccount();
    const [one, other] = directory.sessions;
    await run(one, 'DELETE FROM BIG WHERE A < 200000');
    await all(one, 'BEGIN', "UPDATE BIG SET B = 'kept' WHERE A = 250000");
    // Large enough for DuckDB to write a checkpoint when it commits.
    await run(other, 'CREATE TABLE MORE AS SELECT A, B, A AS C, A AS D, A AS E FROM BIG');
    await run(one, "UPDATE BIG SET B = 'too' WHERE A = 250001");
    await run(one, 'COMMIT');
    expect(await run(one, "SELECT A, B FROM BIG WHERE B <> 'b' ORDER BY A")).toEqual([
      { A: 250_000, B: 'kept' },
      { A: 250_001, B: 'too' },
    ]);
  });
});

describe('two transactions', () => {
  it('that write to one table run one after the other, and lose no update', async () => {
    await all(left, 'BEGIN', 'UPDATE T SET A = A + 10 WHERE A = 1');
    await run(right, 'BEGIN');
    const waiting = run(right, "UPDATE T SET B = B || '!' WHERE A = 11");
    await run(left, 'COMMIT');
    await waiting;
    await run(right, 'COMMIT');
    expect(await rows(left)).toBe('2b 3c 11a!');
  });

  it('that began with different tables may change the same one later', async () => {
    await all(left, 'BEGIN', "INSERT INTO T VALUES (4, 'd')");
    await all(right, 'BEGIN', 'UPDATE U SET A = A + 1', 'COMMIT');
    await all(left, 'UPDATE U SET A = A + 1', 'COMMIT');
    expect(await rows(right, 'U')).toBe('3u');
  });

  it('that wait for each other end in a conflict for one of them', async () => {
    await all(left, 'BEGIN', 'UPDATE T SET A = A + 10');
    await all(right, 'BEGIN', 'UPDATE U SET A = A + 10');
    const waiting = run(left, 'UPDATE U SET A = A + 1');
    await expect(run(right, 'UPDATE T SET A = A + 1')).rejects.toMatchObject({
      code: 'DAS_WAREHOUSE_CONFLICT',
    });
    await run(right, 'ROLLBACK');
    await waiting;
    await run(left, 'COMMIT');
    expect([await rows(left), await rows(left, 'U')]).toEqual(['11a 12b 13c', '2u']);
  });
});

async function fileAccount(): Promise<AsyncDisposable & { sessions: readonly [Session, Session] }> {
  const { mkdtemp, rm } = await import('node:fs/promises');
  const { tmpdir } = await import('node:os');
  const { join } = await import('node:path');
  const folder = await mkdtemp(join(tmpdir(), 'das-rows-'));
  const opened = await Account.open({ path: join(folder, 'w.duckdb') });
  await opened.runAll(basics);
  const one = await opened.session('ACCOUNTADMIN');
  const other = await opened.session('ACCOUNTADMIN', { warehouse: 'W' });
  const digits = ['P', 'Q', 'R', 'S', 'V'];
  await all(
    one,
    `CREATE TABLE BIG AS WITH D AS (SELECT COLUMN1 AS N FROM VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9))
     SELECT ${digits.map((name, at) => `${10 ** at} * ${name}.N`).join(' + ')} + 100000 * W.N AS A, 'b' AS B
     FROM ${digits.map((name) => `D ${name}`).join(', ')}, D W WHERE W.N < 5`,
  );
  return {
    sessions: [one, other],
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** @see https://docs.snowflake.com/en/sql-reference/transactions */
it.each(["INSERT INTO T VALUES (9, 'z')", 'DELETE FROM T', 'TRUNCATE TABLE T'])(
  'without autocommit, this begins a transaction: %s',
  async (change) => {
    const before = await rows(right);
    await all(left, 'ALTER SESSION SET AUTOCOMMIT = FALSE', change);
    expect(await rows(left)).not.toBe(before);
    expect(await rows(right)).toBe(before);
    await run(left, 'ROLLBACK');
    expect(await rows(left)).toBe(before);
  },
);
