import assert from 'node:assert/strict';
import { type CaseWorld, statement } from '../case-world.js';
import type { CaseSet } from '../conformance-case.js';

export type SessionCaseId =
  | 'sessions/context'
  | 'sessions/use'
  | 'sessions/utc'
  | 'sessions/temporary-tables'
  | 'sessions/nothing-is-left-for-the-next'
  | 'sessions/closed'
  | 'sessions/one-at-a-time'
  | 'sessions/many-at-once'
  | 'sessions/stream'
  | 'sessions/stream-stops-early'
  | 'sessions/stream-takes-queries-only'
  | 'sessions/stream-error'
  | 'sessions/cancel'
  | 'sessions/cancelled-before'
  | 'sessions/goes-on-after-cancel';

/** Rows without end, for all that a test can wait. */
const endless =
  'SELECT COUNT(*) FROM M a, M b, M c, M d, M e, M f, M g, M h WHERE a.N + b.N + c.N + h.N > d.N';

async function numbers(world: CaseWorld, count: number): Promise<void> {
  await world.run('CREATE TABLE M (N NUMBER)');
  const values = Array.from({ length: count }, (_, at) => `(${at})`);
  await world.run(`INSERT INTO M VALUES ${values.join(', ')}`);
}

export const sessionCases: CaseSet<SessionCaseId> = {
  'sessions/context': {
    title:
      'a session starts with the role, the database, the schema and the warehouse it was opened with',
    page: 'sql-reference/functions-context',
    run: async (world) => {
      assert.deepEqual(
        await world.cells(
          'SELECT CURRENT_ROLE(), CURRENT_DATABASE(), CURRENT_SCHEMA(), CURRENT_WAREHOUSE()',
          'DAS_READER',
        ),
        [['DAS_READER', 'DAS_CONFORMANCE', world.schema, 'DAS_CONFORMANCE_WAREHOUSE']],
      );
    },
  },
  'sessions/use': {
    title: 'USE changes the database and the schema',
    page: 'sql-reference/sql/use-schema',
    run: async (world) => {
      await using session = await world.open();
      const place = async () =>
        (await session.execute(statement('SELECT CURRENT_DATABASE() AS D, CURRENT_SCHEMA() AS S')))
          .rows;
      await session.execute(statement('USE SCHEMA PUBLIC'));
      assert.deepEqual(await place(), [{ D: 'DAS_CONFORMANCE', S: 'PUBLIC' }]);
      await session.execute(statement(`USE SCHEMA DAS_CONFORMANCE.${world.schema}`));
      assert.deepEqual(await place(), [{ D: 'DAS_CONFORMANCE', S: world.schema }]);
    },
  },
  'sessions/utc': {
    title: 'a session is in UTC',
    page: 'sql-reference/parameters',
    run: async (world) => {
      const value = await world.value("SELECT '2024-07-01 12:00:00'::TIMESTAMP_LTZ AS X");
      assert.deepEqual(value, new Date('2024-07-01T12:00:00Z'));
    },
  },
  'sessions/temporary-tables': {
    title: 'a temporary table is seen by its session alone, and ends with it',
    page: 'user-guide/tables-temp-transient',
    run: async (world) => {
      const session = await world.open();
      await session.execute(statement('CREATE TEMPORARY TABLE MINE (A NUMBER)'));
      await world.refused('SELECT * FROM MINE', 'DAS_WAREHOUSE_NOT_FOUND');
      await session.close();
      await using next = await world.open();
      const error = await world.failure(() => next.execute(statement('SELECT * FROM MINE')));
      assert.equal(error.code, 'DAS_WAREHOUSE_NOT_FOUND');
    },
  },
  'sessions/nothing-is-left-for-the-next': {
    title: 'a session starts afresh, whatever the one before it did',
    page: 'user-guide/session-policies',
    run: async (world) => {
      const fresh = async () => {
        const session = await world.open({ role: 'DAS_READER' });
        const { rows } = await session.execute(
          statement(
            "SELECT CURRENT_ROLE() AS R, CURRENT_SCHEMA() AS S, IS_ROLE_IN_SESSION('DAS_CLEARED') AS C",
          ),
        );
        assert.deepEqual(rows, [{ R: 'DAS_READER', S: world.schema, C: false }]);
        return session;
      };
      for (const change of [
        'USE ROLE DAS_CLEARED',
        'USE SECONDARY ROLES ALL',
        'USE SCHEMA DAS_CONFORMANCE.PUBLIC',
        'BEGIN',
        "ALTER SESSION SET QUERY_TAG = 'left'",
      ]) {
        const session = await fresh();
        await session.execute(statement(change));
        await session.close();
      }
      await (await fresh()).close();
    },
  },
  'sessions/closed': {
    title: 'a closed session is refused, and may be closed again',
    page: 'sql-reference/parameters',
    run: async (world) => {
      const session = await world.open();
      await session.close();
      await session.close();
      const error = await world.failure(() => session.execute(statement('SELECT 1')));
      assert.equal(error.code, 'DAS_WAREHOUSE_UNAVAILABLE');
    },
  },
  'sessions/one-at-a-time': {
    title: 'a session runs what it is given in the order in which it came',
    page: 'sql-reference/transactions',
    run: async (world) => {
      await world.run('CREATE TABLE T (A NUMBER)');
      const session = await world.session();
      const counts = await Promise.all(
        [1, 2, 3].map(async (number) => {
          const written = session.execute(statement(`INSERT INTO T VALUES (${number})`));
          const read = session.execute<{ N: number }>(statement('SELECT COUNT(*) AS N FROM T'));
          await written;
          return (await read).rows[0]?.N;
        }),
      );
      assert.deepEqual(counts, [1, 2, 3]);
    },
  },
  'sessions/many-at-once': {
    title: 'sessions work at the same time, each under its own role',
    page: 'user-guide/security-access-control-overview',
    run: async (world) => {
      const roles = [
        'DAS_READER',
        'DAS_CLEARED',
        'DAS_CHIEF',
        'DAS_READER',
        'DAS_CLEARED',
        'DAS_CHIEF',
      ];
      const seen = await Promise.all(
        roles.map(async (role) => {
          await using session = await world.open({ role });
          const { rows } = await session.execute<{ R: string }>(
            statement('SELECT CURRENT_ROLE() AS R'),
          );
          return rows[0]?.R;
        }),
      );
      assert.deepEqual(seen, roles);
    },
  },
  'sessions/stream': {
    title: 'a stream gives every row once, in order',
    page: 'developer-guide/node-js/nodejs-driver-consume',
    run: async (world) => {
      await numbers(world, 100);
      const session = await world.session();
      const query = statement(
        'SELECT a.N * 100 + b.N AS N FROM M a, M b WHERE a.N < 50 ORDER BY 1',
      );
      let next = 0;
      for await (const { N } of session.stream<{ N: number }>(query)) {
        assert.equal(N, next);
        next += 1;
      }
      assert.equal(next, 5000);
    },
  },
  'sessions/stream-stops-early': {
    title: 'a stream may be left, and the session goes on',
    page: 'developer-guide/node-js/nodejs-driver-consume',
    run: async (world) => {
      await numbers(world, 100);
      const session = await world.session();
      let seen = 0;
      for await (const _ of session.stream(statement('SELECT a.N FROM M a, M b, M c'))) {
        seen += 1;
        if (seen === 10) break;
      }
      assert.equal(await world.value('SELECT COUNT(*) FROM M'), 100);
    },
  },
  'sessions/stream-takes-queries-only': {
    title: 'only a query can be streamed',
    page: 'developer-guide/node-js/nodejs-driver-consume',
    run: async (world) => {
      const session = await world.session();
      const error = await world.failure(async () => {
        for await (const _ of session.stream(statement('CREATE TABLE T (A NUMBER)'))) assert.fail();
      });
      assert.equal(error.code, 'DAS_WAREHOUSE_INVALID_STATEMENT');
      await world.refused('SELECT * FROM T', 'DAS_WAREHOUSE_NOT_FOUND');
    },
  },
  'sessions/stream-error': {
    title: 'a stream that fails ends with the error of the statement',
    page: 'developer-guide/node-js/nodejs-driver-consume',
    run: async (world) => {
      const session = await world.session();
      const error = await world.failure(async () => {
        for await (const _ of session.stream(statement('SELECT * FROM NO_SUCH'))) assert.fail();
      });
      assert.equal(error.code, 'DAS_WAREHOUSE_NOT_FOUND');
      assert.equal(await world.value('SELECT 1 AS X'), 1);
    },
  },
  'sessions/cancel': {
    title: 'a signal stops a statement that runs',
    page: 'sql-reference/functions/system_cancel_query',
    run: async (world) => {
      await numbers(world, 200);
      await using session = await world.open();
      const signal = AbortSignal.timeout(300);
      const error = await world.failure(() => session.execute(statement(endless), { signal }));
      assert.equal(error.code, 'DAS_WAREHOUSE_CANCELLED');
    },
  },
  'sessions/cancelled-before': {
    title: 'a signal that was aborted already lets nothing run',
    page: 'sql-reference/functions/system_cancel_query',
    run: async (world) => {
      await world.run('CREATE TABLE T (A NUMBER)');
      const session = await world.session();
      const error = await world.failure(() =>
        session.execute(statement('INSERT INTO T VALUES (1)'), { signal: AbortSignal.abort() }),
      );
      assert.equal(error.code, 'DAS_WAREHOUSE_CANCELLED');
      assert.equal(await world.value('SELECT COUNT(*) FROM T'), 0);
    },
  },
  'sessions/goes-on-after-cancel': {
    title: 'the session goes on after a statement was cancelled',
    page: 'sql-reference/functions/system_cancel_query',
    run: async (world) => {
      await numbers(world, 200);
      const session = await world.session();
      const signal = AbortSignal.timeout(300);
      await world.failure(() => session.execute(statement(endless), { signal }));
      assert.equal(await world.value('SELECT COUNT(*) FROM M'), 200);
    },
  },
};
