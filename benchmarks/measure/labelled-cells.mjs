import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * @typedef {object} LabelledCell
 * @property {string} text
 * @property {string | undefined} columnName
 * @property {'named' | 'unnamed' | 'sentence'} style
 * @property {readonly { readonly kind: string, readonly start: number, readonly end: number }[]} labels
 */

/**
 * The held-out cells of the evaluation of `@das/privacy`, which is no part of the package: values of
 * known kinds, harmless ones, and sentences with both.
 *
 * @returns {Promise<readonly LabelledCell[]>}
 */
export async function labelledCells() {
  // Beside the dependencies, so that what stays outside the bundle is found.
  const folder = await mkdtemp(join(root, 'node_modules/.detect-'));
  try {
    const outfile = join(folder, 'cells.mjs');
    await build({
      stdin: {
        contents: `
          import { heldOutIngredients } from './held-out-ingredients.js';
          import { european } from './random.js';
          import { sampleCells } from './sample-cells.js';
          export const cells = sampleCells(european(8), heldOutIngredients, { named: 20, harmless: 20, sentences: 10 });
        `,
        resolveDir: join(root, 'packages/privacy/src/evaluation'),
        loader: 'ts',
      },
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      logLevel: 'warning',
    });
    const { cells } = await import(pathToFileURL(outfile).href);
    return cells;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
