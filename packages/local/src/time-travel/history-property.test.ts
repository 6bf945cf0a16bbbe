import type { Session } from '@das/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

type Rows = ReadonlyMap<number, number>;

interface Change {
  readonly sql: string;
  readonly apply: (rows: Map<number, number>) => void;
}

const id = fc.integer({ min: 0, max: 5 });
const value = fc.integer({ min: 0, max: 9 });

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(id, value).map(
    ([i, v]): Change => ({
      sql: `MERGE INTO T USING (SELECT ${i} AS I) AS N ON T.ID = N.I WHEN MATCHED THEN UPDATE SET X = ${v} WHEN NOT MATCHED THEN INSERT (ID, X) VALUES (N.I, ${v})`,
      apply: (rows) => void rows.set(i, v),
    }),
  ),
  id.map(
    (i): Change => ({ sql: `DELETE FROM T WHERE ID = ${i}`, apply: (rows) => void rows.delete(i) }),
  ),
  value.map(
    (v): Change => ({
      sql: `UPDATE T SET X = ${v} WHERE ID > 2`,
      apply: (rows) => {
        for (const key of rows.keys()) if (key > 2) rows.set(key, v);
      },
    }),
  ),
  fc.constant<Change>({ sql: 'TRUNCATE TABLE T', apply: (rows) => rows.clear() }),
  id.map(
    (i): Change => ({
      sql: `INSERT OVERWRITE INTO T SELECT ID, X FROM T WHERE ID < ${i}`,
      apply: (rows) => {
        for (const key of [...rows.keys()]) if (key >= i) rows.delete(key);
      },
    }),
  ),
);

/** What one of two sessions does: alone, or in a transaction that commits or not. */
const act = fc.record({
  session: fc.constantFrom(0, 1),
  changes: fc.array(change, { minLength: 1, maxLength: 3 }),
  end: fc.constantFrom('alone', 'COMMIT', 'ROLLBACK'),
});

const lines = (rows: Rows) => [...rows].sort(([a], [b]) => a - b).map(([i, v]) => `${i}:${v}`);

async function read(session: Session, from: string): Promise<readonly string[]> {
  const { rows } = await session.execute({
    text: `SELECT ID, X FROM ${from} ORDER BY ID`,
    binds: [],
  });
  return rows.map((row) => `${row.ID}:${row.X}`);
}

async function run(session: Session, text: string): Promise<string> {
  await session.execute({ text, binds: [] });
  const { rows } = await session.execute({ text: 'SELECT LAST_QUERY_ID() AS I', binds: [] });
  return String(rows[0]?.I);
}

it('a table AT each moment is what it was then, whatever happened since', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 8 }), async (acts) => {
      await using account = await Account.open();
      await account.runAll([...basics, 'CREATE TABLE T (ID NUMBER, X NUMBER)']);
      const [first, second] = [
        await account.session('ACCOUNTADMIN'),
        await account.session('ACCOUNTADMIN', { warehouse: 'W' }),
      ];
      let now: Rows = new Map();
      const moments: { readonly id: string; readonly before: Rows; readonly after: Rows }[] = [];
      for (const { session: at, changes, end } of acts) {
        const session = at === 0 ? first : second;
        const start = now;
        const ids: string[] = [];
        const rows = new Map(now);
        if (end !== 'alone') await run(session, 'BEGIN');
        for (const { sql, apply } of changes) {
          const before = new Map(rows);
          apply(rows);
          const statement = await run(session, sql);
          ids.push(statement);
          if (end === 'alone') moments.push({ id: statement, before, after: new Map(rows) });
        }
        // The other session sees what is committed, now and in the past.
        const other = at === 0 ? second : first;
        if (end !== 'alone') expect(await read(other, 'T')).toEqual(lines(start));
        if (end !== 'alone') await run(session, end);
        if (end !== 'ROLLBACK') now = rows;
        if (end === 'COMMIT') {
          for (const each of ids) moments.push({ id: each, before: start, after: new Map(rows) });
        }
      }
      expect(await read(first, 'T')).toEqual(lines(now));
      for (const { id: statement, before, after } of moments) {
        expect(await read(second, `T AT (STATEMENT => '${statement}')`)).toEqual(lines(after));
        expect(await read(first, `T BEFORE (STATEMENT => '${statement}')`)).toEqual(lines(before));
      }
      const last = moments.at(-1);
      if (last === undefined) return;
      await run(first, `CREATE TABLE U CLONE T BEFORE (STATEMENT => '${last.id}')`);
      expect(await read(first, 'U')).toEqual(lines(last.before));
    }),
    { numRuns: 12 },
  );
}, 180_000);
