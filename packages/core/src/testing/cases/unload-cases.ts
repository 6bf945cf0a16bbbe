import assert from 'node:assert/strict';
import type { CaseSet } from '../conformance-case.js';

export type UnloadCaseId =
  | 'unloads/file-names'
  | 'unloads/masked'
  | 'unloads/overwrite'
  | 'unloads/partition'
  | 'unloads/json-needs-a-variant'
  | 'unloads/parquet-time-zones'
  | 'unloads/consumes-streams'
  | 'unloads/comes-back';

const unload = 'sql-reference/sql/copy-into-location';

/** `COPY INTO` a stage. */
export const unloadCases: CaseSet<UnloadCaseId> = {
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
