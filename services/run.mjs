// The entry of `npm run test:services`: brings the real tools, runs the suites that need them, and
// writes what was counted.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { countVitest } from '../scripts/ci/counts.mjs';
import { installAws } from './aws/install-aws.mjs';
import { installDbt } from './dbt/install-dbt.mjs';
import { installKafka } from './kafka/install-kafka.mjs';
import { installRegistry } from './registry/install-registry.mjs';
import { MissingTool } from './tools/missing-tool.mjs';

/**
 * @typedef {object} ServiceReport
 * @property {number} passed
 * @property {number} failed
 * @property {readonly string[]} started Names of the services and tools that the suites ran against.
 */

const { values } = parseArgs({ options: { report: { type: 'string' } } });

/** @returns {ServiceReport} */
function runSuites() {
  const { dbt, python } = installDbt();
  installKafka();
  installAws();
  installRegistry();
  const folder = mkdtempSync(join(tmpdir(), 'das-services-'));
  const counts = join(folder, 'vitest.json');
  try {
    const manifest = createRequire(import.meta.url).resolve('vitest/package.json');
    const { error } = spawnSync(
      process.execPath,
      [
        join(dirname(manifest), 'vitest.mjs'),
        'run',
        `--config=${fileURLToPath(new URL('vitest.config.ts', import.meta.url))}`,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${counts}`,
      ],
      {
        stdio: ['ignore', 'inherit', 'inherit'],
        env: { ...process.env, DAS_DBT: dbt, DAS_PYTHON: python },
      },
    );
    if (error !== undefined) throw error;
    return {
      ...countVitest(JSON.parse(readFileSync(counts, 'utf8'))),
      started: ['dbt', 'das local serve', 'Apache Kafka', 'moto', 'Apicurio Registry'],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @type {ServiceReport} */
let report = { passed: 0, failed: 1, started: [] };
try {
  report = runSuites();
} catch (error) {
  if (!(error instanceof MissingTool)) throw error;
  console.error(`services: ${error.message}`);
}
console.log(JSON.stringify(report));
if (values.report !== undefined) {
  writeFileSync(resolve(values.report), `${JSON.stringify(report)}\n`);
}
if (report.failed > 0 || report.passed === 0) process.exitCode = 1;
