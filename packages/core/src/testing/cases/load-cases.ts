import assert from 'node:assert/strict';
import type { CaseSet } from '../conformance-case.js';
import { prepared, upload } from './staged-files.js';

export type LoadCaseId =
  | 'loads/result-columns'
  | 'loads/skip-file'
  | 'loads/skip-file-with-a-number'
  | 'loads/failed-file-again'
  | 'loads/column-count'
  | 'loads/null-if'
  | 'loads/truncate-columns'
  | 'loads/pattern'
  | 'loads/transformation'
  | 'loads/transformation-is-one-select'
  | 'loads/include-metadata'
  | 'loads/validation-mode'
  | 'loads/truncate-forgets'
  | 'stages/query'
  | 'stages/user-stage'
  | 'stages/table-stage';

const copyInto = 'sql-reference/sql/copy-into-table';
const transform = 'user-guide/data-load-transform';
const createFormat = 'sql-reference/sql/create-file-format';
const csv = 'FILE_FORMAT = (TYPE = CSV)';

export const loadCases: CaseSet<LoadCaseId> = {
  'loads/result-columns': {
    title:
      'COPY tells of each file how many records it had, and of the first fault where it stands',
    page: copyInto,
    run: async (world) => {
      await prepared(world);
      const rows = await world.rows(
        `COPY INTO T FROM @ST FILES = ('a.csv') ${csv} ON_ERROR = CONTINUE`,
      );
      const [row] = rows;
      assert.deepEqual(
        [row?.file, row?.status, row?.rows_parsed, row?.rows_loaded, row?.errors_seen],
        ['st/a.csv', 'PARTIALLY_LOADED', 3, 2, 1],
      );
      assert.deepEqual([row?.first_error_line, row?.first_error_column_name], [2, '"T"["ID":1]']);
    },
  },
  'loads/skip-file': {
    title: 'ON_ERROR = SKIP_FILE loads the files that have no fault',
    page: copyInto,
    run: async (world) => {
      await prepared(world);
      const rows = await world.rows(`COPY INTO T FROM @ST ${csv} ON_ERROR = SKIP_FILE`);
      assert.deepEqual(rows.map((row) => [row.file, row.status, row.rows_loaded]).sort(), [
        ['st/a.csv', 'LOAD_FAILED', 0],
        ['st/b.csv', 'LOADED', 1],
      ]);
    },
  },
  'loads/skip-file-with-a-number': {
    title: 'ON_ERROR = SKIP_FILE_2 loads what is good of a file with one fault',
    page: copyInto,
    run: async (world) => {
      await prepared(world);
      await world.run(`COPY INTO T FROM @ST ${csv} ON_ERROR = SKIP_FILE_2`);
      assert.equal(await world.value('SELECT COUNT(*) FROM T'), 3);
    },
  },
  'loads/failed-file-again': {
    title: 'a file that failed is looked at again, and one that was loaded is not',
    page: 'user-guide/data-load-considerations-load',
    run: async (world) => {
      await prepared(world);
      await world.run(`COPY INTO T FROM @ST ${csv} ON_ERROR = SKIP_FILE`);
      const rows = await world.rows(`COPY INTO T FROM @ST ${csv} ON_ERROR = CONTINUE`);
      assert.deepEqual(
        rows.map((row) => row.file),
        ['st/a.csv'],
      );
    },
  },
  'loads/column-count': {
    title: 'a record with another number of fields is a fault, unless the format says otherwise',
    page: createFormat,
    run: async (world) => {
      await prepared(world);
      await upload(world, 'c.csv', '1\n2,two,more\n');
      const copy = `COPY INTO T FROM @ST FILES = ('c.csv')`;
      await world.refused(`${copy} ${csv}`, 'DAS_WAREHOUSE_EXECUTION_FAILED');
      await world.run(`${copy} FILE_FORMAT = (TYPE = CSV ERROR_ON_COLUMN_COUNT_MISMATCH = FALSE)`);
      assert.deepEqual(await world.cells('SELECT ID, X FROM T ORDER BY ID'), [
        [1, null],
        [2, 'two'],
      ]);
    },
  },
  'loads/null-if': {
    title: 'NULL_IF takes the place of \\N, and an empty field is NULL',
    page: createFormat,
    run: async (world) => {
      await prepared(world);
      await upload(world, 'c.csv', '1,none\n,x\n');
      await world.run(
        `COPY INTO T FROM @ST FILES = ('c.csv') FILE_FORMAT = (TYPE = CSV NULL_IF = ('none'))`,
      );
      assert.deepEqual(await world.cells('SELECT ID, X FROM T ORDER BY ID'), [
        [1, null],
        [null, 'x'],
      ]);
    },
  },
  'loads/truncate-columns': {
    title: 'a text that is too long is a fault, or is cut with TRUNCATECOLUMNS',
    page: copyInto,
    run: async (world) => {
      await prepared(world);
      await world.run('CREATE TABLE SHORT (ID NUMBER, X VARCHAR(2))');
      const copy = `COPY INTO SHORT FROM @ST FILES = ('b.csv') ${csv}`;
      await world.refused(copy, 'DAS_WAREHOUSE_EXECUTION_FAILED');
      await world.run(`${copy} TRUNCATECOLUMNS = TRUE`);
      assert.deepEqual(await world.column('SELECT X FROM SHORT'), ['fo']);
    },
  },
  'loads/pattern': {
    title: 'PATTERN is a regular expression over the whole path',
    page: copyInto,
    run: async (world) => {
      await prepared(world);
      await world.run(`COPY INTO T FROM @ST PATTERN = '.*b[.]csv' ${csv}`);
      assert.deepEqual(await world.column('SELECT ID FROM T'), [4]);
    },
  },
  'loads/transformation': {
    title: 'a query of the stage reorders and converts fields, and knows their files',
    page: transform,
    run: async (world) => {
      await prepared(world);
      await world.run(
        `COPY INTO T (X, ID) FROM (SELECT UPPER(s.$2) || METADATA$FILE_ROW_NUMBER, s.$1::NUMBER * 2 FROM @ST s) FILES = ('b.csv') ${csv}`,
      );
      assert.deepEqual(await world.cells('SELECT ID, X FROM T'), [[8, 'FOUR1']]);
    },
  },
  'loads/transformation-is-one-select': {
    title: 'a query of the stage takes no WHERE',
    page: transform,
    run: async (world) => {
      await prepared(world);
      await world.failure(() =>
        world.run(`COPY INTO T FROM (SELECT $1, $2 FROM @ST WHERE $1 = '1') ${csv}`),
      );
    },
  },
  'loads/include-metadata': {
    title: 'INCLUDE_METADATA fills columns beside those that match by name',
    page: copyInto,
    run: async (world) => {
      await prepared(world);
      await world.run('CREATE TABLE M (ID NUMBER, N NUMBER)');
      await upload(world, 'a.json', '{"id":7}\n{"id":8}\n');
      await world.run(
        "COPY INTO M FROM @ST FILES = ('a.json') FILE_FORMAT = (TYPE = JSON) MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE INCLUDE_METADATA = (N = METADATA$FILE_ROW_NUMBER)",
      );
      assert.deepEqual(await world.column('SELECT ID FROM M ORDER BY N'), [7, 8]);
    },
  },
  'loads/validation-mode': {
    title: 'VALIDATION_MODE tells the faults and loads nothing',
    page: copyInto,
    run: async (world) => {
      await prepared(world);
      const rows = await world.rows(`COPY INTO T FROM @ST ${csv} VALIDATION_MODE = RETURN_ERRORS`);
      assert.deepEqual(
        rows.map((row) => [row.FILE, row.LINE]),
        [['st/a.csv', 2]],
      );
      assert.equal(await world.value('SELECT COUNT(*) FROM T'), 0);
    },
  },
  'loads/truncate-forgets': {
    title: 'TRUNCATE TABLE lets the same files be loaded again',
    page: 'sql-reference/sql/truncate-table',
    run: async (world) => {
      await prepared(world);
      const copy = `COPY INTO T FROM @ST FILES = ('b.csv') ${csv}`;
      await world.all(copy, 'TRUNCATE TABLE T', copy);
      assert.equal(await world.value('SELECT COUNT(*) FROM T'), 1);
    },
  },
  'stages/query': {
    title: 'a stage can be read in FROM',
    page: 'user-guide/querying-stage',
    run: async (world) => {
      await prepared(world);
      await world.run('CREATE FILE FORMAT F TYPE = CSV');
      assert.deepEqual(
        await world.cells(
          "SELECT t.$2 AS X, METADATA$FILENAME AS F FROM @ST (FILE_FORMAT => 'F', PATTERN => '.*b[.]csv') t",
        ),
        [['four', 'b.csv']],
      );
    },
  },
  'stages/user-stage': {
    title: 'each user has a stage',
    page: 'user-guide/data-load-local-file-system-create-stage',
    run: async (world) => {
      const path = `@~/das-conformance-${world.schema.toLowerCase()}`;
      await world.run(`COPY INTO ${path}/ FROM (SELECT 1 AS A)`);
      assert.equal((await world.rows(`LIST ${path}`)).length, 1);
      await world.run(`REMOVE ${path}`);
      assert.equal((await world.rows(`LIST ${path}`)).length, 0);
    },
  },
  'stages/table-stage': {
    title: 'each table has a stage, for its owner alone',
    page: 'user-guide/data-load-local-file-system-create-stage',
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (A NUMBER)',
        'COPY INTO @%T FROM (SELECT 1 AS A)',
        'COPY INTO T FROM @%T',
      );
      assert.equal(await world.value('SELECT A FROM T'), 1);
      await world.run('GRANT SELECT, INSERT ON TABLE T TO ROLE DAS_READER');
      await world.refused(
        'LIST @%T',
        ['DAS_WAREHOUSE_NOT_FOUND', 'DAS_WAREHOUSE_NOT_AUTHORIZED'],
        'DAS_READER',
      );
    },
  },
};
