import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StagedAccount } from '../fixtures/staged.js';
import { openLocalWarehouse } from '../index.js';

const folder = mkdtempSync(join(tmpdir(), 'das-objects-'));
let staged: StagedAccount;
const run = async (text: string, role?: string): ReturnType<StagedAccount['account']['run']> =>
  await staged.account.run(text, role);

beforeAll(async () => {
  staged = await StagedAccount.open({ externalLocations: { 's3://lake/': folder } });
});
afterAll(async () => {
  await staged[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

describe('a file format', () => {
  it('is created, described, shown, altered, renamed and dropped', async () => {
    await run(
      "CREATE FILE FORMAT F TYPE = CSV FIELD_DELIMITER = '|' NULL_IF = ('', 'NULL') SKIP_HEADER = 1 COMMENT = 'c'",
    );
    const described = await run('DESCRIBE FILE FORMAT F');
    const property = (name: string): unknown => described.find((row) => row.property === name);
    expect(property('FIELD_DELIMITER')).toEqual({
      property: 'FIELD_DELIMITER',
      property_type: 'String',
      property_value: '|',
      property_default: ',',
    });
    expect(property('NULL_IF')).toMatchObject({
      property_value: '[, NULL]',
      property_default: '[\\\\N]',
    });
    expect(await run("SHOW FILE FORMATS LIKE 'f'")).toMatchObject([
      { name: 'F', type: 'CSV', comment: 'c', owner: 'ACCOUNTADMIN', schema_name: 'S' },
    ]);
    await run("ALTER FILE FORMAT F SET FIELD_DELIMITER = ';' COMMENT = 'd'");
    await run('ALTER FILE FORMAT F RENAME TO G');
    expect((await run('SHOW FILE FORMATS'))[0]).toMatchObject({ name: 'G', comment: 'd' });
    await run('CREATE OR ALTER FILE FORMAT G TYPE = CSV SKIP_HEADER = 2');
    expect(await staged.account.code('CREATE FILE FORMAT G TYPE = CSV')).toBe(
      'DAS_WAREHOUSE_ALREADY_EXISTS',
    );
    expect(await staged.account.code('ALTER FILE FORMAT G SET TYPE = JSON')).toBe(
      'DAS_WAREHOUSE_INVALID_STATEMENT',
    );
    await run('DROP FILE FORMAT G');
    await run('DROP FILE FORMAT IF EXISTS G');
    expect(await run('SHOW FILE FORMATS')).toEqual([]);
  });

  it.each([
    ['TYPE = XML', 'DAS_WAREHOUSE_UNSUPPORTED'],
    ['TYPE = ORC', 'DAS_WAREHOUSE_UNSUPPORTED'],
    ['TYPE = NONSENSE', 'DAS_WAREHOUSE_INVALID_STATEMENT'],
    ['TYPE = CSV COMPRESSION = BZ2', 'DAS_WAREHOUSE_UNSUPPORTED'],
    ["TYPE = CSV ENCODING = 'SHIFTJIS'", 'DAS_WAREHOUSE_INVALID_STATEMENT'],
    ['TYPE = CSV STRIP_OUTER_ARRAY = TRUE', 'DAS_WAREHOUSE_UNSUPPORTED'],
    ['TYPE = JSON ALLOW_DUPLICATE = TRUE', 'DAS_WAREHOUSE_UNSUPPORTED'],
    ["TYPE = CSV FIELD_DELIMITER = 'a' RECORD_DELIMITER = 'ab'", 'DAS_WAREHOUSE_INVALID_STATEMENT'],
    ["TYPE = CSV ESCAPE = 'xy'", 'DAS_WAREHOUSE_UNSUPPORTED'],
    ["TYPE = CSV FILE_EXTENSION = '../x'", 'DAS_WAREHOUSE_INVALID_STATEMENT'],
    ['TYPE = CSV TRIM_SPACE = MAYBE', 'DAS_WAREHOUSE_INVALID_STATEMENT'],
  ])('refuses %s', async (options, code) => {
    expect(await staged.account.code(`CREATE FILE FORMAT BAD ${options}`)).toBe(code);
  });

  it('needs CREATE FILE FORMAT to be made, and USAGE to be used', async () => {
    await run('CREATE FILE FORMAT F TYPE = CSV');
    expect(await staged.account.code('CREATE FILE FORMAT X TYPE = CSV', 'READER')).toBe(
      'DAS_WAREHOUSE_NOT_AUTHORIZED',
    );
    expect(await staged.account.code('DROP FILE FORMAT F', 'READER')).toBe(
      'DAS_WAREHOUSE_NOT_FOUND',
    );
    expect(await run('SHOW FILE FORMATS', 'READER')).toEqual([]);
    await run('GRANT USAGE ON FILE FORMAT F TO ROLE READER');
    expect(await run('SHOW FILE FORMATS', 'READER')).toHaveLength(1);
    await run('REVOKE USAGE ON FILE FORMAT F FROM ROLE READER');
    await run('GRANT CREATE FILE FORMAT ON SCHEMA D.S TO ROLE READER');
    await run('CREATE FILE FORMAT X TYPE = CSV', 'READER');
    await run('DROP FILE FORMAT X', 'READER');
  });

  it('stands on a stage, and what COPY says of a format takes its place', async () => {
    await run(
      "CREATE OR REPLACE STAGE FORMATTED FILE_FORMAT = (TYPE = CSV FIELD_DELIMITER = '|') COPY_OPTIONS = (ON_ERROR = CONTINUE)",
    );
    const session = await staged.account.session('ACCOUNTADMIN');
    await session.upload('FORMATTED', 'a.csv', new TextEncoder().encode('1|a\nx|b\n'));
    await run('CREATE TABLE T (N NUMBER, S VARCHAR)');
    expect(await run('COPY INTO T FROM @FORMATTED')).toMatchObject([
      { rows_loaded: 1, errors_seen: 1 },
    ]);
    await staged.failure(
      'COPY INTO T FROM @FORMATTED FILE_FORMAT = (TYPE = CSV) ON_ERROR = ABORT_STATEMENT FORCE = TRUE',
    );
    const described = await run('DESCRIBE STAGE FORMATTED');
    expect(described).toContainEqual({
      parent_property: 'STAGE_FILE_FORMAT',
      property: 'FIELD_DELIMITER',
      property_type: 'String',
      property_value: '|',
      property_default: ',',
    });
    await run("ALTER STAGE FORMATTED SET FILE_FORMAT = (FORMAT_NAME = 'F')");
    await run('ALTER STAGE FORMATTED RENAME TO FORMATTED2');
    await run('SELECT $1 FROM @FORMATTED2');
    expect(
      await staged.account.code(
        "ALTER STAGE FORMATTED2 SET FILE_FORMAT = (FORMAT_NAME = 'NONE_SUCH')",
      ),
    ).toBe('DAS_WAREHOUSE_NOT_FOUND');
  });
});

describe('an external stage', () => {
  it('reads and writes the folder that stands for its URL', async () => {
    await run("CREATE STAGE EXT URL = 's3://lake/in' FILE_FORMAT = (TYPE = CSV)");
    const session = await staged.account.session('ACCOUNTADMIN');
    await session.upload('EXT', 'a/b.csv', new TextEncoder().encode('1,one\n'));
    expect(existsSync(join(folder, 'in/a/b.csv'))).toBe(true);
    expect(await staged.account.column('LIST @EXT')).toEqual(['s3://lake/in/a/b.csv']);
    expect(await run('SELECT $2 AS A, METADATA$FILENAME AS F FROM @EXT')).toEqual([
      { A: 'one', F: 'in/a/b.csv' },
    ]);
    expect((await run("SHOW STAGES LIKE 'EXT'"))[0]).toMatchObject({
      type: 'EXTERNAL',
      url: 's3://lake/in/',
      cloud: 'AWS',
    });
    await run('DROP STAGE EXT');
    expect(existsSync(join(folder, 'in/a/b.csv'))).toBe(true);
  });

  it.each([
    "URL = 's3://other/'",
    "URL = 'https://example.com/'",
    "URL = 's3://lake/../../etc'",
    "URL = 's3://lake/' CREDENTIALS = (AWS_KEY_ID = 'x')",
    "URL = 'file:///etc/'",
    'STORAGE_INTEGRATION = I',
  ])('refuses %s', async (options) => {
    await staged.failure(`CREATE STAGE BAD ${options}`);
  });

  it('stays within what its integration allows', async () => {
    await run(
      "CREATE STORAGE INTEGRATION I TYPE = EXTERNAL_STAGE STORAGE_PROVIDER = 'S3' ENABLED = TRUE STORAGE_AWS_ROLE_ARN = 'arn' STORAGE_ALLOWED_LOCATIONS = ('s3://lake/ok/') STORAGE_BLOCKED_LOCATIONS = ('s3://lake/ok/not/')",
    );
    await run("CREATE STAGE OK_STAGE URL = 's3://lake/ok/' STORAGE_INTEGRATION = I");
    for (const url of ['s3://lake/else/', 's3://lake/okay/', 's3://lake/ok/not/x/']) {
      await staged.failure(`CREATE STAGE BAD URL = '${url}' STORAGE_INTEGRATION = I`);
    }
    expect(await run('SHOW INTEGRATIONS')).toMatchObject([
      { name: 'I', type: 'EXTERNAL_STAGE', enabled: 'true' },
    ]);
    expect(await run('DESCRIBE INTEGRATION I')).toContainEqual({
      property: 'STORAGE_ALLOWED_LOCATIONS',
      property_type: 'List',
      property_value: 's3://lake/ok/',
      property_default: '[]',
    });
    await run('ALTER STORAGE INTEGRATION I SET ENABLED = FALSE');
    await staged.failure('LIST @OK_STAGE');
    await run('ALTER STORAGE INTEGRATION I SET ENABLED = TRUE');
    await run('LIST @OK_STAGE');
    await run('GRANT CREATE STAGE ON SCHEMA D.S TO ROLE READER');
    const create = "CREATE STAGE MINE URL = 's3://lake/ok/' STORAGE_INTEGRATION = I";
    expect(await staged.account.code(create, 'READER')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    await run('GRANT USAGE ON INTEGRATION I TO ROLE READER');
    await run(create, 'READER');
    await run('DROP INTEGRATION I');
    await staged.failure('LIST @OK_STAGE');
  });
});

describe('the stages of users and tables', () => {
  it('belong to the user, and to the owner of the table', async () => {
    await run('CREATE TABLE OWNED (A NUMBER)');
    await run('COPY INTO @~/x FROM (SELECT 1)');
    await run('COPY INTO @%OWNED/x FROM (SELECT 1)');
    await run('GRANT SELECT, INSERT ON TABLE OWNED TO ROLE READER');
    expect(await staged.account.code('LIST @%OWNED', 'READER')).toBe(
      'DAS_WAREHOUSE_NOT_AUTHORIZED',
    );
    const other = await staged.account.session('ACCOUNTADMIN', { user: 'SOMEBODY' });
    expect((await other.execute({ text: 'LIST @~', binds: [] })).rows).toEqual([]);
    await run('COPY INTO OWNED FROM @%OWNED');
    expect(await run('REMOVE @~/x')).toMatchObject([{ name: 'x_0_0_0.csv.gz', result: 'removed' }]);
    expect(await run("LIST @%OWNED PATTERN = '.*[.]gz'")).toHaveLength(1);
    expect(await run("LIST @%OWNED PATTERN = 'gz'")).toEqual([]);
  });
});

describe('all of it', () => {
  it('is there again after the file was opened again, the load history too', async () => {
    const path = join(folder, 'again.db');
    for (const round of [1, 2]) {
      await using warehouse = await openLocalWarehouse({ path });
      await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
      const execute = async (text: string): ReturnType<typeof session.execute> =>
        await session.execute({ text, binds: [] });
      if (round === 1) {
        await execute('CREATE DATABASE D');
        await execute('CREATE SCHEMA D.S');
        await execute('USE SCHEMA D.S');
        await execute('CREATE FILE FORMAT F TYPE = CSV');
        await execute("CREATE STAGE ST FILE_FORMAT = (FORMAT_NAME = 'F')");
        await execute('CREATE TABLE T (A NUMBER)');
        await session.upload('ST', 'a.csv', new TextEncoder().encode('1\n'));
      } else {
        await execute('USE SCHEMA D.S');
      }
      const { rowsAffected } = await execute('COPY INTO T FROM @ST');
      expect(rowsAffected).toBe(round === 1 ? 1 : 0);
    }
  });
});
