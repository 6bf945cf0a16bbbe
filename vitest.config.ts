import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Tests run on the sources of the workspace, not on what was built last. */
const sources = readdirSync(`${root}packages`).flatMap((name) => [
  { find: new RegExp(`^@das/${name}$`), replacement: `${root}packages/${name}/src/index.ts` },
  { find: new RegExp(`^@das/${name}/([a-z]+)$`), replacement: `${root}packages/${name}/src/$1.ts` },
]);

export default defineConfig({
  resolve: { alias: sources },
  test: {
    include: ['{packages,examples,scripts,docs}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    typecheck: {
      enabled: true,
      include: ['packages/**/*.test-d.ts'],
      tsconfig: 'tsconfig.test.json',
    },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
