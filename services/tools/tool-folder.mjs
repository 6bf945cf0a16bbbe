import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of a tool, which git ignores, filled unless it already is from the same file.
 *
 * @param {string} name
 * @param {string} pins The file that names the versions; when it changes, the folder is made anew.
 * @param {(folder: string) => void} fill
 * @returns {string}
 */
export function toolFolder(name, pins, fill) {
  const folder = fileURLToPath(new URL(`../.das/${name}`, import.meta.url));
  const stamp = join(folder, 'installed.txt');
  const wanted = readFileSync(pins, 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return folder;

  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  console.error(`services: installing ${name} into services/.das/${name}, once`);
  fill(folder);
  writeFileSync(stamp, wanted);
  return folder;
}
