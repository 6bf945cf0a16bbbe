import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadOrCreateSigner } from './load-or-create-signer.js';

const options = { origin: 'example.com/log' };

describe('loadOrCreateSigner', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'das-key-'));
    file = join(folder, 'keys', 'evidence.pem');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('makes a PKCS#8 PEM file that only its owner can read, and loads it again', async () => {
    const made = await loadOrCreateSigner(file, options);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expect((await loadOrCreateSigner(file, options)).verifier).toBe(made.verifier);
    expect(await readdir(join(folder, 'keys'))).toEqual(['evidence.pem']);
  });

  it('gives one key to all who make it at once', async () => {
    const signers = await Promise.all(
      Array.from({ length: 10 }, () => loadOrCreateSigner(file, options)),
    );
    expect(new Set(signers.map(({ verifier }) => verifier)).size).toBe(1);
  });

  it('gives the key another ID under another name', async () => {
    const one = await loadOrCreateSigner(file, options);
    const two = await loadOrCreateSigner(file, { origin: 'example.com/other' });
    expect(two.keyId).not.toBe(one.keyId);
  });

  it.each([0o644, 0o640, 0o604, 0o620, 0o700 | 0o010])(
    'refuses a file of mode %o, and says how to close it',
    async (mode) => {
      await loadOrCreateSigner(file, options);
      await chmod(file, mode);
      await expect(loadOrCreateSigner(file, options)).rejects.toMatchObject({
        code: 'DAS_EVIDENCE_EXPOSED_KEY',
        place: file,
        next: `run: chmod 600 ${file}`,
      });
      execFileSync('sh', ['-c', `chmod 600 ${file}`]);
      await loadOrCreateSigner(file, options);
    },
  );

  it('refuses what is no Ed25519 key, without showing it', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const other = join(folder, 'other.pem');
    for (const pem of ['top secret', privateKey.export({ format: 'pem', type: 'pkcs8' })]) {
      await writeFile(other, pem, { mode: 0o600 });
      const error: unknown = await loadOrCreateSigner(other, options).catch((each) => each);
      expect(error).toMatchObject({ code: 'DAS_EVIDENCE_INVALID_KEY', place: other });
      expect(String(error)).not.toContain(String(pem));
    }
  });

  it('refuses a path that is a folder or lies below a file', async () => {
    await writeFile(join(folder, 'file'), '');
    for (const path of [folder, join(folder, 'file', 'key.pem')]) {
      const error: unknown = await loadOrCreateSigner(path, options).catch((each) => each);
      expect(error).toMatchObject({ place: path, code: 'DAS_EVIDENCE_STORE_FAILED' });
    }
  });

  it('refuses a name that no log may have before it makes a file', async () => {
    await expect(loadOrCreateSigner(file, { origin: 'a b' })).rejects.toMatchObject({
      code: 'DAS_EVIDENCE_INVALID_ORIGIN',
    });
    expect(await readdir(folder)).toEqual([]);
  });
});
