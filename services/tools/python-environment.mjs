import { join } from 'node:path';
import { runTool } from './missing-tool.mjs';
import { toolFolder } from './tool-folder.mjs';

/**
 * The folder of the programs in a virtual environment of Python, installed unless they already are
 * at these requirements.
 *
 * @param {string} name
 * @param {string} requirements The path of a requirements.txt.
 * @returns {string}
 */
export function pythonEnvironment(name, requirements) {
  const isWindows = process.platform === 'win32';
  const programs = isWindows ? 'Scripts' : 'bin';
  const folder = toolFolder(name, requirements, (environment) => {
    runTool(
      isWindows ? 'python' : 'python3',
      ['-m', 'venv', environment],
      'Install Python 3.10 or newer with its venv module: apt-get install python3 python3-venv, or brew install python',
    );
    runTool(
      join(environment, programs, 'python'),
      ['-m', 'pip', 'install', '--quiet', '--requirement', requirements],
      'Check that pip reaches its package index, and run npm run test:services again',
    );
  });
  return join(folder, programs);
}
