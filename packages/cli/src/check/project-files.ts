import { readdir } from 'node:fs/promises';

/** What others have written, or a build has. */
const leftOut: ReadonlySet<string> = new Set(['node_modules', 'dist', 'target', 'dbt_packages']);

/**
 * The files of a project, relative to its folder and with slashes, sorted. What begins with a dot and
 * what was installed or built is left out; links are not followed.
 */
export async function projectFiles(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  const walk = async (directory: string, prefix: string): Promise<void> => {
    for (const entry of await readdir(directory, { withFileTypes: true })) {
      if (entry.name.startsWith('.') || leftOut.has(entry.name)) continue;
      const path = `${prefix}${entry.name}`;
      if (entry.isDirectory()) await walk(`${directory}/${entry.name}`, `${path}/`);
      else if (entry.isFile()) found.push(path);
    }
  };
  await walk(folder, '');
  return found.sort();
}
