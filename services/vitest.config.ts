import { defineConfig } from 'vitest/config';
import shared from '../vitest.config.js';

/** The suites that need a real service or tool: `run.mjs` starts them. */
export default defineConfig({
  ...(shared.resolve === undefined ? {} : { resolve: shared.resolve }),
  test: {
    root: import.meta.dirname,
    include: ['tests/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 1,
  },
});
