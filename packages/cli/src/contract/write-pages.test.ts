import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writePages } from './write-pages.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'das-pages-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('a page is written into folders that are made for it, and written again', async () => {
  const file = join(folder, 'a/b/orders.md');
  await writePages([{ file, content: '# One\n' }]);
  await writePages([{ file, content: '# Two\n' }]);
  expect(await readFile(file, 'utf8')).toMatch(/^# Two\n\n<!-- Written by das .*-->\n$/);
  expect(await readdir(join(folder, 'a/b'))).toEqual(['orders.md']);
});

test('a file that somebody else wrote stops it before the first page is written', async () => {
  const theirs = join(folder, 'index.md');
  await writeFile(theirs, '# Mine\n');
  const pages = [
    { file: join(folder, 'orders.md'), content: 'x' },
    { file: theirs, content: 'y' },
  ];
  await expect(writePages(pages)).rejects.toMatchObject({ code: 'DAS_FILE_EXISTS', place: theirs });
  expect(await readdir(folder)).toEqual(['index.md']);
  expect(await readFile(theirs, 'utf8')).toBe('# Mine\n');
});

test('a folder that cannot be made is an error with its place', async () => {
  await writeFile(join(folder, 'file'), '');
  const file = join(folder, 'file/orders.md');
  await expect(writePages([{ file, content: 'x' }])).rejects.toMatchObject({
    code: expect.stringMatching(/^DAS_FILE_(NOT_WRITABLE|UNREADABLE)$/),
    place: file,
  });
});
