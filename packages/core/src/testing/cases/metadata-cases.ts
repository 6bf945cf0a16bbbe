import assert from 'node:assert/strict';
import type { CaseSet } from '../conformance-case.js';

export type MetadataCaseId =
  | 'metadata/show-tables'
  | 'metadata/show-only-what-is-visible'
  | 'metadata/show-like'
  | 'metadata/show-grants'
  | 'metadata/describe-table'
  | 'metadata/information-schema'
  | 'metadata/comments'
  | 'metadata/get-ddl'
  | 'metadata/alter-columns';

const sql = 'sql-reference/sql';

export const metadataCases: CaseSet<MetadataCaseId> = {
  'metadata/show-tables': {
    title: 'SHOW TABLES gives the name, the place, the owner and the comment',
    page: `${sql}/show-tables`,
    run: async (world) => {
      await world.run("CREATE TABLE T (A NUMBER) COMMENT = 'mine'");
      const rows = await world.rows(`SHOW TABLES IN SCHEMA ${world.schema}`);
      assert.deepEqual(
        rows.map((row) => [row.name, row.database_name, row.schema_name, row.owner, row.comment]),
        [['T', 'DAS_CONFORMANCE', world.schema, world.admin, 'mine']],
      );
    },
  },
  'metadata/show-only-what-is-visible': {
    title: 'SHOW lists what the role has a privilege on',
    page: `${sql}/show-tables`,
    run: async (world) => {
      await world.all(
        'CREATE TABLE SEEN (A NUMBER)',
        'CREATE TABLE HIDDEN (A NUMBER)',
        'GRANT SELECT ON TABLE SEEN TO ROLE DAS_READER',
      );
      const rows = await world.rows(`SHOW TABLES IN SCHEMA ${world.schema}`, 'DAS_READER');
      assert.deepEqual(
        rows.map(({ name }) => name),
        ['SEEN'],
      );
    },
  },
  'metadata/show-like': {
    title: 'SHOW … LIKE takes a pattern in any case',
    page: `${sql}/show-tables`,
    run: async (world) => {
      await world.all('CREATE TABLE AA (A NUMBER)', 'CREATE TABLE BB (A NUMBER)');
      const rows = await world.rows(`SHOW TABLES LIKE 'a%' IN SCHEMA ${world.schema}`);
      assert.deepEqual(
        rows.map(({ name }) => name),
        ['AA'],
      );
    },
  },
  'metadata/show-grants': {
    title: 'SHOW GRANTS ON gives each privilege and who has it',
    page: `${sql}/show-grants`,
    run: async (world) => {
      await world.all('CREATE TABLE T (A NUMBER)', 'GRANT SELECT ON TABLE T TO ROLE DAS_READER');
      const rows = await world.rows('SHOW GRANTS ON TABLE T');
      assert.deepEqual(rows.map((row) => `${row.privilege} ${row.grantee_name}`).sort(), [
        `OWNERSHIP ${world.admin}`,
        'SELECT DAS_READER',
      ]);
    },
  },
  'metadata/describe-table': {
    title: 'DESCRIBE TABLE gives the columns, their types, and whether they take NULL',
    page: `${sql}/desc-table`,
    run: async (world) => {
      await world.run('CREATE TABLE T (A NUMBER(12, 2) NOT NULL, B VARCHAR(7), C TIMESTAMP_NTZ)');
      const rows = await world.rows('DESCRIBE TABLE T');
      assert.deepEqual(
        rows.map((row) => [row.name, row.type, row['null?']]),
        [
          ['A', 'NUMBER(12,2)', 'N'],
          ['B', 'VARCHAR(7)', 'Y'],
          ['C', 'TIMESTAMP_NTZ(9)', 'Y'],
        ],
      );
    },
  },
  'metadata/information-schema': {
    title: 'INFORMATION_SCHEMA lists the columns that the role may see',
    page: 'sql-reference/info-schema/columns',
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (A NUMBER(12, 2) NOT NULL, B VARCHAR)',
        'CREATE TABLE HIDDEN (A NUMBER)',
        'GRANT SELECT ON TABLE T TO ROLE DAS_READER',
      );
      const query = `SELECT TABLE_NAME, COLUMN_NAME, DATA_TYPE, IS_NULLABLE, ORDINAL_POSITION
        FROM DAS_CONFORMANCE.INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA = '${world.schema}' ORDER BY 1, 5`;
      assert.deepEqual(await world.cells(query, 'DAS_READER'), [
        ['T', 'A', 'NUMBER', 'NO', 1],
        ['T', 'B', 'TEXT', 'YES', 2],
      ]);
    },
  },
  'metadata/comments': {
    title: 'COMMENT ON writes the comment of a table and of a column',
    page: `${sql}/comment`,
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (A NUMBER)',
        "COMMENT ON TABLE T IS 'it''s'",
        "COMMENT ON COLUMN T.A IS 'column'",
      );
      assert.equal((await world.rows(`SHOW TABLES IN SCHEMA ${world.schema}`))[0]?.comment, "it's");
      assert.equal((await world.rows('DESCRIBE TABLE T'))[0]?.comment, 'column');
    },
  },
  'metadata/get-ddl': {
    title: 'GET_DDL gives the statement that makes an object',
    page: 'sql-reference/functions/get_ddl',
    run: async (world) => {
      await world.run('CREATE VIEW V AS SELECT 1 AS A');
      assert.match(
        String(await world.value("SELECT GET_DDL('VIEW', 'V')")),
        /create or replace view/i,
      );
    },
  },
  'metadata/alter-columns': {
    title: 'ALTER TABLE adds, renames and drops columns',
    page: `${sql}/alter-table`,
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (A NUMBER, B NUMBER)',
        'INSERT INTO T VALUES (1, 2)',
        'ALTER TABLE T ADD COLUMN C VARCHAR',
        'ALTER TABLE T RENAME COLUMN A TO Z',
        'ALTER TABLE T DROP COLUMN B',
      );
      assert.deepEqual(await world.rows('SELECT * FROM T'), [{ Z: 1, C: null }]);
    },
  },
};
