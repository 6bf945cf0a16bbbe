import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfiguration } from './load-configuration.js';

const domain = `{ kind: 'domain', name: 'shop', database: 'BROOK_SHOP', contracts: [], collectors: [], promotions: [], access: [] }`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'das-configuration-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function write(name: string, content: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, content);
  return file;
}

test('TypeScript is stripped, and relative modules are found with .js, with .ts and without', async () => {
  await write('part.ts', 'export const part: string = "here";');
  const file = await write(
    'das.config.ts',
    `import { part } from './part.js';
     import { part as same } from './part';
     const value: object = ${domain};
     export default { ...value, parts: [part, same], from: import.meta.url };`,
  );
  const { domain: loaded, baseDirectory } = await loadConfiguration(undefined, folder);
  expect(loaded).toMatchObject({ name: 'shop', parts: ['here', 'here'] });
  expect(loaded).toHaveProperty('from', `file://${file}`);
  expect(baseDirectory).toBe(folder);
});

test('the nearest configuration upward is found, TypeScript before JavaScript', async () => {
  const below = join(folder, 'a', 'b');
  await mkdir(below, { recursive: true });
  await write('das.config.mjs', `export default ${domain}`);
  expect((await loadConfiguration(undefined, below)).file).toBe(join(folder, 'das.config.mjs'));
  await write('das.config.ts', `export default ${domain}`);
  expect((await loadConfiguration(undefined, below)).file).toBe(join(folder, 'das.config.ts'));
});

test('a named file is taken, and not looked for elsewhere', async () => {
  const file = await write('other.ts', `export default ${domain}`);
  expect((await loadConfiguration(file, '/')).file).toBe(file);
  await expect(loadConfiguration(join(folder, 'none.ts'), folder)).rejects.toMatchObject({
    code: 'DAS_CONFIG_NOT_FOUND',
  });
});

test('no configuration anywhere is an error with the folder and what to do', async () => {
  await expect(loadConfiguration(undefined, folder)).rejects.toMatchObject({
    code: 'DAS_CONFIG_NOT_FOUND',
    place: folder,
  });
});

test('a syntax error names the file and the line, also of a module that is imported', async () => {
  const broken = await write('broken.ts', 'const a: number = 1;\nexport default {{ ;\n');
  await write('das.config.ts', `import './broken.js';\nexport default ${domain}`);
  await expect(loadConfiguration(undefined, folder)).rejects.toMatchObject({
    code: 'DAS_CONFIG_UNREADABLE',
    place: `${broken}:2`,
  });
});

test('a module that is not there is named, with the file that imports it', async () => {
  const file = await write('das.config.ts', `import './nowhere.js';\nexport default ${domain}`);
  await expect(loadConfiguration(undefined, folder)).rejects.toMatchObject({
    code: 'DAS_CONFIG_UNREADABLE',
    message: './nowhere.js cannot be found',
    place: file,
  });
  await write('das.config.ts', `import 'not-a-package';\nexport default ${domain}`);
  await expect(loadConfiguration(undefined, folder)).rejects.toMatchObject({
    next: 'run: npm install not-a-package',
  });
});

test('an error of the configuration gives its name and line, never its message', async () => {
  const file = await write('das.config.ts', `const a = 1;\nthrow new TypeError('hunter2');\n`);
  const failure = await loadConfiguration(undefined, folder).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    code: 'DAS_CONFIG_FAILED',
    message: 'the configuration threw TypeError',
    place: `${file}:2`,
  });
  expect(String(failure)).not.toContain('hunter2');
});

test.each([
  ['nothing', 'export const a = 1;'],
  ['something else', 'export default { kind: "platform" };'],
  ['half a domain', 'export default { kind: "domain", database: "BROOK_SHOP" };'],
  ['a function', 'export default () => 1;'],
])('%s instead of a domain is refused', async (_what, content) => {
  await write('das.config.ts', content);
  await expect(loadConfiguration(undefined, folder)).rejects.toMatchObject({
    code: 'DAS_CONFIG_INVALID',
  });
});
