import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { type CaseWorld, conformanceDatabase } from '../case-world.js';
import type { CaseSet } from '../conformance-case.js';

export type StageCaseId =
  | 'stages/list-and-remove'
  | 'stages/upload-replaces'
  | 'stages/upload-of-a-stream'
  | 'stages/write-privilege'
  | 'stages/copy-json'
  | 'stages/copy-gzip'
  | 'stages/copy-csv'
  | 'stages/copy-once'
  | 'stages/copy-in-a-transaction'
  | 'stages/copy-refuses-as-a-whole'
  | 'stages/copy-on-error-continue'
  | 'stages/copy-parquet'
  | 'stages/unload'
  | 'stages/local-files-are-closed';

const copyInto = 'sql-reference/sql/copy-into-table';
const json = 'FILE_FORMAT = (TYPE = JSON) MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE';

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

async function upload(
  world: CaseWorld,
  path: string,
  content: Uint8Array,
  role?: string,
): Promise<void> {
  const stage = `"${conformanceDatabase}"."${world.schema}"."ST"`;
  await (await world.session(role)).upload(stage, path, content);
}

async function prepared(world: CaseWorld): Promise<void> {
  await world.all('CREATE STAGE ST', 'CREATE TABLE T (ID NUMBER NOT NULL, X VARCHAR)');
}

export const stageCases: CaseSet<StageCaseId> = {
  'stages/list-and-remove': {
    title: 'a stage lists its files, and removes those of a path',
    page: 'sql-reference/sql/list',
    run: async (world) => {
      await prepared(world);
      await upload(world, 'in/a.json', bytes('{}'));
      await upload(world, 'in/b c.json', bytes('{ }'));
      await upload(world, 'out/d.json', bytes('{}'));
      assert.deepEqual(await world.column('LIST @ST/in/'), ['st/in/a.json', 'st/in/b c.json']);
      await world.run('REMOVE @ST/in/');
      assert.deepEqual(await world.column('LIST @ST'), ['st/out/d.json']);
    },
  },
  'stages/upload-replaces': {
    title: 'an upload replaces a file of the same name',
    page: 'sql-reference/sql/put',
    run: async (world) => {
      await prepared(world);
      await upload(world, 'a.json', bytes('{"id":1}'));
      await upload(world, 'a.json', bytes('{"id":2}'));
      await world.run(`COPY INTO T FROM @ST/a.json ${json}`);
      assert.deepEqual(await world.column('SELECT ID FROM T'), [2]);
    },
  },
  'stages/upload-of-a-stream': {
    title: 'an upload takes a stream of bytes',
    page: 'sql-reference/sql/put',
    run: async (world) => {
      await prepared(world);
      async function* lines(): AsyncGenerator<Uint8Array> {
        for (let id = 0; id < 500; id += 1) yield bytes(`{"id":${id}}\n`);
      }
      const session = await world.session();
      await session.upload('ST', 'many.json', lines());
      assert.equal((await world.run(`COPY INTO T FROM @ST ${json}`)).rowsAffected, 500);
    },
  },
  'stages/write-privilege': {
    title: 'an upload needs WRITE, and a list READ',
    page: 'user-guide/security-access-control-privileges',
    run: async (world) => {
      await prepared(world);
      await world.refused(
        'LIST @ST',
        ['DAS_WAREHOUSE_NOT_FOUND', 'DAS_WAREHOUSE_NOT_AUTHORIZED'],
        'DAS_READER',
      );
      await world.run('GRANT READ ON STAGE ST TO ROLE DAS_READER');
      assert.deepEqual(await world.rows('LIST @ST', 'DAS_READER'), []);
      const error = await world.failure(() => upload(world, 'a.json', bytes('{}'), 'DAS_READER'));
      assert.ok(['DAS_WAREHOUSE_NOT_FOUND', 'DAS_WAREHOUSE_NOT_AUTHORIZED'].includes(error.code));
    },
  },
  'stages/copy-json': {
    title: 'COPY loads JSON by column name, whatever its case, with the types of the columns',
    page: copyInto,
    run: async (world) => {
      await world.all(
        'CREATE STAGE ST',
        'CREATE TABLE T (ID NUMBER, AT TIMESTAMP_NTZ, DOC VARIANT, OK BOOLEAN)',
      );
      const line =
        '{"id":1,"At":"2024-01-02T03:04:05.678Z","DOC":{"k":[1,null]},"ok":true,"extra":1}\n';
      await upload(world, 'a.json', bytes(`${line}{"ID":2}\n`));
      const result = await world.run(`COPY INTO T FROM @ST ${json}`);
      assert.equal(result.rowsAffected, 2);
      const [row] = result.rows;
      assert.deepEqual(
        [row?.file, row?.status, row?.rows_parsed, row?.rows_loaded, row?.errors_seen],
        ['st/a.json', 'LOADED', 2, 2, 0],
      );
      assert.deepEqual(await world.rows('SELECT * FROM T ORDER BY ID'), [
        { ID: 1, AT: new Date('2024-01-02T03:04:05.678Z'), DOC: { k: [1, null] }, OK: true },
        { ID: 2, AT: null, DOC: null, OK: null },
      ]);
    },
  },
  'stages/copy-gzip': {
    title: 'COPY reads a compressed file',
    page: copyInto,
    run: async (world) => {
      await prepared(world);
      await upload(world, 'a.json.gz', gzipSync('{"id":1,"x":"a"}\n'));
      await world.run(`COPY INTO T FROM @ST/ FILES = ('a.json.gz') ${json}`);
      assert.deepEqual(await world.rows('SELECT * FROM T'), [{ ID: 1, X: 'a' }]);
    },
  },
  'stages/copy-csv': {
    title: 'COPY loads CSV by position',
    page: copyInto,
    run: async (world) => {
      await prepared(world);
      await upload(world, 'a.csv', bytes('ID,X\n1,"a,b"\n2,\n'));
      await world.run(
        `COPY INTO T FROM @ST FILE_FORMAT = (TYPE = CSV SKIP_HEADER = 1 FIELD_OPTIONALLY_ENCLOSED_BY = '"')`,
      );
      assert.deepEqual(await world.cells('SELECT ID, X FROM T ORDER BY ID'), [
        [1, 'a,b'],
        [2, null],
      ]);
    },
  },
  'stages/copy-once': {
    title: 'COPY loads a file once, unless FORCE says otherwise',
    page: copyInto,
    run: async (world) => {
      await prepared(world);
      await upload(world, 'a.json', bytes('{"id":1}'));
      const copy = async (rest = '') =>
        (await world.run(`COPY INTO T FROM @ST ${json} ${rest}`)).rowsAffected;
      assert.deepEqual([await copy(), await copy(), await copy('FORCE = TRUE')], [1, 0, 1]);
    },
  },
  'stages/copy-in-a-transaction': {
    title: 'COPY is part of the open transaction, its memory of files too',
    page: 'sql-reference/transactions',
    run: async (world) => {
      await prepared(world);
      await upload(world, 'a.json', bytes('{"id":1}'));
      await world.all('BEGIN', `COPY INTO T FROM @ST ${json}`, 'ROLLBACK');
      assert.equal(await world.value('SELECT COUNT(*) FROM T'), 0);
      assert.equal((await world.run(`COPY INTO T FROM @ST ${json}`)).rowsAffected, 1);
    },
  },
  'stages/copy-refuses-as-a-whole': {
    title: 'one bad row refuses the whole statement, and the error does not quote it',
    page: copyInto,
    run: async (world) => {
      await prepared(world);
      await upload(world, 'a.json', bytes('{"id":1}\n{"id":"S3CRET"}\n'));
      const error = await world.refused(
        `COPY INTO T FROM @ST ${json} ON_ERROR = ABORT_STATEMENT`,
        'DAS_WAREHOUSE_EXECUTION_FAILED',
      );
      assert.ok(!JSON.stringify(error, Object.getOwnPropertyNames(error)).includes('S3CRET'));
      assert.equal(await world.value('SELECT COUNT(*) FROM T'), 0);
    },
  },
  'stages/copy-on-error-continue': {
    title: 'ON_ERROR = CONTINUE loads the good rows',
    page: copyInto,
    run: async (world) => {
      await prepared(world);
      await upload(world, 'a.json', bytes('{"id":1}\n{"id":"x"}\n'));
      await world.run(`COPY INTO T FROM @ST ${json} ON_ERROR = CONTINUE`);
      assert.deepEqual(await world.column('SELECT ID FROM T'), [1]);
    },
  },
  'stages/copy-parquet': {
    title: 'COPY takes Parquet',
    page: copyInto,
    run: async (world) => {
      await prepared(world);
      const parquet = 'FILE_FORMAT = (TYPE = PARQUET) MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE';
      assert.equal((await world.run(`COPY INTO T FROM @ST ${parquet}`)).rowsAffected, 0);
    },
  },
  'stages/unload': {
    title: 'COPY INTO a stage writes files',
    page: 'sql-reference/sql/copy-into-location',
    run: async (world) => {
      await prepared(world);
      await world.all(
        "INSERT INTO T VALUES (1, 'a')",
        'COPY INTO @ST/out/ FROM T FILE_FORMAT = (TYPE = CSV)',
      );
      assert.equal((await world.rows('LIST @ST/out/')).length, 1);
    },
  },
  'stages/local-files-are-closed': {
    title: 'a statement reaches no file of the client: PUT and GET are refused',
    page: 'sql-reference/sql/put',
    run: async (world) => {
      await prepared(world);
      for (const text of [
        "PUT 'file:///etc/hostname' @ST",
        "/* x */ put 'file:///etc/hostname' @ST",
        "GET @ST 'file:///tmp/'",
      ]) {
        await world.refused(text, 'DAS_WAREHOUSE_UNSUPPORTED');
      }
      assert.deepEqual(await world.rows('LIST @ST'), []);
    },
  },
};
