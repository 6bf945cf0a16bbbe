import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderStore } from './folder-store.js';
import { thisProcess } from './process-identity.js';

describe('folderStore', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'das-store-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const { host, pid, start } = thisProcess();
  const leaveLock = async (...parts: (string | number)[]): Promise<string> => {
    await mkdir(join(folder, '.lock'), { recursive: true });
    const file = join(folder, '.lock', parts.join('~'));
    await writeFile(file, '');
    return file;
  };

  it('leaves no temporary file, no lock and no empty folder behind', async () => {
    const store = folderStore(folder);
    const lock = await store.lock({ timeoutMilliseconds: 1000 });
    const bytes = new Uint8Array(10);
    await store.write([
      { path: 'a', bytes, mode: 'create' },
      { path: 'tile/0/000.p/1', bytes, mode: 'replace' },
    ]);
    await expect(store.write([{ path: 'a', bytes, mode: 'create' }])).rejects.toThrow();
    await store.discard(['tile/0/000.p/1']);
    await lock.release();
    expect(await readdir(join(folder, '.tmp'))).toEqual([]);
    expect(await readdir(join(folder, '.lock'))).toEqual([]);
    expect(await readdir(join(folder, 'tile/0'))).toEqual([]);
  });

  it('sweeps what a dead writer left half-written, when it takes the lock for the first time', async () => {
    await mkdir(join(folder, '.tmp'));
    await writeFile(join(folder, '.tmp', 'half'), 'x');
    await (await folderStore(folder).lock({ timeoutMilliseconds: 1000 })).release();
    expect(await readdir(folder)).toEqual(['.lock']);
  });

  it('takes over the lock of an id that was given to another process since', async () => {
    if (start === '0') return expect(process.platform).not.toBe('linux');
    await leaveLock(host, pid, Number(start) + 1, 'nonce');
    await (await folderStore(folder).lock({ timeoutMilliseconds: 200 })).release();
    expect(await readdir(join(folder, '.lock'))).toEqual([]);
  });

  it('does not take over the lock of a process that lives, or lives where it cannot be seen', async () => {
    for (const parts of [
      [host, pid, start, 'nonce'],
      [host, 1, 0, 'nonce'],
      ['elsewhere', 999_999_999, 5, 'nonce'],
      ['not a name of ours'],
    ]) {
      const file = await leaveLock(...parts);
      await expect(folderStore(folder).lock({ timeoutMilliseconds: 50 })).rejects.toMatchObject({
        code: 'DAS_EVIDENCE_LOCKED',
        place: file,
        next: expect.stringContaining('remove this file'),
      });
      await rm(file);
    }
  });

  it('does not list files that are not a log’s', async () => {
    await writeFile(join(folder, '.hidden'), 'x');
    expect(await folderStore(folder).list('')).toEqual([]);
  });

  it('reports a folder where a file should be', async () => {
    await mkdir(join(folder, 'checkpoint'));
    await expect(folderStore(folder).read('checkpoint')).rejects.toMatchObject({
      code: 'DAS_EVIDENCE_STORE_FAILED',
      message: expect.stringContaining('EISDIR'),
      place: join(folder, 'checkpoint'),
    });
  });
});
