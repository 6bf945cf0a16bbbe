import assert from 'node:assert/strict';
import { type CaseWorld, conformanceDatabase } from '../case-world.js';
import type { CaseSet } from '../conformance-case.js';

export type TagPropagationCaseId =
  | 'tags/propagates-to-views'
  | 'tags/propagates-continuously'
  | 'tags/propagates-with-data'
  | 'tags/propagation-of-the-right-kind'
  | 'tags/propagation-of-tables'
  | 'tags/propagation-conflict'
  | 'tags/propagation-of-several-values'
  | 'tags/propagation-is-not-retroactive'
  | 'tags/propagation-manual-wins'
  | 'tags/propagated-masks'
  | 'tags/inherited-is-not-propagated';

const page = 'user-guide/object-tagging/propagation';
const both = 'PROPAGATE = ON_DEPENDENCY_AND_DATA_MOVEMENT';

/** The tags of the columns of a table or view: `COLUMN=value METHOD`. */
async function tagsOf(world: CaseWorld, name: string): Promise<readonly string[]> {
  const full = `${conformanceDatabase}.${world.schema}.${name}`;
  const rows = await world.rows(
    `SELECT COLUMN_NAME, TAG_VALUE, APPLY_METHOD FROM TABLE(${conformanceDatabase}.INFORMATION_SCHEMA.TAG_REFERENCES_ALL_COLUMNS('${full}', 'table')) WHERE TAG_SCHEMA = '${world.schema}'`,
  );
  return rows.map((row) => `${row.COLUMN_NAME}=${row.TAG_VALUE} ${row.APPLY_METHOD}`).sort();
}

export const tagPropagationCases: CaseSet<TagPropagationCaseId> = {
  'tags/propagates-to-views': {
    title: 'a column of a view has the tags of the columns that it is made of, and so on upwards',
    page,
    run: async (world) => {
      await world.all(
        `CREATE TAG CLASS ${both}`,
        "CREATE TABLE T (A VARCHAR WITH TAG (CLASS = 'pii'), B VARCHAR)",
        'CREATE VIEW V AS SELECT A AS X, B FROM T',
        'CREATE VIEW W AS SELECT UPPER(X) AS Y FROM V',
      );
      assert.deepEqual(await tagsOf(world, 'V'), ['X=pii PROPAGATED']);
      assert.deepEqual(await tagsOf(world, 'W'), ['Y=pii PROPAGATED']);
    },
  },
  'tags/propagates-continuously': {
    title: 'what depends follows when a tag is set, changed and taken off its source',
    page,
    run: async (world) => {
      await world.all(
        'CREATE TAG CLASS PROPAGATE = ON_DEPENDENCY',
        'CREATE TABLE T (A VARCHAR)',
        'CREATE VIEW V AS SELECT A FROM T',
        'CREATE VIEW W AS SELECT A FROM V',
      );
      for (const value of ['pii', 'phi']) {
        await world.run(`ALTER TABLE T MODIFY COLUMN A SET TAG CLASS = '${value}'`);
        assert.deepEqual(await tagsOf(world, 'W'), [`A=${value} PROPAGATED`]);
      }
      await world.run('ALTER TABLE T MODIFY COLUMN A UNSET TAG CLASS');
      assert.deepEqual(await tagsOf(world, 'V'), []);
      assert.deepEqual(await tagsOf(world, 'W'), []);
    },
  },
  'tags/propagates-with-data': {
    title:
      'CREATE TABLE AS, INSERT, UPDATE and MERGE carry tags once, whatever becomes of the source',
    page,
    run: async (world) => {
      await world.all(
        'CREATE TAG CLASS PROPAGATE = ON_DATA_MOVEMENT',
        "CREATE TABLE T (K NUMBER, A VARCHAR WITH TAG (CLASS = 'pii'))",
        "INSERT INTO T VALUES (1, 'x')",
        'CREATE TABLE MADE AS SELECT A AS X FROM T',
        'CREATE TABLE FILLED (X VARCHAR)',
        'INSERT INTO FILLED SELECT A FROM T',
        'CREATE TABLE CHANGED (K NUMBER, X VARCHAR)',
        'UPDATE CHANGED SET X = T.A FROM T WHERE CHANGED.K = T.K',
        'CREATE TABLE MERGED (K NUMBER, X VARCHAR)',
        'MERGE INTO MERGED USING T ON MERGED.K = T.K WHEN NOT MATCHED THEN INSERT (K, X) VALUES (T.K, T.A)',
        'ALTER TABLE T MODIFY COLUMN A UNSET TAG CLASS',
      );
      for (const name of ['MADE', 'FILLED', 'CHANGED', 'MERGED']) {
        assert.deepEqual(await tagsOf(world, name), ['X=pii PROPAGATED'], name);
      }
    },
  },
  'tags/propagation-of-the-right-kind': {
    title: 'a tag is carried as it says: with data, or to what depends',
    page,
    run: async (world) => {
      await world.all(
        'CREATE TAG DEPENDS PROPAGATE = ON_DEPENDENCY',
        'CREATE TAG MOVES PROPAGATE = ON_DATA_MOVEMENT',
        'CREATE TAG STAYS',
        "CREATE TABLE T (A VARCHAR WITH TAG (DEPENDS = 'd', MOVES = 'm', STAYS = 's'))",
        'CREATE VIEW V AS SELECT A FROM T',
        'CREATE TABLE COPIED AS SELECT A FROM T',
      );
      assert.deepEqual(await tagsOf(world, 'V'), ['A=d PROPAGATED']);
      assert.deepEqual(await tagsOf(world, 'COPIED'), ['A=m PROPAGATED']);
    },
  },
  'tags/propagation-of-tables': {
    title: 'the tag of a table is carried to the view on it, and its columns inherit it there',
    page,
    run: async (world) => {
      await world.all(
        `CREATE TAG CLASS ${both}`,
        "CREATE TABLE T (A VARCHAR) WITH TAG (CLASS = 'pii')",
        'CREATE VIEW V AS SELECT A FROM T',
      );
      assert.deepEqual(await tagsOf(world, 'V'), ['A=pii INHERITED']);
    },
  },
  'tags/propagation-conflict': {
    title: 'several values become CONFLICT, the text of ON_CONFLICT, or the first that is allowed',
    page,
    run: async (world) => {
      await world.all(
        `CREATE TAG PLAIN ${both}`,
        `CREATE TAG NAMED ${both} ON_CONFLICT = 'HIGH'`,
        `CREATE TAG ORDERED ALLOWED_VALUES 'high', 'low' ${both} ON_CONFLICT = ALLOWED_VALUES_SEQUENCE`,
        "CREATE TABLE T (A VARCHAR WITH TAG (PLAIN = 'a', NAMED = 'a', ORDERED = 'low'), B VARCHAR WITH TAG (PLAIN = 'b', NAMED = 'b', ORDERED = 'high'))",
        'CREATE VIEW V AS SELECT A || B AS X FROM T',
        'CREATE TABLE C AS SELECT A || B AS X FROM T',
      );
      for (const name of ['V', 'C']) {
        assert.deepEqual(await tagsOf(world, name), [
          'X=CONFLICT PROPAGATED',
          'X=HIGH PROPAGATED',
          'X=high PROPAGATED',
        ]);
      }
    },
  },
  'tags/propagation-of-several-values': {
    title: 'a tag of several values keeps all of them, if ON_CONFLICT says MERGE',
    page: 'user-guide/object-tagging/multi-value-tags',
    run: async (world) => {
      await world.all(
        'CREATE TAG CLASS MULTI_VALUE = TRUE PROPAGATE = ON_DEPENDENCY ON_CONFLICT = MERGE',
        "CREATE TABLE T (A VARCHAR WITH TAG (CLASS = 'first'), B VARCHAR WITH TAG (CLASS = 'second'))",
        'CREATE VIEW V AS SELECT A || B AS X FROM T',
      );
      const told = (await tagsOf(world, 'V')).join(' ');
      assert.ok(told.includes('first') && told.includes('second'));
    },
  },
  'tags/propagation-is-not-retroactive': {
    title: 'ALTER TAG changes what is carried from then on, not what was',
    page: 'sql-reference/sql/alter-tag',
    run: async (world) => {
      await world.all(
        'CREATE TAG CLASS',
        "CREATE TABLE T (A VARCHAR WITH TAG (CLASS = 'pii'))",
        'CREATE VIEW V AS SELECT A FROM T',
        'ALTER TAG CLASS SET PROPAGATE = ON_DEPENDENCY',
      );
      assert.deepEqual(await tagsOf(world, 'V'), []);
      await world.run('CREATE VIEW W AS SELECT A FROM T');
      await world.run('ALTER TAG CLASS UNSET PROPAGATE');
      assert.deepEqual(await tagsOf(world, 'W'), ['A=pii PROPAGATED']);
    },
  },
  'tags/propagation-manual-wins': {
    title: 'a tag that was set by hand is kept where another value would be carried',
    page,
    run: async (world) => {
      await world.all(
        `CREATE TAG CLASS ${both}`,
        "CREATE TABLE T (A VARCHAR WITH TAG (CLASS = 'pii'))",
        "CREATE TABLE C (A VARCHAR WITH TAG (CLASS = 'mine'))",
        'INSERT INTO C SELECT A FROM T',
        'CREATE VIEW V AS SELECT A FROM T',
        "ALTER VIEW V MODIFY COLUMN A SET TAG CLASS = 'mine'",
        "ALTER TABLE T MODIFY COLUMN A SET TAG CLASS = 'phi'",
      );
      for (const name of ['C', 'V']) assert.deepEqual(await tagsOf(world, name), ['A=mine MANUAL']);
    },
  },
  'tags/propagated-masks': {
    title: 'a policy on a tag masks what the tag was carried to',
    page,
    run: async (world) => {
      await world.showToRoles();
      await world.all(
        "CREATE MASKING POLICY M AS (VAL VARCHAR) RETURNS VARCHAR -> CASE WHEN IS_ROLE_IN_SESSION('DAS_CLEARED') THEN VAL ELSE '*' END",
        `CREATE TAG CLASS ${both}`,
        'ALTER TAG CLASS SET MASKING POLICY M',
        "CREATE TABLE T (A VARCHAR WITH TAG (CLASS = 'pii'))",
        "INSERT INTO T VALUES ('x')",
        'CREATE TABLE C AS SELECT A FROM T',
        'CREATE TABLE FILLED (A VARCHAR)',
        'INSERT INTO FILLED SELECT A FROM T',
      );
      for (const name of ['C', 'FILLED']) {
        assert.deepEqual(await world.rows(`SELECT A FROM ${name}`), [{ A: 'x' }]);
        assert.deepEqual(await world.rows(`SELECT A FROM ${name}`, 'DAS_READER'), [{ A: '*' }]);
      }
    },
  },
  'tags/inherited-is-not-propagated': {
    title: 'a tag that a table inherits is not carried on',
    page,
    run: async (world) => {
      await world.all(
        `CREATE TAG CLASS ${both}`,
        `ALTER SCHEMA ${world.schema} SET TAG CLASS = 'schema'`,
        'CREATE TABLE T (A VARCHAR)',
        'CREATE VIEW V AS SELECT A FROM T',
        `ALTER SCHEMA ${world.schema} UNSET TAG CLASS`,
      );
      assert.deepEqual(await tagsOf(world, 'V'), []);
    },
  },
};
