// The entry of `npm run test:services`: starts real services, runs the suites that need them, and
// writes what was counted.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * @typedef {object} ServiceReport
 * @property {number} passed
 * @property {number} failed
 * @property {readonly string[]} started Names of the services that were started.
 */

const { values } = parseArgs({ options: { report: { type: 'string' } } });

/** @type {ServiceReport} */
const report = { passed: 0, failed: 0, started: [] };

console.log('services: nothing to start yet, and no suite that needs a service');
console.log(JSON.stringify(report));
if (values.report !== undefined) {
  writeFileSync(resolve(values.report), `${JSON.stringify(report)}\n`);
}
