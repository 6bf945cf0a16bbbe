import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { finish } from '../../commerce/demonstration/finish.js';
import { processTerminal } from '../../commerce/demonstration/terminal.js';
import { runDemo } from './run-demo.js';

const { values } = parseArgs({ options: { input: { type: 'string' } } });
// npm runs this in the folder of the workspace; the path was written where npm was started.
const startedIn = process.env.INIT_CWD ?? process.cwd();
const input = values.input === undefined ? undefined : resolve(startedIn, values.input);
const baseDirectory = join(import.meta.dirname, '..');
const terminal = processTerminal();
await finish(terminal, join(baseDirectory, '.das', 'demo-report.json'), () =>
  runDemo({ input, baseDirectory, terminal }),
);
