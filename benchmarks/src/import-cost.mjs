import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { median } from '../measure/median.mjs';
import { round } from '../measure/round.mjs';

const execute = promisify(execFile);
const folder = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const coldStarts = 21;

export const description =
  "cold start of import '@das/core', and the bytes of a bundle that only calls defineContract, beside zod alone";

/**
 * Compares what DAS costs whoever only declares a contract with what zod costs them anyway.
 *
 * @returns {Promise<import('../registry.mjs').Measurement>}
 */
export async function run() {
  const bundleBytes = await bytesOfBundle('define-contract.mjs');
  const zodBundleBytes = await bytesOfBundle('zod-alone.mjs');
  const ours = [];
  const zods = [];
  for (let start = 0; start < coldStarts; start += 1) {
    ours.push(await coldStart('@das/core'));
    zods.push(await coldStart('zod'));
  }
  const coldStartMs = median(ours);
  const zodColdStartMs = median(zods);
  return {
    ratio: round(bundleBytes / zodBundleBytes, 3),
    against: 'the minified bundle of zod alone with the same schema',
    bundleBytes,
    zodBundleBytes,
    coldStartMs: round(coldStartMs, 2),
    zodColdStartMs: round(zodColdStartMs, 2),
    coldStartRatio: round(coldStartMs / zodColdStartMs, 3),
    coldStarts,
  };
}

/**
 * The size of a minified, tree-shaken bundle of a fixture and all that it imports.
 *
 * @param {string} fixture
 * @returns {Promise<number>}
 */
async function bytesOfBundle(fixture) {
  const { outputFiles } = await build({
    entryPoints: [`${folder}/fixtures/${fixture}`],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    legalComments: 'none',
  });
  return outputFiles.reduce((sum, file) => sum + file.contents.byteLength, 0);
}

/**
 * The milliseconds that a fresh process needs to import a module, its own start not counted.
 *
 * @param {string} specifier
 * @returns {Promise<number>}
 */
async function coldStart(specifier) {
  const program = `const start = performance.now();
await import('${specifier}');
console.log(performance.now() - start);`;
  const { stdout } = await execute(process.execPath, ['--input-type=module', '-e', program], {
    cwd: folder,
  });
  return Number(stdout);
}
