import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EvidenceEvent } from '@das/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealEnvelope } from '../dsse/envelope.js';
import { utf8 } from '../encoding/bytes.js';
import { createSigner } from '../keys/create-signer.js';
import { openEvidenceLog } from '../log/open-evidence-log.js';
import { formatCheckpoint } from '../note/checkpoint.js';
import { signNote } from '../note/signed-note.js';
import type { EvidenceStore } from '../store/evidence-store.js';
import { folderStore } from '../store/folder-store.js';
import { memoryStore } from '../store/memory-store.js';
import { appendEntries, emptyTree, treeRoot } from '../tiles/tile-tree.js';
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

describe('verifyEvidenceLog', () => {
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

  it('finds nothing wrong with a log as it was written', async () => {
    const log = await openEvidenceLog({ store: real, origin, signer });
    const verdict = { ok: true, origin, size: 267, root: log.root };
    expect(await verifyEvidenceLog({ store: real, verifier })).toEqual(verdict);
    const expected = { size: 267, root: log.root };
    expect(await verifyEvidenceLog({ store: real, verifier, expected })).toEqual(verdict);
    expect(files).toEqual([
      'checkpoint',
      ...[0, 1, 102, 2, 262, 265, 266, 267].map((size) => `checkpoint.${size}`),
      'tile/0/000',
      ...[10, 11, 6, 9].map((width) => `tile/0/001.p/${width}`),
      'tile/1/000.p/1',
      'tile/entries/000',
      ...[10, 11, 6, 9].map((width) => `tile/entries/001.p/${width}`),
    ]);
  });

  it('names the entry that was changed', async () => {
    const store = await copyOf(real);
    await change(store, 'tile/entries/001.p/11', flip(200));
    expect((await problemsOf(store))[0]?.place).toEqual({
      file: 'tile/entries/001.p/11',
      entry: 256,
    });
  });

  it('finds an entry that the key signed, but that is not the one in the tree', async () => {
    const store = await copyOf(real);
    const other = await copyOf(memoryStore());
    const log = await openEvidenceLog({ store: other, origin, signer });
    await Promise.all(Array.from({ length: 256 }, (_, number) => log.record(event(number + 1))));
    const forged = (await other.read('tile/entries/000')) ?? new Uint8Array();
    await change(store, 'tile/entries/000', () => forged);
    const problems = await problemsOf(store);
    expect(problems.length).toBe(256);
    expect(problems[3]).toMatchObject({
      code: 'DAS_EVIDENCE_CHANGED_ENTRY',
      place: { file: 'tile/entries/000', entry: 3 },
    });
  });

  it('finds an older checkpoint put back while a newer copy remains', async () => {
    const store = await copyOf(real);
    const older = (await store.read('checkpoint.266')) ?? new Uint8Array();
    await change(store, 'checkpoint', () => older);
    expect(await problemsOf(store)).toEqual([
      expect.objectContaining({ code: 'DAS_EVIDENCE_ROLLED_BACK', place: { file: 'checkpoint' } }),
    ]);
    await store.discard(['tile/entries/001.p/11', 'tile/0/001.p/11']);
    expect((await problemsOf(store)).map(({ place }) => place.file)).toContain(
      'tile/entries/001.p/11',
    );
  });

  it('finds a log cut back with all traces, but only by a remembered checkpoint', async () => {
    const store = await copyOf(real);
    const log = await openEvidenceLog({ store: real, origin, signer });
    const older = (await store.read('checkpoint.266')) ?? new Uint8Array();
    await change(store, 'checkpoint', () => older);
    await store.discard(['checkpoint.267', 'tile/entries/001.p/11', 'tile/0/001.p/11']);
    expect(await verifyEvidenceLog({ store, verifier })).toMatchObject({ ok: true, size: 266 });
    const expected = { size: 267, root: log.root };
    expect(await verifyEvidenceLog({ store, verifier, expected })).toMatchObject({
      ok: false,
      problems: [{ code: 'DAS_EVIDENCE_UNEXPECTED' }],
    });
    const other = { size: 265, root: log.root };
    expect(await verifyEvidenceLog({ store: real, verifier, expected: other })).toMatchObject({
      ok: false,
      problems: [{ code: 'DAS_EVIDENCE_UNEXPECTED' }],
    });
    await expect(
      verifyEvidenceLog({ store, verifier, expected: { size: -1, root: '' } }),
    ).rejects.toMatchObject({ code: 'DAS_EVIDENCE_OUT_OF_RANGE' });
  });

  it('finds a copy of a checkpoint that is signed for other entries', async () => {
    const store = await copyOf(real);
    const text = formatCheckpoint({ origin, size: 2n, root: new Uint8Array(32) });
    await change(store, 'checkpoint.2', () => utf8(signNote(text, [signer])));
    expect(await problemsOf(store)).toEqual([
      expect.objectContaining({
        code: 'DAS_EVIDENCE_ROOT_MISMATCH',
        place: { file: 'checkpoint.2' },
      }),
    ]);
  });

  it('finds a checkpoint that no tile and no entry leads to', async () => {
    const store = await copyOf(real);
    const text = formatCheckpoint({ origin, size: 267n, root: new Uint8Array(32) });
    const bytes = utf8(signNote(text, [signer]));
    await change(store, 'checkpoint', () => bytes);
    await change(store, 'checkpoint.267', () => bytes);
    expect(await problemsOf(store)).toEqual([
      expect.objectContaining({ code: 'DAS_EVIDENCE_ROOT_MISMATCH' }),
    ]);
  });

  it('finds an entry that is signed but is no statement', async () => {
    const store = memoryStore();
    const leaf = sealEnvelope('text/plain', utf8('hello'), signer);
    const { tree, files: tiles } = appendEntries(emptyTree, [leaf]);
    const text = formatCheckpoint({ origin, size: 1n, root: treeRoot(tree) });
    const bytes = utf8(signNote(text, [signer]));
    await store.write([...tiles, { path: 'checkpoint', bytes, mode: 'create' }]);
    expect(await problemsOf(store)).toEqual([
      expect.objectContaining({
        code: 'DAS_EVIDENCE_MALFORMED',
        place: { file: 'tile/entries/000.p/1', entry: 0 },
      }),
    ]);
  });

  it('finds a checkpoint of another origin, or under the name of another size', async () => {
    const store = await copyOf(real);
    const root = new Uint8Array(32);
    const text = formatCheckpoint({ origin: 'example.com/other', size: 102n, root });
    await change(store, 'checkpoint.102', () => utf8(signNote(text, [signer])));
    const copy = (await store.read('checkpoint.2')) ?? new Uint8Array();
    await store.write([{ path: 'checkpoint.3', bytes: copy, mode: 'create' }]);
    expect((await problemsOf(store)).map(({ place }) => place.file).sort()).toEqual([
      'checkpoint.102',
      'checkpoint.3',
    ]);
  });

  it('is not misled by tiles that a dead writer left beyond the checkpoint', async () => {
    const store = await copyOf(real);
    const rubbish = utf8('half-written');
    await store.write(
      [
        'tile/0/001',
        'tile/0/001.p/13',
        'tile/entries/001.p/13',
        'tile/entries/002',
        'tile/1/001',
      ].map((path) => ({ path, bytes: rubbish, mode: 'create' })),
    );
    expect(await problemsOf(store)).toEqual([]);
    const log = await openEvidenceLog({ store, origin, signer });
    await Promise.all(Array.from({ length: 300 }, (_, number) => log.record(event(number))));
    expect(await problemsOf(store)).toEqual([]);
  });

  it('refuses the key of another log, whatever was done to the checkpoints', async () => {
    const stranger = createSigner({ origin }).verifier;
    await expect(verifyEvidenceLog({ store: real, verifier: stranger })).rejects.toMatchObject({
      code: 'DAS_EVIDENCE_WRONG_KEY',
    });
    const store = await copyOf(real);
    for (const path of await store.list('checkpoint')) await store.discard([path]);
    const text = formatCheckpoint({ origin, size: 267n, root: new Uint8Array(32) });
    const impostor = createSigner({ origin });
    await change(store, 'checkpoint', () => utf8(signNote(text, [impostor])));
    expect(await problemsOf(store)).toEqual([
      expect.objectContaining({ code: 'DAS_EVIDENCE_BAD_SIGNATURE' }),
    ]);
  });

  it('refuses a key that does not parse, and a place without a log', async () => {
    await expect(verifyEvidenceLog({ store: real, verifier: 'x' })).rejects.toMatchObject({
      code: 'DAS_EVIDENCE_INVALID_KEY',
    });
    const refusal = { code: 'DAS_EVIDENCE_NOT_A_LOG' };
    for (const path of [
      join(folder, 'nowhere'),
      join(folder, 'checkpoint'),
      join(folder, 'tile'),
    ]) {
      const store = folderStore(path);
      await expect(verifyEvidenceLog({ store, verifier })).rejects.toMatchObject(refusal);
    }
  });

  it('finds nothing wrong while the log is written to', async () => {
    const store = folderStore(join(folder, '..', `${folder}-live`));
    const log = await openEvidenceLog({ store, origin, signer });
    let isDone = false;
    const writing = (async () => {
      for (let number = 0; number < 40; number += 1) {
        await Promise.all(Array.from({ length: 17 }, (_, each) => log.record(event(each))));
      }
      isDone = true;
    })();
    let rounds = 0;
    while (!isDone) {
      expect(await problemsOf(store)).toEqual([]);
      rounds += 1;
    }
    await writing;
    expect(rounds).toBeGreaterThan(1);
    await rm(store.place, { recursive: true });
  });
});
