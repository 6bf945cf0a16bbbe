import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSigner, folderStore, loadOrCreateSigner, openEvidenceLog } from '@das/evidence';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { das, documentOf } from './das.js';

// Every case starts processes, which a busy machine starts slowly.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const origin = 'brook-shop.das.local/evidence';
let folder: string;
let key: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'das-verify-'));
  const signer = await loadOrCreateSigner(join(folder, '.das/keys/evidence.pem'), { origin });
  key = signer.verifier;
  await writeFile(join(folder, '.das/keys/evidence.pub'), `${key}\n`);
  const store = folderStore(join(folder, '.das/evidence'));
  await using log = await openEvidenceLog({ store, origin, signer });
  for (const landed of [1, 2, 3]) {
    await log.record({
      kind: 'collection.completed',
      occurredAt: new Date('2026-01-01T00:00:00Z'),
      subjects: [{ name: 'orders', sha256: '0'.repeat(64) }],
      details: { landed },
    });
  }
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const verify = (...more: readonly string[]) =>
  das(['evidence', 'verify', ...more], { cwd: folder });

test('a good log verifies, by the key beside it or one that is passed, as text or as a file', async () => {
  const byData = await verify('--data', '.das');
  expect(byData).toMatchObject({ exitCode: 0, stderr: '' });
  expect(byData.stdout).toContain('size:   3 leaves');
  for (const given of [key, '.das/keys/evidence.pub']) {
    const { exitCode, stdout } = await verify('--log', '.das/evidence', '--key', given, '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      verified: true,
      log: join(folder, '.das/evidence'),
      key,
      origin,
      size: 3,
      root: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      problems: [],
    });
  }
});

test('a changed byte is found, named, and exit code 3', async () => {
  const copy = join(folder, 'copy');
  await cp(join(folder, '.das/evidence'), copy, { recursive: true });
  const entries = join(copy, 'tile/entries/000.p/3');
  const bytes = await readFile(entries);
  bytes[200] = (bytes[200] ?? 0) ^ 1;
  await writeFile(entries, bytes);

  const people = await verify('--log', 'copy', '--key', key);
  expect(people.exitCode).toBe(3);
  expect(people.stdout).toContain('tile/entries/000.p/3');
  expect(people.stderr).toMatch(/^das: DAS_EVIDENCE_NOT_VERIFIED: .*\n$/);

  const programs = await verify('--log', 'copy', '--key', key, '--json');
  expect(programs.exitCode).toBe(3);
  expect(documentOf(programs)).toMatchObject({
    verified: false,
    size: null,
    root: null,
    error: { code: 'DAS_EVIDENCE_NOT_VERIFIED' },
  });
  expect(documentOf(programs).problems).toContainEqual({
    code: expect.stringMatching(/^DAS_EVIDENCE_/),
    file: 'tile/entries/000.p/3',
    entry: expect.anything(),
    message: expect.any(String),
  });
});

test('a key that does not fit the log is exit code 3', async () => {
  const other = createSigner({ origin }).verifier;
  const ended = await verify('--log', '.das/evidence', '--key', other);
  expect(ended.exitCode).toBe(3);
  expect(ended.stderr).toMatch(/^das: DAS_EVIDENCE_NOT_VERIFIED: .*another key.* Next: .*\n$/);
});

test.each([
  ['a folder that is no log', ['--log', 'keys'], 'DAS_EVIDENCE_NOT_A_LOG'],
  ['a folder that is not there', ['--log', 'nowhere'], 'DAS_EVIDENCE_NOT_A_LOG'],
  ['a key file that is not there', ['--key', 'no.pub'], 'DAS_EVIDENCE_KEY_MISSING'],
  [
    'a key file that holds no key',
    ['--key', '.das/evidence/checkpoint'],
    'DAS_EVIDENCE_INVALID_KEY',
  ],
  ['a key with a wrong id', ['--key', 'a+00000000+AAAA'], 'DAS_EVIDENCE_INVALID_KEY'],
])('%s is refused with exit code 1', async (_what, more, code) => {
  const ended = await verify('--data', '.das', ...more);
  expect(ended).toMatchObject({ exitCode: 1, stdout: '' });
  expect(ended.stderr).toMatch(new RegExp(`^das: ${code}: .* Next: .*\\n$`));
});

test('without a log, a data folder and a configuration there is nothing to verify', async () => {
  const ended = await verify();
  expect(ended.exitCode).toBe(1);
  expect(ended.stderr).toContain('DAS_CONFIG_NOT_FOUND');
});
