import { createRequire } from 'node:module';

/** The version of this package, from its manifest. */
export function packageVersion(): string {
  const manifest: { readonly version: string } = createRequire(import.meta.url)(
    '@das/cli/package.json',
  );
  return manifest.version;
}
