import { join, resolve } from 'node:path';
import { finish } from '../../commerce/demonstration/finish.js';
import { readOptions } from '../../commerce/demonstration/read-options.js';
import { processTerminal } from '../../commerce/demonstration/terminal.js';
import { runDemo } from './run-demo.js';

const baseDirectory = join(import.meta.dirname, '..');
const terminal = processTerminal();
await finish(terminal, join(baseDirectory, '.das', 'demo-report.json'), async () => {
  const given = readOptions(process.argv.slice(2), ['input']);
  // npm runs this in the folder of the workspace; the path was written where npm was started.
  const startedIn = process.env.INIT_CWD ?? process.cwd();
  const input = given.input === undefined ? undefined : resolve(startedIn, given.input);
  return await runDemo({ input, baseDirectory, terminal });
});
