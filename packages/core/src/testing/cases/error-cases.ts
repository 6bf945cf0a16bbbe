import assert from 'node:assert/strict';
import type { CaseSet } from '../conformance-case.js';

export type ErrorCaseId =
  | 'errors/not-found'
  | 'errors/not-there-or-not-authorized'
  | 'errors/no-such-database'
  | 'errors/syntax'
  | 'errors/no-such-column'
  | 'errors/exists-already'
  | 'errors/not-authorized'
  | 'errors/unknown-role'
  | 'errors/hold-no-values'
  | 'errors/one-statement'
  | 'errors/session-goes-on';

const page = 'user-guide/snowflake-error-codes';

export const errorCases: CaseSet<ErrorCaseId> = {
  'errors/not-found': {
    title: 'a table that is not there is 002003, 42S02',
    page,
    run: async (world) => {
      const error = await world.refused('SELECT * FROM NO_SUCH_TABLE', 'DAS_WAREHOUSE_NOT_FOUND');
      assert.deepEqual([error.number, error.sqlState, error.isRetryable], [2003, '42S02', false]);
      assert.ok(error.next !== undefined);
    },
  },
  'errors/not-there-or-not-authorized': {
    title: 'what may not be known gives the error of what is not there',
    page: 'user-guide/security-access-control-overview',
    run: async (world) => {
      await world.run('CREATE TABLE T (A NUMBER)');
      const [there, not] = [
        await world.refused('SELECT * FROM T', 'DAS_WAREHOUSE_NOT_FOUND', 'DAS_READER'),
        await world.refused('SELECT * FROM U', 'DAS_WAREHOUSE_NOT_FOUND', 'DAS_READER'),
      ];
      assert.deepEqual([there.number, there.sqlState], [not.number, not.sqlState]);
      assert.equal(there.message.replaceAll('.T', '.U'), not.message);
    },
  },
  'errors/no-such-database': {
    title: 'a database that is not there is not found',
    page,
    run: async (world) => {
      await world.refused('SELECT * FROM NO_SUCH_DATABASE.S.T', 'DAS_WAREHOUSE_NOT_FOUND');
      await world.refused('USE DATABASE NO_SUCH_DATABASE', 'DAS_WAREHOUSE_NOT_FOUND');
    },
  },
  'errors/syntax': {
    title: 'what does not parse is 001003, 42000',
    page,
    run: async (world) => {
      const error = await world.refused('SELECT 1 FROM WHERE', 'DAS_WAREHOUSE_INVALID_STATEMENT');
      assert.deepEqual([error.number, error.sqlState], [1003, '42000']);
    },
  },
  'errors/no-such-column': {
    title: 'a column that is not there is 000904, 42000',
    page,
    run: async (world) => {
      await world.run('CREATE TABLE T (A NUMBER)');
      const error = await world.refused('SELECT B FROM T', 'DAS_WAREHOUSE_INVALID_STATEMENT');
      assert.deepEqual([error.number, error.sqlState], [904, '42000']);
    },
  },
  'errors/exists-already': {
    title: 'a name that is taken is 002002, 42710, unless IF NOT EXISTS',
    page,
    run: async (world) => {
      await world.run('CREATE TABLE T (A NUMBER)');
      const error = await world.refused(
        'CREATE TABLE T (B NUMBER)',
        'DAS_WAREHOUSE_ALREADY_EXISTS',
      );
      assert.deepEqual([error.number, error.sqlState], [2002, '42710']);
      await world.run('CREATE TABLE IF NOT EXISTS T (B NUMBER)');
      assert.deepEqual(
        (await world.run('SELECT * FROM T')).columns.map(({ name }) => name),
        ['A'],
      );
    },
  },
  'errors/not-authorized': {
    title: 'a privilege that is lacking is 003001, 42501',
    page,
    run: async (world) => {
      await world.all('CREATE TABLE T (A NUMBER)', 'GRANT SELECT ON TABLE T TO ROLE DAS_READER');
      const error = await world.refused(
        'DELETE FROM T',
        'DAS_WAREHOUSE_NOT_AUTHORIZED',
        'DAS_READER',
      );
      assert.deepEqual([error.number, error.sqlState], [3001, '42501']);
    },
  },
  'errors/unknown-role': {
    title: 'a session under a role that is not there is refused',
    page: 'sql-reference/sql/use-role',
    run: async (world) => {
      const error = await world.failure(() => world.open({ role: 'DAS_NO_SUCH_ROLE' }));
      assert.equal(error.code, 'DAS_WAREHOUSE_UNKNOWN_ROLE');
      await world.refused('USE ROLE DAS_NO_SUCH_ROLE', 'DAS_WAREHOUSE_UNKNOWN_ROLE');
    },
  },
  'errors/hold-no-values': {
    title: 'an error holds no value of the data, and no bind',
    page: 'sql-reference/data-type-conversion',
    run: async (world) => {
      await world.all('CREATE TABLE T (A VARCHAR)', "INSERT INTO T VALUES ('S3CRET')");
      const errors = [
        await world.failure(() => world.run('SELECT A::NUMBER FROM T')),
        await world.failure(() => world.run('SELECT TO_DATE(A) FROM T')),
        await world.failure(() => world.run('SELECT ?::NUMBER AS X', undefined, ['S3CRET'])),
      ];
      for (const error of errors) {
        assert.equal(error.code, 'DAS_WAREHOUSE_EXECUTION_FAILED');
        assert.ok(!JSON.stringify(error, Object.getOwnPropertyNames(error)).includes('S3CRET'));
        assert.equal(error.cause, undefined);
      }
    },
  },
  'errors/one-statement': {
    title: 'one call runs one statement; a semicolon may end it',
    page: 'sql-reference/parameters',
    run: async (world) => {
      await world.run('CREATE TABLE T (A NUMBER)');
      await world.refused('SELECT 1; DROP TABLE T', 'DAS_WAREHOUSE_UNSUPPORTED');
      assert.equal(await world.value('SELECT COUNT(*) FROM T;'), 0);
    },
  },
  'errors/session-goes-on': {
    title: 'a session goes on after a statement has failed',
    page,
    run: async (world) => {
      await world.failure(() => world.run('SELECT * FROM NO_SUCH_TABLE'));
      assert.equal(await world.value('SELECT 1 AS X'), 1);
    },
  },
};
