import { appendFile, mkdir, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { decodeJson, type Source } from '@das/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FileSource } from '../index.js';
import { describeSource } from '../testing/describe-source.js';
import { MemoryLedger } from '../testing/memory-ledger.js';
import { type Following, follow, readOnce, until } from '../testing/run-source.js';
import type { SourceOrigin } from '../testing/source-origin.js';

const traits = { partitions: 3, largestBatch: { records: 10_000 }, isShared: false } as const;

/** A folder in which each partition is a file. */
class Folder implements SourceOrigin {
  readonly path: string;
  readonly #write: (path: string, records: readonly string[]) => Promise<void>;

  constructor(path: string, write = appendLines) {
    this.path = path;
    this.#write = write;
  }

  async append(partition: number, records: readonly string[]): Promise<void> {
    await this.#write(join(this.path, `${partition}.ndjson`), records);
  }

  async open({ follow }: { readonly follow: boolean }): Promise<Source> {
    const { path: baseDirectory } = this;
    const files = ['.', '*/*'];
    return new FileSource({ name: 'files', files, baseDirectory, decode: decodeJson, follow });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}

async function appendLines(path: string, records: readonly string[]): Promise<void> {
  await appendFile(path, records.map((each) => `${each}\n`).join(''));
}

async function appendMember(path: string, records: readonly string[]): Promise<void> {
  await appendFile(path, gzipSync(records.map((each) => `${each}\n`).join('')));
}

const newFolder = () => mkdtemp(join(tmpdir(), 'das-follow-'));

describeSource('a folder', {
  runner: { describe, test },
  traits,
  create: async () => new Folder(await newFolder()),
});

describeSource('a folder of gzip', {
  runner: { describe, test },
  traits,
  create: async () => new Folder(await newFolder(), appendMember),
});

describe('following a folder', () => {
  let folder: Folder;
  let ledger: MemoryLedger;
  let following: Following;
  const at = (name: string) => join(folder.path, name);
  const landed = () => ledger.events.map((event) => (event as { n: number }).n);
  const lands = (numbers: readonly number[]) =>
    until(() => landed().length >= numbers.length, `lands ${numbers}`, {}, [following]);

  beforeEach(async () => {
    folder = new Folder(await newFolder());
    ledger = new MemoryLedger();
    following = await follow(folder, ledger);
  });
  afterEach(async () => {
    await following.stop().catch(() => {});
    await folder[Symbol.asyncDispose]();
  });

  test('takes a line when it is complete, and not before', async () => {
    await writeFile(at('a.ndjson'), '{"n":1}\n{"n":');
    await lands([1]);
    await appendFile(at('a.ndjson'), '2}');
    await writeFile(at('b.ndjson'), '{"n":3}\n');
    await lands([1, 3]);
    await appendFile(at('a.ndjson'), '\n');
    await lands([1, 3, 2]);
    expect(landed()).toEqual([1, 3, 2]);
  });

  test('reads a file that was renamed into its place, in a folder that was made later', async () => {
    await writeFile(at('.a.ndjson.part'), '{"n":1}\n');
    await mkdir(at('day'));
    await rename(at('.a.ndjson.part'), at('day/a.ndjson'));
    await lands([1]);
    expect(ledger.entries.has('day/a.ndjson')).toBe(true);
  });

  test('waits until compressed content and arrays are whole', async () => {
    const gzip = gzipSync('{"n":1}\n{"n":2}\n');
    await writeFile(at('a.gz'), gzip.subarray(0, 20));
    await writeFile(at('b.json'), '[{"n":3},{"n"');
    await new Promise((resolve) => setTimeout(resolve, 300));
    await writeFile(at('a.gz'), gzip);
    await writeFile(at('b.json'), '[{"n":3},{"n":4}]');
    await lands([1, 2, 3, 4]);
    expect(landed()).toEqual([1, 2, 3, 4]);
    expect(ledger.landed.filter(({ record }) => record.fault !== undefined)).toEqual([]);
  });

  test('notices a file that was cut short', async () => {
    await writeFile(at('a.ndjson'), '{"n":1}\n{"n":2}\n');
    await lands([1, 2]);
    await truncate(at('a.ndjson'), 8);
    await expect(following.done).rejects.toMatchObject({ code: 'DAS_SOURCE_SHRUNK' });
  });

  test('notices other content under the same name', async () => {
    await writeFile(at('a.ndjson'), '{"n":1}\n');
    await lands([1]);
    await writeFile(at('.other'), '{"n":2}\n{"n":3}\n');
    await rename(at('.other'), at('a.ndjson'));
    await expect(following.done).rejects.toThrow('is not the one that was read before');
    expect(landed()).toEqual([1]);
  });

  test('gives a file back that was removed, and goes on with the others', async () => {
    await writeFile(at('a.ndjson'), '{"n":1}\n');
    await lands([1]);
    await rm(at('a.ndjson'));
    await writeFile(at('b.ndjson'), '{"n":2}\n');
    await lands([1, 2]);
    expect(following.consumer.revoked).toEqual(['a.ndjson']);
  });
});

describe('the last line of a file that is read once', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await newFolder();
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  const read = async (ledger: MemoryLedger) => {
    await readOnce(new Folder(folder), ledger);
  };

  test.each([
    ['a.ndjson', '{"n":1}\n{"n":2}', '\n{"n":3}\n'],
    ['a.csv', 'n\n1\n2', '\r\n3\n'],
  ])('is a record also without its end: %s', async (name, first, second) => {
    const ledger = new MemoryLedger();
    await writeFile(join(folder, name), first);
    await read(ledger);
    await appendFile(join(folder, name), second);
    await read(ledger);
    expect(ledger.events.map((event) => Number((event as { n: unknown }).n))).toEqual([1, 2, 3]);
  });

  test.each([
    ['a.ndjson', '{"n":1}\n{"n"', ':2}\n'],
    ['a.csv', 'n,m\n1,2\n3,4', '5\n6,7\n'],
  ])('is refused when it turns out that it went on: %s', async (name, first, second) => {
    const ledger = new MemoryLedger();
    await writeFile(join(folder, name), first);
    await read(ledger);
    await appendFile(join(folder, name), second);
    await expect(read(ledger)).rejects.toMatchObject({ code: 'DAS_SOURCE_LINE_GREW', place: name });
  });
});
