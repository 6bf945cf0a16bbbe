import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadOrCreateSigner } from '../keys/load-or-create-signer.js';
import { folderStore } from '../store/folder-store.js';
import { verifyEvidenceLog } from '../verify/verify-evidence-log.js';
import { openEvidenceLog } from './open-evidence-log.js';

const origin = 'example.com/log';
const packages = fileURLToPath(new URL('../../../', import.meta.url));

/** A program that records for ever, in batches, and prints a line for each receipt. */
const recordingProgram = `
import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { folderStore, loadOrCreateSigner, openEvidenceLog } from './bundle/index.js';

const [folder, key, batch] = process.argv.slice(2);
const origin = '${origin}';
const signer = await loadOrCreateSigner(key, { origin });
const log = await openEvidenceLog({ store: folderStore(folder), origin, signer });
writeSync(1, 'open\\n');
for (let number = 0; ; number += 1) {
  await Promise.all(Array.from({ length: Number(batch) }, async (_, each) => {
    const name = [process.pid, number, each].join('-');
    const receipt = await log.record({
      kind: 'collection.completed',
      occurredAt: new Date(),
      subjects: [{ name, sha256: createHash('sha256').update(name).digest('hex') }],
      details: { number },
    });
    writeSync(1, receipt.index + ' ' + receipt.leafHash + '\\n');
  }));
}
`;

describe('a process that is killed while it records', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'das-killed-'));
    // The sources as they are now, in one file that Node runs without a loader.
    await build({
      entry: [join(packages, 'evidence/src/index.ts')],
      outDir: join(folder, 'bundle'),
      config: false,
      format: 'esm',
      target: 'node20',
      platform: 'node',
      silent: true,
      dts: false,
      noExternal: [/^@das\//],
      esbuildOptions: (options) => {
        const names = ['contracts', 'core', 'privacy'];
        options.alias = Object.fromEntries(
          names.map((name) => [`@das/${name}`, join(packages, name, 'src/index.ts')]),
        );
      },
    });
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    await writeFile(join(folder, 'record.js'), recordingProgram);
  });
  afterAll(() => rm(folder, { recursive: true }));

  interface Recording {
    readonly child: ChildProcess;
    readonly isOpen: Promise<void>;
    readonly receipts: Map<number, string>;
    readonly kill: () => Promise<void>;
  }

  function startRecording(batch: number): Recording {
    const paths = ['log', 'key.pem'].map((name) => join(folder, name));
    const child = spawn(process.execPath, [join(folder, 'record.js'), ...paths, String(batch)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const receipts = new Map<number, string>();
    const lines = createInterface({ input: child.stdout });
    const isOpen = new Promise<void>((resolve) => {
      lines.on('line', (line) => {
        const [, index, leafHash] = /^(\d+) ([0-9a-f]{64})$/.exec(line) ?? [];
        if (index === undefined) resolve();
        else receipts.set(Number(index), leafHash ?? '');
      });
    });
    const ends = Promise.all([once(child, 'exit'), once(lines, 'close')]);
    const kill = async (): Promise<void> => {
      expect(child.exitCode).toBeNull();
      child.kill('SIGKILL');
      await ends;
    };
    return { child, isOpen, receipts, kill };
  }

  it('leaves a log that verifies, goes on, and has every receipt, in 30 rounds', async () => {
    const receipts = new Map<number, string>();
    const store = folderStore(join(folder, 'log'));
    const keep = (from: ReadonlyMap<number, string>): void => {
      for (const [index, leafHash] of from) {
        // Two receipts for one place would be a fork.
        expect(receipts.get(index) ?? leafHash).toBe(leafHash);
        receipts.set(index, leafHash);
      }
    };
    for (let round = 0; round < 30; round += 1) {
      const count = round % 3 === 0 ? 2 : 1;
      const recordings = Array.from({ length: count }, () =>
        startRecording([1, 3, 40][round % 3] ?? 1),
      );
      // Also while it opens the log, and while another one waits for its lock.
      if (round % 5 !== 4) await Promise.all(recordings.map(({ isOpen }) => isOpen));
      for (const { kill } of recordings) {
        await sleep(Math.random() * 60);
        await kill();
      }
      for (const recording of recordings) keep(recording.receipts);

      const signer = await loadOrCreateSigner(join(folder, 'key.pem'), { origin });
      const { verifier } = signer;
      if (await store.read('checkpoint')) {
        expect(await verifyEvidenceLog({ store, verifier })).toMatchObject({ ok: true });
      }
      const log = await openEvidenceLog({ store, origin, signer });
      const { index, leafHash } = await log.record({
        kind: 'replay.completed',
        occurredAt: new Date(),
        subjects: [{ name: 'orders', sha256: '0'.repeat(64) }],
        details: { round },
      });
      receipts.set(index, leafHash);
    }
    const signer = await loadOrCreateSigner(join(folder, 'key.pem'), { origin });
    const log = await openEvidenceLog({ store, origin, signer });
    const found = new Map<number, string>();
    for await (const { index, leafHash } of log.entries()) found.set(index, leafHash);
    for (const [index, leafHash] of receipts) expect(found.get(index)).toBe(leafHash);
    expect(receipts.size).toBeGreaterThan(100);
    console.log(`30 rounds: ${log.size} entries, ${receipts.size} receipts, none lost`);
    const { verifier } = signer;
    expect(await verifyEvidenceLog({ store, verifier })).toMatchObject({ ok: true });
  }, 180_000);

  it('gives its lock to the next, while the lock of a live process is waited for', async () => {
    const directory = join(folder, 'locked');
    const store = folderStore(directory);
    const program = `
      import { folderStore } from './bundle/index.js';
      await folderStore(process.argv[2]).lock({ timeoutMilliseconds: 1000 });
      console.log('locked');
      setInterval(() => {}, 1000);
    `;
    await writeFile(join(folder, 'lock.js'), program);
    const child = spawn(process.execPath, [join(folder, 'lock.js'), directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    await expect(store.lock({ timeoutMilliseconds: 100 })).rejects.toMatchObject({
      code: 'DAS_EVIDENCE_LOCKED',
      message: expect.stringContaining(`process ${child.pid} `),
    });
    child.kill('SIGKILL');
    // No wait for its end: until then it counts as alive, and after it as dead.
    const lock = await store.lock({ timeoutMilliseconds: 10_000 });
    await lock.release();
  });
});
