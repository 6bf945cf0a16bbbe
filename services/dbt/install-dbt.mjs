// Brings dbt and the Snowflake connector: a virtual environment of Python in a folder that git ignores, made once and kept.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pythonEnvironment } from '../tools/python-environment.mjs';

/**
 * The paths of `dbt` and of the Python that has the connector.
 *
 * @returns {{ dbt: string, python: string }}
 */
export function installDbt() {
  const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));
  const programs = pythonEnvironment('dbt', requirements);
  return { dbt: join(programs, 'dbt'), python: join(programs, 'python') };
}
