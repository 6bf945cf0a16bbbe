import assert from 'node:assert/strict';
import { type CaseWorld, statement } from '../case-world.js';
import type { CaseSet } from '../conformance-case.js';

export type TransactionCaseId =
  | 'transactions/commit'
  | 'transactions/rollback'
  | 'transactions/not-nested'
  | 'transactions/no-definitions'
  | 'transactions/by-statement'
  | 'transactions/reads-its-own-writes'
  | 'transactions/hides-what-is-not-committed'
  | 'transactions/read-committed'
  | 'transactions/goes-on-after-a-failure'
  | 'transactions/no-lost-update'
  | 'transactions/names-itself'
  | 'transactions/lock-timeout'
  | 'transactions/closing-rolls-back'
  | 'transactions/definition-commits';

const page = 'sql-reference/transactions';

async function count(world: CaseWorld): Promise<unknown> {
  return await world.value('SELECT COUNT(*) FROM T');
}

export const transactionCases: CaseSet<TransactionCaseId> = {
  'transactions/commit': {
    title: 'what a transaction did is there when it ends well',
    page,
    run: async (world) => {
      await world.run('CREATE TABLE T (A NUMBER)');
      const session = await world.session();
      const answer = await session.transaction(async () => {
        await session.execute(statement('INSERT INTO T VALUES (1)'));
        await session.execute(statement('INSERT INTO T VALUES (2)'));
        return 'done';
      });
      assert.equal(answer, 'done');
      assert.equal(await count(world), 2);
    },
  },
  'transactions/rollback': {
    title: 'nothing of it is there when it throws, and the error is passed on',
    page,
    run: async (world) => {
      await world.run('CREATE TABLE T (A NUMBER)');
      const session = await world.session();
      const work = session.transaction(async () => {
        await session.execute(statement('INSERT INTO T VALUES (1)'));
        throw new Error('stop');
      });
      await assert.rejects(work, /^Error: stop$/);
      assert.equal(await count(world), 0);
    },
  },
  'transactions/not-nested': {
    title: 'a second transaction inside the first is refused',
    page,
    run: async (world) => {
      const session = await world.session();
      const error = await world.failure(() =>
        session.transaction(() => session.transaction(async () => undefined)),
      );
      assert.equal(error.code, 'DAS_WAREHOUSE_INVALID_STATEMENT');
      assert.equal(await world.value('SELECT 1 AS X'), 1);
    },
  },
  'transactions/no-definitions': {
    title: 'DDL inside is refused, and then nothing is committed, even when that was caught',
    page,
    run: async (world) => {
      await world.run('CREATE TABLE T (A NUMBER)');
      const session = await world.session();
      const error = await world.failure(() =>
        session.transaction(async () => {
          await session.execute(statement('INSERT INTO T VALUES (1)'));
          await session
            .execute(statement('/* x */ CREATE TABLE SNEAK (A NUMBER)'))
            .catch(() => undefined);
        }),
      );
      assert.equal(error.code, 'DAS_WAREHOUSE_INVALID_STATEMENT');
      assert.equal(await count(world), 0);
      await world.refused('SELECT * FROM SNEAK', 'DAS_WAREHOUSE_NOT_FOUND');
    },
  },
  'transactions/by-statement': {
    title: 'BEGIN, COMMIT and ROLLBACK are statements',
    page: 'sql-reference/sql/begin',
    run: async (world) => {
      await world.all('CREATE TABLE T (A NUMBER)', 'BEGIN', 'INSERT INTO T VALUES (1)', 'ROLLBACK');
      assert.equal(await count(world), 0);
      await world.all('START TRANSACTION', 'INSERT INTO T VALUES (1)', 'COMMIT');
      assert.equal(await count(world), 1);
    },
  },
  'transactions/reads-its-own-writes': {
    title: 'a statement sees what earlier ones of its transaction did',
    page,
    run: async (world) => {
      await world.all('CREATE TABLE T (A NUMBER)', 'BEGIN', 'INSERT INTO T VALUES (1)');
      assert.equal(await count(world), 1);
      await world.run('UPDATE T SET A = 5');
      assert.equal(await world.value('SELECT A FROM T'), 5);
      await world.run('COMMIT');
    },
  },
  'transactions/hides-what-is-not-committed': {
    title: 'other sessions do not see what is not committed',
    page,
    run: async (world) => {
      await world.all('CREATE TABLE T (A NUMBER)', 'BEGIN', 'INSERT INTO T VALUES (1)');
      await using other = await world.open();
      const read = async () =>
        (await other.execute<{ N: number }>(statement('SELECT COUNT(*) AS N FROM T'))).rows;
      assert.deepEqual(await read(), [{ N: 0 }]);
      await world.run('COMMIT');
      assert.deepEqual(await read(), [{ N: 1 }]);
    },
  },
  'transactions/read-committed': {
    title: 'each statement sees what was committed before it began',
    page,
    run: async (world) => {
      await world.all('CREATE TABLE T (A NUMBER)', 'BEGIN');
      assert.equal(await count(world), 0);
      await using other = await world.open();
      await other.execute(statement('INSERT INTO T VALUES (1)'));
      const seen = await count(world);
      await world.run('ROLLBACK');
      assert.equal(seen, 1);
    },
  },
  'transactions/goes-on-after-a-failure': {
    title: 'a statement that fails leaves the transaction open with what it did before',
    page: 'sql-reference/parameters',
    run: async (world) => {
      await world.all('CREATE TABLE T (A NUMBER)', 'BEGIN', 'INSERT INTO T VALUES (1)');
      await world.refused('SELECT 1 / 0 FROM T', 'DAS_WAREHOUSE_EXECUTION_FAILED');
      await world.run('COMMIT');
      assert.equal(await count(world), 1);
    },
  },
  'transactions/no-lost-update': {
    title: 'writers to one row wait for each other, and none is lost',
    page,
    run: async (world) => {
      await world.all('CREATE TABLE T (A NUMBER)', 'INSERT INTO T VALUES (0)');
      const sessions = await Promise.all(Array.from({ length: 4 }, () => world.open()));
      await Promise.all(
        sessions.map(async (session) => {
          for (let turn = 0; turn < 3; turn += 1) {
            await session.transaction(async () => {
              await session.execute(statement('UPDATE T SET A = A + 1'));
            });
          }
        }),
      );
      for (const session of sessions) await session.close();
      assert.equal(await world.value('SELECT A FROM T'), 12);
    },
  },
  'transactions/names-itself': {
    title: 'CURRENT_TRANSACTION tells which transaction is open, and NULL outside of one',
    page: 'sql-reference/functions/current_transaction',
    run: async (world) => {
      const current = () => world.value('SELECT CURRENT_TRANSACTION()');
      assert.equal(await current(), null);
      await world.run('BEGIN');
      const first = await current();
      assert.match(String(first), /^\d+$/);
      assert.equal(await current(), first);
      await world.all('COMMIT', 'BEGIN');
      assert.notEqual(await current(), first);
      await world.run('ROLLBACK');
      assert.equal(await current(), null);
    },
  },
  'transactions/lock-timeout': {
    title: 'a statement waits for another transaction no longer than LOCK_TIMEOUT',
    page: 'sql-reference/parameters',
    run: async (world) => {
      await world.all('CREATE TABLE T (A NUMBER)', 'INSERT INTO T VALUES (1)');
      await world.all('BEGIN', 'UPDATE T SET A = 2');
      await using other = await world.open();
      await other.execute(statement('ALTER SESSION SET LOCK_TIMEOUT = 1'));
      const error = await world.failure(() => other.execute(statement('UPDATE T SET A = 3')));
      assert.equal(error.code, 'DAS_WAREHOUSE_CONFLICT');
      await world.run('COMMIT');
      await other.execute(statement('UPDATE T SET A = A + 3'));
      assert.equal(await world.value('SELECT A FROM T'), 5);
    },
  },
  'transactions/closing-rolls-back': {
    title: 'a session that ends leaves nothing that it did not commit',
    page,
    run: async (world) => {
      await world.run('CREATE TABLE T (A NUMBER)');
      const session = await world.open();
      await session.execute(statement('BEGIN'));
      await session.execute(statement('INSERT INTO T VALUES (1)'));
      await session.close();
      await world.run('INSERT INTO T VALUES (2)');
      assert.deepEqual(await world.column('SELECT A FROM T'), [2]);
    },
  },
  'transactions/definition-commits': {
    title: 'DDL commits a transaction that a statement began',
    page,
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (A NUMBER)',
        'BEGIN',
        'INSERT INTO T VALUES (1)',
        'CREATE TABLE U (A NUMBER)',
        'ROLLBACK',
      );
      assert.equal(await count(world), 1);
    },
  },
};
