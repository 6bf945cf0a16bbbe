import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { decodeJson, type ResumePoint, type SourceBatch, type SourceConsumer } from '@das/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { csv, FileSource, type FileSourceOptions } from '../index.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'das-files-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A consumer that remembers what it was given, and resumes where it is told. */
class Recorder implements SourceConsumer {
  readonly batches: SourceBatch[] = [];
  readonly #resume: ReadonlyMap<string, ResumePoint>;

  constructor(resume: ReadonlyMap<string, ResumePoint> = new Map()) {
    this.#resume = resume;
  }

  async assign() {
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

  test('refuses a file that is shorter than what was read of it', async () => {
    await writeFile(join(folder, 'a.ndjson'), '{"n":1}\n');
    const resume = new Map([['a.ndjson', { offset: 9, position: '900' }]]);
    await expect(read(source(), resume)).rejects.toMatchObject({ code: 'DAS_SOURCE_SHRUNK' });
  });
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
    await expect(
      source().consume(recorder, new AbortController().signal),
    ).rejects.toMatchObject({ code: 'DAS_SOURCE_BROKEN_GZIP', place: 'b.ndjson.gz' });
    expect(recorder.batches).toEqual([]);
  });

  test('a folder that is not there', async () => {
    await expect(read(source({ files: 'nowhere/*.ndjson' }))).rejects.toMatchObject({
      code: 'DAS_SOURCE_NOT_FOUND',
      place: 'nowhere',
    });
  });
});
