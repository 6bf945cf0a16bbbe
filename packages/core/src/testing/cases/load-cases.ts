import assert from 'node:assert/strict';
import { type CaseWorld, conformanceDatabase } from '../case-world.js';
import type { CaseSet } from '../conformance-case.js';

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
  | 'formats/named'
  | 'formats/usage'
  | 'formats/type-is-fixed'
  | 'formats/of-the-stage'
  | 'stages/query'
  | 'stages/user-stage'
  | 'stages/table-stage'
  | 'unloads/file-names'
  | 'unloads/masked'
  | 'unloads/overwrite'
  | 'unloads/partition'
  | 'unloads/json-needs-a-variant'
  | 'unloads/parquet-time-zones'
  | 'unloads/consumes-streams'
  | 'unloads/comes-back';

const copyInto = 'sql-reference/sql/copy-into-table';
const unload = 'sql-reference/sql/copy-into-location';
const transform = 'user-guide/data-load-transform';
const createFormat = 'sql-reference/sql/create-file-format';
const csv = 'FILE_FORMAT = (TYPE = CSV)';

async function upload(world: CaseWorld, path: string, content: string): Promise<void> {
  const stage = `"${conformanceDatabase}"."${world.schema}"."ST"`;
  await (await world.session()).upload(stage, path, new TextEncoder().encode(content));
}

async function prepared(world: CaseWorld): Promise<void> {
  await world.all('CREATE STAGE ST', 'CREATE TABLE T (ID NUMBER, X VARCHAR)');
  await upload(world, 'a.csv', '1,one\nx,two\n3,three\n');
  await upload(world, 'b.csv', '4,four\n');
}

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
  'formats/named': {
    title: 'COPY takes the options of a named file format',
    page: createFormat,
    run: async (world) => {
      await prepared(world);
      await upload(world, 'c.txt', 'h|h\n5|five\n');
      await world.all(
        "CREATE FILE FORMAT BARS TYPE = CSV FIELD_DELIMITER = '|' SKIP_HEADER = 1",
        "COPY INTO T FROM @ST FILES = ('c.txt') FILE_FORMAT = (FORMAT_NAME = 'BARS')",
      );
      assert.deepEqual(await world.cells('SELECT ID, X FROM T'), [[5, 'five']]);
      const [shown] = await world.rows("SHOW FILE FORMATS LIKE 'BARS'");
      assert.deepEqual([shown?.name, shown?.type], ['BARS', 'CSV']);
    },
  },
  'formats/usage': {
    title: 'a file format needs USAGE',
    page: 'user-guide/security-access-control-privileges',
    run: async (world) => {
      await prepared(world);
      await world.all(
        'CREATE FILE FORMAT F TYPE = CSV',
        'GRANT READ ON STAGE ST TO ROLE DAS_READER',
      );
      const query = "SELECT $1 FROM @ST/b.csv (FILE_FORMAT => 'F')";
      await world.refused(
        query,
        ['DAS_WAREHOUSE_NOT_FOUND', 'DAS_WAREHOUSE_NOT_AUTHORIZED'],
        'DAS_READER',
      );
      await world.run('GRANT USAGE ON FILE FORMAT F TO ROLE DAS_READER');
      assert.equal((await world.rows(query, 'DAS_READER')).length, 1);
    },
  },
  'formats/type-is-fixed': {
    title: 'ALTER FILE FORMAT changes options, not the type',
    page: 'sql-reference/sql/alter-file-format',
    run: async (world) => {
      await world.all(
        'CREATE FILE FORMAT F TYPE = CSV',
        "ALTER FILE FORMAT F SET FIELD_DELIMITER = ';'",
      );
      await world.failure(() => world.run('ALTER FILE FORMAT F SET TYPE = JSON'));
      const described = await world.rows('DESCRIBE FILE FORMAT F');
      const delimiter = described.find((row) => row.property === 'FIELD_DELIMITER');
      assert.equal(delimiter?.property_value, ';');
    },
  },
  'formats/of-the-stage': {
    title: 'a stage has a file format of its own',
    page: 'sql-reference/sql/create-stage',
    run: async (world) => {
      await world.all(
        "CREATE STAGE ST FILE_FORMAT = (TYPE = CSV FIELD_DELIMITER = ';')",
        'CREATE TABLE T (ID NUMBER, X VARCHAR)',
      );
      await upload(world, 'a.csv', '1;one\n');
      await world.run('COPY INTO T FROM @ST');
      assert.deepEqual(await world.cells('SELECT ID, X FROM T'), [[1, 'one']]);
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
  'unloads/file-names': {
    title: 'files are called data_… and are compressed, or have the name that SINGLE gives',
    page: unload,
    run: async (world) => {
      await world.all(
        'CREATE STAGE ST',
        'COPY INTO @ST/a/ FROM (SELECT 1 AS A)',
        'COPY INTO @ST/b/one.csv FROM (SELECT 1 AS A) FILE_FORMAT = (TYPE = CSV COMPRESSION = NONE) SINGLE = TRUE',
      );
      const [many] = await world.column('LIST @ST/a/');
      assert.match(String(many), /^st\/a\/data_\d+_\d+_\d+\.csv\.gz$/);
      assert.deepEqual(await world.column('LIST @ST/b/'), ['st/b/one.csv']);
    },
  },
  'unloads/masked': {
    title: 'an unload writes what its role may see',
    page: 'user-guide/security-column-intro',
    run: async (world) => {
      await world.all(
        'CREATE STAGE ST',
        'CREATE TABLE T (X VARCHAR)',
        "INSERT INTO T VALUES ('clear')",
        "CREATE MASKING POLICY M AS (V VARCHAR) RETURNS VARCHAR -> CASE WHEN CURRENT_ROLE() = 'DAS_READER' THEN 'masked' ELSE V END",
        'ALTER TABLE T MODIFY COLUMN X SET MASKING POLICY M',
        'GRANT SELECT ON TABLE T TO ROLE DAS_READER',
        'GRANT READ, WRITE ON STAGE ST TO ROLE DAS_READER',
      );
      await world.run('COPY INTO @ST/a/ FROM T', 'DAS_READER');
      assert.deepEqual(await world.column('SELECT $1 FROM @ST/a/'), ['masked']);
    },
  },
  'unloads/overwrite': {
    title: 'an unload replaces no file unless OVERWRITE says so',
    page: unload,
    run: async (world) => {
      const write = (value: number): string =>
        `COPY INTO @ST/a.csv FROM (SELECT ${value} AS A) FILE_FORMAT = (TYPE = CSV COMPRESSION = NONE) SINGLE = TRUE`;
      await world.all('CREATE STAGE ST', write(1));
      await world.failure(() => world.run(write(2)));
      await world.run(`${write(3)} OVERWRITE = TRUE`);
      assert.deepEqual(await world.column('SELECT $1 FROM @ST/a.csv'), ['3']);
    },
  },
  'unloads/partition': {
    title: 'PARTITION BY parts the files into folders',
    page: unload,
    run: async (world) => {
      await world.all(
        'CREATE STAGE ST',
        'CREATE TABLE T (D VARCHAR, N NUMBER)',
        "INSERT INTO T VALUES ('x', 1), ('y', 2), (NULL, 3)",
        "COPY INTO @ST/p/ FROM T PARTITION BY ('d=' || D) FILE_FORMAT = (TYPE = PARQUET) HEADER = TRUE",
      );
      const folders = (await world.column('LIST @ST/p/')).map((name) => String(name).split('/')[2]);
      assert.deepEqual([...folders].sort(), ['__NULL__', 'd=x', 'd=y']);
    },
  },
  'unloads/json-needs-a-variant': {
    title: 'JSON is unloaded from one VARIANT column',
    page: unload,
    run: async (world) => {
      const json = 'FILE_FORMAT = (TYPE = JSON)';
      await world.run('CREATE STAGE ST');
      await world.failure(() => world.run(`COPY INTO @ST/a/ FROM (SELECT 1 AS A, 2 AS B) ${json}`));
      await world.run(`COPY INTO @ST/b/ FROM (SELECT OBJECT_CONSTRUCT('a', 1) AS V) ${json}`);
      assert.equal((await world.rows('LIST @ST/b/')).length, 1);
    },
  },
  'unloads/parquet-time-zones': {
    title: 'a TIMESTAMP_LTZ cannot be unloaded to Parquet',
    page: unload,
    run: async (world) => {
      await world.run('CREATE STAGE ST');
      await world.failure(() =>
        world.run(
          "COPY INTO @ST/a/ FROM (SELECT '2024-01-02'::TIMESTAMP_LTZ AS A) FILE_FORMAT = (TYPE = PARQUET)",
        ),
      );
    },
  },
  'unloads/consumes-streams': {
    title: 'an unload moves the offset of a stream that it reads',
    page: 'user-guide/streams-intro',
    run: async (world) => {
      await world.all(
        'CREATE STAGE ST',
        'CREATE TABLE T (A NUMBER)',
        'CREATE STREAM C ON TABLE T',
        'INSERT INTO T VALUES (1)',
        'COPY INTO @ST/a/ FROM (SELECT A FROM C)',
      );
      assert.equal(await world.value('SELECT COUNT(*) FROM C'), 0);
    },
  },
  'unloads/comes-back': {
    title: 'what was unloaded can be loaded, NULLs and commas and all',
    page: 'user-guide/data-unload-considerations',
    run: async (world) => {
      const format = `FILE_FORMAT = (TYPE = CSV FIELD_OPTIONALLY_ENCLOSED_BY = '"')`;
      await world.all(
        'CREATE STAGE ST',
        'CREATE TABLE T (ID NUMBER, X VARCHAR)',
        'CREATE TABLE BACK LIKE T',
        "INSERT INTO T VALUES (1, 'a,b'), (2, ''), (3, NULL), (4, 'say \"x\"')",
        `COPY INTO @ST/a/ FROM T ${format}`,
        `COPY INTO BACK FROM @ST/a/ ${format}`,
      );
      assert.deepEqual(await world.cells('SELECT ID, X FROM BACK ORDER BY ID'), [
        [1, 'a,b'],
        [2, ''],
        [3, null],
        [4, 'say "x"'],
      ]);
    },
  },
};
