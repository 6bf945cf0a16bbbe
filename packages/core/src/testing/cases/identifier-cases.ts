import assert from 'node:assert/strict';
import { quoteIdentifier } from '../../warehouse/statement.js';
import type { CaseSet } from '../conformance-case.js';

export type IdentifierCaseId =
  | 'identifiers/unquoted-is-upper-case'
  | 'identifiers/quoted-keeps-its-case'
  | 'identifiers/quoted-holds-anything'
  | 'identifiers/column-wins-over-alias'
  | 'identifiers/ambiguous-is-refused'
  | 'identifiers/qualified'
  | 'identifiers/helper';

const page = 'sql-reference/identifiers-syntax';

export const identifierCases: CaseSet<IdentifierCaseId> = {
  'identifiers/unquoted-is-upper-case': {
    title: 'a name without quotes is upper case, and found in any case',
    page,
    run: async (world) => {
      await world.all('CREATE TABLE MixedCase (Id NUMBER)', 'INSERT INTO mixedcase VALUES (1)');
      assert.deepEqual(await world.rows('SELECT iD FROM "MIXEDCASE"'), [{ ID: 1 }]);
    },
  },
  'identifiers/quoted-keeps-its-case': {
    title: 'a quoted name is another name in another case',
    page,
    run: async (world) => {
      await world.all('CREATE TABLE "t" ("id" NUMBER, ID NUMBER)', 'INSERT INTO "t" VALUES (1, 2)');
      assert.deepEqual(await world.rows('SELECT "id", id FROM "t"'), [{ id: 1, ID: 2 }]);
      await world.refused('SELECT * FROM t', 'DAS_WAREHOUSE_NOT_FOUND');
    },
  },
  'identifiers/quoted-holds-anything': {
    title: 'a quoted name holds spaces, quotes, dots and keywords',
    page,
    run: async (world) => {
      for (const name of ['a b', 'say "hi"', 'a.b', 'SELECT', "it's", '日本', '--', ';']) {
        const quoted = `"${name.replaceAll('"', '""')}"`;
        await world.run(`CREATE OR REPLACE TABLE ${quoted} (${quoted} NUMBER)`);
        await world.run(`INSERT INTO ${quoted} VALUES (1)`);
        const rows = await world.rows(`SELECT ${quoted}.${quoted} AS ${quoted} FROM ${quoted}`);
        assert.deepEqual(rows, [{ [name]: 1 }]);
      }
    },
  },
  'identifiers/column-wins-over-alias': {
    title: 'in WHERE a column of the table wins over an alias of the query',
    page: 'sql-reference/sql/select',
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (ID NUMBER, X VARCHAR)',
        "INSERT INTO T VALUES (1, 'a'), (2, 'b')",
      );
      assert.deepEqual(await world.column("SELECT ID + 10 AS X FROM T WHERE X = 'a'"), [11]);
      assert.deepEqual(await world.column('SELECT ID * 2 AS D FROM T WHERE D > 2'), [4]);
    },
  },
  'identifiers/ambiguous-is-refused': {
    title: 'a name that two tables have is refused',
    page: 'sql-reference/sql/select',
    run: async (world) => {
      await world.all('CREATE TABLE A (ID NUMBER)', 'CREATE TABLE B (ID NUMBER)');
      await world.refused('SELECT ID FROM A, B', 'DAS_WAREHOUSE_INVALID_STATEMENT');
    },
  },
  'identifiers/qualified': {
    title: 'a name without its schema is looked for in the current one',
    page: 'sql-reference/name-resolution',
    run: async (world) => {
      await world.run('CREATE TABLE T (ID NUMBER)');
      const full = `DAS_CONFORMANCE.${world.schema}.T`;
      await world.run(`INSERT INTO ${world.schema}.T VALUES (1)`);
      assert.deepEqual(await world.column(`SELECT ${full}.ID FROM ${full}`), [1]);
    },
  },
  'identifiers/helper': {
    title: 'sql.id and quoteIdentifier name what an unquoted name names',
    page,
    run: async (world) => {
      await world.run(
        `CREATE TABLE ${quoteIdentifier('odd "one"')} (${quoteIdentifier('id')} NUMBER)`,
      );
      await world.run('INSERT INTO "ODD ""ONE""" (ID) VALUES (1)');
      assert.deepEqual(await world.rows('SELECT id FROM "ODD ""ONE"""'), [{ ID: 1 }]);
    },
  },
};
