import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { hex, utf8 } from '../encoding/bytes.js';
import { verifyConsistency } from './consistency-proof.js';
import { verifyInclusion } from './inclusion-proof.js';
import { rootOf } from './merkle-frontier.js';
import { emptyRoot, hashLeaf, hashNode } from './tree-hash.js';

const folder = fileURLToPath(
  new URL('../../../../../shared/vectors/rfc6962/testdata/', import.meta.url),
);
const isThere = existsSync(folder);

interface Vector {
  readonly [name: string]: string | boolean | readonly string[] | null;
}

/** Numbers become strings, since some are 2^64-1 and JSON.parse would round them. */
function readVectors(kind: string): [file: string, vector: Vector][] {
  if (!isThere) return [];
  return readdirSync(join(folder, kind), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const text = readFileSync(join(folder, kind, file), 'utf8');
      return [file, JSON.parse(text.replace(/^(\s*"\w+": )(\d+)(,?)$/gm, '$1"$2"$3'))];
    });
}

const number = (value: Vector[string] | undefined): bigint => BigInt(String(value));
const bytes = (value: Vector[string] | undefined): Uint8Array =>
  Buffer.from(String(value ?? ''), 'base64');
const list = (value: Vector[string] | undefined): Uint8Array[] =>
  Array.isArray(value) ? value.map((each: string) => Buffer.from(each, 'base64')) : [];

describe.skipIf(!isThere)(
  'the published RFC 6962 vectors (skipped only where the folder shared/vectors/rfc6962 is not beside the repository)',
  () => {
    const inclusion = readVectors('inclusion');
    const consistency = readVectors('consistency');

    it('are all there', () => {
      expect([inclusion.length, consistency.length]).toEqual([98, 98]);
    });

    it.each(inclusion)('inclusion/%s', (_file, vector) => {
      const isValid = verifyInclusion({
        index: number(vector.leafIdx),
        size: number(vector.treeSize),
        leafHash: bytes(vector.leafHash),
        root: bytes(vector.root),
        proof: list(vector.proof),
      });
      expect(isValid).toBe(!vector.wantErr);
    });

    it.each(consistency)('consistency/%s', (_file, vector) => {
      const isValid = verifyConsistency({
        size1: number(vector.size1),
        size2: number(vector.size2),
        root1: bytes(vector.root1),
        root2: bytes(vector.root2),
        proof: list(vector.proof),
      });
      expect(isValid).toBe(!vector.wantErr);
    });
  },
);

describe('the well-known constants of RFC 6962 trees', () => {
  const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657'].concat(
    '606162636465666768696a6b6c6d6e6f',
  );
  const roots = [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];

  it.each(roots.map((root, size) => [size, root]))('the root of size %i', (size, root) => {
    const hashes = leaves.slice(0, Number(size)).map((leaf) => hashLeaf(Buffer.from(leaf, 'hex')));
    expect(hex(rootOf(hashes))).toBe(root);
  });

  it('the empty root, a leaf and a node', () => {
    expect(hex(emptyRoot)).toBe(roots[0]);
    expect(hex(hashLeaf(utf8('L123456')))).toBe(
      '395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56',
    );
    expect(hex(hashNode(utf8('N123'), utf8('N456')))).toBe(
      'aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb',
    );
  });

  it('an index of 2^64-1 is not in a small tree', () => {
    const root = rootOf([]);
    const claim = { index: 2n ** 64n - 1n, size: 1n, leafHash: root, root, proof: [] };
    expect(verifyInclusion(claim)).toBe(false);
  });

  it('nothing is consistent with the empty tree, which proves nothing', () => {
    const claim = { size1: 0n, size2: 0n, root1: emptyRoot, root2: emptyRoot, proof: [] };
    expect(verifyConsistency(claim)).toBe(false);
  });
});
