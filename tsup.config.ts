import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'tsup';

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
  readonly bin?: Readonly<Record<string, string>>;
}

/** The entries of a package are what its manifest exports, so that the two cannot disagree. */
function entriesOf(folder: string): string[] {
  const manifest = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as Manifest;
  const targets = [
    ...Object.values(manifest.exports).flatMap((target) =>
      typeof target === 'string' ? [] : [target.default],
    ),
    ...Object.values(manifest.bin ?? {}),
  ];
  return targets.map((target) =>
    target.replace('./dist/', `${folder}/src/`).replace(/\.js$/, '.ts'),
  );
}

export default readdirSync('packages').map((name) =>
  defineConfig({
    name,
    entry: entriesOf(`packages/${name}`),
    outDir: `packages/${name}/dist`,
    format: 'esm',
    target: 'node20',
    platform: 'node',
    tsconfig: `packages/${name}/tsconfig.json`,
    splitting: true,
    sourcemap: false,
    clean: false,
    // Declarations come from `tsc -b`, which also holds the direction of imports.
    dts: false,
    external: [/^@das\//, 'zod'],
  }),
);
