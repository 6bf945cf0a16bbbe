// Adds up the reports of the runners and prints, as its last line, `N passed, N failed`.
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { countServices, countVitest, skippedTests, sumCounts } from './counts.mjs';

const { values } = parseArgs({
  options: {
    vitest: { type: 'string', default: '' },
    services: { type: 'string', default: '' },
    'failed-step': { type: 'string', multiple: true, default: [] },
  },
});

/** @param {string} file */
function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

const nothing = { passed: 0, failed: 0 };
const vitest = readReport(values.vitest);
const services = readReport(values.services);

for (const name of vitest === undefined ? [] : skippedTests(vitest)) {
  console.log(`not run: ${name}`);
}
const sum = sumCounts(
  [
    { step: 'test', ...(vitest === undefined ? nothing : countVitest(vitest)) },
    { step: 'services', ...(services === undefined ? nothing : countServices(services)) },
  ],
  values['failed-step'],
);
console.log(`${sum.passed} passed, ${sum.failed} failed`);
if (sum.failed > 0 || sum.passed === 0) process.exitCode = 1;
