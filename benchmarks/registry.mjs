import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * What one run measured. Both sides of the ratio are measured in this run, in turn.
 *
 * @typedef {{ readonly ratio: number, readonly against: string } & Readonly<Record<string, string | number>>} Measurement
 * @typedef {object} Benchmark
 * @property {string} name The name of its file in `src/`, without the extension.
 * @property {string} description One line.
 * @property {() => Promise<Measurement>} run
 */

const sources = new URL('./src/', import.meta.url);

/**
 * Finds the benchmarks: each is a file of `src/` that exports `description` and `run`, and nothing
 * else has to be told about it.
 *
 * @returns {Promise<Benchmark[]>}
 */
export async function findBenchmarks() {
  const files = readdirSync(fileURLToPath(sources)).filter((file) => file.endsWith('.mjs'));
  return Promise.all(
    files.sort().map(async (file) => {
      const { description, run } = await import(new URL(file, sources).href);
      if (typeof description !== 'string' || typeof run !== 'function') {
        throw new TypeError(`benchmarks/src/${file} does not export a description and run`);
      }
      return { name: file.replace(/\.mjs$/, ''), description, run };
    }),
  );
}
