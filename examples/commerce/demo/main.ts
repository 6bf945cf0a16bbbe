import { join } from 'node:path';
import { finish } from '../demonstration/finish.js';
import { processTerminal } from '../demonstration/terminal.js';
import { readArguments } from './read-arguments.js';
import { runDemo } from './run-demo.js';

const baseDirectory = join(import.meta.dirname, '..');
const terminal = processTerminal();
await finish(terminal, join(baseDirectory, '.das', 'demo-report.json'), async () =>
  runDemo({ ...readArguments(process.argv.slice(2)), baseDirectory, terminal }),
);
