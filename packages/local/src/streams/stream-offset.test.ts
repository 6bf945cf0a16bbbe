import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../fixtures/account.js';
import { changesOf, openStreamedTable } from '../fixtures/streamed-table.js';

let account: Account;
beforeEach(async () => {
  account = await openStreamedTable();
});
afterEach(async () => await account.warehouse.close());

const changes = (stream?: string, role?: string) => changesOf(account, stream, role);

const consume = 'INSERT INTO SINK SELECT ID, X FROM C WHERE 0 = 1';

describe('the offset of a stream', () => {
  it.each([
    ['INSERT', consume],
    ['CREATE TABLE AS', 'CREATE TABLE N AS SELECT * FROM C'],
    [
      'MERGE',
      'MERGE INTO SINK USING C ON SINK.ID = C.ID WHEN NOT MATCHED THEN INSERT (ID, X) VALUES (C.ID, C.X)',
    ],
    ['UPDATE', 'UPDATE SINK SET X = C.X FROM C WHERE SINK.ID = C.ID'],
    ['DELETE', 'DELETE FROM SINK USING C WHERE SINK.ID = C.ID'],
    ['an UPDATE of its own table', "UPDATE T SET X = 'z' FROM C WHERE T.ID = 99"],
    ['a view', 'INSERT INTO SINK SELECT ID, X FROM V'],
  ])('moves with %s', async (_, statement) => {
    await account.run('CREATE VIEW V AS SELECT ID, X FROM C');
    await account.run("INSERT INTO T VALUES (4, 'd')");
    await account.run('SELECT * FROM C');
    expect(await changes()).toEqual(['+4d']);
    expect(await account.value("SELECT SYSTEM$STREAM_HAS_DATA('C')")).toBe(true);
    await account.run(statement);
    expect(await changes()).toEqual([]);
    expect(await account.value("SELECT SYSTEM$STREAM_HAS_DATA('D.S.C')")).toBe(false);
  });

  it('stays when a statement fails, or only asks whether there are data', async () => {
    await account.run("INSERT INTO T VALUES (0, 'd')");
    expect(await account.code('INSERT INTO SINK SELECT 1 / ID, X FROM C')).not.toBe('none');
    await account.run("INSERT INTO SINK SELECT 1, SYSTEM$STREAM_HAS_DATA('C')::VARCHAR");
    expect(await changes()).toEqual(['+0d']);
  });

  it('belongs to one stream: another on the table keeps its own', async () => {
    await account.runAll(["INSERT INTO T VALUES (4, 'd')", 'CREATE STREAM C2 ON TABLE T']);
    await account.run("UPDATE T SET X = 'u' WHERE ID = 4");
    await account.run(consume);
    expect(await changes('C2')).toEqual(['-*4d', '+*4u']);
    await account.run('INSERT INTO SINK SELECT ID, X FROM C2');
    await account.run("UPDATE T SET X = 'w' WHERE ID = 4");
    expect(await changes('C2')).toEqual(await changes());
  });

  it('stands still in a transaction, and moves to its start when it commits', async () => {
    await account.runAll([
      "INSERT INTO T VALUES (4, 'd')",
      'BEGIN',
      "UPDATE T SET X = 'u' WHERE ID IN (1, 4)",
      'DELETE FROM T WHERE ID = 2',
      "INSERT INTO T VALUES (5, 'e')",
    ]);
    expect(await changes()).toEqual(['+4d']);
    await account.run('INSERT INTO SINK SELECT ID, X FROM C');
    expect(await changes()).toEqual(['+4d']);
    await account.run('COMMIT');
    expect(await account.column('SELECT X FROM SINK')).toEqual(['d']);
    expect(await changes()).toEqual(['-*1a', '+*1u', '-2b', '-*4d', '+*4u', '+5e']);
  });

  it('lets no two transactions consume the same changes', async () => {
    await account.run("INSERT INTO T VALUES (4, 'd')");
    const other = await account.session('ACCOUNTADMIN', { warehouse: 'W' });
    const take = { text: 'INSERT INTO SINK SELECT ID, X FROM C', binds: [] };
    await account.run('BEGIN');
    await account.run('SELECT * FROM C');
    await other.execute(take);
    expect(await account.code(take.text)).toBe('DAS_WAREHOUSE_CONFLICT');
    await account.run('ROLLBACK');
    expect(await account.value('SELECT COUNT(*) FROM SINK')).toBe(1);
  });

  it('waits for who consumes it in an open transaction', async () => {
    await account.run("INSERT INTO T VALUES (4, 'd')");
    const other = await account.session('ACCOUNTADMIN', { warehouse: 'W' });
    await account.runAll(['BEGIN', 'INSERT INTO SINK SELECT ID, X FROM C']);
    const waiting = other.execute({ text: 'CREATE TABLE N AS SELECT * FROM C', binds: [] });
    await account.run('COMMIT');
    await waiting;
    expect(await account.value('SELECT COUNT(*) FROM N')).toBe(0);
  });

  it('does not pass over a change that commits after the transaction that consumes', async () => {
    const other = await account.session('ACCOUNTADMIN', { warehouse: 'W' });
    await other.execute({ text: 'BEGIN', binds: [] });
    await other.execute({ text: "INSERT INTO T VALUES (4, 'd')", binds: [] });
    await account.run('CREATE OR REPLACE TABLE OTHER_TABLE (A NUMBER)');
    await account.run('INSERT INTO SINK SELECT ID, X FROM C');
    await other.execute({ text: 'COMMIT', binds: [] });
    expect(await changes()).toEqual(['+4d']);
  });
});

describe('transactions that overlap', () => {
  it('with the first stream of a table give it their changes', async () => {
    await account.runAll(['BEGIN', 'SELECT * FROM SINK']);
    const other = await account.session('ACCOUNTADMIN', { warehouse: 'W' });
    await other.execute({ text: 'CREATE STREAM LATE ON TABLE SINK', binds: [] });
    await account.runAll(["INSERT INTO SINK VALUES (1, 'x')", 'COMMIT']);
    expect(await changes('LATE')).toEqual(['+1x']);
  });

  it('lose no change, and give none twice', async () => {
    await account.run('CREATE TABLE LOG (ID NUMBER, X VARCHAR, A VARCHAR)');
    const take = 'INSERT INTO LOG SELECT ID, X, METADATA$ACTION FROM C';
    const writers = [0, 1, 2].map((writer) => async () => {
      const session = await account.session('ACCOUNTADMIN', { warehouse: `W${writer}` });
      const run = (text: string) => session.execute({ text, binds: [] });
      for (let round = 0; round < 12; round += 1) {
        const id = writer * 100 + round;
        try {
          await run('BEGIN');
          await run(`INSERT INTO T VALUES (${id}, 'n')`);
          if (round % 3 === 0) await run(take);
          await run(`UPDATE T SET X = X || 'u' WHERE ID = ${id - 1}`);
          if (round % 4 === 0) await run(`DELETE FROM T WHERE ID = ${id - 2}`);
          await run(round % 5 === 4 ? 'ROLLBACK' : 'COMMIT');
        } catch (error) {
          expect(error).toMatchObject({ code: 'DAS_WAREHOUSE_CONFLICT' });
          await run('ROLLBACK');
        }
      }
    });
    const reader = async () => {
      const session = await account.session('ACCOUNTADMIN', { warehouse: 'R' });
      for (let round = 0; round < 12; round += 1) await session.execute({ text: take, binds: [] });
    };
    await Promise.all([...writers.map((writer) => writer()), reader()]);
    await account.run(take);
    const net = await account.run(
      `SELECT ID, X, SUM(IFF(A = 'INSERT', 1, -1)) AS N FROM (
         SELECT ID, X, A FROM LOG UNION ALL SELECT 1, 'a', 'INSERT' UNION ALL SELECT 2, 'b', 'INSERT' UNION ALL SELECT 3, 'c', 'INSERT'
       ) AS ALL_CHANGES GROUP BY ID, X HAVING SUM(IFF(A = 'INSERT', 1, -1)) <> 0 ORDER BY ID, X`,
    );
    expect(net).toEqual(
      await account.run('SELECT ID, X, COUNT(*) AS N FROM T GROUP BY ID, X ORDER BY ID, X'),
    );
    expect(await account.value('SELECT COUNT(*) FROM LOG')).toBeGreaterThan(20);
  });
});
