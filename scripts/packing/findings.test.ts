import { describe, expect, test } from 'vitest';
import { packageOrder } from '../workspace/package-order.mjs';
import { workspacePackages } from '../workspace/workspace-packages.mjs';
import { manifestFindings } from './manifest-findings.mjs';
import { referenceFindings } from './reference-findings.mjs';
import { tarballFindings } from './tarball-findings.mjs';

const manifest = {
  name: '@das/core',
  license: 'Apache-2.0',
  type: 'module',
  sideEffects: false,
  engines: { node: '>=20.19' },
  exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
  dependencies: { '@das/contracts': '1.0.0', zod: '^4.0.0' },
};

describe('manifestFindings', () => {
  test('finds nothing wrong with a manifest that is as it should be', () => {
    expect(manifestFindings(manifest, packageOrder)).toEqual([]);
  });

  test.each(['@das/core', '@das/cli', '@das/unknown'])('finds a dependency on %s', (name) => {
    const findings = manifestFindings(
      { ...manifest, dependencies: { [name]: '1.0.0' } },
      packageOrder,
    );
    expect(findings).toEqual([expect.stringContaining(name)]);
  });

  test('finds a dependency of a wrong direction among the peers', () => {
    const peers = { ...manifest, peerDependencies: { '@das/local': '1.0.0' } };
    expect(manifestFindings(peers, packageOrder)).toHaveLength(1);
  });

  test.each([
    ['an export whose types do not come first', { exports: { '.': { default: 'a', types: 'b' } } }],
    ['an export without conditions', { exports: { '.': './dist/index.js' } }],
    ['no main export', { exports: { './testing': { types: 'a', default: 'b' } } }],
    ['side effects', { sideEffects: true }],
    ['no Node version', { engines: {} }],
    ['CommonJS', { type: 'commonjs' }],
    ['another licence', { license: 'MIT' }],
    ['a name that has no place in the order', { name: '@das/other' }],
  ])('finds %s', (_, change) => {
    expect(manifestFindings({ ...manifest, ...change }, packageOrder)).toHaveLength(1);
  });
});

describe('tarballFindings', () => {
  const files = ['LICENSE', 'README.md', 'package.json', 'dist/index.js', 'dist/index.d.ts'];

  test('finds nothing wrong with dist, README, licence and manifest', () => {
    expect(tarballFindings(files)).toEqual([]);
  });

  test.each(['LICENSE', 'README.md'])('finds that %s is missing', (name) => {
    expect(tarballFindings(files.filter((file) => file !== name))).toHaveLength(1);
  });

  test.each(['src/index.ts', 'dist/.tsbuildinfo', 'dist/index.test.d.ts', 'dist/index.js.map'])(
    'finds that %s is shipped',
    (file) => {
      expect(tarballFindings([...files, file])).toHaveLength(1);
    },
  );

  test('finds that nothing was built', () => {
    expect(tarballFindings(['LICENSE', 'README.md', 'package.json'])).toHaveLength(1);
  });
});

describe('referenceFindings', () => {
  test('finds a dependency without a reference, and a reference without a dependency', () => {
    const findings = referenceFindings(['@das/contracts', 'zod'], [{ path: '../privacy' }]);
    expect(findings).toEqual([
      expect.stringContaining('@das/contracts'),
      expect.stringContaining('@das/privacy'),
    ]);
  });
});

describe('packageOrder', () => {
  test('names every package of the repository once', () => {
    const names = workspacePackages().map((entry) => entry.manifest.name);
    expect([...packageOrder].sort()).toEqual(names.sort());
  });
});
