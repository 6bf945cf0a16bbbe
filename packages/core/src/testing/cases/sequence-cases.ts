import assert from 'node:assert/strict';
import type { CaseSet } from '../conformance-case.js';

export type SequenceCaseId =
  | 'sequences/each-reference-is-another-number'
  | 'sequences/a-derived-table-shares-its-number'
  | 'sequences/step'
  | 'sequences/explicit-values-beside-defaults'
  | 'sequences/rollback-gives-nothing-back'
  | 'sequences/dropped-default'
  | 'sequences/order-is-not-regained'
  | 'sequences/rename'
  | 'sequences/no-currval'
  | 'sequences/usage'
  | 'sequences/autoincrement';

const page = 'user-guide/querying-sequences';

export const sequenceCases: CaseSet<SequenceCaseId> = {
  'sequences/each-reference-is-another-number': {
    title: 'each reference and each row gets a number of its own',
    page,
    run: async (world) => {
      await world.all(
        'CREATE SEQUENCE Q',
        'CREATE TABLE T (A NUMBER)',
        'INSERT INTO T VALUES (1), (2)',
      );
      const rows = await world.cells('SELECT Q.NEXTVAL AS A, Q.NEXTVAL AS B FROM T');
      assert.equal(new Set(rows.flat()).size, 4);
    },
  },
  'sequences/a-derived-table-shares-its-number': {
    title: 'columns that refer to one column of a derived table share its number',
    page,
    run: async (world) => {
      await world.run('CREATE SEQUENCE Q');
      const [row] = await world.rows('SELECT R.A AS A, R.A AS B FROM (SELECT Q.NEXTVAL AS A) R');
      assert.equal(row?.A, row?.B);
    },
  },
  'sequences/step': {
    title: 'numbers begin at START and are a multiple of INCREMENT away from it',
    page: 'sql-reference/sql/create-sequence',
    run: async (world) => {
      await world.run('CREATE SEQUENCE Q START = 10 INCREMENT = 5 ORDER');
      assert.equal(await world.value('SELECT Q.NEXTVAL'), 10);
      const next = Number(await world.value('SELECT Q.NEXTVAL'));
      assert.ok(next > 10 && next % 5 === 0);
    },
  },
  'sequences/explicit-values-beside-defaults': {
    title: 'a default draws a number where no value is given',
    page,
    run: async (world) => {
      await world.all(
        'CREATE SEQUENCE Q',
        'CREATE TABLE T (K NUMBER DEFAULT Q.NEXTVAL, V NUMBER)',
        'INSERT INTO T (V) VALUES (100)',
        'INSERT INTO T VALUES (DEFAULT, 101)',
        'INSERT INTO T (V) SELECT V FROM T',
        'INSERT INTO T VALUES (1000, 1001)',
      );
      assert.equal(await world.value('SELECT COUNT(DISTINCT K) FROM T'), 5);
      assert.equal(await world.value('SELECT K FROM T WHERE V = 1001'), 1000);
    },
  },
  'sequences/rollback-gives-nothing-back': {
    title: 'a number that was drawn in a transaction is not drawn again after its rollback',
    page,
    run: async (world) => {
      await world.all('CREATE SEQUENCE Q', 'BEGIN');
      const drawn = await world.value('SELECT Q.NEXTVAL');
      await world.run('ROLLBACK');
      assert.notEqual(await world.value('SELECT Q.NEXTVAL'), drawn);
    },
  },
  'sequences/dropped-default': {
    title: 'without its sequence a default fails, and a given value does not',
    page,
    run: async (world) => {
      await world.all(
        'CREATE SEQUENCE Q',
        'CREATE TABLE T (K NUMBER DEFAULT Q.NEXTVAL, V NUMBER)',
        'DROP SEQUENCE Q',
      );
      await world.failure(() => world.run('INSERT INTO T (V) VALUES (1)'));
      await world.run('INSERT INTO T VALUES (1, 1)');
    },
  },
  'sequences/order-is-not-regained': {
    title: 'NOORDER is not changed to ORDER',
    page: 'sql-reference/sql/alter-sequence',
    run: async (world) => {
      await world.all('CREATE SEQUENCE Q ORDER', 'ALTER SEQUENCE Q SET NOORDER');
      await world.failure(() => world.run('ALTER SEQUENCE Q SET ORDER'));
    },
  },
  'sequences/rename': {
    title: 'a sequence goes on under another name',
    page: 'sql-reference/sql/alter-sequence',
    run: async (world) => {
      await world.run('CREATE SEQUENCE Q ORDER');
      const before = Number(await world.value('SELECT Q.NEXTVAL'));
      await world.run('ALTER SEQUENCE Q RENAME TO Q2');
      assert.ok(Number(await world.value('SELECT Q2.NEXTVAL')) > before);
      await world.failure(() => world.run('SELECT Q.NEXTVAL'));
    },
  },
  'sequences/no-currval': {
    title: 'there is no CURRVAL',
    page,
    run: async (world) => {
      await world.run('CREATE SEQUENCE Q');
      await world.failure(() => world.run('SELECT Q.CURRVAL'));
    },
  },
  'sequences/usage': {
    title: 'NEXTVAL takes USAGE on the sequence',
    page: 'user-guide/security-access-control-privileges',
    run: async (world) => {
      await world.run('CREATE SEQUENCE Q');
      await world.failure(() => world.run('SELECT Q.NEXTVAL', 'DAS_READER'));
      await world.run('GRANT USAGE ON SEQUENCE Q TO ROLE DAS_READER');
      assert.equal(typeof (await world.value('SELECT Q.NEXTVAL', 'DAS_READER')), 'number');
    },
  },
  'sequences/autoincrement': {
    title: 'an AUTOINCREMENT column numbers its rows, and takes given values',
    page: 'sql-reference/sql/create-table',
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (ID NUMBER AUTOINCREMENT START 1 INCREMENT 1 ORDER, V NUMBER)',
        'INSERT INTO T (V) VALUES (10), (20)',
        'INSERT INTO T VALUES (500, 30)',
      );
      assert.equal(await world.value('SELECT COUNT(DISTINCT ID) FROM T'), 3);
      const [id] = await world.rows('DESCRIBE TABLE T');
      assert.equal(id?.default, 'IDENTITY START 1 INCREMENT 1 ORDER');
    },
  },
};
