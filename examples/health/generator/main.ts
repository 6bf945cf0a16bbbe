import { join } from 'node:path';
import { generateData } from './generate-data.js';

const directory = join(import.meta.dirname, '..', '.das', 'data');
await generateData({ directory, now: new Date() });
console.log(`The tables of an invented clinic are in ${directory}`);
