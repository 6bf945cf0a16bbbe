import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSigner } from '../keys/create-signer.js';
import { openEvidenceLog } from '../log/open-evidence-log.js';
import { folderStore } from '../store/folder-store.js';

const hasTools = ['openssl version', 'sha256sum --version'].every(
  (command) => spawnSync('bash', ['-c', command]).status === 0,
);

describe.skipIf(!hasTools)(
  'the commands of the README (skipped only where bash, openssl or sha256sum is not on the PATH)',
  () => {
    const origin = 'example.com/das/commerce';
    const signer = createSigner({ origin });
    let folder: string;
    let checkSignature = '';
    let checkRoot = '';
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'das-openssl-'));
      const readme = await readFile(fileURLToPath(new URL('../../README.md', import.meta.url)));
      [checkSignature = '', checkRoot = ''] = [
        ...readme.toString().matchAll(/^```sh\n(.*?)^```$/gms),
      ].map(([, block = '']) => block);
      const log = await openEvidenceLog({ store: folderStore(folder), origin, signer });
      for (const count of [1, 3, 7]) {
        const events = Array.from({ length: count }, (_, number) =>
          log.record({
            kind: 'deployment.completed',
            occurredAt: new Date(),
            subjects: [
              { name: 'plan', sha256: createHash('sha256').update(`${number}`).digest('hex') },
            ],
            details: { number },
          }),
        );
        await Promise.all(events);
      }
    });
    afterEach(() => rm(folder, { recursive: true }));

    const run = (script: string, verifier: string = signer.verifier) => {
      const env = { ...process.env, VERIFIER: verifier };
      const { status, stdout } = spawnSync('bash', ['-eu', '-c', script], { cwd: folder, env });
      return { status, output: stdout.toString().trim() };
    };

    it('verify the signature of a checkpoint', () => {
      expect(run(checkSignature)).toEqual({
        status: 0,
        output: 'Signature Verified Successfully',
      });
    });

    it('verify the root of the entries', () => {
      expect(run(checkRoot)).toEqual({
        status: 0,
        output: 'The entries are those that were signed.',
      });
    });

    it('fail for another key, another size, and a changed entry', async () => {
      const other = createSigner({ origin }).verifier;
      expect(run(checkSignature, other).status).not.toBe(0);
      const bundle = join(folder, 'tile/entries/000.p/11');
      const bytes = await readFile(bundle);
      bytes[100] = (bytes[100] ?? 0) ^ 1;
      await writeFile(bundle, bytes);
      expect(run(checkRoot).status).not.toBe(0);
      const checkpoint = join(folder, 'checkpoint');
      const text = await readFile(checkpoint, 'utf8');
      await writeFile(checkpoint, text.replace('\n11\n', '\n10\n'));
      expect(run(checkSignature).status).not.toBe(0);
    });
  },
);
