import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  decodeJson,
  type PartitionAssignment,
  type ResumePoint,
  type SourceBatch,
  type SourceConsumer,
} from '@das/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { csv, FileSource, type FileSourceOptions } from '../index.js';
import { MemoryLeases } from '../testing/memory-leases.js';
import { MemoryLedger } from '../testing/memory-ledger.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'das-files-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A consumer that remembers what it was given, and resumes where it is told. */
class Recorder implements SourceConsumer {
  readonly leases = new MemoryLeases(new MemoryLedger(), 1, 1000);
  readonly batches: SourceBatch[] = [];
  readonly #resume: ReadonlyMap<string, ResumePoint>;

  constructor(resume: ReadonlyMap<string, ResumePoint> = new Map()) {
    this.#resume = resume;
  }

  assigned: readonly PartitionAssignment[] = [];

  async assign(partitions: readonly PartitionAssignment[]) {
    this.assigned = partitions;
    return this.#resume;
  }
  async standing() {
    return this.#resume;
  }
  async revoke() {}
  async deliver(batch: SourceBatch) {
    this.batches.push(batch);
  }
  get records() {
    return this.batches.flatMap((batch) => batch.records);
  }
}

function source(options: Partial<FileSourceOptions> = {}): FileSource {
  return new FileSource({
    name: 'test',
    files: '*',
    baseDirectory: folder,
    decode: decodeJson,
    ...options,
  });
}

async function read(from: FileSource, resume?: ReadonlyMap<string, ResumePoint>) {
  const recorder = new Recorder(resume);
  await from.consume(recorder, new AbortController().signal);
  return recorder;
}

describe('NDJSON', () => {
  test('gives each line with its number, skips empty lines and marks what is no JSON', async () => {
    await writeFile(join(folder, 'a.ndjson'), '{"n":1}\n\n{"n":\r\n{"n":4}');
    const { records } = await read(source());
    expect(records).toEqual([
      { offset: 0, raw: '{"n":1}', event: { n: 1 } },
      { offset: 2, raw: '{"n":', fault: 'invalid_json' },
      { offset: 3, raw: '{"n":4}', event: { n: 4 } },
    ]);
  });

  test('keeps the bytes of a line that is not UTF-8, and goes on', async () => {
    const bad = Buffer.from([0x22, 0xff, 0x22]);
    await writeFile(join(folder, 'a.ndjson'), Buffer.concat([bad, Buffer.from('\n{"n":2}\n')]));
    const { records } = await read(source());
    expect(records[0]).toEqual({ offset: 0, raw: bad, fault: 'invalid_utf8' });
    expect(records[1]?.event).toEqual({ n: 2 });
  });

  test('resumes at the byte it was told, with the right line numbers', async () => {
    await writeFile(join(folder, 'a.ndjson'), '{"n":1}\n{"n":2}\n');
    const first = await read(source());
    const last = first.batches.at(-1);
    expect(last).toMatchObject({ nextOffset: 2, position: '16' });
    await writeFile(join(folder, 'a.ndjson'), '{"n":1}\n{"n":2}\n{"n":3}\n');
    const resume = new Map([['a.ndjson', { offset: 2, position: '16' }]]);
    const { records } = await read(source(), resume);
    expect(records).toEqual([{ offset: 2, raw: '{"n":3}', event: { n: 3 } }]);
  });

  test('reads gzip whatever the name, and skips what has landed of it', async () => {
    await writeFile(join(folder, 'a.ndjson'), gzipSync('{"n":1}\n{"n":2}\n'));
    const resume = new Map([['a.ndjson', { offset: 1, position: undefined }]]);
    const { records } = await read(source(), resume);
    expect(records.map((record) => record.event)).toEqual([{ n: 2 }]);
  });

  test('does not read again from the start what was compressed when it was read before', async () => {
    await writeFile(join(folder, 'a.ndjson'), '{"n":1}\n{"n":2}\n{"n":3}\n');
    const resume = new Map([['a.ndjson', { offset: 2, position: undefined }]]);
    const { records } = await read(source(), resume);
    expect(records).toEqual([{ offset: 2, raw: '{"n":3}', event: { n: 3 } }]);
  });

  test('reads all members of a gzip file, and a line behind a byte order mark', async () => {
    const members = [gzipSync('\ufeff{"n":1}\n'), gzipSync('{"n":2}\n')];
    await writeFile(join(folder, 'a.ndjson'), Buffer.concat(members));
    const { records } = await read(source());
    expect(records.map((record) => record.event)).toEqual([{ n: 1 }, { n: 2 }]);
  });

  test('puts a line that is too long aside and reads the next', async () => {
    const long = `"${'x'.repeat(17 * 1024 * 1024)}"`;
    await writeFile(join(folder, 'a.ndjson'), `{"n":1}\n${long}\n{"n":3}\n`);
    const { records, batches } = await read(source());
    expect(records.map(({ offset, fault }) => [offset, fault])).toEqual([
      [0, undefined],
      [1, 'record_too_large'],
      [2, undefined],
    ]);
    expect(batches.at(-1)?.position).toBe(String(8 + long.length + 1 + 8));
  });

  test.each([
    ['a.ndjson', '{"n":1}\n', '900'],
    ['a.ndjson.gz', gzipSync('{"n":1}\n'), undefined],
    ['a.csv', 'n\n1\n', undefined],
  ])(
    'refuses a file that is shorter than what was read of it: %s',
    async (name, content, position) => {
      await writeFile(join(folder, name), content);
      const resume = new Map([[name, { offset: 9, position }]]);
      await expect(read(source(), resume)).rejects.toMatchObject({ code: 'DAS_SOURCE_SHRUNK' });
    },
  );
});

describe('CSV', () => {
  test('reads quoted fields over several lines, and takes an empty field as null', async () => {
    await writeFile(join(folder, 'a.csv'), 'Id,NOTE\r\n1,"two\nlines, one ""field"""\r\n2,\r\n');
    const { records } = await read(source({ format: csv({ headerCase: 'lower' }) }));
    expect(records.map((record) => record.event)).toEqual([
      { id: '1', note: 'two\nlines, one "field"' },
      { id: '2', note: null },
    ]);
  });

  test('reads line ends of several kinds in one file', async () => {
    await writeFile(join(folder, 'a.csv'), '\ufeff"a"\r\n1\n\n2\r\n"3"');
    const { records } = await read(source());
    expect(records.map((record) => record.event)).toEqual([{ a: '1' }, { a: '2' }, { a: '3' }]);
  });

  test('keeps a row with a misplaced quote whole, and reads the rows behind it', async () => {
    const bad = ['1,se"cret', '1,"sec"ret', '1, "x"', 's"e"c,2'];
    await writeFile(join(folder, 'a.csv'), `a,b\n${bad.join('\n3,"4"\n')}\n3,"4"\n`);
    const { records } = await read(source());
    const odd = bad.map((raw, index) => ({ offset: 2 * index, raw, fault: 'misplaced_quote' }));
    expect(records.filter(({ fault }) => fault !== undefined)).toEqual(odd);
    expect(records.filter(({ event }) => event !== undefined)).toHaveLength(bad.length);
  });

  test('takes no row whose bytes are not UTF-8', async () => {
    const bad = Buffer.concat([
      Buffer.from('a,b\n1,'),
      Buffer.from([0xff]),
      Buffer.from('\n3,4\n'),
    ]);
    await writeFile(join(folder, 'a.csv'), bad);
    const { records } = await read(source());
    expect(records.map(({ fault }) => fault)).toEqual(['invalid_utf8', undefined]);
  });

  test('keeps the start of a row that a quote without an end makes too long', async () => {
    const lines = 'x,y\n'.repeat(5_000_000);
    await writeFile(join(folder, 'a.csv'), `a,b\n1,2\n1,"${lines}`);
    const { records } = await read(source());
    expect(records.map(({ fault }) => fault)).toEqual([undefined, 'record_too_large']);
    expect(records[1]?.raw).toHaveLength(64 * 1024);
  });

  test('tells files apart whose headers are the same', async () => {
    await writeFile(join(folder, 'a.csv'), 'n\n1\n');
    const first = await read(source());
    await writeFile(join(folder, 'a.csv'), 'n\n1\n2\n');
    const grown = await read(source());
    await writeFile(join(folder, 'a.csv'), 'n\n3\n');
    const replaced = await read(source());
    expect(grown.assigned).toEqual(first.assigned);
    expect(replaced.assigned).not.toEqual(first.assigned);
  });

  test('keeps a row with another number of fields as a record with a fault', async () => {
    await writeFile(join(folder, 'a.csv'), 'a,b\n1\n1,2\n1,2,3\n');
    const { records } = await read(source());
    expect(records.map(({ offset, fault }) => [offset, fault])).toEqual([
      [0, 'wrong_number_of_fields'],
      [1, undefined],
      [2, 'wrong_number_of_fields'],
    ]);
  });

  test('refuses a header without a required column, naming the column and the file', async () => {
    await writeFile(join(folder, 'a.csv'), 'a\n1\n');
    await expect(read(source({ columns: ['a', 'b'] }))).rejects.toMatchObject({
      code: 'DAS_SOURCE_MISSING_COLUMN',
      message: 'the header lacks b',
      place: 'a.csv',
    });
  });
});

describe('refusals before anything is delivered', () => {
  test('broken gzip', async () => {
    const whole = gzipSync('{"n":1}\n'.repeat(10_000));
    await writeFile(join(folder, 'a.ndjson'), '{"n":0}\n');
    await writeFile(join(folder, 'b.ndjson.gz'), whole.subarray(0, whole.length - 20));
    const recorder = new Recorder();
    await expect(source().consume(recorder, new AbortController().signal)).rejects.toMatchObject({
      code: 'DAS_SOURCE_BROKEN_GZIP',
      place: 'b.ndjson.gz',
    });
    expect(recorder.batches).toEqual([]);
  });

  test('what is neither a file nor a folder, which could be waited for without an end', async () => {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(join(folder, 'socket'), listening));
    await expect(read(source({ files: 'socket' }))).rejects.toMatchObject({
      code: 'DAS_SOURCE_UNREADABLE',
      place: 'socket',
    });
    server.close();
  });

  test('a folder that is not there', async () => {
    await expect(read(source({ files: 'nowhere/*.ndjson' }))).rejects.toMatchObject({
      code: 'DAS_SOURCE_NOT_FOUND',
      place: 'nowhere',
    });
  });
});
