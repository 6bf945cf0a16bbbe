import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EvidenceStore } from './evidence-store.js';

/** A fresh, empty place for one case of the suite. */
export interface EvidenceStoreFixture {
  /** A handle on the place. Each call may give a new handle, and all see the same files. */
  open(): EvidenceStore;
  /** Removes the place. */
  close(): Promise<void>;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/**
 * What every evidence store must do, as a vitest suite.
 *
 * Needs `vitest`, an optional peer dependency. Each case gets a fixture of its own.
 *
 * @param name - The name of the store.
 * @param makeFixture - Makes an empty place.
 *
 * @example
 * ```ts
 * import { memoryStore } from '@das/evidence';
 * import { describeEvidenceStore } from '@das/evidence/testing';
 *
 * // In a file of tests:
 * export const suite = () =>
 *   describeEvidenceStore('memoryStore', async () => {
 *     const store = memoryStore();
 *     return { open: () => store, close: async () => {} };
 *   });
 * console.log(typeof suite);
 * // => function
 * ```
 */
export function describeEvidenceStore(
  name: string,
  makeFixture: () => Promise<EvidenceStoreFixture>,
): void {
  describe(`${name} is an evidence store`, () => {
    let fixture: EvidenceStoreFixture;
    let store: EvidenceStore;
    beforeEach(async () => {
      fixture = await makeFixture();
      store = fixture.open();
    });
    afterEach(() => fixture.close());

    describeFiles(() => ({ store, open: () => fixture.open() }));
    describeLock(() => ({ store, open: () => fixture.open() }));
  });
}

interface Subject {
  readonly store: EvidenceStore;
  readonly open: () => EvidenceStore;
}

function describeFiles(subject: () => Subject): void {
  it('has nothing at first', async () => {
    const { store } = subject();
    expect(await store.read('checkpoint')).toBeUndefined();
    expect(await store.read('tile/0/000')).toBeUndefined();
    expect(await store.list('')).toEqual([]);
  });

  it('says what it is', () => {
    expect(subject().store.place).not.toBe('');
  });

  it('gives back the bytes that were written, to every handle', async () => {
    const { store, open } = subject();
    const every = Uint8Array.from({ length: 256 }, (_, value) => value);
    await store.write([
      { path: 'tile/0/000.p/7', bytes: every, mode: 'replace' },
      { path: 'empty', bytes: new Uint8Array(), mode: 'create' },
    ]);
    expect(Uint8Array.from((await open().read('tile/0/000.p/7')) ?? [])).toEqual(every);
    expect((await open().read('empty'))?.length).toBe(0);
  });

  it('keeps its bytes when the caller changes those that were passed or given', async () => {
    const { store } = subject();
    const passed = bytes('abc');
    await store.write([{ path: 'file', bytes: passed, mode: 'create' }]);
    passed.fill(0);
    (await store.read('file'))?.fill(0);
    expect(Buffer.from((await store.read('file')) ?? []).toString()).toBe('abc');
  });

  it('replaces a file in the mode "replace"', async () => {
    const { store } = subject();
    await store.write([{ path: 'file', bytes: bytes('a longer text'), mode: 'replace' }]);
    await store.write([{ path: 'file', bytes: bytes('short'), mode: 'replace' }]);
    expect(Buffer.from((await store.read('file')) ?? []).toString()).toBe('short');
  });

  it('refuses a file that is there in the mode "create", and leaves it', async () => {
    const { store } = subject();
    await store.write([{ path: 'checkpoint.1', bytes: bytes('old'), mode: 'create' }]);
    await expect(
      store.write([{ path: 'checkpoint.1', bytes: bytes('new'), mode: 'create' }]),
    ).rejects.toMatchObject({ code: 'DAS_EVIDENCE_ALREADY_EXISTS' });
    expect(Buffer.from((await store.read('checkpoint.1')) ?? []).toString()).toBe('old');
  });

  it('writes in the order of the list: what stands before a refused file is there, not the rest', async () => {
    const { store } = subject();
    await store.write([{ path: 'b', bytes: bytes('old'), mode: 'create' }]);
    await expect(
      store.write([
        { path: 'a', bytes: bytes('new'), mode: 'replace' },
        { path: 'b', bytes: bytes('new'), mode: 'create' },
        { path: 'c', bytes: bytes('new'), mode: 'replace' },
      ]),
    ).rejects.toMatchObject({ code: 'DAS_EVIDENCE_ALREADY_EXISTS' });
    expect(await store.list('')).toEqual(['a', 'b']);
  });

  it('lets one of two writers create a file', async () => {
    const { store, open } = subject();
    const create = (handle: EvidenceStore) =>
      handle.write([{ path: 'file', bytes: bytes('x'), mode: 'create' }]);
    const results = await Promise.allSettled([create(store), create(open())]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('lists by prefix, sorted, whether or not the prefix ends at a folder', async () => {
    const { store } = subject();
    const paths = [
      'tile/1/000.p/1',
      'checkpoint.12',
      'tile/0/000',
      'checkpoint',
      'tile/0/x001/000',
    ];
    await store.write(paths.map((path) => ({ path, bytes: bytes('x'), mode: 'replace' })));
    expect(await store.list('')).toEqual([...paths].sort());
    expect(await store.list('checkpoint.')).toEqual(['checkpoint.12']);
    expect(await store.list('tile/')).toEqual(['tile/0/000', 'tile/0/x001/000', 'tile/1/000.p/1']);
    expect(await store.list('tile/0/0')).toEqual(['tile/0/000']);
    expect(await store.list('nothing/')).toEqual([]);
  });

  it('takes the discarding of files that are not there', async () => {
    const { store } = subject();
    await store.write([{ path: 'tile/0/001.p/9', bytes: bytes('x'), mode: 'replace' }]);
    await store.discard(['tile/0/000.p/1', 'tile/0/000.p/2']);
    await store.discard([]);
    expect(await store.list('tile/')).toEqual(['tile/0/001.p/9']);
  });

  it.each(['', '/etc/passwd', '../x', 'a/../b', 'a//b', '.lock/x', 'a/.b', 'a\\b', 'a/', 'a\0b'])(
    'refuses the path %j',
    async (path) => {
      const { store } = subject();
      const refusal = { code: 'DAS_EVIDENCE_INVALID_PATH' };
      await expect(store.read(path)).rejects.toMatchObject(refusal);
      await expect(store.discard([path])).rejects.toMatchObject(refusal);
      await expect(
        store.write([{ path, bytes: bytes('x'), mode: 'replace' }]),
      ).rejects.toMatchObject(refusal);
      expect(await store.list('')).toEqual([]);
    },
  );
}

function describeLock(subject: () => Subject): void {
  it('refuses a lock that is held for too long, naming the process', async () => {
    const { store, open } = subject();
    const lock = await store.lock({ timeoutMilliseconds: 1000 });
    await expect(open().lock({ timeoutMilliseconds: 30 })).rejects.toMatchObject({
      code: 'DAS_EVIDENCE_LOCKED',
      message: expect.stringContaining(String(process.pid)),
      isRetryable: true,
    });
    await lock.release();
    await (await open().lock({ timeoutMilliseconds: 1000 })).release();
  });

  it('waits for a lock that is released in time', async () => {
    const { store, open } = subject();
    const first = await store.lock({ timeoutMilliseconds: 1000 });
    let isHeld = false;
    const second = open()
      .lock({ timeoutMilliseconds: 5000 })
      .then((lock) => {
        isHeld = true;
        return lock;
      });
    await sleep(50);
    expect(isHeld).toBe(false);
    await first.release();
    await (await second).release();
    expect(isHeld).toBe(true);
  });

  it('takes a second release of a lock as nothing, also when another holds it', async () => {
    const { store, open } = subject();
    const first = await store.lock({ timeoutMilliseconds: 1000 });
    await first.release();
    const second = await open().lock({ timeoutMilliseconds: 1000 });
    await first.release();
    await expect(store.lock({ timeoutMilliseconds: 20 })).rejects.toMatchObject({
      code: 'DAS_EVIDENCE_LOCKED',
    });
    await second.release();
  });

  it('never lets two hold the lock', async () => {
    const { open } = subject();
    let holders = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 12 }, async () => {
        const lock = await open().lock({ timeoutMilliseconds: 20_000 });
        holders += 1;
        most = Math.max(most, holders);
        await sleep(2);
        holders -= 1;
        await lock.release();
      }),
    );
    expect(most).toBe(1);
  });

  it('does not list its lock as a file of the log', async () => {
    const { store } = subject();
    const lock = await store.lock({ timeoutMilliseconds: 1000 });
    expect(await store.list('')).toEqual([]);
    await lock.release();
  });
}
