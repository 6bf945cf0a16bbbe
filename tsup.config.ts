import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { defineConfig, type Options } from 'tsup';

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** The entries of a package are what its manifest exports, so that the two cannot disagree. */
function entriesOf(folder: string, manifest: Manifest): string[] {
  const targets = [
    ...Object.values(manifest.exports).flatMap((target) =>
      typeof target === 'string' ? [] : [target.default],
    ),
    // A command is a line in bin/ that runs this.
    ...(manifest.bin === undefined ? [] : ['./dist/main.js']),
  ];
  const entries = targets.map((target) =>
    target.replace('./dist/', `${folder}/src/`).replace(/\.js$/, '.ts'),
  );
  // tsup takes entries for patterns, and builds nothing for one that matches no file.
  const missing = entries.find((entry) => !existsSync(entry));
  if (missing !== undefined) throw new Error(`${folder}/package.json needs ${missing}`);
  return entries;
}

/** What a package depends on is installed beside it and never bundled into it. */
function externalsOf(manifest: Manifest): RegExp[] {
  return Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }).map(
    (name) => new RegExp(`^${name.replaceAll('.', '\\.')}(/|$)`),
  );
}

function configurationOf(name: string): Options {
  const folder = `packages/${name}`;
  const manifest: Manifest = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  return {
    name,
    entry: entriesOf(folder, manifest),
    outDir: `${folder}/dist`,
    format: 'esm',
    target: 'node20',
    platform: 'node',
    tsconfig: `${folder}/tsconfig.json`,
    splitting: true,
    sourcemap: false,
    removeNodeProtocol: false,
    // Declarations come from `tsc -b`, which also holds the direction of imports.
    dts: false,
    clean: ['!**/*.d.ts'],
    external: externalsOf(manifest),
  };
}

export default defineConfig(readdirSync('packages').map(configurationOf));
