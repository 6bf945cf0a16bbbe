// Brings dbt and the Snowflake connector: a virtual environment of Python in a folder that git ignores, made once and kept.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));
const environment = fileURLToPath(new URL('../.das/dbt', import.meta.url));
const programs = join(environment, process.platform === 'win32' ? 'Scripts' : 'bin');

/** What is missing, and the command that brings it. */
export class MissingTool extends Error {}

/**
 * Runs a command and fails with a hint when it does.
 *
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {string} hint
 */
function run(command, parameters, hint) {
  const { error, status } = spawnSync(command, parameters, {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (error === undefined && status === 0) return;
  throw new MissingTool(`${[command, ...parameters].join(' ')} failed. ${hint}`);
}

/**
 * The paths of `dbt` and of the Python that has the connector, installed unless they already are at
 * these requirements.
 *
 * @returns {{ dbt: string, python: string }}
 */
export function installDbt() {
  const installed = { dbt: join(programs, 'dbt'), python: join(programs, 'python') };
  const stamp = join(environment, 'installed.txt');
  const wanted = readFileSync(requirements, 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return installed;

  rmSync(environment, { recursive: true, force: true });
  mkdirSync(dirname(environment), { recursive: true });
  console.log('services: installing dbt into services/.das/dbt, once');
  const python = process.platform === 'win32' ? 'python' : 'python3';
  run(
    python,
    ['-m', 'venv', environment],
    'Install Python 3.10 or newer with its venv module: apt-get install python3 python3-venv, or brew install python',
  );
  run(
    join(programs, 'python'),
    ['-m', 'pip', 'install', '--quiet', '--requirement', requirements],
    'Check that pip reaches its package index, and run npm run test:services again',
  );
  writeFileSync(stamp, wanted);
  return installed;
}
