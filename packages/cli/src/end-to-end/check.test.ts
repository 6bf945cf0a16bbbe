import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  loweringPlan,
  makeCheckRepository,
  plantedValues,
  violations,
} from './check-repository.js';
import { type ContractRepository, makeContractRepository } from './contract-repository.js';
import { documentOf, type Ended } from './das.js';
import { openTags } from './xml-tags.js';

// Every case starts processes, which a busy machine starts slowly.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let clean: ContractRepository;
let all: ContractRepository;
beforeAll(async () => {
  clean = await makeCheckRepository();
  all = await makeContractRepository(clean);
  for (const plant of Object.values(violations)) await plant(all);
});
afterAll(async () => {
  await clean?.[Symbol.asyncDispose]();
  await all?.[Symbol.asyncDispose]();
});

interface Found {
  readonly rule: string;
  readonly severity: string;
  readonly address: string;
  readonly column: string | null;
  readonly file: string;
  readonly approval: object | null;
}
interface Part {
  readonly name: string;
  readonly looked: string;
  readonly findings: readonly Found[];
}

const partsOf = (ended: Ended): readonly Part[] => documentOf(ended).checks as readonly Part[];
const findingsOf = (ended: Ended): readonly Found[] =>
  partsOf(ended).flatMap(({ findings }) => findings);

/** Fails, with one line that says so, and shows nothing of the data. */
function expectFailure({ exitCode, stdout, stderr }: Ended, code = 'DAS_CHECK_FAILED'): void {
  expect(stderr).toMatch(new RegExp(`^das: ${code}: .* Next: .+\\.\\n$`));
  expect(exitCode).toBe(1);
  expect(stdout + stderr).not.toMatch(plantedValues);
}

const approve = (of: ContractRepository, ...approvals: readonly object[]): Promise<void> =>
  of.write('das.approvals.json', JSON.stringify({ version: 1, approvals }));

describe('a repository in which nothing is wrong', () => {
  test('passes, also when warnings fail', async () => {
    const ended = await clean.das('check', '--fail-on', 'warning', '--json');
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(documentOf(ended).counts).toEqual({ error: 0, warning: 0, note: 0 });
    const looked = partsOf(ended).map((part) => `${part.name}: ${part.looked}`);
    expect(looked).toEqual([
      'contracts: 2 contracts since the lockfile',
      expect.stringMatching(/^lint: \d{2,} resources$/),
      expect.stringMatching(/^plan: \d{2,} statements of a first deployment$/),
      expect.stringMatching(/^coverage: [1-9]\d* classified columns, [1-9]\d* roles$/),
      expect.stringMatching(/^policies: [1-9]\d* tests? in 1 file$/),
      'fixtures: 1 file',
      'approvals: 0 in das.approvals.json',
    ]);
  });
});

describe('one thing that is wrong', () => {
  const planted: readonly (readonly [keyof typeof violations | 'plan', readonly string[]])[] = [
    ['contracts', ['column-removed', 'version-not-raised']],
    ['lint', ['DAS-L016']],
    ['plan', ['DAS-P004']],
    ['coverage', ['DAS-C006']],
    ['policies', ['DAS-T101']],
    ['fixtures', ['DAS-F101', 'DAS-F102']],
  ];

  test.each(planted)('fails the check of %s, by its rules', async (part, rules) => {
    await using repository = await makeContractRepository(clean);
    if (part !== 'plan') await violations[part](repository);
    const more = part === 'plan' ? ['--plan', loweringPlan] : [];
    const ended = await repository.das('check', ...more, '--json');
    expectFailure(ended);
    const wrong = partsOf(ended).filter(({ findings }) => findings.length > 0);
    // A mask that hides nothing is a trap as well.
    const parts = part === 'coverage' ? ['lint', part] : [part];
    expect(wrong.map(({ name }) => name)).toEqual(parts);
    const found = wrong.find(({ name }) => name === part)?.findings ?? [];
    expect([...new Set(found.map(({ rule }) => rule))].sort()).toEqual(rules);
    for (const { file } of findingsOf(ended)) {
      expect((await stat(join(repository.folder, file))).isFile()).toBe(true);
    }
  });

  test('that is a warning fails only where warnings do', async () => {
    await using repository = await makeContractRepository(clean);
    await repository.write('shop.policy.test.ts', '');
    await violations.fixtures(repository);
    const address = 'file test/fixtures/patients (1).ndjson';
    const approval = { rule: 'DAS-F101', address, by: 'dana', reason: 'made up' };
    const columns = ['mrn', 'contact'];
    await approve(repository, ...columns.map((column) => ({ ...approval, column })));
    const check = ['check', '--only', 'fixtures', '--json'];
    const passing = await repository.das(...check);
    expect(passing).toMatchObject({ exitCode: 0, stderr: '' });
    expect(documentOf(passing).counts).toMatchObject({ error: 0, note: 2 });
    expectFailure(await repository.das(...check, '--fail-on', 'warning'));
  });
});

describe('everything at once', () => {
  /** How many findings a format shows, after it was parsed. */
  const counts: Readonly<Record<string, (stdout: string) => number>> = {
    table: (stdout) => stdout.match(/^(?:error|warning|note) [\w-]+ /gm)?.length ?? 0,
    github: (stdout) => {
      const lines = stdout.trimEnd().split('\n');
      for (const line of lines) {
        expect(line).toMatch(/^::(?:error|warning|notice) file=[^,]+,line=\d+,title=[^,:]+::./);
      }
      return lines.length;
    },
    sarif: (stdout) => {
      const { version, runs } = JSON.parse(stdout);
      expect(version).toBe('2.1.0');
      return runs[0].results.length;
    },
    junit: (stdout) => {
      const tags = openTags(stdout);
      const others = stdout.match(/^(?: *<system-out>)?(?:warning|note) [\w-]+ /gm)?.length ?? 0;
      return tags.filter((name) => name === 'failure').length + others;
    },
    json: (stdout) =>
      (JSON.parse(stdout).checks as readonly Part[]).reduce(
        (sum, { findings }) => sum + findings.length,
        0,
      ),
  };

  let expected: number;
  test('is found in each part', async () => {
    const ended = await all.das('check', '--plan', loweringPlan, '--json');
    expectFailure(ended);
    expected = findingsOf(ended).length;
    const wrong = partsOf(ended).filter(({ findings }) => findings.length > 0);
    expect(wrong.map(({ name }) => name)).toEqual([
      'contracts',
      'lint',
      'plan',
      'coverage',
      'policies',
      'fixtures',
    ]);
  });

  test.each(Object.entries(counts))('is whole as %s', async (format, countOf) => {
    const ended = await all.das('check', '--plan', loweringPlan, '--format', format);
    expectFailure(ended);
    expect(countOf(ended.stdout)).toBe(expected);
  });
});

describe('an approval', () => {
  const lowering = {
    rule: 'DAS-P004',
    address: 'table BROOK_SHOP.PLATINUM.ORDERS',
    column: 'EMAIL',
    by: 'dana@example.com',
    reason: 'analysts write to customers',
  };
  const check = ['check', '--plan', loweringPlan, '--json'];

  test('makes a note of what it names, and nothing of anything else', async () => {
    await using repository = await makeContractRepository(clean);
    await approve(repository, lowering);
    const ended = await repository.das(...check, '--fail-on', 'warning');
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(findingsOf(ended)).toMatchObject([
      { rule: 'DAS-P004', severity: 'note', approval: lowering },
    ]);
    await approve(repository, { ...lowering, column: 'ORDER_ID' });
    const other = await repository.das(...check);
    expectFailure(other);
    expect(findingsOf(other).map(({ rule, severity }) => [rule, severity])).toEqual([
      ['DAS-P004', 'error'],
      ['DAS-A101', 'warning'],
    ]);
  });

  test('that has expired approves nothing', async () => {
    await using repository = await makeContractRepository(clean);
    await approve(repository, { ...lowering, until: '2020-01-01' });
    const ended = await repository.das(...check);
    expectFailure(ended);
    expect(findingsOf(ended)).toMatchObject([
      { rule: 'DAS-P004', severity: 'error', approval: null },
      { rule: 'DAS-A102', severity: 'warning' },
    ]);
  });
});

describe('what cannot be read is refused in one line', () => {
  const secret = 'hidden.secret@example.net';

  test.each([
    ['das.config.ts', 'export default {{;', 'DAS_CONFIG_UNREADABLE'],
    ['das.config.ts', `throw new Error('${secret}');`, 'DAS_CONFIG_FAILED'],
    ['das.approvals.json', `{ "${secret}"`, 'DAS_APPROVALS_INVALID'],
    [
      'das.approvals.json',
      `{ "version": 1, "approvals": [{ "${secret}": 1 }] }`,
      'DAS_APPROVALS_INVALID',
    ],
    ['das.contracts.lock.json', `{ "${secret}"`, 'DAS_LOCK_NOT_JSON'],
    ['das.scan.json', `{ "${secret}"`, 'DAS_SCAN_FILE_INVALID'],
    [loweringPlan, `{ "${secret}"`, 'DAS_PLAN_INVALID'],
  ])('%s: %s', async (file, content, code) => {
    await using repository = await makeContractRepository(clean);
    await repository.write(file, content);
    const ended = await repository.das('check', '--plan', loweringPlan, '--format', 'sarif');
    expectFailure(ended, code);
    expect(ended.stdout).toBe('');
  });

  test('a plan of another domain', async () => {
    await using repository = await makeContractRepository(clean);
    const text = await repository.read('das.config.ts');
    await repository.write('das.config.ts', text.replace("name: 'shop',", "name: 'market',"));
    const contracts = await repository.read('contracts.ts');
    await repository.write('contracts.ts', contracts.replaceAll("'shop'", "'market'"));
    const ended = await repository.das('check', '--only', 'plan', '--plan', loweringPlan);
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ended.stderr).toMatch(/^das: DAS_USAGE: the plan is one of another domain .*\n$/);
  });
});
