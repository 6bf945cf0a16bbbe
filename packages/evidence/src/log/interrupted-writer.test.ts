import { createHash } from 'node:crypto';
import type { EvidenceEvent, EvidenceReceipt } from '@das/core';
import { describe, expect, it } from 'vitest';
import { createSigner } from '../keys/create-signer.js';
import type { EvidenceStore } from '../store/evidence-store.js';
import { memoryStore } from '../store/memory-store.js';
import { verifyEvidenceLog } from '../verify/verify-evidence-log.js';
import { openEvidenceLog } from './open-evidence-log.js';

const origin = 'example.com/log';
const signer = createSigner({ origin });

function event(number: number): EvidenceEvent {
  return {
    kind: 'replay.completed',
    occurredAt: new Date(1_767_225_600_000 + number),
    subjects: [{ name: 'orders', sha256: createHash('sha256').update(`${number}`).digest('hex') }],
    details: { number },
  };
}

/** A store that dies before its n-th change, as its process would: one file at a time. */
function dyingStore(inner: EvidenceStore, changes: number): EvidenceStore {
  let left = changes;
  const step = (): void => {
    if (left === 0) throw new Error('killed');
    left -= 1;
  };
  return {
    place: inner.place,
    read: (path) => inner.read(path),
    list: (prefix) => inner.list(prefix),
    lock: (options) => inner.lock(options),
    write: async (files) => {
      for (const file of files) {
        step();
        await inner.write([file]);
      }
    },
    discard: async (paths) => {
      for (const path of paths) {
        step();
        await inner.discard([path]);
      }
    },
  };
}

async function recordUntilDeath(store: EvidenceStore): Promise<EvidenceReceipt[]> {
  const receipts: EvidenceReceipt[] = [];
  try {
    const log = await openEvidenceLog({ store, origin, signer });
    // Batches that stay in a tile, fill one, and go over its edge.
    for (const count of [1, 2, 250, 4, 1]) {
      const events = Array.from({ length: count }, (_, number) => event(number));
      receipts.push(...(await Promise.all(events.map((each) => log.record(each)))));
    }
  } catch (error) {
    expect(error).toMatchObject({ message: 'killed' });
  }
  return receipts;
}

describe('a writer that dies before any one of its changes', () => {
  it('leaves a log that verifies, goes on, and has all that it gave a receipt for', async () => {
    let isDone = false;
    let changes = 0;
    for (; !isDone; changes += 1) {
      const store = memoryStore();
      const receipts = await recordUntilDeath(dyingStore(store, changes));
      isDone = receipts.length === 258;
      if ((await store.list('')).length > 0) {
        const verdict = await verifyEvidenceLog({ store, verifier: signer.verifier });
        expect(verdict).toMatchObject({ ok: true });
      }
      const log = await openEvidenceLog({ store, origin, signer });
      await Promise.all([1, 2, 3].map((number) => log.record(event(number))));
      for (const { index, leafHash } of receipts) {
        if (index % 50 > 3) continue;
        expect((await log.inclusionProof(index)).leafHash).toBe(leafHash);
      }
      expect(log.size).toBeGreaterThanOrEqual(receipts.length + 3);
      const verdict = await verifyEvidenceLog({ store, verifier: signer.verifier });
      expect(verdict).toMatchObject({ ok: true, size: log.size });
    }
    expect(changes).toBeGreaterThan(25);
  }, 60_000);
});
