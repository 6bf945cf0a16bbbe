import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll(basics);
});
afterAll(async () => await account.warehouse.close());

const affected = async (text: string): Promise<number> => {
  const session = await account.session('ACCOUNTADMIN');
  return (await session.execute({ text, binds: [] })).rowsAffected;
};

describe('DML', () => {
  it('inserts values, defaults and queries, and counts them', async () => {
    await account.run(
      "CREATE TABLE T (A NUMBER NOT NULL, B VARCHAR(3) DEFAULT 'dd', C TIMESTAMP_NTZ DEFAULT CURRENT_TIMESTAMP())",
    );
    expect(await affected('INSERT INTO T (A) VALUES (1), (-2)')).toBe(2);
    expect(await affected("INSERT INTO T (B, A) SELECT 'x', A + 10 FROM T")).toBe(2);
    expect(await affected('INSERT INTO T VALUES (5, DEFAULT, NULL)')).toBe(1);
    expect(await account.run('SELECT A, B, C IS NULL AS N FROM T ORDER BY A')).toEqual([
      { A: -2, B: 'dd', N: false },
      { A: 1, B: 'dd', N: false },
      { A: 5, B: 'dd', N: true },
      { A: 8, B: 'x', N: false },
      { A: 11, B: 'x', N: false },
    ]);
  });

  it('refuses NULL, a long string and a wrong number without showing them', async () => {
    const message = async (text: string): Promise<string> =>
      account.run(text).then(
        () => 'none',
        (error: Error) => error.message,
      );
    expect(await message("INSERT INTO T (B) VALUES ('zzz')")).toBe(
      'NULL result in the non-nullable column A',
    );
    expect(await message("INSERT INTO T VALUES (1, 'zzzz', NULL)")).toBe(
      'a string is too long and would be truncated',
    );
    expect(await message("INSERT INTO T (A) VALUES ('zzz')")).toBe('a value is not a NUMBER');
    expect(await message('INSERT INTO T (A, B) VALUES (1)')).toContain('1 values for 2 columns');
  });

  it('overwrites a table in one step', async () => {
    expect(await affected('INSERT OVERWRITE INTO T (A) SELECT A FROM T WHERE A > 5')).toBe(2);
    expect(await account.column('SELECT A FROM T ORDER BY A')).toEqual([8, 11]);
  });

  it('updates, with and without other tables', async () => {
    await account.run('CREATE TABLE U (A NUMBER, X VARCHAR)');
    await account.run("INSERT INTO U VALUES (8, 'p'), (9, 'q')");
    expect(await affected("UPDATE T SET B = 'n' WHERE A = 8")).toBe(1);
    expect(
      await affected('UPDATE T AS t SET B = u.X, A = t.A + 100 FROM U u WHERE u.A = t.A'),
    ).toBe(1);
    expect(await account.run('SELECT A, B FROM T ORDER BY A')).toEqual([
      { A: 11, B: 'dd' },
      { A: 108, B: 'p' },
    ]);
  });

  it('deletes, with and without other tables', async () => {
    expect(await affected('DELETE FROM T USING (SELECT 11 AS K) q WHERE T.A = q.K')).toBe(1);
    expect(await affected('DELETE FROM T WHERE A = 1')).toBe(0);
    expect(await affected('DELETE FROM T')).toBe(1);
  });

  it('merges by the first clause that fits', async () => {
    await account.run("INSERT INTO T (A, B) VALUES (1, 'a'), (2, 'b'), (3, 'c')");
    const session = await account.session('ACCOUNTADMIN');
    const result = await session.execute({
      text: `MERGE INTO T t USING (SELECT column1 AS K, column2 AS V FROM VALUES (1, 'x'), (2, NULL), (9, 'n'), (10, NULL)) s
        ON t.A = s.K
        WHEN MATCHED AND s.V IS NULL THEN DELETE
        WHEN MATCHED THEN UPDATE SET t.B = s.V
        WHEN NOT MATCHED AND s.V IS NOT NULL THEN INSERT (A, B) VALUES (s.K, s.V)`,
      binds: [],
    });
    expect(result.rows).toEqual([
      { 'number of rows inserted': 1, 'number of rows updated': 1, 'number of rows deleted': 1 },
    ]);
    expect(await account.run('SELECT A, B FROM T ORDER BY A')).toEqual([
      { A: 1, B: 'x' },
      { A: 3, B: 'c' },
      { A: 9, B: 'n' },
    ]);
  });

  it('refuses a merge in which two source rows change one row, and changes nothing', async () => {
    const text = `MERGE INTO T USING (SELECT 1 AS K UNION ALL SELECT 1) s ON T.A = s.K
      WHEN MATCHED THEN UPDATE SET B = 'two'`;
    await expect(account.run(text)).rejects.toMatchObject({ number: 100_090 });
    expect(await account.value("SELECT COUNT(*) FROM T WHERE B = 'two'")).toBe(0);
  });

  it('computes the values of a merge only where they are used', async () => {
    await account.runAll(['CREATE TABLE Z (K NUMBER, V NUMBER)', 'INSERT INTO Z VALUES (1, 2)']);
    await account.run(`MERGE INTO Z t USING (SELECT column1 AS K, column2 AS D FROM VALUES (1, 2), (9, 0)) s
      ON t.K = s.K WHEN MATCHED THEN UPDATE SET V = 10 / s.D WHEN NOT MATCHED THEN INSERT (K) VALUES (s.K)`);
    expect(await account.run('SELECT K, V FROM Z ORDER BY K')).toEqual([
      { K: 1, V: 5 },
      { K: 9, V: null },
    ]);
  });

  it('truncates', async () => {
    await account.run('TRUNCATE TABLE T');
    expect(await account.value('SELECT COUNT(*) FROM T')).toBe(0);
  });

  it('keeps the values of every type', async () => {
    await account.run(`CREATE TABLE TYPES (A NUMBER(12,2), B FLOAT, C BOOLEAN, D DATE, E TIME, F TIMESTAMP_NTZ,
      G TIMESTAMP_TZ, H BINARY, I VARIANT, J OBJECT, K ARRAY)`);
    await account.run(`INSERT INTO TYPES SELECT 1.255, 0.5, TRUE, '2024-02-03', '10:11:12', '2024-02-03 04:05:06.789',
      '2024-02-03T04:05:06+01:00', TO_BINARY('00ff'), PARSE_JSON('{"a":[1,null]}'), OBJECT_CONSTRUCT('k', 1), ARRAY_CONSTRUCT(1)`);
    expect(await account.run('SELECT * FROM TYPES')).toEqual([
      {
        A: 1.26,
        B: 0.5,
        C: true,
        D: new Date('2024-02-03'),
        E: '10:11:12',
        F: new Date('2024-02-03T04:05:06.789Z'),
        G: new Date('2024-02-03T03:05:06Z'),
        H: new Uint8Array([0, 255]),
        I: { a: [1, null] },
        J: { k: 1 },
        K: [1],
      },
    ]);
  });

  it('takes thousands of bound rows in one statement', async () => {
    await account.run('CREATE TABLE BULK (A NUMBER, B VARCHAR)');
    const rows = Array.from({ length: 3000 }, (_, at) => at);
    const text = `INSERT INTO BULK VALUES ${rows.map(() => '(?, ?)').join(', ')}`;
    await account.run(
      text,
      'ACCOUNTADMIN',
      rows.flatMap((at) => [at, `v${at}`]),
    );
    expect(await account.value('SELECT COUNT(DISTINCT A) FROM BULK')).toBe(3000);
  });
});

describe('a transaction', () => {
  it('commits or rolls back as a whole', async () => {
    const session = await account.session('ACCOUNTADMIN');
    const insert = { text: 'INSERT INTO U VALUES (77, NULL)', binds: [] };
    await expect(
      session.transaction(async () => {
        await session.execute(insert);
        expect(await account.value('SELECT COUNT(*) FROM U WHERE A = 77')).toBe(1);
        throw new Error('stop');
      }),
    ).rejects.toThrow('stop');
    expect(await account.value('SELECT COUNT(*) FROM U WHERE A = 77')).toBe(0);
    await session.transaction(async () => await session.execute(insert));
    expect(await account.value('SELECT COUNT(*) FROM U WHERE A = 77')).toBe(1);
    await account.runAll(['BEGIN', 'DELETE FROM U WHERE A = 77', 'ROLLBACK']);
    expect(await account.value('SELECT COUNT(*) FROM U WHERE A = 77')).toBe(1);
    await account.runAll(['START TRANSACTION', 'DELETE FROM U WHERE A = 77', 'COMMIT']);
    expect(await account.value('SELECT COUNT(*) FROM U WHERE A = 77')).toBe(0);
  });

  it('refuses DDL, even when the caller hides the error', async () => {
    const session = await account.session('ACCOUNTADMIN');
    const work = session.transaction(async () => {
      await session.execute({ text: 'INSERT INTO U VALUES (88, NULL)', binds: [] });
      await session
        .execute({ text: '/* x */ CREATE TABLE D.S.SNEAK (A NUMBER)', binds: [] })
        .catch(() => undefined);
    });
    await expect(work).rejects.toThrow('DDL inside Session.transaction()');
    expect(await account.value('SELECT COUNT(*) FROM U WHERE A = 88')).toBe(0);
    expect(await account.code('SELECT * FROM SNEAK')).toBe('DAS_WAREHOUSE_NOT_FOUND');
  });

  it('lets writers to one table wait for each other', async () => {
    await account.run('CREATE TABLE COUNTER (N NUMBER)');
    await account.run('INSERT INTO COUNTER VALUES (0)');
    const sessions = await Promise.all(
      Array.from({ length: 8 }, () => account.warehouse.openSession({ role: 'ACCOUNTADMIN' })),
    );
    await Promise.all(
      sessions.map(async (session) => {
        for (let turn = 0; turn < 5; turn += 1) {
          await session.transaction(async () => {
            await session.execute({ text: 'UPDATE D.S.COUNTER SET N = N + 1', binds: [] });
          });
        }
        await session.close();
      }),
    );
    expect(await account.value('SELECT N FROM COUNTER')).toBe(40);
  });

  it('merges by what others have committed since it began', async () => {
    const session = await account.warehouse.openSession({
      role: 'ACCOUNTADMIN',
      database: 'D',
      schema: 'S',
    });
    const merge = `MERGE INTO Z t USING (SELECT 50 AS K) s ON t.K = s.K
      WHEN NOT MATCHED THEN INSERT (K) VALUES (s.K)`;
    await session.transaction(async () => {
      await session.execute({ text: 'SELECT COUNT(*) FROM Z', binds: [] });
      await account.run(merge);
      await session.execute({ text: merge, binds: [] });
    });
    expect(await account.value('SELECT COUNT(*) FROM Z WHERE K = 50')).toBe(1);
    await session.close();
  });

  it('goes on after a statement in it has failed', async () => {
    await account.run('BEGIN');
    await account.run('INSERT INTO Z (K) VALUES (60)');
    expect(await account.code('SELECT 1 / 0 FROM Z')).toBe('DAS_WAREHOUSE_EXECUTION_FAILED');
    await account.run('COMMIT');
    expect(await account.value('SELECT COUNT(*) FROM Z WHERE K = 60')).toBe(1);
  });

  it('reports a deadlock as a conflict that may be tried again', async () => {
    const [one, two] = await Promise.all([
      account.warehouse.openSession({ role: 'ACCOUNTADMIN' }),
      account.warehouse.openSession({ role: 'ACCOUNTADMIN' }),
    ]);
    const touch = (table: string) => ({
      text: `UPDATE D.S.${table} SET ${table === 'U' ? 'A = A' : 'N = N'}`,
      binds: [],
    });
    let release: () => void = () => undefined;
    const bothHold = new Promise<void>((resolve) => {
      release = resolve;
    });
    let holders = 0;
    const cross = async (session: typeof one, first: string, second: string): Promise<string> => {
      try {
        await session.transaction(async () => {
          await session.execute(touch(first));
          holders += 1;
          if (holders === 2) release();
          await bothHold;
          await session.execute(touch(second));
        });
        return 'done';
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    const results = await Promise.all([cross(one, 'U', 'COUNTER'), cross(two, 'COUNTER', 'U')]);
    expect(results.sort()).toEqual(['DAS_WAREHOUSE_CONFLICT', 'done']);
    await one.close();
    await two.close();
  });
});

describe('a session', () => {
  it('changes its role, database, schema and warehouse', async () => {
    const session = await account.warehouse.openSession({ role: 'ACCOUNTADMIN', user: 'ANN' });
    const run = async (text: string) => (await session.execute({ text, binds: [] })).rows[0];
    await run('USE DATABASE D');
    await run('USE SCHEMA S');
    await run('USE WAREHOUSE W');
    await run('USE ROLE READER');
    expect(
      await run(
        'SELECT CURRENT_ROLE() R, CURRENT_DATABASE() D, CURRENT_SCHEMA() S, CURRENT_WAREHOUSE() W, CURRENT_USER() U',
      ),
    ).toEqual({ R: 'READER', D: 'D', S: 'S', W: 'W', U: 'ANN' });
    expect(session.role).toBe('READER');
    await run("ALTER SESSION SET QUERY_TAG = 'x'");
    await expect(run("ALTER SESSION SET TIMEZONE = 'Europe/Berlin'")).rejects.toMatchObject({
      code: 'DAS_WAREHOUSE_UNSUPPORTED',
    });
    await expect(run('USE ROLE NOBODY')).rejects.toMatchObject({
      code: 'DAS_WAREHOUSE_UNKNOWN_ROLE',
    });
    await run('USE SECONDARY ROLES ALL');
    expect(await run("SELECT IS_ROLE_IN_SESSION('CLEARED') AS X")).toEqual({ X: true });
    await run('USE SECONDARY ROLES NONE');
    expect(
      await run("SELECT IS_ROLE_IN_SESSION('CLEARED') AS X, IS_ROLE_IN_SESSION('PUBLIC') AS Y"),
    ).toEqual({ X: false, Y: true });
    await session.close();
    await expect(session.execute({ text: 'SELECT 1', binds: [] })).rejects.toMatchObject({
      code: 'DAS_WAREHOUSE_UNAVAILABLE',
    });
  });

  it('cannot be opened with a role that does not exist', async () => {
    await expect(account.warehouse.openSession({ role: 'NOBODY' })).rejects.toMatchObject({
      code: 'DAS_WAREHOUSE_UNKNOWN_ROLE',
    });
  });

  it('keeps its temporary tables to itself', async () => {
    const one = await account.warehouse.openSession({
      role: 'ACCOUNTADMIN',
      database: 'D',
      schema: 'S',
    });
    await one.execute({ text: 'CREATE TEMPORARY TABLE TEMPO (A NUMBER)', binds: [] });
    await one.execute({ text: 'INSERT INTO TEMPO VALUES (1)', binds: [] });
    expect((await one.execute({ text: 'SELECT A FROM TEMPO', binds: [] })).rows).toEqual([
      { A: 1 },
    ]);
    expect(await account.code('SELECT * FROM TEMPO')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    await one.close();
  });
});
