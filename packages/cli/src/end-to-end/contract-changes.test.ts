import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ContractRepository, makeContractRepository } from './contract-repository.js';
import { das, documentOf, type Ended } from './das.js';

// Every case starts processes, which a busy machine starts slowly.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const lockfile = 'das.contracts.lock.json';
const removal = [
  ["customer_id: 'internal', city: 'internal'", "customer_id: 'internal'"],
  [', city: z.string()', ''],
] as const;
const raise = [
  "name: 'customers', version: '1.0.0'",
  "name: 'customers', version: '2.0.0'",
] as const;
const identifier = 'column-removed:shop.customers/columns/city';

let template: ContractRepository;
beforeAll(async () => {
  template = await makeContractRepository();
});
afterAll(async () => {
  await template[Symbol.asyncDispose]();
});

let shop: ContractRepository;
beforeEach(async () => {
  shop = await makeContractRepository(template);
});
afterEach(async () => {
  await shop[Symbol.asyncDispose]();
});

/** One line with a code, a place and a next step, and no stack. */
function expectFailure(ended: Ended, code: string, exitCode = 1): void {
  expect(ended.stderr).toMatch(new RegExp(`^das: ${code}: .* Next: .+\\.\\n$`));
  expect(ended.exitCode).toBe(exitCode);
}

describe('lock', () => {
  test('says what it records at first, and then that there is nothing to do', async () => {
    await rm(join(shop.folder, lockfile));
    const missing = await shop.das('contract', 'lock', '--check');
    expectFailure(missing, 'DAS_CONTRACT_LOCK_MISSING');
    const first = await shop.das('contract', 'lock');
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    expect(first.stdout).toMatch(/^shop\.orders 1\.0\.0: added$/m);
    expect(first.stdout).toMatch(/^2 contracts: 2 added\.$/m);
    const text = await shop.read(lockfile);
    const second = await shop.das('contract', 'lock', '--json');
    expect(documentOf(second)).toMatchObject({ state: 'current', counts: { error: 0 } });
    expect(await shop.read(lockfile)).toBe(text);
    expect(shop.git('status', '--porcelain', lockfile)).toBe('');
    expect((await shop.das('contract', 'lock', '--check')).exitCode).toBe(0);
  });

  test('takes a file whose line ends git changed for the same', async () => {
    await shop.write(lockfile, (await shop.read(lockfile)).replaceAll('\n', '\r\n'));
    expect((await shop.das('contract', 'lock', '--check')).exitCode).toBe(0);
  });

  test('--check fails on a stale file and writes nothing', async () => {
    const text = await shop.read(lockfile);
    await shop.edit([
      "version: '1.0.0', owner",
      "version: '1.0.1', description: 'What was bought.', owner",
    ]);
    const ended = await shop.das('contract', 'lock', '--check', '--json');
    expectFailure(ended, 'DAS_CONTRACT_LOCK_STALE');
    expect(documentOf(ended)).toMatchObject({
      state: 'stale',
      error: { code: 'DAS_CONTRACT_LOCK_STALE', place: join(shop.folder, lockfile) },
    });
    expect(await shop.read(lockfile)).toBe(text);
    expect((await shop.das('contract', 'lock')).exitCode).toBe(0);
    expect(await shop.read(lockfile)).toContain('"version": "1.0.1"');
  });

  test('an error stops it until somebody accepts it by name, for a reason', async () => {
    const text = await shop.read(lockfile);
    await shop.edit(...removal, raise);
    const refused = await shop.das('contract', 'lock');
    expectFailure(refused, 'DAS_CONTRACT_BREAKING');
    expect(refused.stdout).toContain(`Accept: ${identifier}\n`);
    expect(await shop.read(lockfile)).toBe(text);

    const dana = ['--by', 'dana@example.com', '--reason', 'nobody reads it'];
    const slip = await shop.das('contract', 'lock', '--accept', `${identifier}x`, ...dana);
    expectFailure(slip, 'DAS_CONTRACT_UNKNOWN_CHANGE');
    expect(slip.stderr).toContain(`did you mean ${identifier}?`);

    const agreed = await shop.das('contract', 'lock', '--accept', identifier, ...dana);
    expect(agreed).toMatchObject({ exitCode: 0, stderr: '' });
    expect(agreed.stdout).toContain('Accepted by dana@example.com: nobody reads it');
    expect(JSON.parse(await shop.read(lockfile))).toMatchObject({
      acceptances: [
        {
          contract: 'shop.customers',
          version: '2.0.0',
          rule: 'column-removed',
          path: '/columns/city',
          by: 'dana@example.com',
          reason: 'nobody reads it',
        },
      ],
    });
    // What was accepted on the branch holds against its base as well.
    const since = await shop.das('contract', 'diff', '--base', 'main', '--json');
    expect(since.exitCode).toBe(0);
    expect(documentOf(since)).toMatchObject({ severity: 'warning', counts: { error: 0 } });
    expect((await shop.das('contract', 'lock', '--check')).exitCode).toBe(0);
  });
});

describe('diff', () => {
  test('says that nothing changed', async () => {
    expect(await shop.das('contract', 'diff', '--base', 'HEAD')).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: expect.stringMatching(
        /^Nothing changed in 2 contracts since HEAD \([0-9a-f]{12}\)\.\n$/,
      ),
    });
    expect((await shop.das('contract', 'diff')).stdout).toBe(
      'Nothing changed in 2 contracts since the lockfile.\n',
    );
  });

  test('a breaking change is an error with its rule, and what was locked since is no excuse', async () => {
    await shop.edit(...removal);
    const ended = await shop.das('contract', 'diff', '--base', 'HEAD');
    expectFailure(ended, 'DAS_CONTRACT_BREAKING');
    expect(ended.stdout).toMatch(/^error +column-removed +\/columns\/city +breaking +- +major$/m);
    expect(ended.stdout).toMatch(/Next: raise shop\.customers to 2\.0\.0\.$/m);
    expect(ended.stdout).not.toContain('\u001b');
    // A lockfile that was changed by hand is not what HEAD agreed to.
    await rm(join(shop.folder, lockfile));
    await shop.das('contract', 'lock');
    expect((await shop.das('contract', 'diff')).exitCode).toBe(0);
    expect((await shop.das('contract', 'diff', '--base', 'HEAD')).exitCode).toBe(1);
  });

  test('a safe change passes, also from a folder below', async () => {
    await shop.edit(
      ["city: 'internal' },", "city: 'internal', phone: 'pii' },"],
      ['city: z.string()', 'city: z.string(), phone: z.string().nullish()'],
      ["name: 'customers', version: '1.0.0'", "name: 'customers', version: '1.1.0'"],
    );
    await mkdir(join(shop.folder, 'below'));
    const ended = await das(['contract', 'diff', '--base', 'main', '--json'], {
      cwd: join(shop.folder, 'below'),
    });
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(documentOf(ended)).toMatchObject({
      base: {
        kind: 'git',
        reference: 'main',
        commit: shop.git('rev-parse', 'main').trim(),
        lockfile: join(shop.folder, lockfile),
        isMissing: false,
      },
      counts: { error: 0 },
      comparisons: [
        { contract: 'shop.customers', kind: 'changed', requiredBump: 'minor', actualBump: 'minor' },
        { contract: 'shop.orders', kind: 'unchanged', changes: [] },
      ],
    });
  });

  test('an accepted error is a warning, which --fail-on warning fails on', async () => {
    await shop.edit(...removal, raise);
    const accept = ['--accept', identifier, '--by', 'dana@example.com', '--reason', 'unused'];
    expect((await shop.das('contract', 'lock', ...accept)).exitCode).toBe(0);
    const since = ['contract', 'diff', '--base', 'main'];
    expect((await shop.das(...since)).exitCode).toBe(0);
    const strict = await shop.das(...since, '--fail-on', 'warning');
    expectFailure(strict, 'DAS_CONTRACT_BREAKING');
    expect(strict.stdout).toMatch(/^warning +column-removed /m);
  });

  test('a retired name that a hand took out of the lockfile is missed', async () => {
    await shop.edit(...removal, raise);
    const accept = ['--accept', identifier, '--by', 'dana@example.com', '--reason', 'unused'];
    await shop.das('contract', 'lock', ...accept);
    shop.git('commit', '--quiet', '--all', '--message=removed');
    const { acceptances: _, ...lock } = JSON.parse(await shop.read(lockfile));
    expect(lock.contracts['shop.customers'].tombstones).toHaveLength(1);
    delete lock.contracts['shop.customers'].tombstones;
    await shop.write(lockfile, JSON.stringify(lock));
    const ended = await shop.das('contract', 'diff', '--base', 'HEAD');
    expectFailure(ended, 'DAS_CONTRACT_BREAKING');
    expect(ended.stdout).toMatch(/^error +history-removed +\/tombstones\/city /m);
  });

  test('the next step is what is left to do', async () => {
    await shop.edit(...removal);
    const both = await shop.das('contract', 'diff');
    expect(both.stderr).toContain('Next: raise shop.customers to 2.0.0, and undo each error, or');
    await shop.edit(raise);
    const raised = await shop.das('contract', 'lock');
    expect(raised.stderr).toContain('Next: undo each error, or accept it: das contract lock');
  });

  test('--format sarif is a log whose places are in the repository', async () => {
    await shop.edit(...removal);
    const ended = await shop.das('contract', 'diff', '--base', 'HEAD', '--format', 'sarif');
    expectFailure(ended, 'DAS_CONTRACT_BREAKING');
    const log = JSON.parse(ended.stdout);
    expect(log.version).toBe('2.1.0');
    const [run] = log.runs;
    const ids: string[] = run.tool.driver.rules.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual([...ids].sort());
    for (const { shortDescription, help } of run.tool.driver.rules) {
      expect(shortDescription.text).toMatch(/\.$/);
      expect(help.text).not.toBe('');
    }
    const levels = ['error', 'warning', 'note'];
    for (const { ruleId, ruleIndex, level, message, locations } of run.results) {
      expect(ids[ruleIndex]).toBe(ruleId);
      expect(levels).toContain(level);
      expect(message.text).not.toBe('');
      expect(locations[0].physicalLocation).toEqual({
        artifactLocation: { uri: lockfile },
        region: { startLine: expect.any(Number) },
      });
    }
    expect(run.results).toContainEqual(expect.objectContaining({ ruleId: 'column-removed' }));
  });

  test('--format github writes annotations at the lines of the lockfile', async () => {
    await shop.edit(...removal);
    const ended = await shop.das('contract', 'diff', '--base', 'HEAD', '--format', 'github');
    expect(ended.exitCode).toBe(1);
    const lines = ended.stdout.trimEnd().split('\n');
    for (const line of lines)
      expect(line).toMatch(/^::(error|warning|notice) file=[^:,]+,line=\d+,title=[^:,]+::./);
    const place = /^::error file=([^,]+),line=(\d+),title=shop\.customers%3A column-removed::/m;
    const [, file = '', line = ''] = place.exec(ended.stdout) ?? [];
    expect(file).toBe(lockfile);
    expect((await shop.read(file)).split('\n').slice(Number(line) - 1)[0]).toContain(
      '"name": "city"',
    );
  });

  test('without a lockfile every contract is new', async () => {
    const there = await shop.das('contract', 'diff', '--base', 'unlocked');
    expect(there).toMatchObject({ exitCode: 0, stderr: '' });
    expect(there.stdout).toContain('There is no das.contracts.lock.json in unlocked');
    expect(there.stdout).toMatch(/^2 contracts: 2 added\.$/m);
    await rm(join(shop.folder, lockfile));
    const here = await shop.das('contract', 'diff', '--json');
    expect(documentOf(here)).toMatchObject({
      base: { kind: 'lockfile', isMissing: true },
      comparisons: [{ kind: 'added' }, { kind: 'added' }],
    });
  });
});

describe('what cannot be compared is one line, with nothing on stdout', () => {
  test('a reference that git does not know', async () => {
    for (const reference of ['nowhere', '--help-me']) {
      const ended = await shop.das('contract', 'diff', `--base=${reference}`);
      expectFailure(ended, 'DAS_GIT_UNKNOWN_REFERENCE');
      expect(ended).toMatchObject({ stdout: '', stderr: expect.stringContaining(reference) });
    }
  });

  test('no repository, and no git', async () => {
    await rm(join(shop.folder, '.git'), { recursive: true });
    const arguments_ = ['contract', 'diff', '--base', 'HEAD'];
    const cwd = shop.folder;
    const outside = await das(arguments_, { cwd, env: { GIT_CEILING_DIRECTORIES: dirname(cwd) } });
    expectFailure(outside, 'DAS_GIT_NO_REPOSITORY');
    const without = await das(arguments_, { cwd, env: { PATH: cwd } });
    expectFailure(without, 'DAS_GIT_UNAVAILABLE');
  });

  test.each([
    ['the marks of a merge', '<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> branch\n', 'MERGE_CONFLICT'],
    ['half of it', '{"lockfileVersion": 1, "contr', 'NOT_JSON'],
    ['a later version', '{"lockfileVersion": 99}', 'UNKNOWN_VERSION'],
    ['something else', '{"lockfileVersion": 1, "contracts": []}', 'INVALID'],
  ])('a lockfile with %s, here or in a commit', async (_what, content, code) => {
    await shop.write(lockfile, content);
    for (const command of ['diff', 'lock']) {
      const ended = await shop.das('contract', command);
      expectFailure(ended, `DAS_LOCK_${code}`);
      expect(ended).toMatchObject({ stdout: '', stderr: expect.stringContaining(lockfile) });
    }
    shop.git('commit', '--quiet', '--all', '--message=spoiled');
    await shop.write(lockfile, shop.git('show', `HEAD~1:${lockfile}`));
    const ended = await shop.das('contract', 'diff', '--base', 'HEAD');
    expectFailure(ended, `DAS_LOCK_${code}`);
    expect(ended.stderr).toContain(`HEAD:${lockfile}`);
  });
});
