import { createHash } from 'node:crypto';
import type { EvidenceEvent } from '@das/core';
import { describe, expect, it } from 'vitest';
import { createSigner } from '../keys/create-signer.js';
import { verifyInclusion } from '../merkle/inclusion-proof.js';
import type { EvidenceStore } from '../store/evidence-store.js';
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

describe('an evidence log', () => {
  it('starts empty, with a signed checkpoint', async () => {
    const log = await open(memoryStore());
    expect([log.size, log.root]).toEqual([0, '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=']);
    expect(log.checkpoint()).toMatch(/^example\.com\/log\n0\n/);
    expect(log.verifier).toBe(signer.verifier);
  });

  it('gives receipts that tell index, leaf hash, size and root', async () => {
    const store = memoryStore();
    const log = await open(store);
    const first = await log.record(event(1));
    const bundle = await store.read('tile/entries/000.p/1');
    const leafHash = createHash('sha256')
      .update(Uint8Array.of(0))
      .update(bundle?.subarray(2) ?? '');
    expect(first).toEqual({
      index: 0,
      leafHash: leafHash.digest('hex'),
      treeSize: 1,
      root: log.root,
    });
    expect(await log.record(event(2))).toMatchObject({ index: 1, treeSize: 2, root: log.root });
    expect(log.checkpoint()).toContain(`\n2\n${log.root}\n`);
  });

  it('puts what is recorded at once under one checkpoint, in the order of the calls', async () => {
    const store = memoryStore();
    const log = await open(store);
    const receipts = await Promise.all([1, 2, 3, 4].map((number) => log.record(event(number))));
    expect(receipts.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    expect(new Set(receipts.map(({ treeSize }) => treeSize))).toEqual(new Set([4]));
    expect(await store.list('checkpoint')).toEqual(['checkpoint', 'checkpoint.0', 'checkpoint.4']);
  });

  it('gives back its entries, also over the edge of a tile', async () => {
    const recordedAt = new Date('2026-02-03T04:05:06.007Z');
    const store = memoryStore();
    const log = await openEvidenceLog({ store, origin, signer, now: () => recordedAt });
    await Promise.all(Array.from({ length: 600 }, (_, number) => log.record(event(number))));
    const indices: number[] = [];
    for await (const entry of log.entries({ from: 250, to: 515 })) {
      indices.push(entry.index);
      expect(entry).toMatchObject({ ...event(entry.index), recordedAt });
    }
    expect(indices).toEqual(Array.from({ length: 265 }, (_, index) => 250 + index));
    const all: string[] = [];
    for await (const { leafHash } of log.entries()) all.push(leafHash);
    expect(all.length).toBe(600);
    for await (const _entry of log.entries({ from: 600 })) expect.unreachable();
  });

  it('proves inclusion for somebody who has only the checkpoint', async () => {
    const store = memoryStore();
    await recordAll(store, 700);
    const log = await open(store);
    for (const index of [0, 255, 256, 511, 512, 699]) {
      const proof = await log.inclusionProof(index);
      expect(proof.checkpoint).toBe(log.checkpoint());
      const isIncluded = verifyInclusion({
        index: BigInt(index),
        size: 700n,
        leafHash: Buffer.from(proof.leafHash, 'hex'),
        root: Buffer.from(log.root, 'base64'),
        proof: proof.hashes.map((hash) => Buffer.from(hash, 'base64')),
      });
      expect(isIncluded).toBe(true);
    }
  });

  it.each([-1, 3, 0.5, Number.NaN, 2 ** 60])('has no entry %d', async (index) => {
    const store = memoryStore();
    await recordAll(store, 3);
    const log = await open(store);
    const refusal = { code: 'DAS_EVIDENCE_OUT_OF_RANGE' };
    await expect(log.inclusionProof(index)).rejects.toMatchObject(refusal);
    expect(() => log.entries({ from: index, to: 3.5 })).toThrow(expect.objectContaining(refusal));
    expect(() => log.entries({ from: 2, to: 1 })).toThrow(expect.objectContaining(refusal));
  });

  it('keeps partial tiles until the full one is there', async () => {
    const store = memoryStore();
    const log = await open(store);
    for (let number = 0; number < 255; number += 50) await log.record(event(number));
    expect((await store.list('tile/entries/')).length).toBe(6);
    await Promise.all(Array.from({ length: 250 }, (_, number) => log.record(event(number))));
    expect(await store.list('tile/')).toEqual(
      ['tile/0/000', 'tile/1/000.p/1', 'tile/entries/000'].sort(),
    );
  });

  it('refuses an event of more than 65,535 bytes and takes the next', async () => {
    const log = await open(memoryStore());
    const large = { ...event(1), details: { text: 'x'.repeat(49_500) } };
    await expect(log.record(large)).rejects.toMatchObject({ code: 'DAS_EVIDENCE_TOO_LARGE' });
    const fits = { ...event(1), details: { text: 'x'.repeat(48_000) } };
    expect(await log.record(fits)).toMatchObject({ index: 0 });
  });

  it('writes nothing of an event with personal data', async () => {
    const store = memoryStore();
    const log = await open(store);
    const sensitive = { ...event(1), details: { by: 'ada@example.com' } };
    await expect(log.record(sensitive)).rejects.toMatchObject({
      code: 'DAS_EVIDENCE_SENSITIVE_DATA',
      place: 'details.by',
    });
    expect(await store.list('')).toEqual(['checkpoint', 'checkpoint.0']);
  });

  it('ends after what was recorded before it was closed, and then refuses', async () => {
    const store = memoryStore();
    const log = await open(store);
    const pending = Promise.all([log.record(event(1)), log.record(event(2))]);
    await log[Symbol.asyncDispose]();
    expect(log.size).toBe(2);
    expect((await pending).length).toBe(2);
    await expect(log.record(event(3))).rejects.toMatchObject({ code: 'DAS_EVIDENCE_CLOSED' });
  });

  it('fails what it could not write, and goes on when it can write again', async () => {
    const inner = memoryStore();
    let isBroken = false;
    const store: EvidenceStore = {
      place: inner.place,
      read: (path) => inner.read(path),
      list: (prefix) => inner.list(prefix),
      discard: (paths) => inner.discard(paths),
      lock: (options) => inner.lock(options),
      write: (files) => (isBroken ? Promise.reject(new Error('disk full')) : inner.write(files)),
    };
    const log = await open(store);
    await log.record(event(1));
    isBroken = true;
    await expect(log.record(event(2))).rejects.toThrow('disk full');
    isBroken = false;
    expect(await log.record(event(3))).toMatchObject({ index: 1, treeSize: 2 });
    expect(await verifyEvidenceLog({ store, verifier: signer.verifier })).toMatchObject({
      ok: true,
    });
  });
});
