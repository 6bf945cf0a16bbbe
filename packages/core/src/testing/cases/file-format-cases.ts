import assert from 'node:assert/strict';
import type { CaseSet } from '../conformance-case.js';
import { prepared, upload } from './staged-files.js';

export type FileFormatCaseId =
  | 'formats/named'
  | 'formats/usage'
  | 'formats/type-is-fixed'
  | 'formats/of-the-stage';

const createFormat = 'sql-reference/sql/create-file-format';

/** File formats as objects. */
export const fileFormatCases: CaseSet<FileFormatCaseId> = {
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
};
