import { join } from 'node:path';
import { readArguments } from '../demo/read-arguments.js';
import { generateData } from './generate-data.js';

const { seed, now } = readArguments(process.argv.slice(2));
const directory = join(import.meta.dirname, '..', '.das', 'data');
const generated = await generateData({ directory, seed, now });
for (const [name, { lines }] of Object.entries(generated.expected)) {
  console.log(`${String(lines).padStart(6)} lines of ${name}`);
}
