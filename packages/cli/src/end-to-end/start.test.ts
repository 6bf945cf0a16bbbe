import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

/** What a built module loads before it runs, with all that those load. */
async function staticImports(file: string, seen: Set<string> = new Set()): Promise<Set<string>> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const content = await readFile(`${dist}${file}`, 'utf8');
  for (const [, name = ''] of content.matchAll(/^(?:import|\}) ?(?:.*from )?["']([^"']+)["']/gm)) {
    if (name.startsWith('./')) await staticImports(name.slice(2), seen);
    else seen.add(name);
  }
  return seen;
}

test('the help is printed without loading a package but the parser', async () => {
  const loaded = [...(await staticImports('main.js'))];
  const packages = loaded.filter((name) => !name.startsWith('node:') && !name.endsWith('.js'));
  expect(packages).toEqual(['commander']);
});
