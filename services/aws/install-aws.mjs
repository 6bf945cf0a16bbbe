// Brings moto: a virtual environment of Python in a folder that git ignores, made once and kept.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pythonEnvironment } from '../tools/python-environment.mjs';

/**
 * The path of the Python that has moto.
 *
 * @returns {string}
 */
export function installAws() {
  const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));
  return join(pythonEnvironment('aws', requirements), 'python');
}
