// `npm run leak-hunt -- --queries 100000 --seed 1` hunts for values that a role without clearance may
// not see. It ends with one JSON line; the exit code is 1 when something was found.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The hunt runs on the sources of the workspace, as the tests do. */
const sources = Object.fromEntries(
  readdirSync(join(root, 'packages')).map((name) => [
    `@das/${name}`,
    join(root, 'packages', name, 'src/index.ts'),
  ]),
);

/** @param {string | undefined} text @param {number} fallback @param {string} name */
function count(text, fallback, name) {
  const value = text === undefined ? fallback : Number(text);
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new TypeError(`--${name} is not a whole number`);
  }
  return value;
}

const { values } = parseArgs({
  options: {
    queries: { type: 'string' },
    seed: { type: 'string' },
    findings: { type: 'string' },
  },
});
const queries = count(values.queries, 100_000, 'queries');
const seed = count(values.seed, Math.floor(Math.random() * 2 ** 31), 'seed');
const limit = count(values.findings, 1, 'findings');

// Beside the dependencies, so that what stays outside the bundle is found.
const folder = mkdtempSync(join(root, 'node_modules/.leak-hunt-'));
try {
  const outfile = join(folder, 'leak-hunt.mjs');
  await build({
    entryPoints: [join(root, 'packages/local/src/leak-hunt/run-leak-hunt.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    alias: sources,
    external: ['@duckdb/node-api', '@polyglot-sql/sdk'],
  });
  /** @type {typeof import('../packages/local/src/leak-hunt/run-leak-hunt.js')} */
  const { runLeakHunt } = await import(pathToFileURL(outfile).href);
  const report = await runLeakHunt({
    queries,
    seed,
    findings: limit,
    onProgress: (line) => console.error(line),
  });
  for (const finding of report.findings) console.error(finding.text);
  const { findings, ...figures } = report;
  console.log(JSON.stringify({ ...figures, findings: findings.length }));
  if (findings.length > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
