import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sampleFiles } from './sample-places.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'das-sample-'));
});
afterEach(() => rm(folder, { recursive: true }));

const bounds = { records: 100, signal: new AbortController().signal };

test('a file whose name would do for a pattern is that file', async () => {
  await writeFile(join(folder, 'people (1).ndjson'), '{"a":1}\n{"a":2}\n');
  await writeFile(join(folder, 'people 1.ndjson'), '{"a":3}\n');
  const sampled = await sampleFiles(['people (1).ndjson'], folder, undefined, bounds);
  expect(sampled.records).toBe(2);
});

test('a pattern that no file has is refused, and an empty file is not', async () => {
  await writeFile(join(folder, 'empty.ndjson'), '');
  await expect(sampleFiles(['*.csv'], folder, undefined, bounds)).rejects.toMatchObject({
    code: 'DAS_SCAN_UNREADABLE',
    place: '*.csv',
  });
  const sampled = await sampleFiles(['*.ndjson'], folder, undefined, bounds);
  expect(sampled.records).toBe(0);
});
