import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EvidenceEvent } from '@das/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSigner } from '../keys/create-signer.js';
import { openEvidenceLog } from '../log/open-evidence-log.js';
import type { EvidenceStore } from '../store/evidence-store.js';
import { folderStore } from '../store/folder-store.js';
import { memoryStore } from '../store/memory-store.js';
import type { EvidenceProblem } from './evidence-problem.js';
import { verifyEvidenceLog } from './verify-evidence-log.js';

const origin = 'example.com/log';
const signer = createSigner({ origin });
const { verifier } = signer;

function event(number: number): EvidenceEvent {
  return {
    kind: 'promotion.completed',
    occurredAt: new Date(1_767_225_600_000 + number),
    subjects: [{ name: 'orders', sha256: createHash('sha256').update(`${number}`).digest('hex') }],
    details: { number },
  };
}

async function copyOf(store: EvidenceStore): Promise<EvidenceStore> {
  const copy = memoryStore();
  for (const path of await store.list('')) {
    const bytes = (await store.read(path)) ?? new Uint8Array();
    await copy.write([{ path, bytes, mode: 'create' }]);
  }
  return copy;
}

async function problemsOf(store: EvidenceStore): Promise<readonly EvidenceProblem[]> {
  const verdict = await verifyEvidenceLog({ store, verifier });
  return verdict.ok ? [] : verdict.problems;
}

async function change(
  store: EvidenceStore,
  path: string,
  how: (bytes: Uint8Array) => Uint8Array,
): Promise<void> {
  const bytes = how((await store.read(path)) ?? new Uint8Array());
  await store.write([{ path, bytes, mode: 'replace' }]);
}

const flip =
  (position: number, bits = 1) =>
  (bytes: Uint8Array) =>
    Uint8Array.from(bytes, (byte, index) =>
      index === position % bytes.length ? byte ^ bits : byte,
    );

describe('a file of a log that was changed', () => {
  let folder: string;
  let real: EvidenceStore;
  let files: readonly string[];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'das-verify-'));
    real = folderStore(folder);
    const log = await openEvidenceLog({ store: real, origin, signer });
    // Full tiles, partial ones of the newest and of older checkpoints, and two levels.
    for (const count of [1, 1, 100, 160, 3, 1, 1]) {
      await Promise.all(Array.from({ length: count }, (_, number) => log.record(event(number))));
    }
    files = await real.list('');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('finds a changed byte in every file, and names the file alone', async () => {
    for (const file of files) {
      for (const position of [0, 1, 5000, 9999]) {
        const store = await copyOf(real);
        await change(store, file, flip(position));
        const problems = await problemsOf(store);
        expect(new Set(problems.map(({ place }) => place.file))).toEqual(new Set([file]));
      }
    }
  }, 60_000);

  it('finds a byte changed at random in a file at random', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (which, position, bits) => {
          const store = await copyOf(real);
          const file = files[which % files.length] ?? '';
          await change(store, file, flip(position, bits));
          expect((await problemsOf(store)).map(({ place }) => place.file)).toContain(file);
        },
      ),
      { numRuns: 100 },
    );
  }, 120_000);

  it('finds a file that was cut short or has something after its end', async () => {
    for (const file of files) {
      for (const how of [
        (bytes: Uint8Array) => bytes.subarray(0, -1),
        (bytes: Uint8Array) => bytes.subarray(0, bytes.length / 2),
        () => new Uint8Array(),
        (bytes: Uint8Array) => Uint8Array.from([...bytes, 0]),
      ]) {
        const store = await copyOf(real);
        await change(store, file, how);
        expect((await problemsOf(store)).map(({ place }) => place.file)).toContain(file);
      }
    }
  }, 60_000);

  it('finds a file that is missing', async () => {
    const needed = [
      'checkpoint',
      'tile/0/000',
      'tile/0/001.p/11',
      'tile/1/000.p/1',
      'tile/entries/000',
      'tile/entries/001.p/11',
    ];
    for (const file of needed) {
      const store = await copyOf(real);
      await store.discard([file]);
      expect(await problemsOf(store)).toEqual([
        expect.objectContaining({ code: 'DAS_EVIDENCE_MISSING_FILE', place: { file } }),
      ]);
    }
  });
});
