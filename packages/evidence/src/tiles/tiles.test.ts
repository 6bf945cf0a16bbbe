import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalBytes, hex, utf8 } from '../encoding/bytes.js';
import { rootOf } from '../merkle/merkle-frontier.js';
import { hashLeaf } from '../merkle/tree-hash.js';
import { memoryStore } from '../store/memory-store.js';
import { readTile } from './read-tile.js';
import { decodeBundle, decodeTile, encodeBundle } from './tile-content.js';
import { partialPrefix, tilePath } from './tile-path.js';
import { appendEntries, emptyTree, loadTree, type TileTree, treeRoot } from './tile-tree.js';

describe('the path of a tile', () => {
  it.each([
    [tilePath(0, 0, 1), 'tile/0/000.p/1'],
    [tilePath(1, 5), 'tile/1/005'],
    [tilePath(0, 273, 112), 'tile/0/273.p/112'],
    [tilePath('entries', 1_234_067), 'tile/entries/x001/x234/067'],
    [tilePath('entries', 1000, 255), 'tile/entries/x001/000.p/255'],
    [tilePath(2, 2 ** 43), 'tile/2/x008/x796/x093/x022/208'],
    [partialPrefix(0, 1000), 'tile/0/x001/000.p/'],
  ])('is %s', (path, expected) => {
    expect(path).toBe(expected);
  });
});

describe('an entry bundle', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), (entries) => {
        const { entries: again, isWhole } = decodeBundle(encodeBundle(entries));
        expect(isWhole).toBe(true);
        expect(again.map((entry) => [...entry])).toEqual(entries.map((entry) => [...entry]));
      }),
    );
  });

  it('holds entries of up to 65,535 bytes', () => {
    const entry = new Uint8Array(65_535).fill(1);
    expect(decodeBundle(encodeBundle([entry])).entries[0]?.length).toBe(65_535);
  });

  it('is not whole when it is cut anywhere inside an entry', () => {
    const bundle = encodeBundle([utf8('one'), utf8('three')]);
    const whole = bundle.map((_, length) =>
      Number(decodeBundle(bundle.subarray(0, length)).isWhole),
    );
    expect([...whole].flatMap((each, length) => (each === 1 ? [length] : []))).toEqual([0, 5]);
  });
});

/** Buffers and plain arrays of bytes are the same to us, but not to the comparison of vitest. */
const plain = ({ size, levels, bundle }: TileTree) => ({
  size,
  levels: levels.map((hashes) => hashes.map(hex)),
  bundle: bundle.map(hex),
});

describe('a tree in tiles', () => {
  const entries = Array.from({ length: 70_000 }, (_, index) => utf8(String(index)));

  it('has the tiles of the specification’s example of 70,000 entries', () => {
    const { files, tree } = appendEntries(emptyTree, entries);
    const level = (name: string) =>
      files.filter(({ path }) => path.startsWith(`tile/${name}/`)).map(({ path }) => path);
    expect(level('0').length).toBe(274);
    expect(level('0').at(-1)).toBe('tile/0/273.p/112');
    expect(level('1')).toEqual(['tile/1/000', 'tile/1/001.p/17']);
    expect(level('2')).toEqual(['tile/2/000.p/1']);
    expect(level('entries').length).toBe(274);
    expect(equalBytes(treeRoot(tree), rootOf(entries.map(hashLeaf)))).toBe(true);
  });

  it('has 256 entries in one full tile and one hash above it', () => {
    const { files } = appendEntries(emptyTree, entries.slice(0, 256));
    const expected = ['tile/0/000', 'tile/1/000.p/1', 'tile/entries/000'];
    expect(files.map(({ path }) => path).sort()).toEqual(expected);
  });

  it('is the same however the entries are split into batches, and when it is loaded again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 6 }),
        async (batches) => {
          const store = memoryStore();
          let tree = emptyTree;
          let size = 0;
          for (const count of batches) {
            const appended = appendEntries(tree, entries.slice(size, size + count));
            size += count;
            await store.write(appended.files);
            tree = await loadTree(store, size);
            expect(plain(tree)).toEqual(plain(appended.tree));
          }
          const expected = rootOf(entries.slice(0, size).map(hashLeaf));
          expect(equalBytes(treeRoot(tree), expected)).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('is read from the full tile where the partial one is gone', async () => {
    const store = memoryStore();
    const { files } = appendEntries(emptyTree, entries.slice(0, 256));
    await store.write(files);
    const { path, elements } = await readTile(store, 'entries', 0, 3);
    expect(path).toBe('tile/entries/000');
    expect(elements.map((entry) => Buffer.from(entry).toString())).toEqual(['0', '1', '2']);
  });

  it('refuses a tile that is missing or has the wrong length', async () => {
    const store = memoryStore();
    await expect(readTile(store, 0, 0, 3)).rejects.toMatchObject({ code: 'DAS_EVIDENCE_DAMAGED' });
    await store.write([{ path: 'tile/0/000.p/3', bytes: new Uint8Array(64), mode: 'create' }]);
    await expect(readTile(store, 0, 0, 3)).rejects.toMatchObject({ code: 'DAS_EVIDENCE_DAMAGED' });
    expect(decodeTile(new Uint8Array(33))).toBeUndefined();
  });
});
