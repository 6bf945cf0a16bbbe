import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { documentOf } from './das.js';
import { makeShop, type Shop } from './shop.js';

// Every case starts processes, which a busy machine starts slowly.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let shop: Shop;
beforeAll(async () => {
  shop = await makeShop();
});
afterAll(async () => {
  await shop[Symbol.asyncDispose]();
});

const one = { exitCode: 1, stdout: '' };

test.each([['docs'], ['export', 'odcs'], ['enforcement']])(
  'an unknown contract is refused by %s, with the one that was probably meant',
  async (...command) => {
    const ended = await shop.das('contract', ...command, 'ordres');
    expect(ended).toMatchObject(one);
    expect(ended.stderr).toMatch(/^das: DAS_DOMAIN_UNKNOWN_CONTRACT: .*did you mean orders\?.*\n$/);
  },
);

describe('enforcement', () => {
  test('has a row for each clause, and says of some that nothing enforces them', async () => {
    const { exitCode, stdout, stderr } = await shop.das('contract', 'enforcement');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^shop\.orders$/m);
    expect(stdout).toMatch(/^\/columns\/email\/classification +.*policy/m);
    expect(stdout).toMatch(/^\d+ clauses, \d+ not enforced$/m);
  });

  test('--json has the same, for the contracts that are named', async () => {
    const ended = await shop.das('contract', 'enforcement', 'shop.orders', '--json');
    expect(documentOf(ended)).toEqual({
      contracts: [
        {
          contract: 'shop.orders',
          clauses: expect.arrayContaining([
            {
              path: '/columns/order_id/classification',
              clause: expect.any(String),
              enforcedBy: expect.arrayContaining([{ by: 'compiler', how: expect.any(String) }]),
              isEnforced: true,
              gap: null,
              next: null,
            },
          ]),
        },
      ],
      notEnforced: expect.any(Number),
    });
  });

  test('--fail-on-gap fails where something is not enforced', async () => {
    const { notEnforced } = documentOf(await shop.das('contract', 'enforcement', '--json'));
    expect(notEnforced).toBeGreaterThan(0);
    const ended = await shop.das('contract', 'enforcement', '--fail-on-gap');
    expect(ended.exitCode).toBe(1);
    expect(ended.stderr).toMatch(/^das: DAS_CONTRACT_NOT_ENFORCED: .* Next: .+\n$/);
  });
});

describe('docs', () => {
  test('writes a page per contract and an index, twice the same', async () => {
    const folder = join(shop.folder, 'docs/contracts');
    for (let round = 0; round < 2; round += 1) {
      const ended = await shop.das('contract', 'docs');
      expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
      expect(ended.stdout.trimEnd().split('\n')).toEqual([
        join(folder, 'shop.orders.md'),
        join(folder, 'shop.customers.md'),
        join(folder, 'index.md'),
        'Wrote 3 files.',
      ]);
    }
    expect((await readdir(folder)).sort()).toEqual([
      'index.md',
      'shop.customers.md',
      'shop.orders.md',
    ]);
  });

  test('links of the index lead to the pages', async () => {
    for (const format of ['md', 'html']) {
      const out = join(shop.folder, `pages-${format}`);
      await shop.das('contract', 'docs', '--format', format, '--out', `pages-${format}`);
      const index = await readFile(join(out, `index.${format}`), 'utf8');
      for (const name of ['orders', 'customers']) expect(index).toContain(`shop.${name}.${format}`);
    }
  });

  test('of a few contracts leaves the index alone, and a file of somebody else stops it', async () => {
    const ended = await shop.das(
      'contract',
      'docs',
      'orders',
      '--format',
      'html',
      '--out',
      'few',
      '--json',
    );
    expect(documentOf(ended)).toEqual({
      format: 'html',
      out: join(shop.folder, 'few'),
      files: [{ contract: 'shop.orders', file: join(shop.folder, 'few/shop.orders.html') }],
    });
    await shop.write('mine/index.md', '# My own\n');
    const refused = await shop.das('contract', 'docs', '--out', 'mine');
    expect(refused).toMatchObject(one);
    expect(refused.stderr).toMatch(/^das: DAS_FILE_EXISTS: /);
    expect(await readdir(join(shop.folder, 'mine'))).toEqual(['index.md']);
  });
});

describe('export', () => {
  test('of one contract goes to stdout', async () => {
    const schema = await shop.das('contract', 'export', 'json-schema', 'orders');
    expect(schema).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(schema.stdout)).toMatchObject({ title: 'orders', type: 'object' });
    const odcs = await shop.das('contract', 'export', 'odcs', 'orders');
    expect(odcs.stdout).toMatch(/^kind: DataContract$/m);
  });

  test('of several goes to a folder', async () => {
    const ended = await shop.das('contract', 'export', 'odcs', '--out', 'standard');
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect((await readdir(join(shop.folder, 'standard'))).sort()).toEqual([
      'shop.customers.odcs.yaml',
      'shop.orders.odcs.yaml',
    ]);
    const refused = await shop.das('contract', 'export', 'odcs');
    expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
    expect(refused.stderr).toContain('--out');
  });

  test('to dbt writes the files of a project, and says what dbt cannot check', async () => {
    const ended = await shop.das('contract', 'export', 'dbt', '--out', 'dbt', '--json');
    const { files, leftOut } = documentOf(ended);
    expect(files).toContainEqual({
      contract: null,
      path: join(shop.folder, 'dbt/models/shop/models.yml'),
      content: null,
    });
    expect(leftOut).toContainEqual({
      contract: expect.stringMatching(/^shop\./),
      path: expect.stringMatching(/^\//),
      reason: expect.any(String),
    });
    expect((await readdir(join(shop.folder, 'dbt/models/shop'))).sort()).toContain('sources.yml');
  });

  test('--json holds the content of all of them', async () => {
    const { files } = documentOf(await shop.das('contract', 'export', 'json-schema', '--json')) as {
      readonly files: readonly { readonly path: string; readonly content: string }[];
    };
    expect(files.map(({ path }) => path)).toEqual([
      'shop.orders.schema.json',
      'shop.customers.schema.json',
    ]);
    for (const { content } of files) expect(JSON.parse(content)).toHaveProperty('properties');
  });

  test('to an unknown format is not understood', async () => {
    const ended = await shop.das('contract', 'export', 'avro');
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ended.stderr).toContain('use one of: odcs, dbt, json-schema');
  });
});
