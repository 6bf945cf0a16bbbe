import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EvidenceEvent } from '@das/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { utf8 } from '../encoding/bytes.js';
import { createSigner } from '../keys/create-signer.js';
import { formatCheckpoint } from '../note/checkpoint.js';
import { parseNote, signNote } from '../note/signed-note.js';
import type { EvidenceStore } from '../store/evidence-store.js';
import { folderStore } from '../store/folder-store.js';
import { memoryStore } from '../store/memory-store.js';
import { verifyEvidenceLog } from '../verify/verify-evidence-log.js';
import { openEvidenceLog } from './open-evidence-log.js';

const origin = 'example.com/log';
const signer = createSigner({ origin });
const open = (store: EvidenceStore) => openEvidenceLog({ store, origin, signer });

function event(number: number): EvidenceEvent {
  return {
    kind: 'collection.completed',
    occurredAt: new Date(1_767_225_600_000 + number),
    subjects: [{ name: 'orders', sha256: createHash('sha256').update(`${number}`).digest('hex') }],
    details: { number, batch: `orders-0-${number}` },
  };
}

async function recordAll(store: EvidenceStore, count: number): Promise<void> {
  const log = await open(store);
  await Promise.all(Array.from({ length: count }, (_, number) => log.record(event(number))));
}

describe('two writers on one log', () => {
  it('take turns, and take over what the other one wrote', async () => {
    const store = memoryStore();
    const [one, two] = await Promise.all([open(store), open(store)]);
    const receipts = await Promise.all(
      Array.from({ length: 40 }, (_, number) => (number % 2 ? one : two).record(event(number))),
    );
    await one.record(event(41));
    await two.record(event(42));
    expect(new Set(receipts.map(({ index }) => index)).size).toBe(40);
    expect(two.size).toBe(42);
    expect(await verifyEvidenceLog({ store, verifier: signer.verifier })).toMatchObject({
      ok: true,
      size: 42,
      root: two.root,
    });
  });

  it('refuses to go on when the log is not an extension of what it knows', async () => {
    const [store, other] = [memoryStore(), memoryStore()];
    await recordAll(store, 5);
    const log = await open(store);
    await recordAll(other, 9);
    for (const path of await other.list('')) {
      const bytes = (await other.read(path)) ?? new Uint8Array();
      await store.write([{ path, bytes, mode: 'replace' }]);
    }
    await expect(log.record(event(10))).rejects.toMatchObject({ code: 'DAS_EVIDENCE_ROLLED_BACK' });
  });

  it('refuses to go on when the checkpoint is gone or older', async () => {
    const store = memoryStore();
    const log = await open(store);
    await log.record(event(1));
    const bytes = (await store.read('checkpoint.0')) ?? new Uint8Array();
    await store.write([{ path: 'checkpoint', bytes, mode: 'replace' }]);
    await expect(log.record(event(2))).rejects.toMatchObject({ code: 'DAS_EVIDENCE_ROLLED_BACK' });
    await store.discard(['checkpoint']);
    await expect(log.record(event(2))).rejects.toMatchObject({
      code: 'DAS_EVIDENCE_MISSING_CHECKPOINT',
    });
  });
});

describe('opening a log', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'das-evidence-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('goes on where it ended, at every size around the edge of a tile', async () => {
    const store = memoryStore();
    for (const size of [254, 255, 256, 257, 511, 512, 513]) {
      const log = await open(store);
      const missing = Array.from({ length: size - log.size }, (_, number) => number);
      await Promise.all(missing.map((number) => log.record(event(number))));
      expect((await open(store)).root).toBe(log.root);
    }
    expect(await verifyEvidenceLog({ store, verifier: signer.verifier })).toMatchObject({
      ok: true,
    });
  });

  it('refuses another key of the same name, another origin, and a signer of another name', async () => {
    const store = memoryStore();
    await recordAll(store, 2);
    const refusal = { code: 'DAS_EVIDENCE_WRONG_KEY' };
    const impostor = createSigner({ origin });
    await expect(openEvidenceLog({ store, origin, signer: impostor })).rejects.toMatchObject(
      refusal,
    );
    const other = createSigner({ origin: 'example.com/other' });
    await expect(
      openEvidenceLog({ store, origin: other.origin, signer: other }),
    ).rejects.toMatchObject(refusal);
    await expect(
      openEvidenceLog({ store: memoryStore(), origin, signer: other }),
    ).rejects.toMatchObject(refusal);
    const text = formatCheckpoint({ origin: 'example.com/x', size: 0n, root: new Uint8Array(32) });
    const bytes = utf8(signNote(text, [signer]));
    await store.write([{ path: 'checkpoint', bytes, mode: 'replace' }]);
    await expect(open(store)).rejects.toMatchObject(refusal);
  });

  it('refuses tiles, entries and a checkpoint that disagree', async () => {
    for (const path of ['tile/0/000.p/5', 'tile/entries/000.p/5', 'checkpoint']) {
      const store = memoryStore();
      await recordAll(store, 5);
      const bytes = (await store.read(path)) ?? new Uint8Array();
      bytes[path === 'checkpoint' ? 17 : 40] = 0x39;
      await store.write([{ path, bytes, mode: 'replace' }]);
      await expect(open(store)).rejects.toMatchObject({ code: 'DAS_EVIDENCE_DAMAGED' });
      if (path !== 'checkpoint') await store.discard([path]);
      if (path !== 'checkpoint') {
        await expect(open(store)).rejects.toMatchObject({ code: 'DAS_EVIDENCE_DAMAGED' });
      }
    }
  });

  it('refuses a missing, unreadable or rolled back checkpoint', async () => {
    const store = memoryStore();
    await recordAll(store, 5);
    const older = (await store.read('checkpoint.0')) ?? new Uint8Array();
    await store.write([{ path: 'checkpoint', bytes: older, mode: 'replace' }]);
    await expect(open(store)).rejects.toMatchObject({ code: 'DAS_EVIDENCE_ROLLED_BACK' });
    await store.write([{ path: 'checkpoint', bytes: utf8('x'), mode: 'replace' }]);
    await expect(open(store)).rejects.toMatchObject({ code: 'DAS_EVIDENCE_MALFORMED' });
    await store.discard(['checkpoint']);
    const refusal = { code: 'DAS_EVIDENCE_MISSING_CHECKPOINT' };
    await expect(open(store)).rejects.toMatchObject(refusal);
    await store.discard(await store.list('checkpoint'));
    await expect(open(store)).rejects.toMatchObject(refusal);
    expect(await store.read('checkpoint')).toBeUndefined();
  });

  it('refuses a folder that cannot be written, with its path', async () => {
    await writeFile(join(folder, 'file'), '');
    for (const path of [join(folder, 'file'), join(folder, 'file', 'log'), '/proc/das-evidence']) {
      await expect(open(folderStore(path))).rejects.toMatchObject({
        code: 'DAS_EVIDENCE_NOT_WRITABLE',
        place: path,
      });
    }
  });

  it('keeps the signatures of witnesses readable, and is not stopped by them', async () => {
    const store = memoryStore();
    await recordAll(store, 2);
    const log = await open(store);
    const witness = createSigner({ origin: 'example.org/witness' });
    const note = parseNote(utf8(log.checkpoint()), 'test');
    const bytes = utf8(signNote(note.text, [witness], note.signatures));
    await store.write([{ path: 'checkpoint', bytes, mode: 'replace' }]);
    expect(await log.record(event(3))).toMatchObject({ index: 2 });
    await store.write([{ path: 'checkpoint', bytes, mode: 'replace' }]);
    await store.discard(['checkpoint.3']);
    expect((await open(store)).checkpoint()).toContain('example.org/witness');
  });

  it('makes each of many records durable in milliseconds, also at the end of a bundle', async () => {
    const log = await open(folderStore(join(folder, 'log')));
    const started = performance.now();
    for (let number = 0; number < 300; number += 1) await log.record(event(number));
    // Generous, since other work may share the disk: a thousand take seconds, never minutes.
    expect((performance.now() - started) / 300).toBeLessThan(100);
  }, 60_000);
});
