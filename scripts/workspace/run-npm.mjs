import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/**
 * Runs npm and gives what it wrote to its standard output; rejects when npm fails.
 *
 * @param {readonly string[]} args
 * @param {string} folder The working directory.
 * @returns {Promise<string>}
 */
export async function runNpm(args, folder) {
  const { stdout } = await execute('npm', args, {
    cwd: folder,
    maxBuffer: 64 * 1024 * 1024,
    // On Windows npm is a command script, which only a shell can start.
    shell: process.platform === 'win32',
  });
  return stdout;
}
